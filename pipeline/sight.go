package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/model"
)

// sight is what a complete list of the API's shows.
type sight struct {
	foreign []api.Listed // predictions that are not ours
	newest  time.Time    // creation of our youngest, by our clock
	lacking string       // one of ours that it should show and does not, "" for none
	taken   time.Time    // when the list was begun
	clock   bool         // the server has told its time

	// How the list shows our own predictions: as they were sent, or otherwise.
	faithful, altered int
}

// refutes tells whether the inputs that the list shows can be held against a
// prediction's being ours: only if it shows our own as they were sent. An API
// that writes a default or another address in their place would otherwise
// "prove" that nothing was created.
func (s *sight) refutes() bool { return s.faithful > 0 && s.altered == 0 }

// mostChecked bounds how many of our own are compared.
const mostChecked = 50

// early is how much earlier than an intent the list begins, and how far two
// times must be apart to be told apart: the server's clock is known to the
// second only.
const early = 5 * time.Second

// look takes a complete list of everything since the oldest doubt. When the
// server's clock turns out to be other than it was thought to be, the list is
// taken once more.
func (r *Reconciler) look(ctx context.Context, doubts []Doubt) (s *sight, err error) {
	oldest := slices.MinFunc(doubts, func(a, b Doubt) int { return cmp.Compare(a.Prediction, b.Prediction) })
	for range 3 {
		ahead := r.ahead
		s, err = r.list(ctx, &oldest)
		if err != nil || (r.ahead-ahead).Abs() < early/2 {
			break
		}
	}
	return s, err
}

// list pages through the list to its end.
func (r *Reconciler) list(ctx context.Context, oldest *Doubt) (*sight, error) {
	s := &sight{taken: time.Now()}
	known := map[string]bool{}
	model, after := oldest.Prompt.Model, oldest.Sent.Add(r.ahead-early)
	for page := 1; ; page++ {
		l, err := r.page(ctx, api.Query{Model: model, After: after, Page: page})
		if err != nil {
			return nil, err
		}
		if !l.Now.IsZero() {
			r.ahead, s.clock = time.Until(l.Now), true
		}
		before := len(known)
		if err := r.sort(ctx, s, l.Predictions, known); err != nil {
			return nil, err
		}
		if l.Full && len(known) == before {
			return nil, fmt.Errorf("page %d of the list shows nothing new: the API repeats itself", page)
		}
		if !l.Full || older(l.Predictions, after) {
			s.lacking, err = r.Ledger.Missing(ctx, model, oldest.Prediction, oldest.Sent.Add(-early/2), s.taken.Add(-r.after()), known)
			return s, err
		}
	}
}

// listTries is how often a page of the list is asked for.
const listTries = 3

// page asks for one page of the list, and again when the API errs: asking is
// free, and without the list what is in doubt stays so.
func (r *Reconciler) page(ctx context.Context, q api.Query) (api.Listing, error) {
	for try := 1; ; try++ {
		l, err := r.askList(ctx, q)
		call, ok := errors.AsType[*api.Error](err)
		if !ok || call.Verdict != api.Retry || try == listTries {
			return l, err
		}
		if sleep(ctx, max(pause(try), min(call.RetryAfter, time.Minute))) != nil {
			return l, err
		}
	}
}

func (r *Reconciler) askList(ctx context.Context, q api.Query) (api.Listing, error) {
	ctx, cancel := inTime(ctx)
	defer cancel()
	return r.API.List(ctx, q)
}

// older tells whether a page reaches back beyond the time that was asked for,
// as it does where the API does not heed it.
func older(page []api.Listed, after time.Time) bool {
	last := page[len(page)-1].Created
	return !last.IsZero() && last.Before(after)
}

// sort takes one page into the sight. While a list is paged through new
// predictions push others to the next page; those are seen twice.
func (r *Reconciler) sort(ctx context.Context, s *sight, page []api.Listed, known map[string]bool) error {
	ids := make([]string, len(page))
	for i, p := range page {
		ids[i] = p.ID
	}
	ours, err := r.Ledger.Ours(ctx, ids)
	if err != nil {
		return err
	}
	for _, p := range page {
		switch {
		case p.ID != "" && known[p.ID]:
		case !ours[p.ID]:
			s.foreign = append(s.foreign, p)
		default:
			s.newest = latest(s.newest, p.Created.Add(-r.ahead))
			if err := r.calibrate(ctx, s, p); err != nil {
				return err
			}
		}
		known[p.ID] = true
	}
	return nil
}

// calibrate holds what the list shows of one of ours against what was sent.
func (r *Reconciler) calibrate(ctx context.Context, s *sight, p api.Listed) error {
	if p.Input == nil || s.faithful+s.altered >= mostChecked {
		return nil
	}
	sent, err := r.Ledger.Known(ctx, p.ID)
	if err != nil {
		return err
	}
	m, err := r.Models.Find(sent.Prompt.Model)
	if err != nil {
		return err
	}
	like, err := sent.compare(m, p)
	if like == alike {
		s.faithful++
	} else {
		s.altered++
	}
	return err
}

// absent tells whether a list that can prove it shows nothing that could be the
// doubt's.
func (d *Doubt) absent(m model.Model, s *sight, ahead time.Duration) (bool, error) {
	some, err := d.candidates(m, s, ahead)
	return len(some) == 0 && d.provable(s), err
}

// candidates are the predictions that are not ours and could be the doubt's:
// not known to be older than it, and not shown to be about something else.
func (d *Doubt) candidates(m model.Model, s *sight, ahead time.Duration) (some []api.Listed, _ error) {
	for _, p := range s.foreign {
		like, err := d.compare(m, p)
		if err != nil {
			return nil, err
		}
		if (like != unlike || !s.refutes()) && (p.Created.IsZero() || !p.Created.Before(d.Sent.Add(ahead-early))) {
			some = append(some, p)
		}
	}
	return some, nil
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
