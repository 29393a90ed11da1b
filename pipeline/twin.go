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
// is open the item waits for it, as long as it would wait for its own. Its bad
// text is taken as well, so that what is asked next is the repair of that; and
// one that has failed in this run for another reason is not asked once more under
// another name.
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
	case s.free(twin):
		req.Twin = twin.Prediction
		return false, nil
	case s.State == Done: // what it has stands
		return true, errLeft
	case twin.State == Done:
		return true, s.record(s.Shared(twin.Prediction))
	case twin.Fault != "":
		return true, s.burdened(twin)
	case twin.State == Failed:
		return true, s.record(s.Unaskable(twin.Reason, "the same picture has failed under another name: "+twin.Detail))
	case twin.State != Unconfirmed && (time.Since(twin.Sent) < s.patience() || s.first(twin)):
		s.NextTry = time.Now().Add(twinPause)
	case twin.State == Unconfirmed:
		return true, s.wait("waits_for_twin", "the same picture was asked about under another name, and nobody knows whether that was paid; captionmill resolve settles it")
	}
	return true, errLeft
}

// free tells whether a twin that has failed stands in nobody's way. A bad text
// does, unless it counts for the item already, or came before a person wanted that
// to be asked again. What has failed for another reason does where that is for
// good, in this run.
func (s *story) free(twin *Twin) bool {
	switch {
	case twin.State != Failed:
		return false
	case twin.Fault != "":
		return twin.Prediction <= max(s.Prediction, s.PutBack)
	default:
		return twin.Reason == "" || twin.Run != s.Run
	}
}

// burdened takes the bad text of a twin for the item's own. The brake counts it
// once: where it came in this run, or else where it is met first, if it is asked
// about again.
func (s *story) burdened(twin *Twin) error {
	again := s.repairable(max(s.Faults+1, twin.Faults))
	switch {
	case twin.Run != s.Run && !again:
		s.carried = true
	case s.Faults == 0:
		s.carried = twin.Run == s.Run || !s.first(twin)
	}
	return s.record(s.Burdened(twin, again))
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
