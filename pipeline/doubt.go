package pipeline

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A Doubt is an unconfirmed prediction: it was submitted, and nobody knows
// whether the API has created it.
type Doubt struct {
	Item
	// Sending is the images as they were sent, a JSON array.
	Sending []byte
	// Since is when its item became unconfirmed.
	Since time.Time
	// Reason is why its item became unconfirmed.
	Reason string
	// Releases is how often its item was thought never to have arrived.
	Releases int
	// Price is what is reserved for it.
	Price price.Micros
	// Row is the line of the first row that asks, 0 when none does any more.
	Row  int
	Name string // of that row
}

// postAtMost is longer than any POST is waited for, so that a prediction
// cannot have been created later than so long after its intent.
const postAtMost = 2 * time.Minute

// Last is the latest moment at which the API can have read the submission:
// when we stopped waiting for its answer, or when our patience would have
// ended had the program not died before.
func (d *Doubt) Last() time.Time {
	if latest := d.Sent.Add(postAtMost); latest.Before(d.Since) {
		return latest
	}
	return d.Since
}

// likeness says how what a list shows compares with what was sent.
type likeness int

const (
	unlike  likeness = iota // surely another question
	unclear                 // the list does not show enough
	alike                   // the same question
)

// compare holds the inputs that a list shows against those of the doubt.
func (d *Doubt) compare(m model.Model, p api.Listed) (likeness, error) {
	if p.Input == nil {
		return unclear, nil
	}
	sent, err := d.sent(m)
	if err != nil {
		return unclear, err
	}
	like := alike
	for name, v := range sent {
		shown, ok := p.Input[name]
		switch {
		case name == "seed" && sameValue(v, json.Number("-1")): // random: the API may show what it drew
		case !ok:
			like = unclear
		case !sameValue(v, shown):
			return unlike, nil
		}
	}
	return like, nil
}

// sent is what makes the question, as it went over the wire.
func (d *Doubt) sent(m model.Model) (map[string]any, error) {
	input, err := d.Prompt.Input()
	if err != nil {
		return nil, err
	}
	var urls []string
	if err := json.Unmarshal(d.Sending, &urls); err != nil {
		return nil, fmt.Errorf("images of prediction %d: %w", d.Prediction, err)
	}
	input[m.ImageParam], err = m.Pictures(urls)
	return input, err
}

// sameValue compares two JSON values; 0.20 is 0.2.
func sameValue(a, b any) bool {
	x, y := map[string]any{"": plain(a)}, map[string]any{"": plain(b)}
	return string(model.Canonical(x)) == string(model.Canonical(y))
}

// plain turns lists of strings into lists of anything.
func plain(v any) any {
	if list, ok := v.([]string); ok {
		all := make([]any, len(list))
		for i, s := range list {
			all[i] = s
		}
		return all
	}
	return v
}
