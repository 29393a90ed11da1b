package sink

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline"
)

// objects writes what [JSONL] promises. The row is an object even where the
// manifest has none, because programs that guess types from the first lines
// stumble over a column of two types.
type objects struct {
	lines
	names   []string // the row's keys, each as `"name":`
	shape   Shape
	compact bytes.Buffer
	costs   costs
}

func newObjects(out lines, shape Shape) *objects {
	o := &objects{lines: out, costs: costs{}, shape: shape}
	for _, name := range keys(shape.Header) {
		o.names = append(o.names, string(append(appendString(nil, name), ':')))
	}
	return o
}

// Write adds a line.
func (o *objects) Write(r *pipeline.Result) error {
	if o.err != nil {
		return o.err
	}
	if err := fits(r, len(o.names)); err != nil {
		return err
	}
	dst := append(o.buf, '{')
	dst = o.appendRow(o.appendOwn(dst, r), r)
	return o.end(append(endList(dst, '}'), '\n'))
}

// appendOwn appends what captionmill says of the row. As everywhere in this
// file, each member has a comma after it.
func (o *objects) appendOwn(dst []byte, r *pipeline.Result) []byte {
	dst = appendMember(dst, `"id":`, r.ID)
	dst = appendImages(dst, r.Images)
	if r.AltText != "" || r.Publish == pipeline.PublishDecorative {
		dst = append(appendString(append(dst, `"alt_text":`...), r.AltText), ',')
	}
	if len(r.Answers) > 0 {
		dst = appendSlots(dst, `"alt_texts":`, r.Answers, appendAltText)
	}
	dst = appendMember(dst, `"publish":`, string(r.Publish))
	dst = appendMember(dst, `"status":`, string(r.Status))
	dst = appendMember(dst, `"reason":`, r.Reason)
	dst = appendMember(dst, `"detail":`, r.Detail)
	if len(r.Flags) > 0 {
		dst = appendStrings(append(dst, `"flags":`...), r.Flags)
	}
	dst = appendMember(dst, `"caption":`, r.Caption)
	if len(r.Answers) > 0 {
		dst = appendSlots(dst, `"captions":`, r.Answers, appendCaption)
	}
	dst = appendMember(dst, `"model":`, r.Model)
	dst = appendMember(dst, `"prediction_id":`, r.PredictionID)
	dst = append(dst, `"cost_usd":`...)
	dst = append(append(dst, o.costs.decimal(r.Cost)...), ',')
	dst = appendMember(dst, `"long_description":`, r.Long)
	if len(r.Answers) > 0 {
		dst = appendSlots(dst, `"long_descriptions":`, r.Answers, appendLong)
	}
	if o.shape.Provenance {
		dst = appendOrigins(dst, r)
	}
	return dst
}

// appendRow appends the manifest's own row, if there is one.
func (o *objects) appendRow(dst []byte, r *pipeline.Result) []byte {
	switch {
	case len(r.Object) > 0:
		dst = o.appendObject(append(dst, `"row":`...), r.Object)
	case len(r.Cells) > 0:
		dst = append(dst, `"row":{`...)
		for i, cell := range r.Cells {
			dst = append(appendString(append(dst, o.names[i]...), cell), ',')
		}
		dst = endList(dst, '}')
	default:
		return dst
	}
	return append(dst, ',')
}

// appendObject appends a JSONL row, verbatim where that is one line of UTF-8.
func (o *objects) appendObject(dst, object []byte) []byte {
	if !isObject(object) {
		dst = append(dst, `{"unreadable":`...)
		return append(appendString(dst, string(lineText(object))), '}')
	}
	object = bytes.Trim(object, " \t\r\n")
	if bytes.ContainsAny(object, "\r\n") {
		o.compact.Reset()
		json.Compact(&o.compact, object) // cannot fail: isObject saw it
		object = o.compact.Bytes()
	}
	if !utf8.Valid(object) {
		object = bytes.ToValidUTF8(object, []byte("\uFFFD"))
	}
	return append(dst, object...)
}

// appendMember appends a member unless it has no value.
func appendMember(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	return append(appendString(append(dst, name...), value), ',')
}

func appendImages(dst []byte, images []string) []byte {
	switch len(images) {
	case 0:
		return dst
	case 1:
		return append(appendString(append(dst, `"image":`...), images[0]), ',')
	}
	return appendStrings(append(dst, `"image":`...), images)
}

// appendStrings appends an array of at least one string.
func appendStrings(dst []byte, texts []string) []byte {
	dst = append(dst, '[')
	for _, text := range texts {
		dst = append(appendString(dst, text), ',')
	}
	return append(endList(dst, ']'), ',')
}

// endList turns the comma after the last member into the list's end.
func endList(dst []byte, end byte) []byte {
	dst[len(dst)-1] = end
	return dst
}
