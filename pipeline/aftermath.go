package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/fetch"
	"github.com/captionmill/captionmill/pipeline/gate"
	"github.com/captionmill/captionmill/pipeline/picture"
)

// noCredit is the reason of a prediction that the account could not pay for.
const noCredit = "no_credit"

// unreachable is the reason of a prediction whose pictures the API could not
// fetch, and of an item whose pictures nobody can.
const unreachable = "image_unreachable"

// heard is how often a question is refused with words of credit, while others
// are accepted and the account has money, before the words are taken to be
// about the question itself.
const heard = 3

// keptFor is how long the API keeps predictions, by its documentation.
const keptFor = 7 * 24 * time.Hour

// refused records what the verdict on a failed POST says of the item.
func (s *story) refused(ctx context.Context, req *Request, err error) error {
	call, ok := errors.AsType[*api.Error](err)
	if !ok {
		return s.record(s.Doubted(err))
	}
	switch s.verdict(ctx, req, call) {
	case api.Retry:
		return s.record(s.Released(time.Now().Add(max(pause(s.Tries), call.RetryAfter)), err))
	case api.Reject:
		if call.Cause == api.CauseModel {
			s.shunned.add(s.Asked.Model, err)
			return s.record(s.Released(time.Time{}, err))
		}
		return s.record(s.Rejected(err))
	case api.Halt:
		if err := s.record(s.Released(time.Time{}, err)); err != nil {
			return err
		}
		return errLeft
	default:
		return s.record(s.Doubted(err))
	}
}

// verdict is the call's own verdict, except that a Halt has to be confirmed by
// a look at the balance: one blip, or an unlucky word in an answer, must not
// end a night's run.
func (s *story) verdict(ctx context.Context, req *Request, call *api.Error) api.Verdict {
	if call.Verdict != api.Halt {
		return call.Verdict
	}
	end, known := s.confirm.ask(ctx, s.API, call, req.Price)
	switch {
	case end != nil:
		s.halt(end)
		return api.Halt
	case known && s.Tries >= heard && (call.Status == 200 || call.Status == 400):
		return api.Reject // of this question alone: the words meant something else
	default:
		return api.Retry
	}
}

// broke ends the run when a prediction failed for want of credit and the
// balance confirms it.
func (s *story) broke(ctx context.Context, fault *api.Failure) {
	call := &api.Error{Op: "ask", Subject: s.Asked.Model, Verdict: api.Halt, Cause: api.CauseCredit, Reason: noCredit, Message: fault.Detail}
	if end, _ := s.confirm.ask(ctx, s.API, call, s.reserved); end != nil {
		s.halt(end)
	}
}

// missed judges a look that brought nothing. Looks are free, so most misses
// only mean to look again.
func (s *story) missed(ctx context.Context, err error, misses int) error {
	if ctx.Err() != nil {
		return errLeft
	}
	call, ok := errors.AsType[*api.Error](err)
	switch {
	case ok && call.Cause == api.CauseGone && s.age() > keptFor:
		gone := api.Prediction{ID: s.Remote}
		return s.record(s.Spoiled(gone, time.Time{}, "expired", "the API keeps answers for 7 days, and this one was not fetched in time: "+err.Error()))
	case ok && call.Cause == api.CauseLong && misses >= longLooks:
		return s.end(ctx, api.Prediction{ID: s.Remote, Phase: api.Failed, Failure: &api.Failure{Reason: call.Reason, Detail: "it cannot be read: " + call.Error()}})
	case ok && call.Verdict == api.Halt:
		if end, _ := s.looking.ask(ctx, s.API, call, 0); end != nil {
			s.halt(end)
			return errLeft
		}
	case s.breaker.gaveUp():
		return errLeft // what was accepted is safe, and the API is not there
	}
	s.log().Debug("look failed", "prediction", s.Remote, "error", err)
	return nil
}

// unready says why no request could be made of the item. A fault of the
// picture is the item's; trouble on the way is worth another try.
func (s *story) unready(ctx context.Context, err error) error {
	if ctx.Err() != nil || s.State == Done { // what it has stands
		return errLeft
	}
	if p, ok := errors.AsType[*picture.Problem](err); ok {
		return s.record(s.Unaskable(p.Reason, p.Detail+"; then captionmill retry"))
	}
	if o, ok := errors.AsType[*outage](err); ok {
		return s.outlasts(o)
	}
	if t, ok := errors.AsType[*fetch.Trouble](err); ok {
		return s.hindered(t)
	}
	if f, ok := errors.AsType[*folderError](err); ok {
		return s.lackFolder(f)
	}
	call, ok := errors.AsType[*api.Error](err)
	switch {
	case !ok:
		return err
	case call.Verdict == api.Reject:
		return s.record(s.Unaskable(call.Reason, err.Error()))
	case call.Verdict == api.Halt:
		if end, _ := s.confirm.ask(ctx, s.API, call, 0); end != nil {
			s.halt(end)
			return errLeft
		}
	}
	s.probing = false
	s.breaker.stumble(call)
	s.misses++
	if s.misses > 5 {
		return s.record(s.Unaskable("upload_failed", err.Error()))
	}
	s.NextTry = time.Now().Add(pause(s.misses))
	if sleep(ctx, time.Until(s.NextTry)) != nil {
		return errLeft
	}
	return nil // and once more from the start
}

// mostTries is how often a place that does not answer is asked for a picture.
const mostTries = 4

// hindered puts an item off whose picture's place does not answer just now,
// and gives it up after some tries.
func (s *story) hindered(t *fetch.Trouble) error {
	if s.HeldUp+1 >= mostTries {
		return s.record(s.Unaskable(unreachable, fmt.Sprintf("%v, at %d tries; captionmill retry asks for it again", t, mostTries)))
	}
	wait := max(t.RetryAfter, 10*pause(s.HeldUp+1))
	if err := s.record(s.Hindered(time.Now().Add(wait), unreachable, t.Error())); err != nil {
		return err
	}
	return errLeft
}

// outlasts waits for the end of a site's outage, or gives the item up when that
// has lasted for as long as the API itself is waited for.
func (s *story) outlasts(o *outage) error {
	if time.Since(o.since) > s.giveUp() {
		return s.record(s.Unaskable(unreachable, o.Error()+"; captionmill retry asks for it again"))
	}
	s.NextTry = o.until.Add(time.Second)
	return errLeft
}

// lackFolder leaves an item whose manifest's folder is gone, a disk that is not
// mounted perhaps, to a run that finds it back.
func (s *story) lackFolder(f *folderError) error {
	if _, told := s.met.LoadOrStore(*f, true); !told {
		s.log().Warn("a folder of pictures is gone; its rows are left to the next run", "error", f)
	}
	return s.wait("folder_gone", f.Error()+"; bring it back and run again")
}

// elsewhere makes a fault of pictures that the API could not fetch one that
// another attempt may mend, if they can be lent in another way.
func (s *story) elsewhere(ctx context.Context, fault *api.Failure) (*api.Failure, error) {
	again, err := s.Preparer.Lender.Distrust(context.WithoutCancel(ctx), &s.Item)
	return &api.Failure{Reason: fault.Reason, Detail: fault.Detail, Again: again}, err
}

// tell lets the gate and the breaker learn from the answer to a POST.
func (s *story) tell(err error) {
	call, _ := errors.AsType[*api.Error](err)
	s.probing = false
	if s.breaker.learn(err == nil, call, s.giveUp()) {
		s.halt(fmt.Errorf("%w: %w", ErrDown, err))
	}
	if err == nil {
		s.confirm.forget()
	}
	o := outcome(err == nil, call)
	o.Turn = s.turned
	s.tellGate(o)
}

func (s *story) tellGate(o gate.Outcome) {
	if s.Tell != nil {
		s.Tell(o)
	}
}

func outcome(accepted bool, call *api.Error) gate.Outcome {
	switch {
	case accepted:
		return gate.Outcome{Kind: gate.Accepted}
	case call == nil:
		return gate.Outcome{Kind: gate.Erred}
	case call.Cause == api.CauseCrowded:
		return gate.Outcome{Kind: gate.Crowded, RetryAfter: call.RetryAfter}
	case call.Status == 429:
		return gate.Outcome{Kind: gate.RateLimited, RetryAfter: call.RetryAfter}
	case call.Verdict == api.Unsure || call.Cause == api.CauseUnsent:
		return gate.Outcome{Kind: gate.Erred, RetryAfter: call.RetryAfter}
	default:
		return gate.Outcome{}
	}
}

// learn tells the clock how long the answer took, which was there when a look
// at that age was sent: as the API says, unless its figure cannot be the whole
// time, as when it leaves out a wait in a queue.
func (s *story) learn(p api.Prediction, seen time.Duration) {
	after := s.open
	if p.Took > after && p.Took <= seen {
		after, seen = p.Took, p.Took
	}
	s.Clock.Learn(s.Asked.Model, after, seen)
}

// paid is how many predictions were paid, with the one that has just ended.
func (s *story) paid() int {
	if s.State == Submitting { // it ended at once
		return s.Attempts + 1
	}
	return s.Attempts
}

// another is when the question is asked again after a fault, zero for never.
func (s *story) another(fault *api.Failure) time.Time {
	paid := s.paid()
	switch {
	case fault.Reason == noCredit: // it was not asked at all
		return time.Now().Add(pause(paid + 2))
	case !fault.Again || paid >= or(s.MaxAttempts, 2):
		return time.Time{}
	default:
		return time.Now().Add(pause(paid))
	}
}

// ended sorts out why a story stopped before the item's end.
func (s *story) ended(err error) error {
	switch {
	case errors.Is(err, errLeft):
		return nil
	case errors.Is(err, ErrStale):
		s.log().Warn("an item was moved by someone else", "item", s.ID, "error", err)
		return nil
	case errors.Is(err, ErrCap):
		s.full.hit(err)
		return nil
	default:
		return fmt.Errorf("item %d: %w", s.ID, err)
	}
}
