package manifest

import (
	"bytes"
	"encoding/json"
	"iter"
)

// members returns the keys, with their quotes, and the values at the top level
// of a JSON object. The object must be valid, beginning with its brace.
func members(object []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		rest := space(object[1:])
		for rest[0] != '}' {
			name := value(rest)
			rest = space(rest[len(name):])
			rest = space(rest[1:]) // the colon
			v := value(rest)
			if !yield(name, v) {
				return
			}
			rest = space(rest[len(v):])
			if rest[0] == ',' {
				rest = space(rest[1:])
			}
		}
	}
}

// elements returns the values in a JSON array. The array must be valid,
// beginning with its bracket.
func elements(array []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		rest := space(array[1:])
		for rest[0] != ']' {
			v := value(rest)
			if !yield(v) {
				return
			}
			rest = space(rest[len(v):])
			if rest[0] == ',' {
				rest = space(rest[1:])
			}
		}
	}
}

// space returns b without leading JSON white space.
func space(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t' || b[0] == '\n' || b[0] == '\r') {
		b = b[1:]
	}
	return b
}

// value returns the JSON value that b begins with.
func value(b []byte) []byte {
	switch b[0] {
	case '"':
		return b[:stringEnd(b)]
	case '{', '[':
		return b[:nestEnd(b)]
	}
	if n := bytes.IndexAny(b, ",]} \t\n\r"); n >= 0 {
		return b[:n]
	}
	return b
}

// stringEnd returns the length of the JSON string that b begins with.
func stringEnd(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

// nestEnd returns the length of the object or array that b begins with.
func nestEnd(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			i += stringEnd(b[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(b)
}

// unquote decodes a JSON string.
func unquote(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return "" // cannot be: the record was valid
	}
	return s
}
