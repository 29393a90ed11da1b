package pipeline

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// A Repairer says how a question is asked again whose answer was bad text:
// with one more sentence in its prompt, or of another model. The zero value
// never asks again because of a text. It is safe for use by many goroutines.
type Repairer struct {
	Models model.Table
	// Most is how often one item is asked again because its text is bad.
	Most int
	// Fallback names the model that is asked then, "" for the item's own. The
	// parameters of the first model are not carried over.
	Fallback string
	// MaxChars is the most characters of a text that the rules bear, where a
	// person has set it. A shorter text is asked for than the prompt allows, if
	// it is less.
	MaxChars int
	// Text is what Fallback is asked where the item's prompt has no text, and
	// Tasks what in the place of a task of the first model's own, by its name.
	Text  string
	Tasks map[string]string

	prompts memo[repairKey, *Prompt]
	limits  memo[*Prompt, int]
}

// A repairKey is what a repair's prompt depends on.
type repairKey struct {
	prompt *Prompt
	fault  string
	own    bool
}

// farBeyond is how many times longer than its question allows a text has to be
// to be worth paying for a shorter one.
const farBeyond = 1.6

// most is how often one item is repaired; without a repairer never.
func (r *Repairer) most() int {
	if r == nil {
		return 0
	}
	return r.Most
}

// Check says whether repairs can be asked at all. Errors are sentences for the
// person who named the model.
func (r *Repairer) Check() error {
	if r.Fallback == "" {
		return nil
	}
	m, err := r.Models.Find(r.Fallback)
	if err != nil {
		return err
	}
	if m.PromptParam == "" {
		return fmt.Errorf("%s takes no prompt, so that nothing can be asked of it in another model's place", m.Name)
	}
	_, err = m.Resolve(map[string]any{m.PromptParam: r.Text})
	return err
}

// Prompt is what an item is asked next: its own question, or, after a bad text,
// that question's repair.
func (r *Repairer) Prompt(it *Item) (*Prompt, error) {
	if it.Fault == "" || r.most() == 0 {
		return it.Prompt, nil
	}
	key := repairKey{it.Prompt, it.Fault, !r.falls(len(it.Images))}
	p, err := r.prompts.get(key, r.make)
	if err != nil {
		return nil, fmt.Errorf("repair of item %d: %w", it.ID, err)
	}
	return p, nil
}

// falls tells whether another model is asked, which takes so many pictures.
func (r *Repairer) falls(pictures int) bool {
	if r.Fallback == "" {
		return false
	}
	m, err := r.Models.Find(r.Fallback)
	if err != nil {
		return false
	}
	_, err = m.Pictures(make([]string, pictures))
	return err == nil
}

func (r *Repairer) make(key repairKey) (*Prompt, error) {
	m, input, err := r.input(key.prompt)
	if err != nil {
		return nil, err
	}
	text, _ := input[m.PromptParam].(string)
	switch {
	case !key.own && text == "":
		task, _ := input[m.PresetParam].(string)
		return r.fallback(key.prompt, or(r.Tasks[task], r.Text), key.fault)
	case !key.own:
		return r.fallback(key.prompt, text, key.fault)
	case text == "":
		return key.prompt, nil // only the same can be asked once more
	}
	input[m.PromptParam] = r.sharper(text, key.fault)
	return &Prompt{Provider: key.prompt.Provider, Model: m.ID, Label: key.prompt.Label, Params: string(m.Identity(input)), Form: key.prompt.Form}, nil
}

// fallback asks the other model.
func (r *Repairer) fallback(of *Prompt, text, fault string) (*Prompt, error) {
	m, err := r.Models.Find(r.Fallback)
	if err != nil {
		return nil, err
	}
	input, err := m.Resolve(map[string]any{m.PromptParam: r.sharper(text, fault)})
	if err != nil {
		return nil, err
	}
	return &Prompt{Provider: of.Provider, Model: m.ID, Label: m.Name, Params: string(m.Identity(input)), Form: of.Form}, nil
}

// sharper is a prompt's text for the next try.
func (r *Repairer) sharper(text, fault string) string {
	most := asksFor(text)
	if r.MaxChars > 0 && (most == 0 || r.MaxChars < most) && !InParts(text) {
		most = r.MaxChars
	}
	return sharper(text, fault, most)
}

// Fallen is what the other model is asked in a question's place, nil when the
// question's own model is asked again: for those who want to know its price.
func (r *Repairer) Fallen(p *Prompt) (*Prompt, error) {
	if r.most() == 0 || r.Fallback == "" {
		return nil, nil
	}
	return r.make(repairKey{prompt: p})
}

func (r *Repairer) input(p *Prompt) (model.Model, map[string]any, error) {
	m, err := r.Models.Find(p.Model)
	if err != nil {
		return m, nil, err
	}
	input, err := p.Input()
	return m, input, err
}

// verbose tells whether a usable text is so much longer than its question
// allows that asking again is worth a price, and can help.
func (r *Repairer) verbose(p *Prompt, caption string) bool {
	if r.most() == 0 {
		return false
	}
	most := r.limit(p)
	return most > 0 && float64(length(caption)) > farBeyond*float64(most)
}

// limit is the most characters that a question asks for, 0 for any number.
func (r *Repairer) limit(p *Prompt) int {
	if r == nil {
		return 0
	}
	most, _ := r.limits.get(p, func(p *Prompt) (int, error) {
		m, input, err := r.input(p)
		text, _ := input[m.PromptParam].(string)
		return asksFor(text), err
	})
	return most
}

func length(caption string) int { return utf8.RuneCountInString(quality.Clean(caption)) }

// better tells whether a new answer to the prompt is worth more by the rules
// than the one that stands: fewer and lesser faults first, then a length that is
// nearer to the limit, 0 for none. Of two that are equal the first stands.
func better(p *Prompt, rules *quality.Rules, standing, fresh string, limit int) bool {
	was, is := gravity(rules, p.alt(standing)), gravity(rules, p.alt(fresh))
	if was != is {
		return is < was
	}
	return beyond(fresh, limit) < beyond(standing, limit)
}

// gravity is how grave the faults of a text are, apart from its length; 0 for
// none. A proposal that there should be no text leaves a person to decide, so
// that it is worth less than any text.
func gravity(rules *quality.Rules, caption string) (worst int) {
	if quality.Proposal(caption) != "" {
		return 2
	}
	for _, f := range findings(rules, caption) {
		switch {
		case f.Severity == quality.Block:
			worst = max(worst, 3)
		case f.Severity == quality.Warn && f.Code != quality.TooLong:
			worst = max(worst, 1)
		}
	}
	return worst
}

func beyond(caption string, limit int) int {
	if limit == 0 {
		return 0
	}
	return max(length(caption)-limit, 0)
}

// findings are the faults of an answer by the rules, whatever its row.
func findings(rules *quality.Rules, caption string) []quality.Finding {
	return rules.Check(caption, rules.Clean(caption), nil)
}

// BadText tells whether a reason is that of an answer whose text cannot be used.
func BadText(reason string) bool { return reason != "" && slices.Contains(quality.Codes(), reason) }

// badText is the finding for which an answer cannot be used by the rules, nil
// for none.
func badText(caption string, rules *quality.Rules) *quality.Finding {
	if quality.Proposal(caption) != "" {
		return nil
	}
	if f, bad := rules.Spoils(caption, rules.Clean(caption)); bad {
		return &f
	}
	return nil
}

// faultOf says what is wrong with an ended prediction, and whether that is its
// text; nil when it can be used. Of an answer in parts the short one counts.
func faultOf(asked *Prompt, p api.Prediction, rules *quality.Rules) (fault *api.Failure, text bool) {
	if p.Failure != nil {
		return p.Failure, false
	}
	if f := badText(asked.alt(p.Caption), rules); f != nil {
		return &api.Failure{Reason: f.Code, Detail: f.Detail, Again: true}, true
	}
	return nil, false
}
