package pipeline

import (
	"context"
	"errors"
	"time"
)

// twinPause is how often a question looks whether its twin was answered.
const twinPause = time.Second

// shared takes the answer of a twin, a prediction that was asked the same about
// the same bytes: two addresses of one picture are paid for once. While the twin
// is open the item waits for it, as long as it would wait for its own.
func (s *story) shared(ctx context.Context, req *Request) (bool, error) {
	if req.Question == (Hash{}) {
		return false, nil
	}
	twin, err := s.Ledger.Twin(ctx, req.Question)
	switch {
	case ctx.Err() != nil:
		return true, errLeft
	case err != nil || twin == nil:
		return false, err
	case twin.State == Done:
		return true, s.record(s.Shared(twin.Prediction))
	case twin.State != Unconfirmed && (time.Since(twin.Sent) < s.patience() || s.first(twin)):
		s.NextTry = time.Now().Add(twinPause)
	}
	return true, errLeft
}

// first tells whether this run has not met the twin before. An old one is looked
// at once in every pass, so that the next pass finds it answered, or never.
func (s *story) first(twin *Twin) bool {
	_, met := s.met.LoadOrStore(twin.Prediction, true)
	return !met
}

// ignoreTwin makes nothing of an intent that a twin has forestalled: the item
// is where it was, and finds the twin when it is made ready once more.
func ignoreTwin(err error) error {
	if errors.Is(err, ErrTwin) {
		return nil
	}
	return err
}
