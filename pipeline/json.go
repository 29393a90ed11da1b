package pipeline

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// jsonStrings writes a JSON array of strings. Most cells need no escaping, and
// there may be a hundred million of them.
func jsonStrings(cells []string) []byte {
	n := 2
	for _, c := range cells {
		n += len(c) + 3
	}
	b := append(make([]byte, 0, n), '[')
	for i, c := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, c)
	}
	return append(b, ']')
}

func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return appendEscaped(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendEscaped(b []byte, s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil { // a string can always be written
		panic(err)
	}
	return append(slices.Grow(b, len(quoted)), quoted...)
}

// ParseStrings appends the strings of a JSON array to dst. Those without
// escapes, which most are, are parts of text.
func ParseStrings(text string, dst []string) ([]string, error) {
	if found, ok := parsePlain(text, dst); ok {
		return found, nil
	}
	var more []string
	if err := json.Unmarshal([]byte(text), &more); err != nil {
		return dst, err
	}
	return append(dst, more...), nil
}

// parsePlain is ParseStrings for an array without escapes and without space
// between its strings; any other it leaves to others.
func parsePlain(text string, dst []string) ([]string, bool) {
	rest, ok := strings.CutPrefix(text, `["`)
	if !ok || !isPlain(text) {
		return dst, false
	}
	if dst == nil {
		dst = make([]string, 0, strings.Count(text, `"`)/2)
	}
	for {
		s, after, ok := strings.Cut(rest, `"`)
		dst = append(dst, s)
		if ok && after == "]" {
			return dst, true
		}
		if rest, ok = strings.CutPrefix(after, `,"`); !ok {
			return dst, false
		}
	}
}

// isPlain tells that text holds nothing that JSON treats in a special way
// inside of strings, but quotes.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '\\' {
			return false
		}
	}
	return utf8.ValidString(text)
}
