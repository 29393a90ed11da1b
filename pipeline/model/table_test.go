package model_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/model"
)

// shop is a table with one model of each kind: with a schema and one picture,
// with aliases and many pictures, and without a schema.
const shop = `
models:
  - name: plain
    id: vendor/plain
    price: 0.005
    prompt_param: custom_prompt
    preset_param: preset_prompt
    parameters:
      - {name: image, type: string, required: true}
      - {name: preset_prompt, type: string, enum: [describe, caption], default: describe}
      - {name: custom_prompt, type: string}
      - {name: seed, type: integer, min: -1, max: 2147483647, default: -1}
      - {name: sharpness, type: number, max: 1}
      - {name: words, type: strings}
      - {name: fast, type: boolean, default: false, no_identity: true}
  - name: router
    id: vendor/router/vision
    price: $0.05
    prices:
      - {price: 0.15, inferred: true, when: {model: [big/one, big/two]}}
      - {price: 0.07, when: {tokens: [100]}}
    image_param: images
    max_images: 3
    prompt_param: prompt
    aliases_param: model
    parameters:
      - {name: prompt, type: string, required: true}
      - {name: images, type: strings}
      - {name: temperature, type: number, min: 0, max: 2}
      - {name: tokens, type: integer, min: 1}
      - {name: model, type: string, default: small/one, enum: [small/one, big/one, big/two]}
  - id: vendor/free-form
    price: 0
    many_images: true
`

func load(t testing.TB, yaml string) model.Table {
	t.Helper()
	table, err := model.Load(strings.NewReader(yaml), "models.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func find(t testing.TB, name string) model.Model {
	t.Helper()
	m, err := load(t, shop).Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestFind(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, id, called, fixed string }{
		{"plain", "vendor/plain", "plain", ""},
		{"vendor/plain", "vendor/plain", "plain", ""},
		{"router", "vendor/router/vision", "router", ""},
		{"big/one", "vendor/router/vision", "big/one", "big/one"},
		{"small/one", "vendor/router/vision", "small/one", "small/one"},
		{"vendor/free-form", "vendor/free-form", "vendor/free-form", ""},
	}
	for _, tt := range tests {
		m := find(t, tt.name)
		if m.ID != tt.id || m.Name != tt.called || m.Fixed["model"] != tt.fixed {
			t.Errorf("Find(%q) = %s, called %s, with model=%q; want %s, %s, %q", tt.name, m.ID, m.Name, m.Fixed["model"], tt.id, tt.called, tt.fixed)
		}
	}
}

func TestFindUnknown(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, want string }{
		{"plane", "\"plane\" is not a known model (did you mean plain?); to use"},
		{"Plain", "did you mean plain?"},
		{"big/onne", "did you mean big/one?"},
		{"vision", "did you mean vendor/router/vision?"},
		{"zzzzzzzz", `"zzzzzzzz" is not a known model; to use another one, add its ID and its price in dollars to the config file: models: [{id: vendor/model, price: DOLLARS}]; known are plain, router, vendor/free-form, small/one, big/one and 1 more`},
		{"other/model", "models: [{id: other/model, price: DOLLARS}]"},
		{"what is this", "models: [{id: vendor/model, price: DOLLARS}]"},
		{"", `"" is not a known model;`},
		{"\x1b[31m" + strings.Repeat("x", 1000), `"\x1b[31mxxxx`},
	}
	for _, tt := range tests {
		_, err := load(t, shop).Find(tt.name)
		if !errors.Is(err, model.ErrUnknown) || !strings.Contains(err.Error(), tt.want) || len(err.Error()) > 500 {
			t.Errorf("Find(%q): %v, want it unknown and %q", tt.name, err, tt.want)
		}
	}
}

// What the error tells a person to add has to be right once the price is in.
func TestUnknownTellsTheWay(t *testing.T) {
	t.Parallel()
	_, err := load(t, shop).Find("other/model")
	_, entry, found := strings.Cut(err.Error(), "config file: ")
	entry, _, _ = strings.Cut(entry, ";")
	if !found {
		t.Fatalf("%v: no entry to add", err)
	}
	user := load(t, strings.Replace(entry, "DOLLARS", "0.02", 1))
	if m, err := load(t, shop).Merge(user).Find("other/model"); err != nil || m.Price != 20_000 {
		t.Errorf("after the entry is added: %v, price %v; want $0.02", err, m.Price)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	user := load(t, `
models:
  - {name: plain, id: other/plain, price: 1}
  - {name: mine, id: vendor/router/vision, price: 2}
  - {name: new, id: other/new, price: 3}
  - {name: big/two, id: other/two, price: 4}
`)
	base := load(t, shop)
	merged := base.Merge(user)
	for name, want := range map[string]string{
		"plain": "$1.00", "mine": "$2.00", "vendor/router/vision": "$2.00", "new": "$3.00", "big/two": "$4.00", "vendor/free-form": "$0.00",
	} {
		if m, err := merged.Find(name); err != nil || m.Price.String() != want {
			t.Errorf("%s costs %s, %v; want %s", name, m.Price, err, want)
		}
	}
	for _, gone := range []string{"vendor/plain", "router", "big/one"} {
		if m, err := merged.Find(gone); !errors.Is(err, model.ErrUnknown) {
			t.Errorf("%s is still %s, %v; want it replaced", gone, m.ID, err)
		}
	}
	if len(base) != 3 || base[0].ID != "vendor/plain" || base[1].Name != "router" {
		t.Errorf("the table merged into was changed: %v", base)
	}
}

func TestFindAmbiguous(t *testing.T) {
	t.Parallel()
	table := load(t, shop).Merge(load(t, "models: [{name: big/one, id: other/one, price: 1}]"))
	_, err := table.Find("big/one")
	if !errors.Is(err, model.ErrAmbiguous) || !strings.Contains(err.Error(), "vendor/router/vision with model=big/one or other/one") {
		t.Errorf("Find: %v, want it ambiguous and both named", err)
	}
}

func TestPriceOf(t *testing.T) {
	t.Parallel()
	router := find(t, "router")
	tests := []struct {
		name  string
		input map[string]any
		want  string
	}{
		{"default", nil, "$0.05"},
		{"premium", map[string]any{"model": "big/two"}, "$0.15"},
		{"standard", map[string]any{"model": "small/one"}, "$0.05"},
		{"a number", map[string]any{"tokens": "1e2"}, "$0.07"},
		{"the first rule wins", map[string]any{"tokens": 100, "model": "big/one"}, "$0.15"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in, err := router.Resolve(tt.input)
			if err != nil {
				t.Fatal(err)
			}
			if got := router.PriceOf(in).String(); got != tt.want {
				t.Errorf("PriceOf(%v) = %s, want %s", in, got, tt.want)
			}
		})
	}
	big := find(t, "big/one")
	in, err := big.Resolve(nil)
	if err != nil || big.PriceOf(in).String() != "$0.15" {
		t.Errorf("big/one costs %s, %v; want $0.15", big.PriceOf(in), err)
	}
}

func ExampleTable_Find() {
	table, err := model.Load(strings.NewReader(shop), "models.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := table.Find("big/one")
	if err != nil {
		fmt.Println(err)
		return
	}
	input, err := m.Resolve(map[string]any{"temperature": "0.20"})
	if err != nil {
		fmt.Println(err)
		return
	}
	input["prompt"] = "Describe this."
	fmt.Println(m.ID, m.PriceOf(input))
	fmt.Printf("%s\n", m.Identity(input))
	// Output:
	// vendor/router/vision $0.15
	// {"model":"big/one","prompt":"Describe this.","temperature":0.2}
}
