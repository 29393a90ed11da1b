package sink

import (
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// none is the answer to a question that a row does not ask.
var none pipeline.Answer

// answerOf is a row's answer in a slot with a name.
func answerOf(r *pipeline.Result, slot string) *pipeline.Answer {
	for i := range r.Answers {
		if r.Answers[i].Slot == slot {
			return &r.Answers[i]
		}
	}
	return &none
}

// longOf is the long description in a slot.
func longOf(r *pipeline.Result, slot string) string {
	if slot == "" {
		return r.Long
	}
	return answerOf(r, slot).Long
}

// provenanceOf is where the text of a slot comes from.
func provenanceOf(r *pipeline.Result, slot string) *pipeline.Provenance {
	if slot == "" {
		return &r.Provenance
	}
	return &answerOf(r, slot).Provenance
}

// originTexts are what a provenance says, in the order of origin.
func originTexts(p *pipeline.Provenance) [len(origin)]string {
	attempts := ""
	if p.PromptHash != (pipeline.Hash{}) {
		attempts = strconv.Itoa(p.Attempts)
	}
	return [...]string{p.ModelID, p.Parameters, p.Preset, hexed(p.PromptHash), hexed(p.RepairOf), moment(p.AskedAt), moment(p.AnsweredAt),
		p.RawText, attempts, p.DecidedBy, moment(p.DecidedAt)}
}

// hexed is a hash as people copy it, "" for none.
func hexed(h pipeline.Hash) string {
	if h == (pipeline.Hash{}) {
		return ""
	}
	return hex.EncodeToString(h[:])
}

// moment is a time in UTC as RFC 3339 has it, "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// appendSlots appends an object with a member for each slot with a name, unless
// it would be empty.
func appendSlots(dst []byte, name string, answers []pipeline.Answer, value func([]byte, *pipeline.Answer) []byte) []byte {
	from := len(dst)
	dst = append(append(dst, name...), '{')
	empty := len(dst)
	for i := range answers {
		if a := &answers[i]; a.Slot != "" {
			dst = value(dst, a)
		}
	}
	if len(dst) == empty {
		return dst[:from]
	}
	return append(endList(dst, '}'), ',')
}

func appendAltText(dst []byte, a *pipeline.Answer) []byte {
	if a.AltText == "" && a.Publish != pipeline.PublishDecorative {
		return dst
	}
	return append(appendString(appendSlot(dst, a), a.AltText), ',')
}

func appendCaption(dst []byte, a *pipeline.Answer) []byte {
	if a.Caption == "" {
		return dst
	}
	return append(appendString(appendSlot(dst, a), a.Caption), ',')
}

func appendLong(dst []byte, a *pipeline.Answer) []byte {
	if a.Long == "" {
		return dst
	}
	return append(appendString(appendSlot(dst, a), a.Long), ',')
}

// appendSlot appends the key of an answer's slot.
func appendSlot(dst []byte, a *pipeline.Answer) []byte {
	return append(appendString(dst, a.Slot), ':')
}

// appendOrigins appends where the texts of a row come from.
func appendOrigins(dst []byte, r *pipeline.Result) []byte {
	dst = appendOriginObject(dst, `"provenance"`, &r.Provenance)
	return appendSlots(dst, `"provenances":`, r.Answers, func(dst []byte, a *pipeline.Answer) []byte {
		return appendOriginObject(dst, string(appendString(nil, a.Slot)), &a.Provenance)
	})
}

// appendOriginObject appends a provenance under a key, unless nothing is known.
func appendOriginObject(dst []byte, key string, p *pipeline.Provenance) []byte {
	from := len(dst)
	dst = append(append(dst, key...), ":{"...)
	empty := len(dst)
	if dst = originMembers(dst, p); len(dst) == empty {
		return dst[:from]
	}
	return append(endList(dst, '}'), ',')
}

// originMembers appends what is known, each with a comma after it. Parameters
// are an object, and attempts a number.
func originMembers(dst []byte, p *pipeline.Provenance) []byte {
	for i, text := range originTexts(p) {
		if text == "" {
			continue
		}
		dst = append(appendString(dst, origin[i]), ':')
		if name := origin[i]; name == "attempts" || name == "parameters" && json.Valid([]byte(text)) {
			dst = append(append(dst, text...), ',')
			continue
		}
		dst = append(appendString(dst, text), ',')
	}
	return dst
}
