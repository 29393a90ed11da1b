package pipeline

import (
	"errors"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A Step is one move of an item, conditional on where the item stands: an old
// attempt that wakes up late changes nothing. Use the constructors, which make
// sure that the parts fit together.
type Step struct {
	Item       ItemID
	Prediction PredictionID // the one the move is about; 0 for none
	From, To   State
	At         time.Time

	// Remote is the API's id, set when it becomes known.
	Remote string
	// Paid counts one more paid attempt: the prediction was accepted.
	Paid bool
	// Refused gives the reserve back: surely nothing was created.
	Refused bool
	// Hindered counts that the place of a picture did not give it.
	Hindered bool
	// Twin is the prediction of another question whose answer this item takes,
	// or whose Fault, because it was asked the same about the same bytes; Asks is
	// what that has to be, nil for the item's own question.
	Twin PredictionID
	Asks *Prompt
	// Stands is the item's draft if that is its answer for good, whatever the
	// step says of the prediction that was to be better.
	Stands PredictionID
	// Fault is what was wrong with an answer's text; it is counted. Faults is how
	// many there are with it at least, where the picture has had some that the
	// item has not met.
	Fault  string
	Faults int
	// Lost ends the prediction without an answer, its reserve kept.
	Lost bool
	// NextTry is when a Pending item may be asked again.
	NextTry time.Time
	// Caption is the answer of a Done item.
	Caption string
	// Answer is what the API said about an answer without a caption.
	Answer []byte
	// Took is how long the API says the work lasted, 0 when unknown.
	Took time.Duration
	// Cost is what the step takes out of the purses, negative when it puts
	// something back.
	Cost price.Micros
	// Reason and Detail say why an item is where it is.
	Reason, Detail string
}

// step is a move of the item. One that has a draft neither waits nor fails: the
// draft is its answer then.
func (it *Item) step(to State) Step {
	s := Step{Item: it.ID, Prediction: it.Prediction, From: it.State, To: to, At: time.Now()}
	if it.Draft != 0 && (to == Pending || to == Failed) {
		s.To, s.Stands = Done, it.Draft
	}
	return s
}

// Accepted says that the API created the prediction; it is running.
func (it *Item) Accepted(p api.Prediction) Step {
	s := it.step(Submitted)
	s.Remote, s.Paid = p.ID, true
	return s
}

// Answered says that the prediction brought a usable caption. It may follow
// the submit at once, when the API answers in the same breath.
func (it *Item) Answered(p api.Prediction) Step {
	s := it.step(Done)
	s.Remote, s.Caption, s.Took = p.ID, p.Caption, p.Took
	s.Paid = it.State == Submitting
	return s
}

// Outdone says that the prediction brought a text that is no better than the
// draft, which stands.
func (it *Item) Outdone(p api.Prediction) Step {
	s := it.Answered(p)
	s.Stands = it.Draft
	return s
}

// Spoiled says that a paid prediction ended without a usable answer. The item
// is asked again at next, or fails for good when next is zero.
func (it *Item) Spoiled(p api.Prediction, next time.Time, reason, detail string) Step {
	to := Pending
	if next.IsZero() {
		to = Failed
	}
	s := it.step(to)
	s.Remote, s.Caption, s.Answer, s.Took, s.NextTry = p.ID, p.Caption, p.Raw, p.Took, next
	s.Paid, s.Lost = it.State == Submitting, true
	s.Reason, s.Detail = reason, detail
	return s
}

// Released says that surely nothing was created: the item may be asked again
// at next and the reserve goes back into the purse.
func (it *Item) Released(next time.Time, err error) Step {
	s := it.step(Pending)
	s.Refused, s.NextTry = true, next
	s.Reason, s.Detail = reasonOf(err), err.Error()
	return s
}

// Unsent says that an intent came to nothing, since the run ended before the
// question was sent: the reserve goes back into the purse.
func (it *Item) Unsent() Step {
	s := it.step(Pending)
	s.Refused = true
	return s
}

// Rejected says that the API refused the request for good: nothing was
// created, and asking the same again would be refused again.
func (it *Item) Rejected(err error) Step {
	s := it.step(Failed)
	s.Refused = true
	s.Reason, s.Detail = reasonOf(err), err.Error()
	return s
}

// Doubted says that nobody knows whether the prediction was created.
func (it *Item) Doubted(err error) Step {
	s := it.step(Unconfirmed)
	s.Reason, s.Detail = "unanswered", err.Error()+"; nobody knows whether it was accepted and paid: captionmill resolve says more"
	if call, ok := errors.AsType[*api.Error](err); ok && call.Status/100 == 2 && call.Code/100 == 2 {
		s.Reason = idLost
	}
	return s
}

// idLost is the reason of a doubt that is none about the money: the API said
// that it accepted, without saying under which id.
const idLost = "id_lost"

// Shared says that a prediction of another question has answered this one: it
// was asked the same about the same bytes. Nothing is paid.
func (it *Item) Shared(twin PredictionID) Step {
	s := it.step(Done)
	s.Twin, s.Asks = twin, it.Asked
	return s
}

// Burdened says that a prediction of another question, which was asked the same
// about the same bytes, has brought a bad text: that counts as if it had been
// this item's own, and those before it. Nothing is paid. Its repair may be asked
// now if there is one left; else the item fails for good.
func (it *Item) Burdened(twin *Twin, again bool) Step {
	to := Failed
	if again {
		to = Pending
	}
	s := it.step(to)
	s.Twin, s.Asks, s.Fault, s.Faults, s.Caption = twin.Prediction, it.Asked, twin.Fault, twin.Faults, twin.Caption
	s.Reason, s.Detail = twin.Fault, "the same picture has brought this under another name: "+twin.Detail
	return s
}

// Hindered says that the question could not be put now, and may be at next:
// the place where a picture is does not answer, say.
func (it *Item) Hindered(next time.Time, reason, detail string) Step {
	s := it.step(Pending)
	s.Hindered, s.NextTry = true, next
	s.Reason, s.Detail = reason, detail
	return s
}

// Waits says that the question is left to a later run, which finds what it
// waits for.
func (it *Item) Waits(reason, detail string) Step {
	s := it.step(Pending)
	s.Reason, s.Detail = reason, detail
	return s
}

// Unaskable says that the question cannot be put at all, before anything was
// spent on it: a picture is missing, say.
func (it *Item) Unaskable(reason, detail string) Step {
	s := it.step(Failed)
	s.Reason, s.Detail = reason, detail
	return s
}

// reasonOf is the stable word for a failed call.
func reasonOf(err error) string {
	if call, ok := errors.AsType[*api.Error](err); ok && call.Reason != "" {
		return call.Reason
	}
	return "error"
}
