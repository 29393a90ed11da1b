package wavespeed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"strconv"
	"time"
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

// dollars reads an amount of money, a number or a string that holds one.
// Anything else is not ok, since money must not be guessed.
func dollars(raw json.RawMessage) (_ float64, ok bool) {
	var n json.Number // reads both
	if json.Unmarshal(raw, &n) != nil {
		return 0, false
	}
	const most = 1e6
	f, err := n.Float64()
	return f, err == nil && math.Abs(f) <= most
}

// moment reads a time: RFC 3339, or milliseconds since the epoch. A figure that
// would then lie within three years of 1970 is taken for seconds. Anything else
// is the zero time.
func moment(s text) time.Time {
	if t, err := time.Parse(time.RFC3339Nano, string(s)); err == nil {
		return t
	}
	const most = 1e14 // in the year 5138
	n, err := strconv.ParseFloat(string(s), 64)
	switch {
	case err != nil || !(n > 0 && n < most):
		return time.Time{}
	case n < 1e11:
		return time.UnixMilli(int64(n * 1000)).UTC()
	default:
		return time.UnixMilli(int64(n)).UTC()
	}
}

// compact is JSON without the spaces between its parts.
func compact(raw []byte) []byte {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return raw
	}
	return b.Bytes()
}
