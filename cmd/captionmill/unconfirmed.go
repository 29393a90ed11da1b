package main

import (
	"context"
	"errors"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A gamble is what was asked again without proof that the first submission
// never arrived.
type gamble struct {
	count int
	cost  price.Micros // what may be paid twice
	left  int          // what the limit left unconfirmed
}

// askAgain puts doubts back to be asked once more, the oldest first, as far as
// the limit goes; 0 is none.
func (ss *session) askAgain(ctx context.Context, doubts []pipeline.Doubt, limit price.Micros) (g gamble, err error) {
	for i, d := range doubts {
		if limit > 0 && g.cost+d.Price > limit {
			g.left = len(doubts) - i
			return g, nil
		}
		if err := ss.ledger.Record(ctx, d.AskAgain()); err != nil {
			return g, err
		}
		g.count++
		g.cost += d.Price
	}
	return g, nil
}

// askUnconfirmed does for a run what --unconfirmed ask-again says: first the
// API's list is heard, and what may yet be proved is left to that. So is what
// was to improve a text that stands.
func (ss *session) askUnconfirmed(ctx context.Context, r *pipeline.Reconciler) (g gamble, err error) {
	if ss.unconfirmed != "ask-again" {
		return g, nil
	}
	if _, err := r.Reconcile(ctx, false); err != nil {
		return g, err
	}
	all, err := ss.ledger.Doubtful(ctx, 0, everyDoubt)
	if err != nil {
		return g, err
	}
	var ripe []pipeline.Doubt
	for _, d := range all {
		if d.Draft == 0 && d.Last().Add(time.Duration(ss.reconcileAfter)).Before(time.Now()) {
			ripe = append(ripe, d)
		}
	}
	return ss.askAgain(ctx, ripe, ss.upTo.Micros)
}

// checkUnconfirmed makes sure that asking again has a limit.
func (s *settings) checkUnconfirmed() error {
	switch asks := s.unconfirmed == "ask-again"; {
	case asks && s.upTo.Micros == 0:
		return usage(errors.New("--unconfirmed ask-again may pay twice: add --up-to USD, the most that it may"))
	case !asks && s.upTo.Micros > 0:
		return usage(errors.New("--up-to is the limit of --unconfirmed ask-again: add that"))
	default:
		return nil
	}
}
