package wavespeed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"
)

// A text is a JSON value read as text, whatever it is: APIs change their mind
// about what an error is. Strings are themselves, null is "", of an object its
// message is taken, and anything else is its own JSON.
type text string

// UnmarshalJSON never fails.
func (t *text) UnmarshalJSON(raw []byte) error {
	if plain(raw) {
		*t = text(raw[1 : len(raw)-1])
		return nil
	}
	var s *string
	if json.Unmarshal(raw, &s) == nil {
		if s != nil {
			*t = text(*s)
		}
		return nil
	}
	var o struct{ Message, Error, Detail string }
	json.Unmarshal(raw, &o) // what does not fit stays empty
	*t = text(cmp.Or(o.Message, o.Error, o.Detail, string(compact(raw))))
	return nil
}

// plain tells whether a JSON value is a string that stands for itself, as
// nearly all are.
func plain(raw []byte) bool {
	last := len(raw) - 1
	return last > 0 && raw[0] == '"' && raw[last] == '"' && bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw)
}

// A number is a JSON value read as a number: also of a string that holds one.
// Everything else is 0.
type number float64

// UnmarshalJSON never fails.
func (n *number) UnmarshalJSON(raw []byte) error {
	f, err := strconv.ParseFloat(string(bytes.Trim(raw, `"`)), 64)
	if err == nil && !math.IsNaN(f) {
		*n = number(f)
	}
	return nil
}

// int is the number as a code; what can be none is 0.
func (n number) int() int {
	if math.Abs(float64(n)) > 1e6 {
		return 0
	}
	return int(n)
}

// compact is JSON without the spaces between its parts.
func compact(raw []byte) []byte {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return raw
	}
	return b.Bytes()
}
