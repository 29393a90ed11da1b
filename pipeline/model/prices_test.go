package model_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/price"
)

// priced are prices as a file says them.
func priced(text string) (model.Prices, error) {
	var file struct {
		Prices model.Prices `yaml:"prices"`
	}
	err := yaml.UnmarshalWithOptions([]byte(text), &file, yaml.Strict())
	return file.Prices, err
}

const stall = `
models:
  - {name: plain, id: v/plain, price: 0.005}
  - name: tiers
    id: v/tiers
    price: 0.05
    prices:
      - {price: 0.15, when: {tier: [best]}}
      - {price: '0.000001', when: {tier: [least]}}
    aliases_param: tier
    parameters: [{name: image, type: string}, {name: tier, type: string, enum: [best, least]}]
  - name: gift
    id: v/gift
    price: 0
    prices: [{price: 1, when: {size: [big]}}]
`

func TestReprice(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		prices string
		want   map[string]string // the price by name; "tiers best" with a tier
	}{
		"by name":              {"{plain: 0.006}", map[string]string{"plain": "$0.006", "tiers": "$0.05"}},
		"by ID":                {"{v/plain: $0.006}", map[string]string{"plain": "$0.006"}},
		"none":                 {"{}", map[string]string{"plain": "$0.005"}},
		"null":                 {"null", map[string]string{"plain": "$0.005"}},
		"free":                 {"{plain: 0}", map[string]string{"plain": "$0.00"}},
		"in quotes":            {"{plain: '0.5'}", map[string]string{"plain": "$0.50"}},
		"rules keep the ratio": {"{tiers: 0.1}", map[string]string{"tiers": "$0.10", "tiers best": "$0.30", "tiers least": "$0.000002"}},
		"rules round up":       {"{tiers: 0.01}", map[string]string{"tiers best": "$0.03", "tiers least": "$0.000001"}},
		"rules of nothing":     {"{gift: 2}", map[string]string{"gift": "$2.00", "gift big": "$1.00"}},
		"two":                  {"{plain: 1, tiers: 2}", map[string]string{"plain": "$1.00", "tiers": "$2.00", "tiers best": "$6.00"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table := load(t, stall)
			prices, err := priced("prices: " + tt.prices)
			if err != nil {
				t.Fatal(err)
			}
			repriced, err := table.Reprice(prices)
			if err != nil {
				t.Fatal(err)
			}
			for which, want := range tt.want {
				if got := costOf(t, repriced, which); got != want {
					t.Errorf("%s costs %s, want %s", which, got, want)
				}
			}
			if costOf(t, table, "tiers best") != "$0.15" || costOf(t, table, "plain") != "$0.005" {
				t.Error("the table itself has changed")
			}
		})
	}
}

// costOf is the price of a model, with a value for its parameter tier or size.
func costOf(t *testing.T, table model.Table, which string) string {
	t.Helper()
	name, value, _ := strings.Cut(which, " ")
	m, err := table.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return m.PriceOf(map[string]any{"tier": value, "size": value}).String()
}

func TestRepriceRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ prices, want string }{
		"unknown":       {"prices:\n  plain: 1\n  plian: 1\n", `[3:3] "plian" is not a known model (did you mean plain?)`},
		"twice":         {"prices:\n  plain: 1\n  v/plain: 1\n", "[3:3] the price of v/plain is there twice"},
		"an alias":      {"prices: {best: 1}", `[1:10] "best" stands for v/tiers`},
		"negative":      {"prices:\n  plain: -1\n", `[2:10] price of "plain": "-1": not an amount of dollars`},
		"no number":     {"prices: {plain: much}", `[1:17] price of "plain": "much": not an amount`},
		"an exponent":   {"prices: {plain: 5e-3}", `"5e-3": not an amount`},
		"not a number":  {"prices: {plain: .nan}", "not an amount"},
		"nothing":       {"prices: {plain: }", "not an amount"},
		"a list":        {"prices: {plain: [1]}", "not an amount"},
		"a switch":      {"prices: {plain: true}", "not an amount"},
		"a fortune":     {"prices: {plain: 1000000.01}", "$1000000.01 is not what an answer can cost"},
		"a list of all": {"prices: [{plain: 1}]", "[1:9] prices are those of models"},
		"a word":        {"prices: cheap", "[1:9] prices are those of models"},
		"the same key":  {"prices: {plain: 1, plain: 2}", "plain"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prices, err := priced(tt.prices)
			if err == nil {
				_, err = load(t, stall).Reprice(prices)
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v; want %s", err, tt.want)
			}
		})
	}
}

// Prices that no file says have no place, and are refused all the same.
func TestRepriceWithoutAFile(t *testing.T) {
	t.Parallel()
	table := load(t, stall)
	if _, err := table.Reprice(model.Prices{{Model: "nobody", Price: 1}}); !errors.Is(err, model.ErrUnknown) {
		t.Errorf("%v, want ErrUnknown", err)
	}
	if _, err := table.Reprice(model.Prices{{Model: "plain", Price: -1}}); err == nil {
		t.Error("a price below nothing is taken")
	}
	dear := load(t, "models: [{id: a/b, price: '0.000001', prices: [{price: 9000000000000, when: {x: [1]}}]}]")
	repriced, err := dear.Reprice(model.Prices{{Model: "a/b", Price: 1_000_000 * price.Dollar}})
	if err != nil || repriced[0].Prices[0].Price != math.MaxInt64/2 {
		t.Errorf("%v, %v; want the most there is", repriced, err)
	}
}

// Whatever a file says, prices stay above nothing and the rules in their order.
func FuzzReprice(f *testing.F) {
	f.Add("{plain: 0.006}")
	f.Add("{tiers: 1000000, gift: 0.000001}")
	f.Add("{v/tiers: .5, plain: '1'}")
	f.Add("&a {plain: *a}")
	f.Fuzz(func(t *testing.T, text string) {
		prices, err := priced("prices: " + text)
		if err != nil {
			return
		}
		table, err := load(t, stall).Reprice(prices)
		if err != nil {
			return
		}
		for _, m := range table {
			for _, rule := range m.Prices {
				if m.Price < 0 || rule.Price < 0 || m.Price > 0 && rule.Price == 0 {
					t.Errorf("%q makes %s cost %s, and %s", text, m.Name, m.Price, rule.Price)
				}
			}
		}
		if dear := table[1].Prices; dear[0].Price < dear[1].Price {
			t.Errorf("%q makes the best cost %s, and the least %s", text, dear[0].Price, dear[1].Price)
		}
	})
}
