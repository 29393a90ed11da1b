package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/picture"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A Request is what is sent for one item, and what it costs.
type Request struct {
	Input json.RawMessage // an object
	// Images and Extras are the parts of Input that are not in the prompt, as
	// JSON for the ledger.
	Images, Extras []byte
	Price          price.Micros
	// Question names it by the pictures' very bytes, zero when nobody has read
	// them.
	Question Hash
	// Twin is the last prediction of that question if it has failed, and stands
	// in nobody's way; 0 for none.
	Twin PredictionID
	made time.Time
}

// stale tells whether a request has stood in line for so long that its pictures
// are to be looked at once more: what stands at an address may be another
// picture by now, and an upload may have expired.
func (r *Request) stale() bool { return r.Question != (Hash{}) && time.Since(r.made) > freshFor }

// A Preparer makes requests of items: it has their pictures lent to the API,
// and puts the parameters together. It is safe for use by many goroutines.
type Preparer struct {
	Models model.Table
	// Prices, when set, knows what the API has quoted above the table.
	Prices *Prices
	// Extras are parameters that do not change the question, such as sync
	// mode, as the run wants them; models that do not know them are not sent
	// them.
	Extras map[string]any
	Lender *Lender

	known memo[*Prompt, *basics]
}

// Prepare makes the request that asks a prompt about an item's pictures. Errors about its pictures are those of
// [Lender.Lend].
func (p *Preparer) Prepare(ctx context.Context, it *Item, prompt *Prompt) (*Request, error) {
	common, err := p.known.get(prompt, p.newBasics)
	if err != nil {
		return nil, fmt.Errorf("request of item %d: %w", it.ID, err)
	}
	lent, err := p.Lender.Lend(ctx, it)
	if err != nil {
		return nil, err
	}
	urls, contents := split(lent)
	r := &Request{made: time.Now(), Extras: common.extras, Price: common.price}
	pictures, err := common.model.Pictures(urls)
	if err != nil {
		return nil, &picture.Problem{Reason: "bad_request", Detail: err.Error()}
	}
	if r.Input, err = common.with(pictures); err != nil {
		return nil, err
	}
	if contents != nil {
		r.Question = prompt.Question(contents)
	}
	r.Images, err = json.Marshal(urls)
	return r, err
}

// split takes pictures apart: their URLs, and their contents if all are known.
func split(lent []Lent) (urls []string, contents [][32]byte) {
	for _, p := range lent {
		urls = append(urls, p.URL)
		if p.Content != ([32]byte{}) {
			contents = append(contents, p.Content)
		}
	}
	if len(contents) < len(urls) {
		return urls, nil
	}
	return urls, contents
}

// basics are what the requests with one prompt have in common.
type basics struct {
	model  model.Model
	input  []byte // as JSON, up to where the pictures come
	extras []byte
	price  price.Micros
}

// with is the whole input, with what stands for the pictures.
func (b *basics) with(pictures any) (json.RawMessage, error) {
	value, err := json.Marshal(pictures)
	return slices.Concat(b.input, value, []byte("}")), err
}

func (p *Preparer) newBasics(prompt *Prompt) (*basics, error) {
	m, err := p.Models.Find(prompt.Model)
	if err != nil {
		return nil, err
	}
	input, err := prompt.Input()
	if err != nil {
		return nil, fmt.Errorf("parameters: %w", err)
	}
	b := &basics{model: m, price: m.PriceOf(input)}
	if p.Prices != nil {
		b.price = max(b.price, p.Prices.above(m, input))
	}
	extras, err := p.extras(m)
	if err != nil {
		return nil, err
	}
	maps.Copy(input, extras)
	if b.extras, err = json.Marshal(extras); err == nil {
		b.input, err = begun(input, m.ImageParam)
	}
	return b, err
}

// begun is an object in JSON to which only the value of its last name is to be
// added, and a brace.
func begun(object map[string]any, last string) ([]byte, error) {
	delete(object, last)
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	text = text[:len(text)-1]
	if len(object) > 0 {
		text = append(text, ',')
	}
	name, err := json.Marshal(last)
	return append(append(text, name...), ':'), err
}

// extras are the parameters that do not change the question, for this model:
// the run's, or the model's own defaults.
func (p *Preparer) extras(m model.Model) (map[string]any, error) {
	given := map[string]any{}
	for name, v := range p.Extras {
		if known, ok := m.Parameter(name); ok && known.NoIdentity {
			given[name] = v
		}
	}
	resolved, err := m.Resolve(given)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(resolved, func(name string, _ any) bool {
		known, ok := m.Parameter(name)
		return !ok || !known.NoIdentity
	})
	return resolved, nil
}

// Input is the prompt's parameters by name; numbers stay as they are written.
func (p *Prompt) Input() (map[string]any, error) {
	d := json.NewDecoder(strings.NewReader(p.Params))
	d.UseNumber()
	var input map[string]any
	err := d.Decode(&input)
	return input, err
}
