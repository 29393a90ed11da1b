package pipeline

import (
	"encoding/json"
	"slices"
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
