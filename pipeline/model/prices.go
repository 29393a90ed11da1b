package model

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/captionmill/captionmill/pipeline/price"
)

// mostPrice is far above what any answer costs, and far below what sums of
// prices can hold.
const mostPrice = 1_000_000 * price.Dollar

// Prices are what somebody pays for models of a table, in the place of the
// prices that stand there. In YAML they are a mapping of names or IDs to
// dollars.
type Prices []OwnPrice

// An OwnPrice is the price of one model.
type OwnPrice struct {
	// Model is the name or the ID of a model, but no alias.
	Model string
	// Price takes the place of the model's Price.
	Price price.Micros

	at *token.Token // where a file says so, nil without one
}

// Reprice gives a table in which some models have other prices. The rules of
// such a model keep their ratio to its price, rounded up to the micro-dollar;
// where that was nothing there is no ratio, and they stay as they are.
//
// It is an error to name a model that t does not have, or one twice. Errors
// about prices that were read from YAML have their place there.
func (t Table) Reprice(prices Prices) (Table, error) {
	repriced := slices.Clone(t)
	done := map[int]bool{}
	for _, p := range prices {
		i, err := t.priced(p)
		if err == nil && done[i] {
			err = fmt.Errorf("the price of %s is there twice, by its name and by its ID", t[i].ID)
		}
		if err != nil {
			return nil, p.placed(err)
		}
		repriced[i], done[i] = t[i].reprice(p.Price), true
	}
	return repriced, nil
}

// priced is the place in t of the model that a price is for.
func (t Table) priced(p OwnPrice) (int, error) {
	if p.Price < 0 || p.Price > mostPrice {
		return 0, fmt.Errorf("%s: %s is not what an answer can cost", show(p.Model), p.Price)
	}
	if i := slices.IndexFunc(t, func(m Model) bool { return m.Name == p.Model || m.ID == p.Model }); i >= 0 {
		return i, nil
	}
	m, err := t.Find(p.Model)
	if err == nil {
		err = fmt.Errorf("%s stands for %s, whose price it follows; give that one's", show(p.Model), m.ID)
	}
	return 0, err
}

func (m Model) reprice(to price.Micros) Model {
	m.Prices = slices.Clone(m.Prices)
	for i := range m.Prices {
		m.Prices[i].Price = scale(m.Prices[i].Price, m.Price, to)
	}
	m.Price = to
	return m
}

// scale is p times to/from, rounded up. What is too much to count is the most
// that can be counted safely.
func scale(p, from, to price.Micros) price.Micros {
	if from == 0 {
		return p
	}
	high, low := bits.Mul64(uint64(p), uint64(to))
	if high >= uint64(from) {
		return math.MaxInt64 / 2
	}
	n, rest := bits.Div64(high, low, uint64(from))
	if rest > 0 {
		n++
	}
	return price.Micros(min(n, math.MaxInt64/2))
}

// UnmarshalYAML reads a mapping strictly: every value is one amount.
func (prices *Prices) UnmarshalYAML(node ast.Node) error {
	pairs := pairsOf(node)
	if pairs == nil && node.Type() != ast.MappingType && node.Type() != ast.NullType {
		return placed(node, errors.New("prices are those of models, such as {minicpm: 0.005}"))
	}
	*prices = nil
	for _, pair := range pairs {
		p := OwnPrice{Model: pair.Key.GetToken().Value, at: pair.Key.GetToken()}
		var err error
		if p.Price, err = amount(pair.Value); err != nil {
			return placed(pair.Value, fmt.Errorf("price of %s: %w", show(p.Model), err))
		}
		*prices = append(*prices, p)
	}
	return nil
}

// amount is one amount of dollars as it was written.
func amount(node ast.Node) (price.Micros, error) {
	switch node.Type() {
	case ast.StringType, ast.IntegerType, ast.FloatType:
		return price.Parse(node.GetToken().Value)
	}
	return 0, price.ErrSyntax
}

// placed gives an error the place of the price, if it has one.
func (p OwnPrice) placed(err error) error {
	if p.at == nil {
		return err
	}
	return &yaml.SyntaxError{Message: err.Error(), Token: p.at}
}
