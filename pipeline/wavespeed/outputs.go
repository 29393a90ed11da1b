package wavespeed

import (
	"encoding/json"
	"net/url"
	"strings"
	"unicode/utf8"
)

const (
	// maxCaption bounds the text of an answer, in bytes. A longer one is cut,
	// since it was paid.
	maxCaption = 256 << 10
	// maxDepth bounds how deep in the outputs text is looked for.
	maxDepth = 6
)

// captionKeys are the names under which captioners of this API and others put
// their text, the likeliest first. Observed: caption.
var captionKeys = []string{"caption", "text", "content", "output", "message"}

// caption is the text in a prediction's outputs. The vendor's tables call them
// an array of URLs; observed are arrays of strings, arrays of objects and bare
// objects. What has no known form is kept as its JSON, since it was paid.
func caption(outputs json.RawMessage) string {
	s := textIn(outputs, 0)
	if reference(s) {
		return ""
	}
	return cut(s, maxCaption)
}

// textIn is the text in a value of any form.
func textIn(raw json.RawMessage, depth int) string {
	if depth > maxDepth {
		return string(compact(raw))
	}
	if plain(raw) {
		return string(raw[1 : len(raw)-1])
	}
	var v any
	if len(raw) > 0 && strings.IndexByte("[{", raw[0]) < 0 {
		if json.Unmarshal(raw, &v); v == nil {
			return ""
		}
		if s, ok := v.(string); ok {
			return s
		}
		return string(raw)
	}
	if len(raw) > 0 && raw[0] == '[' {
		return lines(raw, depth)
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) == nil {
		return textOf(fields, raw, depth)
	}
	return ""
}

// lines puts the texts of several outputs below one another. Text models were
// observed to put the whole reply into the first.
func lines(list json.RawMessage, depth int) string {
	var texts []string
	for _, raw := range parts(list) {
		if s := textIn(raw, depth+1); s != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, "\n")
}

// textOf is the text of an object: of the first field that is known to hold
// text and holds any, or else the object itself.
func textOf(fields map[string]json.RawMessage, raw json.RawMessage, depth int) string {
	known := len(fields) == 0
	for _, key := range captionKeys {
		value, ok := fields[key]
		if s := textIn(value, depth+1); s != "" {
			return s
		}
		known = known || ok
	}
	if known {
		return ""
	}
	return string(compact(raw))
}

// reference tells whether a text is only the address of a file on the hosts
// from which the vendor serves outputs: no caption.
func reference(s string) bool {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, " \n") {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") &&
		(Vendor(u) || under(u.Hostname(), "cloudfront.net"))
}

// cut shortens a text to n bytes at most, between two characters, and makes it
// valid UTF-8.
func cut(s string, n int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
