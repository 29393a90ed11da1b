package pipeline

import (
	"context"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// atOnce is how soon an answer has to be there to be written together with the
// acceptance: a few times what the disk takes.
const atOnce = 20 * time.Millisecond

// longLooks is how often in a row nothing but an answer that is longer than is put
// up with has to come until that counts as the answer. One may be a gateway's.
const longLooks = 3

// A glance is what a look has brought.
type glance struct {
	api.Prediction
	age time.Duration
	err error
}

// accepted records that the prediction was created. Where answers tend to be
// there at once it is looked at first: one that comes in time is written
// together with the acceptance, in half the steps, and one that takes longer
// after it.
func (s *story) accepted(ctx context.Context, p api.Prediction) error {
	wait := s.Clock.Next(s.Asked.Model, s.age(), 0)
	s.due = time.Now().Add(wait)
	if wait > atOnce {
		return s.record(s.Accepted(p))
	}
	step := s.Accepted(p)
	kept := make(chan error, 1)
	late := time.AfterFunc(atOnce, func() { kept <- s.Ledger.Record(context.Background(), step) })
	g := s.glance(ctx, p.ID, wait)
	if late.Stop() {
		return s.glanced(ctx, p, g)
	}
	if err := s.recorded(step, <-kept); err != nil || s.State != Submitted {
		return err
	}
	return s.glanced(ctx, p, g)
}

// glance looks once, after a wait that is shorter than the disk's.
func (s *story) glance(ctx context.Context, id string, wait time.Duration) (g glance) {
	if g.err = sleep(ctx, wait); g.err == nil {
		g.Prediction, g.age, g.err = s.look(ctx, id)
	}
	return g
}

// glanced takes a first look into account. One in vain was made before the
// acceptance was written, which is done now.
func (s *story) glanced(ctx context.Context, p api.Prediction, g glance) error {
	if g.err == nil && g.Phase != api.Running {
		s.learn(g.Prediction, g.age)
		return s.end(ctx, g.Prediction)
	}
	if g.err == nil {
		s.looks, s.open = 1, g.age
	}
	if s.State == Submitted {
		return nil
	}
	return s.record(s.Accepted(p))
}

// untilLook is how long to wait for the next look. When the first one is due
// was asked of the clock at the acceptance, unless that was an earlier run's.
func (s *story) untilLook() time.Duration {
	if s.looks == 0 && !s.due.IsZero() {
		return time.Until(s.due)
	}
	return s.Clock.Next(s.Asked.Model, s.age(), s.looks)
}

// look gets the prediction, and its age when it was asked for.
func (s *story) look(ctx context.Context, id string) (p api.Prediction, age time.Duration, err error) {
	ctx, cancel := inTime(ctx)
	defer cancel()
	age = s.age()
	if p, err = s.API.Get(ctx, id); err == nil {
		s.looking.forget()
	}
	return p, age, err
}

// await looks at the prediction until it has ended. Patience ends the waiting,
// never the prediction; one that is older than that is looked at once in a run.
func (s *story) await(ctx context.Context) error {
	var (
		patience = s.patience()
		began    = time.Now()
		looked   bool
	)
	for misses := 0; s.age() < patience || !looked && time.Since(began) < patience; s.looks++ {
		if sleep(ctx, max(s.untilLook(), pause(misses))) != nil {
			return errLeft
		}
		p, age, err := s.look(ctx, s.Remote)
		switch {
		case err != nil:
			misses++
			if err := s.missed(ctx, err, misses); err != nil || s.State != Submitted {
				return err
			}
		case p.Phase == api.Running:
			misses, s.open, looked = 0, age, true
		default:
			s.learn(p, age)
			return s.end(ctx, p)
		}
	}
	return errLeft
}

// patience is how long the item is waited for, less when no row of this run
// wants it.
func (s *story) patience() time.Duration {
	patience := or(s.Patience, 15*time.Minute)
	if len(s.Images) == 0 {
		return min(patience, time.Minute)
	}
	return patience
}
