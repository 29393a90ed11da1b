package manifest

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"
)

// assign reads the values that play a role in a JSONL record; nil if none does.
func (o *objects) assign(row *Row, values [roles][]byte, params []byte) {
	o.assignID(row, values[id])
	o.assignImages(row, values[image])
	if text, ok := o.text(row, alt, values[alt]); ok {
		row.Alt, row.HasAlt = text, true
	}
	row.Prompt, _ = o.text(row, prompt, values[prompt])
	assignParams(row, params)
}

func (o *objects) assignID(row *Row, value []byte) {
	if len(value) > 0 && (value[0] == '-' || value[0] >= '0' && value[0] <= '9') {
		row.ID = o.pages.keep(value)
		return
	}
	text, _ := o.text(row, id, value)
	row.ID = strings.TrimSpace(text)
}

func (o *objects) assignImages(row *Row, value []byte) {
	o.images = o.images[:0]
	if len(value) > 0 && value[0] == '[' {
		for element := range elements(value) {
			o.addImage(row, element)
		}
	} else if !none(value) {
		o.addImage(row, value)
	}
	row.Images = o.images
	row.limitImages()
}

func (o *objects) addImage(row *Row, value []byte) {
	if value[0] != '"' {
		row.fault("line %d: the image is %s; write a URL or file name, or an array of them", row.Line, kind(value))
		return
	}
	if name := strings.TrimSpace(o.string(value)); name != "" {
		o.images = append(o.images, name)
	}
}

// text reads a value that must be a string; ok is false for null and nothing.
func (o *objects) text(row *Row, as role, value []byte) (text string, ok bool) {
	switch {
	case none(value):
		return "", false
	case value[0] != '"':
		row.fault("line %d: the %s is %s; write a string", row.Line, as, kind(value))
		return "", false
	}
	return o.string(value), true
}

// string decodes a JSON string.
func (o *objects) string(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') >= 0 {
		return unquote(quoted)
	}
	return o.pages.keep(quoted[1 : len(quoted)-1])
}

// none reports whether a value is null or not there.
func none(value []byte) bool { return len(value) == 0 || value[0] == 'n' }

// kind says what a JSON value is, for an error.
func kind(value []byte) string {
	switch value[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

func assignParams(row *Row, value []byte) {
	if none(value) {
		return
	}
	if value[0] != '{' {
		row.fault("line %d: \"params\" is %s; write an object such as {\"temperature\":0.2}", row.Line, kind(value))
		return
	}
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	if err := d.Decode(&row.Params); err != nil { // cannot be: the record was valid
		row.fault("line %d: params: %v", row.Line, err)
	}
	maps.DeleteFunc(row.Params, func(_ string, v any) bool { return v == nil })
	if len(row.Params) == 0 {
		row.Params = nil
	}
}
