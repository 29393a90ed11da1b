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
// is open the item waits for it, as long as it would wait for its own; one that
// has failed in this run is not asked once more under another name.
func (s *story) shared(ctx context.Context, req *Request) (bool, error) {
	if req.Question == (Hash{}) || s.State == Done {
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
	case twin.State == Failed && twin.Run == s.Run:
		return true, s.record(s.Unaskable(twin.Reason, "the same picture has failed under another name: "+twin.Detail))
	case twin.State == Failed: // long ago; a person wants to know again
		return false, nil
	case twin.State != Unconfirmed && (time.Since(twin.Sent) < s.patience() || s.first(twin)):
		s.NextTry = time.Now().Add(twinPause)
	case twin.State == Unconfirmed:
		return true, s.wait("waits_for_twin", "the same picture was asked about under another name, and nobody knows whether that was paid; captionmill resolve settles it")
	}
	return true, errLeft
}

// wait leaves the item to a later run, and says in its row why.
func (s *story) wait(reason, detail string) error {
	if err := s.record(s.Waits(reason, detail)); err != nil {
		return err
	}
	return errLeft
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
