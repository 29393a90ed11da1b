package pipeline

import (
	"context"

	"github.com/captionmill/captionmill/pipeline/api"
)

// What a person can decide about a doubt. Each is a step like any other.

// AskAgain puts the item back to be asked once more. The reserve of the
// prediction in doubt is kept, for it may have been paid.
func (d *Doubt) AskAgain() Step {
	s := d.step(Pending)
	s.Lost, s.Reason, s.Detail = true, "asked_again", "asked again without proof; the first may have been paid as well"
	return s
}

// GiveUp fails the item for good. Its reserve is kept.
func (d *Doubt) GiveUp() Step {
	s := d.step(Failed)
	s.Lost, s.Reason, s.Detail = true, "given_up", "a person gave this up; captionmill retry asks again"
	return s
}

// Attach joins the item with a prediction of the API's, on a person's word. A
// run then fetches its answer.
func (d *Doubt) Attach(remote string) Step {
	s := d.step(Submitted)
	s.Remote, s.Paid = remote, true
	return s
}

// Candidates lists, for every doubt, the API's predictions that are not ours
// and could be the one in doubt.
func (r *Reconciler) Candidates(ctx context.Context) (map[PredictionID][]api.Listed, error) {
	all := map[PredictionID][]api.Listed{}
	doubts, err := r.doubts(ctx)
	if err != nil {
		return nil, err
	}
	for name, some := range doubts {
		m, err := r.Models.Find(name)
		if err != nil {
			return nil, err
		}
		seen, err := r.look(ctx, some)
		if err != nil {
			return nil, err
		}
		for i := range some {
			if all[some[i].Prediction], err = some[i].candidates(m, seen, r.ahead); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}
