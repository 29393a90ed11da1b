package model_test

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/model"
)

type params = map[string]any

func TestResolve(t *testing.T) {
	t.Parallel()
	defaults := model.Input{"preset_prompt": "describe", "seed": int64(-1), "fast": false}
	with := func(name string, v any) model.Input {
		in := model.Input{name: v}
		for k, d := range defaults {
			if k != name {
				in[k] = d
			}
		}
		return in
	}
	tests := []struct {
		name  string
		given params
		want  model.Input
	}{
		{"nothing", nil, defaults},
		{"null is nothing", params{"seed": nil}, defaults},
		{"integer as text", params{"seed": "7"}, with("seed", int64(7))},
		{"integer with a sign", params{"seed": "+7"}, with("seed", int64(7))},
		{"integer with an exponent", params{"seed": "1e0"}, with("seed", int64(1))},
		{"integer with a fraction of nothing", params{"seed": "7.0"}, with("seed", int64(7))},
		{"integer from JSON", params{"seed": json.Number("7")}, with("seed", int64(7))},
		{"integer from YAML", params{"seed": uint64(7)}, with("seed", int64(7))},
		{"integer from a float", params{"seed": 7.0}, with("seed", int64(7))},
		{"least", params{"seed": "-1"}, with("seed", int64(-1))},
		{"greatest", params{"seed": 2147483647}, with("seed", int64(2147483647))},
		{"number as text", params{"sharpness": "0.20"}, with("sharpness", 0.2)},
		{"number without a zero", params{"sharpness": ".5"}, with("sharpness", 0.5)},
		{"number from JSON", params{"sharpness": json.Number("2e-1")}, with("sharpness", 0.2)},
		{"number that is whole", params{"sharpness": "1"}, with("sharpness", 1.0)},
		{"number without a lower bound", params{"sharpness": "-1e6"}, with("sharpness", -1e6)},
		{"true as text", params{"fast": "true"}, with("fast", true)},
		{"true", params{"fast": true}, with("fast", true)},
		{"false", params{"fast": "false"}, with("fast", false)},
		{"enum", params{"preset_prompt": "caption"}, with("preset_prompt", "caption")},
		{"text", params{"custom_prompt": " 0.20 <b>"}, with("custom_prompt", " 0.20 <b>")},
		{"list of one", params{"words": "a"}, with("words", []string{"a"})},
		{"list as JSON", params{"words": `["a","b"]`}, with("words", []string{"a", "b"})},
		{"list from JSON", params{"words": []any{"a", "b"}}, with("words", []string{"a", "b"})},
	}
	m := find(t, "plain")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := m.Resolve(tt.given); err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Resolve(%v) = %#v, %v; want %#v", tt.given, got, err, tt.want)
			}
		})
	}
}

func TestResolveRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, model string
		given       params
		want        string
	}{
		{"misspelt", "plain", params{"custom_promt": "x"},
			`plain: parameter "custom_promt": is not known (did you mean custom_prompt?); the model takes preset_prompt, custom_prompt, seed, sharpness, words and fast`},
		{"nothing like it", "plain", params{"zzzzzzzzzz": "x"}, `is not known; the model takes`},
		{"image", "plain", params{"image": "x"}, "cannot be set by hand"},
		{"image of a model without a schema", "vendor/free-form", params{"image": "x"}, "cannot be set by hand"},
		{"both prompts", "plain", params{"custom_prompt": "x", "preset_prompt": "caption"}, "cannot be given together with custom_prompt"},
		{"below", "plain", params{"seed": "-2"}, "-2 is out of range; it has to be from -1 to 2147483647"},
		{"above", "plain", params{"seed": 2147483648}, "2147483648 is out of range"},
		{"above, no lower bound", "plain", params{"sharpness": "1.5"}, "has to be 1 or less"},
		{"below, no upper bound", "router", params{"tokens": 0}, "has to be 1 or more"},
		{"fraction", "plain", params{"seed": "1.5"}, `"1.5" is not a whole number`},
		{"fraction from JSON", "plain", params{"seed": json.Number("1.5")}, "1.5 is not a whole number"},
		{"word for an integer", "plain", params{"seed": "seven"}, `"seven" is not a whole number`},
		{"true for an integer", "plain", params{"seed": true}, "true is not a whole number"},
		{"digits that a float would change", "plain", params{"seed": "9007199254740993.0e3"}, "is not a whole number"},
		{"too many digits", "plain", params{"seed": "99999999999999999999"}, "is not a whole number"},
		{"hexadecimal", "plain", params{"sharpness": "0x1p-2"}, "is not a number"},
		{"hexadecimal with a point", "plain", params{"sharpness": "0x1.8p-2"}, "is not a number"},
		{"not a number", "plain", params{"sharpness": "NaN"}, "is not a number"},
		{"infinite", "plain", params{"sharpness": math.Inf(-1)}, "is not a number"},
		{"too large", "plain", params{"sharpness": "-1e999"}, "is not a number"},
		{"spaces", "plain", params{"sharpness": " 1"}, "is not a number"},
		{"yes", "plain", params{"fast": "yes"}, `"yes" is neither true nor false`},
		{"one for true", "plain", params{"fast": 1}, "1 is neither true nor false"},
		{"not in the enum", "plain", params{"preset_prompt": "captoin"}, `"captoin" is not offered (did you mean caption?); it can be describe or caption`},
		{"number for text", "plain", params{"custom_prompt": 5}, "5 is not a text; put it in quotes"},
		{"text that is not UTF-8", "plain", params{"custom_prompt": "\xff"}, "not valid UTF-8"},
		{"endless text", "plain", params{"custom_prompt": strings.Repeat("x", 64<<10+1)}, "the text has 65537 bytes; 65536 is the most"},
		{"list of numbers", "plain", params{"words": []any{1}}, "1 is not a text"},
		{"broken list", "plain", params{"words": "[a"}, `write it like ["one","two"]`},
		{"object for a list", "plain", params{"words": params{}}, "is not a list"},
		{"empty prompt", "router", params{"prompt": " "}, "must not be empty"},
		{"another model than the name says", "big/one", params{"model": "big/two"}, `"big/two" contradicts the model's name, which stands for big/one`},
		{"a name that is none", "vendor/free-form", params{"a b": "x"}, "is not a name such as max_tokens"},
		{"a struct", "vendor/free-form", params{"x": struct{}{}}, "cannot be sent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in, err := find(t, tt.model).Resolve(tt.given)
			if _, ok := errors.AsType[*model.ParamError](err); !ok || in != nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Resolve = %v, %v; want a ParamError with %q", in, err, tt.want)
			}
		})
	}
}

func TestResolveRequired(t *testing.T) {
	t.Parallel()
	m := load(t, "models: [{id: a/b, price: 1, parameters: [{name: image, type: string}, {name: size, type: integer, required: true}]}]")[0]
	if _, err := m.Resolve(nil); err == nil || !strings.Contains(err.Error(), `parameter "size": is required`) {
		t.Errorf("Resolve: %v, want size to be required", err)
	}
	if _, err := find(t, "router").Resolve(nil); err != nil {
		t.Errorf("Resolve: %v, want the prompt left to the caller", err)
	}
}

func TestResolveWithoutSchema(t *testing.T) {
	t.Parallel()
	given := params{
		"whole": "42", "fraction": "0.20", "exponent": "1e2", "yes": "true", "text": "a text", "zeros": "007", "quoted": `"42"`,
		"null": "null", "json": json.Number("3.0"), "yaml": uint64(3), "long": "99999999999999999999", "list": []any{"1", json.Number("1"), nil},
		"object": params{"a": "2", "b": json.Number("2.50")},
	}
	want := model.Input{
		"whole": int64(42), "fraction": 0.2, "exponent": int64(100), "yes": true, "text": "a text", "zeros": "007", "quoted": "42",
		"null": "null", "json": int64(3), "yaml": int64(3), "long": "99999999999999999999", "list": []any{"1", int64(1), nil},
		"object": params{"a": "2", "b": 2.5},
	}
	got, err := find(t, "vendor/free-form").Resolve(given)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Resolve = %#v, %v; want %#v", got, err, want)
	}
}

func TestTakesPrompt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, model string
		given       params
		want        bool
	}{
		{"nothing given", "plain", nil, true},
		{"something else given", "plain", params{"seed": "1"}, true},
		{"the text given", "plain", params{"custom_prompt": "x"}, false},
		{"a task of the model's given", "plain", params{"preset_prompt": "caption"}, false},
		{"a required prompt", "router", nil, true},
		{"no prompt at all", "vendor/free-form", nil, false},
	}
	for _, tt := range tests {
		if got := find(t, tt.model).TakesPrompt(tt.given); got != tt.want {
			t.Errorf("%s: TakesPrompt = %t, want %t", tt.name, got, tt.want)
		}
	}
}

func TestPictures(t *testing.T) {
	t.Parallel()
	urls := []string{"a", "b", "c", "d"}
	tests := []struct {
		model string
		n     int
		want  any // nil for an error
	}{
		{"plain", 0, nil}, {"plain", 1, "a"}, {"plain", 2, nil},
		{"router", 0, nil}, {"router", 1, []string{"a"}}, {"router", 3, []string{"a", "b", "c"}}, {"router", 4, nil},
		{"vendor/free-form", 4, urls},
	}
	for _, tt := range tests {
		got, err := find(t, tt.model).Pictures(urls[:tt.n])
		if (err != nil) != (tt.want == nil) || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: Pictures of %d = %v, %v; want %v", tt.model, tt.n, got, err, tt.want)
		}
	}
	if got, _ := find(t, "router").Pictures(urls[:1]); &got.([]string)[0] == &urls[0] {
		t.Error("the pictures share the caller's memory")
	}
}

// Whatever text comes in, what is resolved is what is resolved again from its
// own JSON: questions read back from a ledger keep their identity.
func FuzzResolve(f *testing.F) {
	for _, s := range []string{"7", "0.20", "-0", "-0.0", "1e0", "1e21", "1e-7", "true", `["a"]`, `"x"`, "9007199254740993", "007", "\xff", "a\u2028<b>"} {
		f.Add(s)
	}
	names := []string{"seed", "sharpness", "custom_prompt", "words", "fast"}
	strict, free := find(f, "plain"), find(f, "vendor/free-form")
	f.Fuzz(func(t *testing.T, s string) {
		for _, name := range names {
			again(t, strict, params{name: s})
		}
		again(t, free, params{"x": []any{s}, "y": s})
	})
}

func again(t *testing.T, m model.Model, given params) {
	t.Helper()
	in, err := m.Resolve(given)
	if err != nil {
		return
	}
	first := model.Canonical(in)
	d := json.NewDecoder(strings.NewReader(string(first)))
	d.UseNumber()
	var back params
	if err := d.Decode(&back); err != nil {
		t.Fatalf("%s is not JSON: %v", first, err)
	}
	if second := model.Canonical(back); !slices.Equal(first, second) {
		t.Errorf("%v is %s, and read back %s", given, first, second)
	}
}
