package wavespeed

import (
	"bytes"
	"encoding/json"
	"iter"
	"slices"
	"strings"
)

// Answers are taken apart here, and not by reading them into structs: as nearly
// any value may have another form than documented, each would have to be a
// type that reads itself, which encoding/json scans once more for every level
// that it lies below.

// first is the first JSON value in a body. What follows it is forgiven.
func first(body []byte) (json.RawMessage, error) {
	if json.Valid(body) {
		return bytes.TrimSpace(body), nil
	}
	var value json.RawMessage
	err := json.NewDecoder(bytes.NewReader(body)).Decode(&value)
	return value, err
}

// fieldsOf are the fields of a JSON object, each with its name as it is known
// to us. Those that are not known are left out, and other values have none.
func fieldsOf(object []byte) iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		for key, value := range parts(object) {
			if name := nameOf(key); name != "" && !yield(name, value) {
				return
			}
		}
	}
}

// names are the fields that are looked for in an answer.
var names = []string{
	"code", "message", "data", "id", "status", "outputs", "created_at", "error", "executionTime",
	"timings", "inference", "error_code", "execution_time",
}

// nameOf is the name that a key stands for, "" if it is none of ours. As in
// encoding/json, it may be written in capitals.
func nameOf(key []byte) string {
	if bytes.IndexByte(key, '\\') >= 0 {
		key = unescaped(key)
	}
	for _, name := range names {
		if string(key) == name {
			return name
		}
	}
	for _, name := range names {
		if strings.EqualFold(string(key), name) {
			return name
		}
	}
	return ""
}

// unescaped is what a key says, which is valid, since its object is.
func unescaped(key []byte) []byte {
	var s string
	json.Unmarshal(slices.Concat([]byte{'"'}, key, []byte{'"'}), &s)
	return []byte(s)
}

// parts are the values in a JSON object or array, which must be valid. In an
// object each has its key, as it is written between the quotes. They share
// memory with the whole. Other values have no parts.
func parts(whole []byte) iter.Seq2[[]byte, json.RawMessage] {
	return func(yield func([]byte, json.RawMessage) bool) {
		if len(whole) == 0 || whole[0] != '{' && whole[0] != '[' {
			return
		}
		object, rest := whole[0] == '{', past(whole[1:], ' ')
		for len(rest) > 0 && rest[0] != '}' && rest[0] != ']' {
			var key []byte
			if n := length(rest); object {
				key, rest = rest[1:max(1, n-1)], past(rest[n:], ':')
			}
			n := length(rest)
			if n == 0 || !yield(key, rest[:n:n]) {
				return
			}
			rest = past(rest[n:], ',')
		}
	}
}

// past is what follows a mark, and the white space around it.
func past(s []byte, mark byte) []byte {
	for len(s) > 0 && (s[0] == mark || isSpace(s[0])) {
		s = s[1:]
	}
	return s
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

// length is how many bytes the JSON value takes that stands at the beginning.
func length(s []byte) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b == '"':
			i += quoted(s[i:]) - 1
		case b == '{' || b == '[':
			depth++
		case b == '}' || b == ']':
			if depth--; depth < 0 {
				return i // a number or a word that its object ends
			}
		case depth == 0 && (b == ',' || b == ':' || isSpace(b)):
			return i
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(s)
}

// quoted is how many bytes the string takes that stands at the beginning.
func quoted(s []byte) int {
	for i := 1; i < len(s); {
		n := bytes.IndexByte(s[i:], '"')
		if n < 0 {
			break
		}
		i += n + 1
		if !escaped(s[:i-1]) {
			return i
		}
	}
	return len(s)
}

// escaped tells whether what follows is escaped: behind an odd number of
// backslashes.
func escaped(s []byte) bool { return (len(s)-len(bytes.TrimRight(s, `\`)))%2 == 1 }
