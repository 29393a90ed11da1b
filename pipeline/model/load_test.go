package model_test

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/captionmill/captionmill/pipeline/model"
)

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	const head = "models:\n  - id: a/b\n    price: 1\n"
	const params = head + "    parameters:\n"
	tests := []struct{ name, yaml, want string }{
		{"unknown key", head + "    prise: 1\n", `models.yaml:4:5: unknown field "prise"`},
		{"unknown key at the top", "model: []\n", `models.yaml:1:1: unknown field "model"`},
		{"unknown key of a parameter", params + "      - {name: x, typ: string}\n", `models.yaml:5:19: unknown field "typ"`},
		{"repeated key", head + "    price: 2\n", `models.yaml:4:5: mapping key "price"`},
		{"no price", "models:\n  - id: a/b\n", "models.yaml:2:5: model \"a/b\" has no price"},
		{"bad price", "models:\n  - id: a/b\n    price: 5e-3\n", `models.yaml:2:5: "5e-3": not an amount of dollars`},
		{"negative price", "models: [{id: a/b, price: -1}]", "not an amount of dollars"},
		{"no ID", "models:\n  - price: 1\n", `models.yaml:2:5: id: "" is not a model's ID`},
		{"ID with one part", "models: [{id: a, price: 1}]", "is not a model's ID"},
		{"ID that leaves its folder", "models: [{id: a/../b, price: 1}]", "is not a model's ID"},
		{"ID with a query", "models: [{id: 'a/b?c', price: 1}]", "is not a model's ID"},
		{"name with a space", "models: [{id: a/b, name: 'a b', price: 1}]", "is not a name such as minicpm"},
		{"the same ID twice", "models:\n  - {id: a/b, price: 1}\n  - {id: a/b, name: c, price: 1}\n", "is there twice"},
		{"the same name twice", "models:\n  - {id: a/b, name: x, price: 1}\n  - {id: a/c, name: x, price: 1}\n", "is there twice"},
		{"negative images", head + "    max_images: -1\n", "models.yaml:2:5: max_images: -1"},
		{"many images in one string", head + "    max_images: 2\n", "2 images need many_images"},
		{"many images, contradicted", head + "    many_images: true\n    parameters: [{name: image, type: string}]\n", "takes one string"},
		{"no type", params + "      - {name: x}\n", `models.yaml:5:10: parameter x: type "" is none of`},
		{"no image parameter", params + "      - {name: x, type: string}\n", `image_param: there is no parameter "image"`},
		{"image of a wrong type", params + "      - {name: image, type: number}\n", "image_param: parameter image cannot be of type number"},
		{"prompt that is a list", head + "    prompt_param: p\n    parameters: [{name: image, type: string}, {name: p, type: strings}]\n", "prompt_param: parameter p cannot be"},
		{"aliases without an enum", head + "    aliases_param: p\n    parameters: [{name: image, type: string}, {name: p, type: string}]\n", "p has no enum"},
		{"aliases without parameters", head + "    aliases_param: p\n", "aliases_param needs a parameter"},
		{"a parameter twice", params + "      - {name: image, type: string}\n      - {name: image, type: string}\n", "parameter image is there twice"},
		{"parameter with a bad name", params + "      - {name: a b, type: string}\n", `name "a b" is not`},
		{"enum of numbers", params + "      - {name: x, type: integer, enum: ['1']}\n", "only strings can have an enum"},
		{"range of strings", params + "      - {name: x, type: string, min: 1}\n", "only numbers can have min and max"},
		{"empty range", params + "      - {name: x, type: integer, min: 2, max: 1}\n", "min is above max"},
		{"default out of range", params + "      - {name: x, type: integer, min: 2, default: 1}\n", "models.yaml:5:10: parameter x: default: 1 is out of range"},
		{"default not in the enum", params + "      - {name: x, type: string, enum: [a], default: b}\n", `default: "b" is not offered`},
		{"rule without a price", head + "    prices: [{when: {x: [1]}}]\n", "a price rule needs both"},
		{"rule without when", head + "    prices: [{price: 1}]\n", "a price rule needs both"},
		{"rule about nothing", head + "    prices: [{price: 1, when: {x: [1]}}]\n    parameters: [{name: image, type: string}]\n", `prices: a/b: parameter "x": is not known`},
		{"two documents", head + "---\nmodels: []\n", "more than one YAML document"},
		{"not a list", "models: 5\n", "models.yaml:1:9: "},
		{"broken", "models: [\n", "models.yaml:1:9: "},
		{"too large", strings.Repeat("#", 1<<20) + "\n", "larger than 1048576 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := model.Load(strings.NewReader(tt.yaml), "models.yaml")
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("Load: %v, want one line with %q", err, tt.want)
			}
		})
	}
}

func TestLoadFillsIn(t *testing.T) {
	t.Parallel()
	for _, empty := range []string{"", "# nothing yet\n", "models:\n", "models: []\n"} {
		if table := load(t, empty); len(table) != 0 {
			t.Errorf("Load(%q) = %v, want no models", empty, table)
		}
	}
	m := load(t, "models: [{id: a/b, price: 0}]")[0]
	if m.Name != "a/b" || m.ImageParam != "image" || m.ManyImages || m.Price != 0 {
		t.Errorf("%+v, want the name a/b and the image parameter image", m)
	}
	typed := load(t, "models: [{id: a/b, price: 0, parameters: [{name: image, type: string}, {name: x, type: number, default: 2}]}]")[0]
	if p, _ := typed.Parameter("x"); p.Default != 2.0 {
		t.Errorf("the default of a number is %T %v, want float64 2", p.Default, p.Default)
	}
	if !find(t, "router").ManyImages {
		t.Error("a list of images does not make a model take many")
	}
}

// A table can be a part of a larger configuration, with the same strictness.
func TestTableInConfig(t *testing.T) {
	t.Parallel()
	var config struct {
		Budget string      `yaml:"budget"`
		Models model.Table `yaml:"models"`
	}
	text := "budget: 5\nmodels:\n  - {id: a/b, price: 0.01}\n"
	if err := yaml.UnmarshalWithOptions([]byte(text), &config, yaml.Strict()); err != nil || config.Models[0].Price != 10_000 {
		t.Errorf("%v, %v; want a model for $0.01", config.Models, err)
	}
	err := yaml.UnmarshalWithOptions([]byte(text+"  - {id: c/d, cost: 1}\n"), &config, yaml.Strict())
	if err == nil || !strings.HasPrefix(err.Error(), "[4:15] unknown field") {
		t.Errorf("%v, want the unknown field at line 4, column 15", err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(shop)
	f.Add("models: [{id: a/b, price: 1}]")
	f.Add("models: &a\n  - &b {id: a/b, price: 1}\n  - *b\n")
	f.Add("models: [{id: a/b, price: 1, prices: [{price: 2, when: {x: [1, [2], {a: b}, null]}}]}]")
	f.Add("models: [{id: a/b, price: 1, parameters: [{name: image, type: strings, default: [a, 1]}]}]")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := model.Load(strings.NewReader(text), "models.yaml")
		if err != nil {
			return
		}
		for _, m := range table {
			found, err := table.Merge(table).Find(m.Name)
			if err == nil && found.ID != m.ID && found.Fixed == nil {
				t.Errorf("%q is found as %q", m.Name, found.ID)
			}
			if in, err := m.Resolve(nil); err == nil {
				m.PriceOf(in)
				m.Identity(in)
			}
		}
	})
}
