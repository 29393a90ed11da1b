package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/api"
)

// answer is what the API says of an item's current prediction.
func answer(it pipeline.Item) api.Prediction {
	return api.Prediction{
		ID: fmt.Sprintf("remote-%d", it.Prediction), Phase: api.Completed, Raw: []byte(`{"outputs":[]}`),
		Caption: "A picture of " + it.Images[0], Took: 1500 * time.Millisecond,
	}
}

// way is the step that the engine takes from an item's state to another.
func way(it pipeline.Item, to pipeline.State) pipeline.Step {
	spoiled := it.State == pipeline.Submitted
	switch {
	case it.State == pipeline.Pending && to == pipeline.Pending:
		return it.Hindered(noon.Add(time.Minute), "image_unreachable", "the host does not answer")
	case it.State == pipeline.Pending && to == pipeline.Failed:
		return it.Unaskable("missing", "the file is not there")
	case to == pipeline.Submitted:
		return it.Accepted(answer(it))
	case to == pipeline.Done:
		return it.Answered(answer(it))
	case to == pipeline.Unconfirmed:
		return it.Doubted(errors.New("no answer"))
	case to == pipeline.Pending && spoiled:
		return it.Spoiled(answer(it), noon.Add(time.Minute), "empty", "the answer is empty")
	case to == pipeline.Failed && spoiled:
		return it.Spoiled(answer(it), time.Time{}, "empty", "the answer is empty")
	case to == pipeline.Pending && it.State != pipeline.Failed:
		return it.Released(noon.Add(time.Minute), errRefused)
	case to == pipeline.Failed:
		return it.Rejected(errRefused)
	default:
		return bare(it, to)
	}
}

// bare is a step with nothing but its direction.
func bare(it pipeline.Item, to pipeline.State) pipeline.Step {
	return pipeline.Step{Item: it.ID, Prediction: it.Prediction, From: it.State, To: to, At: noon}
}

// bring takes a pending item to a state by the shortest way.
func (b *fixture) bring(it pipeline.Item, to pipeline.State) pipeline.Item {
	b.t.Helper()
	if to == pipeline.Pending {
		return it
	}
	it = b.intend(it)
	if to == pipeline.Submitting {
		return it
	}
	return b.record(way(it, to))
}

// still is what must not change: the item, every outcome and the money.
type still struct {
	Item     pipeline.Item
	Outcomes []pipeline.Outcome
	Reserved any
}

func (b *fixture) still(id pipeline.ItemID) still {
	return still{b.find(id), b.outcomes(), b.Reserved(b.t)}
}

// unchanged fails if anything has moved since before.
func (b *fixture) unchanged(before still) {
	b.t.Helper()
	if after := b.still(before.Item.ID); !reflect.DeepEqual(before, after) {
		b.t.Errorf("something has changed:\nbefore %+v\nafter  %+v", before, after)
	}
}

func waysOfTheTable(t *testing.T, open opener) {
	n := len(pipeline.States)
	b := setUp(t, open, n*n+1)
	for i, it := range b.claim(pipeline.Pending)[1:] { // the first lends its answer
		from, to := pipeline.States[i/n], pipeline.States[i%n]
		it = b.bring(it, from)
		switch {
		case from == pipeline.Pending && to == pipeline.Submitting:
			b.intend(it)
		case from == pipeline.Done && to == pipeline.Submitting:
			b.repaired(it, 0)
		case from == pipeline.Pending && to == pipeline.Done:
			twin := b.bring(b.one(), pipeline.Done)
			if it = b.record(it.Shared(twin.Prediction)); it.State != to {
				t.Errorf("from %s to %s: the item is %s", from, to, it.State)
			}
		case from.Leads(to):
			if it = b.record(way(it, to)); it.State != to {
				t.Errorf("from %s to %s: the item is %s", from, to, it.State)
			}
		default:
			before := b.still(it.ID)
			if err := b.Record(t.Context(), bare(it, to)); err == nil {
				t.Errorf("from %s to %s: no error, and no such way", from, to)
			}
			b.unchanged(before)
		}
	}
}

func onlyIntents(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	before := b.still(b.one().ID)
	if err := b.Record(t.Context(), bare(before.Item, pipeline.Submitting)); err == nil {
		t.Error("Record led to submitting, and nothing was reserved")
	}
	b.unchanged(before)
}

func staleMoves(t *testing.T, open opener) {
	n := len(pipeline.States)
	b := setUp(t, open, n*n+1)
	items := b.claim(pipeline.Pending)
	twin := b.bring(items[0], pipeline.Done)
	for i, it := range items[1:] {
		at, from := pipeline.States[i/n], pipeline.States[i%n]
		it = b.bring(it, at)
		before := b.still(it.ID)
		for _, to := range pipeline.States {
			if !from.Leads(to) || to == pipeline.Submitting {
				continue
			}
			step := bare(pipeline.Item{ID: it.ID, State: from, Prediction: it.Prediction, Images: it.Images}, to)
			step.Refused = true // would give back, if it were not stale
			if from == pipeline.Pending && to == pipeline.Done {
				step.Twin = twin.Prediction
			}
			if from == at {
				step.Prediction += 1000 // of another attempt
			}
			b.expect("at "+string(at)+", from "+string(from)+" to "+string(to), b.Record(t.Context(), step), pipeline.ErrStale)
		}
		b.unchanged(before)
	}
	nowhere := bare(pipeline.Item{ID: 1 << 40, State: pipeline.Pending}, pipeline.Failed)
	b.expect("an item that is not there", b.Record(t.Context(), nowhere), pipeline.ErrStale)
}

func lateAttempt(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	first := b.intend(b.one())
	accepted := b.record(way(first, pipeline.Submitted))
	again := b.record(way(accepted, pipeline.Pending))
	second := b.intend(again)
	late := []pipeline.Step{first.Accepted(answer(first)), first.Answered(answer(first)), first.Released(noon, errRefused),
		first.Rejected(errRefused), first.Doubted(errRefused), accepted.Answered(answer(accepted)), way(accepted, pipeline.Failed)}
	b.lateSteps(second, late)
	done := b.record(second.Answered(answer(second)))
	late = append(late, second.Answered(answer(first)), second.Released(noon, errRefused), second.Doubted(errRefused))
	b.lateSteps(done, late)
	b.reserved(2)
}

func (b *fixture) lateSteps(now pipeline.Item, late []pipeline.Step) {
	b.t.Helper()
	before := b.still(now.ID)
	for _, step := range late {
		b.expect("a late "+string(step.From)+" to "+string(step.To), b.Record(b.t.Context(), step), pipeline.ErrStale)
	}
	b.unchanged(before)
}

func counts(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	it, next := b.one(), noon.Add(90*time.Second)
	check := func(what string, attempts, tries int, next time.Time) {
		t.Helper()
		if it.Attempts != attempts || it.Tries != tries || !it.NextTry.Equal(next) {
			t.Errorf("%s: %d attempts, %d tries, next %v; want %d, %d, %v", what, it.Attempts, it.Tries, it.NextTry, attempts, tries, next)
		}
	}
	check("at first", 0, 0, time.Time{})
	it = b.intend(it)
	if !it.Sent.Equal(noon) || it.Prediction == 0 {
		t.Errorf("intended: sent %v, prediction %d", it.Sent, it.Prediction)
	}
	it = b.record(it.Released(next, errRefused))
	check("released", 0, 1, next)
	it = b.intend(it)
	check("intended again", 0, 1, time.Time{})
	it = b.record(it.Released(next, errRefused))
	check("released again", 0, 2, next)
	it = b.intend(it)
	it = b.record(it.Accepted(answer(it)))
	check("accepted", 1, 0, time.Time{})
	it = b.record(it.Spoiled(answer(it), next, "empty", "no text"))
	check("spoiled later", 1, 0, next)
	it = b.intend(it)
	it = b.record(it.Spoiled(answer(it), next, "empty", "no text"))
	check("spoiled at once", 2, 0, next)
	it = b.intend(it)
	it = b.record(it.Answered(answer(it)))
	check("answered at once", 3, 0, time.Time{})
}

func hinderedCounts(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	next := noon.Add(time.Hour)
	it := b.record(way(b.one(), pipeline.Pending))
	it = b.record(it.Hindered(next, "image_unreachable", "no answer"))
	if it.Attempts != 0 || it.Tries != 0 || it.HeldUp != 2 || !it.NextTry.Equal(next) || it.Prediction != 0 {
		t.Errorf("hindered twice: %+v", it)
	}
	b.reserved(0)
	if it = b.intend(it); it.HeldUp != 0 {
		t.Errorf("asked after all: %+v", it)
	}
}

func intentNeedsPending(t *testing.T, open opener) {
	b := setUp(t, open, len(pipeline.States))
	for i, it := range b.claim(pipeline.Pending) {
		if state := pipeline.States[i]; state != pipeline.Pending {
			it = b.bring(it, state)
			before := b.still(it.ID)
			b.expect("an intent for an item that is "+string(state), b.intent(it), pipeline.ErrStale)
			b.unchanged(before)
		}
	}
	b.expect("an intent for no item", b.intent(pipeline.Item{ID: 1 << 40}), pipeline.ErrStale)
}

func intentCancelled(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	before := b.still(b.one().ID)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.Intend(ctx, pipeline.Intent{Item: before.Item.ID, Run: b.run, Purse: b.run, Images: []byte(`[]`), Extras: []byte(`{}`), Price: cost, At: noon})
	b.expect("an intent after the end", err, context.Canceled)
	b.unchanged(before)
}
