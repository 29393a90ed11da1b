package pipeline

import (
	"context"
	"sync"

	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/price"
)

// Quoter is an API that says what a prediction would cost. Asking is free.
type Quoter interface {
	Quote(ctx context.Context, model string, input map[string]any) (price.Micros, error)
}

// Prices knows what the answer to a prompt costs at most: what the table of
// models says, or what the API itself has quoted where that is more. Unknown
// cost must count as the worst case. It is safe for use by many goroutines.
type Prices struct {
	Models model.Table

	mu     sync.Mutex
	quoted map[string]price.Micros // by what it is for; only those above the table's
	asked  map[string]bool
}

// mostQuotes bounds the questions for a price in one run: prompts of one run
// mostly differ in their text, which costs nothing.
const mostQuotes = 32

// Of is the price of one answer.
func (p *Prices) Of(prompt *Prompt) (price.Micros, error) {
	m, input, err := p.input(prompt)
	if err != nil {
		return 0, err
	}
	return max(m.PriceOf(input), p.above(m, input)), nil
}

// Ask gets a quote for a prompt, unless there is one for the same model and
// parameters. It returns the quote if it is higher than the table's price,
// else 0. An API that quotes nothing leaves the table's word.
func (p *Prices) Ask(ctx context.Context, api Quoter, prompt *Prompt) (higher price.Micros, err error) {
	m, input, err := p.input(prompt)
	if err != nil || !p.first(kind(m, input)) {
		return 0, err
	}
	quote, err := api.Quote(ctx, m.ID, input)
	if err != nil || quote <= m.PriceOf(input) {
		return 0, nil // without a quote the table stands
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.quoted == nil {
		p.quoted = map[string]price.Micros{}
	}
	p.quoted[kind(m, input)] = quote
	return quote, nil
}

// first tells whether a quote for this is still to be asked for.
func (p *Prices) first(kind string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.asked == nil {
		p.asked = map[string]bool{}
	}
	if p.asked[kind] || len(p.asked) >= mostQuotes {
		return false
	}
	p.asked[kind] = true
	return true
}

// above is a quote that is higher than the table's price, 0 when there is none.
func (p *Prices) above(m model.Model, input map[string]any) price.Micros {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.quoted) == 0 {
		return 0
	}
	return p.quoted[kind(m, input)]
}

func (p *Prices) input(prompt *Prompt) (model.Model, map[string]any, error) {
	m, err := p.Models.Find(prompt.Model)
	if err != nil {
		return m, nil, err
	}
	input, err := prompt.Input()
	return m, input, err
}

// kind names what a price is for: the model and its parameters but the text.
func kind(m model.Model, input map[string]any) string {
	return m.ID + " " + string(model.Canonical(input, m.PromptParam, "system_prompt"))
}
