package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/picture"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A Request is what is sent for one item, and what it costs.
type Request struct {
	Input map[string]any
	// Images and Extras are the parts of Input that are not in the prompt, as
	// JSON for the ledger.
	Images, Extras []byte
	Price          price.Micros
}

// Uploader takes pictures that the API cannot fetch by itself.
type Uploader interface {
	// Upload lends a picture to the API, and gives the URL it can be asked by.
	Upload(ctx context.Context, name, mediaType string, body io.Reader, size int64) (string, error)
}

// A Preparer makes requests of items: local pictures are uploaded, once per
// content, and the parameters put together. It is safe for use by many
// goroutines.
type Preparer struct {
	Models   model.Table
	Provider string
	// Prices, when set, knows what the API has quoted above the table.
	Prices *Prices
	// Extras are parameters that do not change the question, such as sync
	// mode, as the run wants them; models that do not know them are not sent
	// them.
	Extras map[string]any
	// Roots are folders outside the manifest's from which files may be sent.
	Roots    []string
	Uploader Uploader
	Ledger   Ledger
	// Uploads bounds the uploads under way at once, 8 if zero.
	Uploads int

	once    sync.Once
	turns   chan struct{}
	mu      sync.Mutex
	folders map[string]*picture.Folder
	sending map[[32]byte]chan struct{}
	known   map[*Prompt]*basics
}

// uploadKept is how long an upload is relied on. The API keeps it for 7 days,
// by its documentation; a day is left for the question to be answered.
const uploadKept = 6 * 24 * time.Hour

// Prepare makes an item's request. A picture that cannot be asked about is a
// *picture.Problem, and a failed upload the API's error.
func (p *Preparer) Prepare(ctx context.Context, it *Item) (*Request, error) {
	common, err := p.basics(it.Prompt)
	if err != nil {
		return nil, fmt.Errorf("request of item %d: %w", it.ID, err)
	}
	urls, err := p.urls(ctx, it)
	if err != nil {
		return nil, err
	}
	r := &Request{Input: maps.Clone(common.input), Extras: common.extras, Price: common.price}
	if r.Input[common.model.ImageParam], err = common.model.Pictures(urls); err != nil {
		return nil, &picture.Problem{Reason: "bad_request", Detail: err.Error()}
	}
	r.Images, err = json.Marshal(urls)
	return r, err
}

// basics are what the requests with one prompt have in common.
type basics struct {
	model  model.Model
	input  map[string]any // all but the pictures
	extras []byte
	price  price.Micros
}

// mostBasics bounds how many are remembered. Most runs have one.
const mostBasics = 1024

// basics gives what requests with a prompt have in common, worked out once.
func (p *Preparer) basics(prompt *Prompt) (*basics, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if b, ok := p.known[prompt]; ok {
		return b, nil
	}
	b, err := p.newBasics(prompt)
	if err != nil {
		return nil, err
	}
	if p.known == nil || len(p.known) >= mostBasics {
		p.known = map[*Prompt]*basics{}
	}
	p.known[prompt] = b
	return b, nil
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
	b := &basics{model: m, input: input, price: m.PriceOf(input)}
	if p.Prices != nil {
		b.price = max(b.price, p.Prices.above(m, input))
	}
	extras, err := p.extras(m)
	if err != nil {
		return nil, err
	}
	maps.Copy(b.input, extras)
	b.extras, err = json.Marshal(extras)
	return b, err
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

// urls are the addresses of the item's pictures as they are sent: escaped, and
// of files that were uploaded where they are.
func (p *Preparer) urls(ctx context.Context, it *Item) ([]string, error) {
	urls := make([]string, len(it.Images))
	for i, image := range it.Images {
		ref, err := picture.Parse(image)
		if err != nil {
			return nil, err
		}
		if urls[i] = picture.Escape(ref.URL); ref.Path != "" {
			if urls[i], err = p.upload(ctx, it.Folder, ref.Path); err != nil {
				return nil, err
			}
		}
	}
	return urls, nil
}

// Input is the prompt's parameters by name; numbers stay as they are written.
func (p *Prompt) Input() (map[string]any, error) {
	d := json.NewDecoder(strings.NewReader(p.Params))
	d.UseNumber()
	var input map[string]any
	err := d.Decode(&input)
	return input, err
}
