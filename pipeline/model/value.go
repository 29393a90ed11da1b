package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxText is the most bytes in one text; it is far above any prompt.
const maxText = 64 << 10

// exact is the largest magnitude up to which every whole float64 is exact.
const exact = 1 << 53

// written is a number as a person writes it; JSON's are among them.
var written = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`)

// jsonNumber is a number as JSON writes it, so that 007 stays a text.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$`)

// text accepts strings only: a number that was meant as a text has already
// lost its zeros.
func text(v any) (string, error) {
	s, ok := v.(string)
	switch {
	case !ok:
		return "", fmt.Errorf("%s is not a text; put it in quotes", show(v))
	case len(s) > maxText:
		return "", fmt.Errorf("the text has %d bytes; %d is the most", len(s), maxText)
	case !utf8.ValidString(s):
		return "", errors.New("the text is not valid UTF-8")
	}
	return s, nil
}

// texts accepts a list of strings, one string, or a list written as JSON.
func texts(v any) (any, error) {
	switch v := v.(type) {
	case []string:
		return texts(anys(v))
	case []any:
		out := make([]string, 0, len(v))
		for _, e := range v {
			s, err := text(e)
			if err != nil {
				return nil, err
			}
			out = append(out, s)
		}
		return out, nil
	case string:
		if !strings.HasPrefix(v, "[") {
			return texts([]any{v})
		}
		var parsed []any
		if err := json.Unmarshal([]byte(v), &parsed); err != nil {
			return nil, fmt.Errorf(`%s is not a list; write it like ["one","two"]`, show(v))
		}
		return texts(parsed)
	}
	return nil, fmt.Errorf(`%s is not a list; write it like ["one","two"]`, show(v))
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

func boolean(v any) (any, error) {
	switch v {
	case true, "true":
		return true, nil
	case false, "false":
		return false, nil
	}
	return nil, fmt.Errorf("%s is neither true nor false", show(v))
}

// numeric reads a number from whatever holds it: an int64 when it is whole,
// else a float64. It refuses what neither can hold exactly enough.
func numeric(v any) (any, bool) {
	switch v := v.(type) {
	case string:
		return parseNumber(v)
	case json.Number:
		return parseNumber(v.String())
	case int:
		return int64(v), true
	case int64:
		return v, true
	case uint64:
		return int64(v), v <= math.MaxInt64
	case float64:
		return whole(v)
	}
	return nil, false
}

func parseNumber(s string) (any, bool) {
	if !written.MatchString(s) {
		return nil, false
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !strings.ContainsAny(s, ".eE") {
		return nil, false // too large, or digits that a float would change
	}
	return whole(f)
}

func whole(f float64) (any, bool) {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return nil, false
	case f == math.Trunc(f) && math.Abs(f) <= exact:
		return int64(f), true
	}
	return f, true
}

// loose types a value that no schema describes: text that JSON would read as
// a number, a boolean or a quoted string becomes that, everything else stays.
func loose(v any) (any, error) {
	switch v := v.(type) {
	case string:
		return looseText(v)
	case bool:
		return v, nil
	case []string:
		return v, nil
	case []any:
		return looseList(v)
	case map[string]any:
		return looseMap(v)
	}
	if n, ok := numeric(v); ok {
		return n, nil
	}
	return nil, fmt.Errorf("%s cannot be sent", show(v))
}

func looseText(s string) (any, error) {
	if _, err := text(s); err != nil {
		return nil, err
	}
	var quoted string
	switch {
	case s == "true" || s == "false":
		return s == "true", nil
	case strings.HasPrefix(s, `"`) && json.Unmarshal([]byte(s), &quoted) == nil:
		return quoted, nil
	case jsonNumber.MatchString(s):
		if n, ok := parseNumber(s); ok {
			return n, nil
		}
	}
	return s, nil
}

// Inside lists and objects the types are already known, so text stays text.
func looseList(list []any) (any, error) {
	out := make([]any, len(list))
	for i, v := range list {
		var err error
		if out[i], err = inner(v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func looseMap(object map[string]any) (any, error) {
	out := make(map[string]any, len(object))
	for name, v := range object {
		var err error
		if out[name], err = inner(v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func inner(v any) (any, error) {
	if s, ok := v.(string); ok {
		return text(s)
	}
	if v == nil {
		return nil, nil
	}
	return loose(v)
}
