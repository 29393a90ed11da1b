package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/price"
)

// errLeft ends a story that a later pass, or the next run, goes on with. It is
// no failure.
var errLeft = errors.New("left for later")

// story is one item on its way.
type story struct {
	*Captioner
	Item
	inLine  bool   // stands in line for its turn
	coming  bool   // has had its turn at the gate, and has no place yet
	placed  bool   // holds a place among the predictions in flight
	probing bool   // goes ahead to find out whether the API works again
	misses  int    // uploads of its pictures that failed in a row
	spoilt  string // the fault of the text that failed it for good, "" for none
	adopted bool   // an earlier run has asked the question
	carried bool   // an earlier run has had its first text, which was bad, and its neighbours are not known

	// Of the current prediction.
	turned   time.Time // when it had its turn
	reserved price.Micros
	due      time.Time     // when to look at it first
	looks    int           // at it, in vain
	open     time.Duration // its age at the last of them
}

// Caption takes one item from its state to its end, or as far as it comes:
// asking ends with submit, which is done when no new submission may be made;
// looking ends with ctx. It returns the item as it left it, and an error only
// when the run cannot go on because the ledger does not remember.
//
// An item that comes as Submitted was accepted by an earlier run. Its place at
// the gate was taken by the caller and is given back here.
func (c *Captioner) Caption(ctx, submit context.Context, it Item) (Item, error) {
	s := &story{Captioner: c, Item: it, placed: it.State == Submitted, inLine: it.State == Pending && c.line != nil, adopted: it.State == Submitted, carried: it.Faults > 0 && !c.Brake.resume(it.ID)}
	defer s.leave()
	defer s.stepOut()
	defer s.tellJunk()
	for {
		var err error
		switch s.State {
		case Pending:
			err = s.submit(ctx, submit)
		case Submitted:
			err = s.await(ctx)
		case Done:
			err = s.improve(ctx, submit)
		default: // failed or unconfirmed: nothing that a machine could do
			return s.Item, nil
		}
		if err != nil {
			return s.Item, s.ended(err)
		}
	}
}

// submit asks: the request made ready, a turn at the gate, the intent on disk,
// one POST, and what came of it on disk again.
func (s *story) submit(ctx, submit context.Context) error {
	if len(s.Images) == 0 {
		return errLeft // this run only had to fetch what was paid; no row of its asks
	}
	if s.spent() {
		return s.record(s.Unaskable(s.Fault, "its last answer was no alt text, and --repair asks again no more often; captionmill retry does"))
	}
	var err error
	if s.Asked, err = s.Repairer.Prompt(&s.Item); err != nil {
		return err
	}
	if time.Until(s.NextTry) > time.Second || s.shunned.has(s.Asked.Model) || s.full.reached() {
		return errLeft
	}
	if s.goAhead(submit) != nil {
		return errLeft
	}
	defer s.passOn()
	req, err := s.Preparer.Prepare(submit, &s.Item, s.Asked)
	if err != nil {
		return s.unready(submit, err)
	}
	if shared, err := s.shared(submit, req); shared || err != nil {
		return err
	}
	if err := s.turn(submit); err != nil {
		return err
	}
	if req, err = s.renewed(submit, req); err != nil {
		return s.unready(submit, err)
	}
	if err := s.intend(submit, req); err != nil {
		return ignoreTwin(err)
	}
	if s.proceed(submit) != nil {
		return s.record(s.Unsent())
	}
	p, err := s.post(ctx, req)
	s.tell(err)
	switch {
	case err != nil:
		return s.refused(ctx, req, err)
	case p.Phase == api.Running:
		return s.accepted(ctx, p)
	default: // answered in the same breath
		return s.end(ctx, p)
	}
}

// goAhead waits while the API only errs.
func (s *story) goAhead(ctx context.Context) (err error) {
	if !s.probing {
		s.probing, err = s.breaker.pass(ctx, s.Captioner)
	}
	return err
}

// passOn lets another item be the probe when this one asked nothing.
func (s *story) passOn() {
	if s.probing {
		s.probing = false
		s.breaker.unused()
	}
}

// turn waits until the item may be asked, with a place in flight in sight. When
// the API has begun to err while the item stood in line, it stands back.
func (s *story) turn(ctx context.Context) error {
	if sleep(ctx, time.Until(s.NextTry)) != nil {
		return errLeft
	}
	for {
		if err := s.approach(ctx); err != nil {
			return err
		}
		s.coming, s.turned = true, time.Now()
		if s.shunned.has(s.Asked.Model) {
			s.forgo()
			return errLeft
		}
		if s.probing || s.breaker.closed() {
			return nil
		}
		s.forgo()
	}
}

// renewed is a request that is as good as when it was made; the item keeps its
// turn meanwhile.
func (s *story) renewed(ctx context.Context, req *Request) (*Request, error) {
	if !req.stale() {
		return req, nil
	}
	fresh, err := s.Preparer.Prepare(ctx, &s.Item, s.Asked)
	if err != nil {
		s.forgo()
		return nil, err
	}
	fresh.Twin = req.Twin
	return fresh, nil
}

// proceed takes the place in flight. It is free already, or comes free in the
// time that it took to write the intent.
func (s *story) proceed(ctx context.Context) error {
	if err := s.Gate.Proceed(ctx); err != nil {
		s.forgo()
		return err
	}
	s.coming, s.placed = false, true
	s.stepOut()
	return nil
}

// forgo gives back a turn that comes to nothing.
func (s *story) forgo() {
	if s.coming {
		s.coming = false
		s.Gate.Retreat()
	}
}

// intend writes the intent. From here until the answer is recorded a crash
// leaves the item in doubt, so nothing else happens in between.
func (s *story) intend(ctx context.Context, req *Request) error {
	now := time.Now()
	in := Intent{
		Item: s.ID, Run: s.Run, Purse: s.Purse, Owner: s.Owner, BaseURL: s.BaseURL,
		Images: req.Images, Extras: req.Extras, Question: req.Question, Twin: req.Twin, Price: req.Price, Caps: s.Caps, At: now,
	}
	s.repairs(&in)
	id, err := s.Ledger.Intend(ctx, in)
	if err != nil {
		s.forgo()
		if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
			return errLeft
		}
		return err
	}
	step := s.step(Submitting)
	step.Cost = req.Price
	s.Prediction, s.Draft, s.State, s.Sent, s.HeldUp = id, in.Draft, Submitting, now, 0
	s.reserved, s.due, s.looks, s.open = req.Price, time.Time{}, 0, 0
	s.onStep(step)
	return nil
}

// post makes the one POST of an intent. What may have been paid is seen
// through: the POST outlives the end of the run, but not by more than Drain.
func (s *story) post(ctx context.Context, req *Request) (api.Prediction, error) {
	paid, cancel := context.WithTimeout(context.WithoutCancel(ctx), or(s.PostTimeout, 60*time.Second))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { sleep(paid, or(s.Drain, 20*time.Second)); cancel() })
	defer stop()
	return s.API.Submit(paid, s.Asked.Model, req.Input)
}

// end records how a prediction ended: with a caption worth keeping, or without
// one and perhaps worth another attempt. The API has done its part, so the
// place in flight is free while the ledger is written.
func (s *story) end(ctx context.Context, p api.Prediction) (err error) {
	s.leave()
	fault, text := faultOf(s.Prompt, p, s.rulesFor(s.Prompt))
	if fault == nil {
		return s.record(s.usable(p))
	}
	if text {
		return s.record(s.unusable(p, fault))
	}
	switch fault.Reason {
	case noCredit:
		s.broke(ctx, fault)
	case unreachable:
		if fault, err = s.elsewhere(ctx, fault); err != nil {
			return err
		}
	}
	return s.record(s.Spoiled(p, s.another(fault), fault.Reason, fault.Detail))
}

// record makes a step durable, and takes the item along with it.
func (s *story) record(step Step) error {
	return s.recorded(step, s.Ledger.Record(context.Background(), step))
}

// recorded takes the item along with a step that the ledger was given, or says
// why it does not remember.
func (s *story) recorded(step Step, err error) error {
	if errors.Is(err, ErrTaken) && s.State == Submitting {
		return s.record(s.Doubted(fmt.Errorf("the API gave the id %s: %w", step.Remote, err)))
	}
	if err != nil {
		if step.Remote != "" { // paid for: nobody may overlook its id
			s.log().Error("a paid prediction could not be written down", "prediction", step.Remote, "item", s.ID, "error", err)
		}
		return fmt.Errorf("from %s to %s, prediction %q: %w", step.From, step.To, or(step.Remote, s.Remote), err)
	}
	s.State, s.NextTry = step.To, step.NextTry
	s.judged(step)
	if step.Remote != "" {
		s.Remote = step.Remote
	}
	if step.Refused {
		step.Cost = -s.reserved
	}
	s.count(step)
	if step.To != Submitted {
		s.leave()
	}
	s.onStep(step)
	return nil
}

// count takes into account what a step has cost of the item's attempts.
func (s *story) count(step Step) {
	if step.Paid {
		s.Attempts, s.Tries = s.Attempts+1, 0
	}
	if step.Hindered {
		s.HeldUp++
	}
	if step.Refused {
		s.Tries++
		s.full.room()
	}
}

// leave gives the place in flight back, once.
func (s *story) leave() {
	if s.placed {
		s.placed = false
		s.Gate.Leave()
	}
}

// age is how long ago the question was asked.
func (s *story) age() time.Duration { return time.Since(s.Sent) }
