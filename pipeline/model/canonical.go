package model

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Identity is the part of a resolved input that tells one question to the
// model from another, without its pictures: canonical, and without parameters
// that do not change the answer asked for. The same question gives the same
// bytes for ever; what was paid for is remembered under them.
func (m Model) Identity(input map[string]any) []byte {
	skip := []string{m.ImageParam}
	for _, p := range m.Parameters {
		if p.NoIdentity {
			skip = append(skip, p.Name)
		}
	}
	return Canonical(input, skip...)
}

// Canonical writes input as JSON in the one way that will never change: keys
// sorted by their bytes, no spaces, only quotes, backslashes and control
// characters escaped, 0.20 as 0.2 and 1.0 as 1. The keys in skip are left out.
//
// It writes what [Model.Resolve] returns, and panics on a value that JSON
// does not have, which is a bug of the caller's.
//
// It does not use encoding/json, whose escaping has changed between versions.
func Canonical(input map[string]any, skip ...string) []byte {
	return appendObject(nil, input, skip)
}

func same(a, b any) bool {
	return string(appendValue(nil, a)) == string(appendValue(nil, b))
}

func appendObject(dst []byte, object map[string]any, skip []string) []byte {
	dst = append(dst, '{')
	start := len(dst)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if slices.Contains(skip, name) {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, name), ':')
		dst = appendValue(dst, object[name])
	}
	return append(dst, '}')
}

func appendValue(dst []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case bool:
		return strconv.AppendBool(dst, v)
	case string:
		return appendString(dst, v)
	case []string:
		return appendList(dst, anys(v))
	case []any:
		return appendList(dst, v)
	case map[string]any:
		return appendObject(dst, v, nil)
	case Input:
		return appendObject(dst, v, nil)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case int:
		return strconv.AppendInt(dst, int64(v), 10)
	case float64:
		return appendFloat(dst, v)
	case json.Number:
		if n, ok := numeric(v); ok {
			return appendValue(dst, n)
		}
	}
	panic(fmt.Sprintf("model: %T has no canonical form", v))
}

func appendList(dst []byte, list []any) []byte {
	dst = append(dst, '[')
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendValue(dst, v)
	}
	return append(dst, ']')
}

// appendFloat writes the shortest digits that read back as f, without an
// exponent between a millionth and 10^21, as JavaScript does.
func appendFloat(dst []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		panic("model: a number that is not finite has no canonical form")
	}
	if size := math.Abs(f); size != 0 && (size < 1e-6 || size >= 1e21) {
		return strconv.AppendFloat(dst, f, 'e', -1, 64)
	}
	if f == 0 {
		f = 0 // and not -0
	}
	return strconv.AppendFloat(dst, f, 'f', -1, 64)
}

func appendString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
