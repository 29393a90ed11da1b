package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A param is one parameter that a model takes. Its check is a phrase for what
// the value ought to be, or "" if it is that.
type param struct {
	name     string
	required bool
	check    func(json.RawMessage) string
}

// A wrongParam is what is wrong with a parameter, for the caller's eyes, and
// how a prediction would end that was made of it all the same.
type wrongParam struct {
	problem string
	end     outcome
}

func (w *wrongParam) Error() string { return w.problem }

// readInput parses the body of a submit. As the API does, it drops parameters
// that the model does not declare without a word, and says how many. The error
// is a wrongParam, with the input as it came, or about the body as a whole;
// where lacking is set, it is none that something is missing.
func (m model) readInput(body []byte, lacking bool) (in input, dropped int, err error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil || all == nil {
		return nil, 0, errors.New("the request body is not a JSON object")
	}
	in = input{}
	for _, p := range m.params {
		if raw := all[p.name]; !isNull(raw) {
			in[p.name] = raw
		}
	}
	for _, p := range m.params {
		p.required = p.required && !lacking
		if wrong := p.wrong(in[p.name]); wrong != nil {
			return in, 0, wrong
		}
	}
	return in, m.undeclared(all), nil
}

// wrong is what is wrong with a parameter's value, nil if nothing is.
func (p param) wrong(raw json.RawMessage) *wrongParam {
	if raw == nil {
		if p.required {
			return &wrongParam{fmt.Sprintf("property %q is missing", p.name), missingParam}
		}
		return nil
	}
	if wanted := p.check(raw); wanted != "" {
		return &wrongParam{fmt.Sprintf("property %q must be %s", p.name, wanted), invalidParam}
	}
	if p.required && isBlank(raw) {
		return &wrongParam{fmt.Sprintf("property %q is empty", p.name), invalidParam}
	}
	return nil
}

func (m model) undeclared(all map[string]json.RawMessage) int {
	n := 0
	for name := range all {
		if !slices.ContainsFunc(m.params, func(p param) bool { return p.name == name }) {
			n++
		}
	}
	return n
}

func isNull(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

// isBlank says whether a required text or list has nothing in it.
func isBlank(raw json.RawMessage) bool {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return strings.TrimSpace(s) == ""
	}
	var list []json.RawMessage
	return json.Unmarshal(raw, &list) == nil && len(list) == 0
}

// encode is the input as it is kept: compact, its keys in order, which are
// names of parameters and need no escapes. Some may be left out.
func (in input) encode(without ...string) []byte {
	names, size := make([]string, 0, 16), len("{}")
	for name, raw := range in {
		if !slices.Contains(without, name) {
			names = append(names, name)
			size += len(name) + len(raw) + len(`"":,`)
		}
	}
	slices.Sort(names)
	text := append(make([]byte, 0, size), '{')
	for i, name := range names {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, '"')
		text = append(text, name...)
		text = append(text, `":`...)
		text = append(text, compact(in[name])...)
	}
	return append(text, '}')
}

// compact is JSON that was parsed before, as encoding/json would write it.
func compact(raw json.RawMessage) []byte {
	if isPlain(raw) {
		return raw
	}
	text, err := json.Marshal(raw)
	if err != nil {
		panic(err) // unreachable
	}
	return text
}

// isPlain tells at a glance that a value is written as it is: one without white
// space between its parts, and without what encoding/json escapes for HTML.
func isPlain(raw json.RawMessage) bool {
	return len(raw) > 0 && raw[0] != '{' && raw[0] != '[' && !bytes.ContainsAny(raw, "<>&") &&
		!bytes.Contains(raw, []byte("\u2028")[:2]) // two bytes that \u2029 begins with as well
}

func decodeInput(text []byte) input {
	in := input{}
	if json.Unmarshal(text, &in) != nil {
		return input{}
	}
	return in
}

// The checks of parameters by type and range.

func text(raw json.RawMessage) string {
	if raw[0] != '"' {
		return "a string"
	}
	return ""
}

func boolean(raw json.RawMessage) string {
	if s := string(raw); s != "true" && s != "false" {
		return "true or false"
	}
	return ""
}

func whole(low, high int64) func(json.RawMessage) string {
	return func(raw json.RawMessage) string {
		n, err := strconv.ParseInt(string(raw), 10, 64)
		if err != nil || n < low || n > high {
			return fmt.Sprintf("a whole number from %d to %d", low, high)
		}
		return ""
	}
}

func number(low, high float64) func(json.RawMessage) string {
	return func(raw json.RawMessage) string {
		var n float64
		if json.Unmarshal(raw, &n) != nil || n < low || n > high {
			return fmt.Sprintf("a number from %g to %g", low, high)
		}
		return ""
	}
}

func oneOf(words ...string) func(json.RawMessage) string {
	return func(raw json.RawMessage) string {
		var s string
		if json.Unmarshal(raw, &s) != nil || !slices.Contains(words, s) {
			return "one of " + strings.Join(words, ", ")
		}
		return ""
	}
}

func texts(most int) func(json.RawMessage) string {
	return func(raw json.RawMessage) string {
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil || len(list) > most {
			return fmt.Sprintf("a list of at most %d strings", most)
		}
		for _, item := range list {
			if !bytes.HasPrefix(item, []byte(`"`)) {
				return "a list of strings"
			}
		}
		return ""
	}
}
