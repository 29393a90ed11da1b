package model_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/captionmill/captionmill/pipeline/model"
)

// These bytes must never change: what was paid for is remembered under them.
func TestCanonical(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   params
		want string
	}{
		{"nothing", nil, `{}`},
		{"sorted by bytes", params{"b": true, "a": false, "B": nil, "ä": "x", "a_b": "y"}, `{"B":null,"a":false,"a_b":"y","b":true,"ä":"x"}`},
		{"no HTML escaping", params{"s": "<a href='x'>&</a>"}, `{"s":"<a href='x'>&</a>"}`},
		{"escapes", params{"s": "\"\\/\n\t\x00\x1f\x7f"}, `{"s":"\"\\/\u000a\u0009\u0000\u001f` + "\x7f" + `"}`},
		{"line separators stay", params{"s": "\u2028\u2029🦊"}, "{\"s\":\"\u2028\u2029🦊\"}"},
		{"integers", params{"i": int64(-1), "j": int64(math.MaxInt64), "k": 7}, `{"i":-1,"j":9223372036854775807,"k":7}`},
		{"floats", params{"a": 0.2, "b": 1.0, "c": math.Copysign(0, -1), "d": 1e-6, "e": 1e-7, "f": 1e20, "g": 1e21, "h": 0.30000000000000004},
			`{"a":0.2,"b":1,"c":0,"d":0.000001,"e":1e-07,"f":100000000000000000000,"g":1e+21,"h":0.30000000000000004}`},
		{"JSON's numbers", params{"a": json.Number("0.20"), "b": json.Number("1.0"), "c": json.Number("1e2")}, `{"a":0.2,"b":1,"c":100}`},
		{"lists and objects", params{"l": []string{"b", "a"}, "m": []any{int64(1), "x", nil}, "o": params{"z": 1, "y": model.Input{}}},
			`{"l":["b","a"],"m":[1,"x",null],"o":{"y":{},"z":1}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := model.Canonical(tt.in)
			if string(got) != tt.want {
				t.Errorf("Canonical = %s, want %s", got, tt.want)
			}
			if !json.Valid(got) {
				t.Errorf("%s is not JSON", got)
			}
		})
	}
}

func TestCanonicalSkips(t *testing.T) {
	t.Parallel()
	in := params{"a": 1, "b": params{"a": 1}, "c": 3}
	if got := string(model.Canonical(in, "a", "c", "none")); got != `{"b":{"a":1}}` {
		t.Errorf("Canonical without a and c = %s, want them gone at the top only", got)
	}
}

func TestCanonicalPanics(t *testing.T) {
	t.Parallel()
	for _, v := range []any{math.NaN(), math.Inf(1), struct{}{}, json.Number("x")} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Canonical of %v does not panic", v)
				}
			}()
			model.Canonical(params{"v": v})
		}()
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, model string
		given       params
		want        string
	}{
		{"defaults", "plain", nil, `{"preset_prompt":"describe","seed":-1}`},
		{"a default, given", "plain", params{"seed": "-1.0"}, `{"preset_prompt":"describe","seed":-1}`},
		{"delivery", "plain", params{"fast": "true"}, `{"preset_prompt":"describe","seed":-1}`},
		{"number", "plain", params{"sharpness": "0.20"}, `{"preset_prompt":"describe","seed":-1,"sharpness":0.2}`},
		{"under an alias", "big/one", nil, `{"model":"big/one"}`},
		{"under the ID", "vendor/router/vision", params{"model": "big/one"}, `{"model":"big/one"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := find(t, tt.model)
			in, err := m.Resolve(tt.given)
			if err != nil {
				t.Fatal(err)
			}
			in[m.ImageParam] = "https://example.com/a.jpg"
			if got := string(m.Identity(in)); got != tt.want {
				t.Errorf("Identity = %s, want %s", got, tt.want)
			}
		})
	}
}
