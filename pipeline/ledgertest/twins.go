package ledgertest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// bytes is what an item asks about, when its pictures were read.
func bytesOf(it pipeline.Item, content byte) pipeline.Hash {
	return it.Prompt.Question([][32]byte{{content}})
}

// about asks about an item's bytes, and knows of no twin.
func (b *fixture) about(it pipeline.Item, content byte) error { return b.knowing(it, content, 0) }

// knowing asks about an item's bytes, and knows of a twin that has failed.
func (b *fixture) knowing(it pipeline.Item, content byte, failed pipeline.PredictionID) error {
	_, err := b.Intend(context.Background(), pipeline.Intent{
		Item: it.ID, Run: b.run, Purse: b.run, Owner: "suite", BaseURL: "https://api.example", Question: bytesOf(it, content), Twin: failed,
		Images: []byte(`["https://img.example/a.jpg"]`), Extras: []byte(`{}`), Price: cost, Caps: b.caps, At: b.now,
	})
	return err
}

// asked is about for a question that may be asked.
func (b *fixture) asked(it pipeline.Item, content byte) pipeline.Item {
	b.t.Helper()
	if err := b.about(it, content); err != nil {
		b.t.Fatalf("Intend of item %d about content %d: %v", it.ID, content, err)
	}
	return b.find(it.ID)
}

// twin fails unless the prediction that stands for an item's bytes is the
// wanted item's, in its state; nil for none.
func (b *fixture) twin(it pipeline.Item, content byte, want *pipeline.Item) {
	b.t.Helper()
	got, err := b.Twin(b.t.Context(), bytesOf(it, content))
	switch {
	case err != nil:
		b.t.Error(err)
	case want == nil && got != nil:
		b.t.Errorf("content %d has the twin %+v, want none", content, got)
	case want != nil && (got == nil || got.Prediction != want.Prediction || got.Run != b.run || got.State != want.State ||
		!got.Sent.Equal(b.now) || got.Fault != "" || (got.Reason != "") != (want.State == pipeline.Failed)):
		b.t.Errorf("content %d has the twin %+v, want prediction %d, %s", content, got, want.Prediction, want.State)
	}
}

func twinsAskOnce(t *testing.T, open opener) {
	b := setUp(t, open, 3)
	items := b.claim(pipeline.Pending)
	b.twin(items[0], 1, nil)
	first := b.asked(items[0], 1)
	for _, to := range []pipeline.State{pipeline.Submitting, pipeline.Submitted, pipeline.Done} {
		if to != pipeline.Submitting {
			first = b.record(way(first, to))
		}
		before := b.still(items[1].ID)
		b.expect("the same while it is "+string(to), b.about(items[1], 1), pipeline.ErrTwin)
		b.unchanged(before)
		b.twin(items[1], 1, &first)
	}
	b.asked(items[1], 2) // other bytes
	b.intend(items[2])   // nobody has read these
	b.reserved(3)
}

func raceForBytes(t *testing.T, open opener) {
	b := setUp(t, open, 1000)
	var asked atomic.Int64
	crowd(b.claim(pipeline.Pending), func(_ int, it pipeline.Item) {
		switch err := b.about(it, 1); {
		case err == nil:
			asked.Add(1)
		case !errors.Is(err, pipeline.ErrTwin):
			t.Error(err)
		}
	})
	if asked.Load() != 1 {
		t.Errorf("%d items were asked about the same bytes", asked.Load())
	}
	b.reserved(1)
}

func twinsThatFail(t *testing.T, open opener) {
	b := setUp(t, open, 6)
	for content, end := range []func(pipeline.Item) pipeline.Step{
		func(it pipeline.Item) pipeline.Step { return it.Rejected(errRefused) },
		func(it pipeline.Item) pipeline.Step { return it.Released(time.Time{}, errRefused) },
		func(it pipeline.Item) pipeline.Step { return it.Spoiled(answer(it), time.Time{}, "empty", "no text") },
	} {
		items := b.claim(pipeline.Pending)
		first := b.asked(items[len(items)-1], byte(content))
		var known *pipeline.Item
		if first = b.record(end(first)); first.Attempts > 0 { // it was asked, and in vain
			known = &first
		}
		b.twin(items[0], byte(content), known)
		if known != nil {
			b.expect("the same, by someone who does not know", b.about(items[0], byte(content)), pipeline.ErrTwin)
		}
		if err := b.knowing(items[0], byte(content), first.Prediction); err != nil {
			t.Fatal(err)
		}
		second := b.find(items[0].ID)
		b.twin(items[0], byte(content), &second)
	}
}

// twinsThatGoOn has a question fail without a word on its text, and be asked
// again: nothing is to be learned from that.
func twinsThatGoOn(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	it := b.record(way(b.asked(b.one(), 1), pipeline.Submitted))
	first := it.Prediction
	it = b.record(it.Spoiled(answer(it), noon, "model_error", "the model has failed"))
	if twin := b.met(it, 1); twin.Prediction != first || twin.State != pipeline.Failed || twin.Fault != "" || twin.Reason != "" || twin.Detail != "" {
		t.Errorf("the twin is %+v", twin)
	}
	if err := b.knowing(it, 1, first); err != nil {
		t.Error(err)
	}
}

// met is the twin that stands for an item's bytes.
func (b *fixture) met(it pipeline.Item, content byte) *pipeline.Twin {
	b.t.Helper()
	twin, err := b.Twin(b.t.Context(), bytesOf(it, content))
	if err != nil || twin == nil {
		b.t.Fatalf("content %d has the twin %v, %v", content, twin, err)
	}
	return twin
}

func twinsBurden(t *testing.T, open opener) {
	b := setUp(t, open, 3)
	items := b.claim(pipeline.Pending)
	first := b.record(way(b.asked(items[0], 1), pipeline.Submitted))
	early := b.met(items[1], 1)
	early.Fault = "refusal"
	before := b.still(items[1].ID)
	b.expect("a fault that has not come", b.Record(t.Context(), items[1].Burdened(early, true)), pipeline.ErrStale)
	said := answer(first).Caption
	first = b.spoil(first)
	b.expect("the same in spite of a bad text", b.about(items[1], 1), pipeline.ErrTwin)
	twin := b.met(items[1], 1)
	if twin.Prediction != first.Prediction || twin.Fault != "refusal" || twin.Faults != 1 || twin.Caption != said || twin.Detail == "" {
		t.Errorf("the twin is %+v", twin)
	}
	for what, step := range b.wrongBurdens(items[1], *twin) {
		b.expect(what, b.Record(t.Context(), step), pipeline.ErrStale)
	}
	before.Outcomes[0] = b.outcomes()[0]
	b.unchanged(before)
	b.burden(items[1], twin, true)
	b.burden(items[2], twin, false)
	b.reserved(1)

	b.spoil(b.record(way(b.repaired(first, 0), pipeline.Submitted)))
	if twin = b.met(items[1], 1); twin.Fault != "refusal" || twin.Faults != 0 {
		t.Errorf("the twin of a question that was asked more is %+v", twin)
	}
}

func twinsOfManyFaults(t *testing.T, open opener) {
	b := setUp(t, open, 2)
	items := b.claim(pipeline.Pending)
	first := b.spoil(b.record(way(b.asked(items[0], 1), pipeline.Submitted)))
	if err := b.knowing(first, 1, first.Prediction); err != nil { // the same once more
		t.Fatal(err)
	}
	b.spoil(b.record(way(b.find(first.ID), pipeline.Submitted)))
	if it := b.record(items[1].Burdened(b.met(items[1], 1), true)); it.Faults != 2 || it.Attempts != 0 {
		t.Errorf("burdened: %+v", it)
	}
}

// wrongBurdens are steps that take a fault which is not the twin's, or of another
// question.
func (b *fixture) wrongBurdens(it pipeline.Item, twin pipeline.Twin) map[string]pipeline.Step {
	other, elsewhere := twin, it
	other.Fault, elsewhere.Asked = "loop", sharper()
	return map[string]pipeline.Step{
		"another fault":                it.Burdened(&other, true),
		"a fault of another question":  elsewhere.Burdened(&twin, true),
		"a fault for good, of another": elsewhere.Burdened(&twin, false),
	}
}

// burden takes a twin's fault, and looks at what comes of it, also in the next
// process.
func (b *fixture) burden(it pipeline.Item, twin *pipeline.Twin, again bool) {
	b.t.Helper()
	state, step := pipeline.Failed, it.Burdened(twin, again)
	if again {
		state = pipeline.Pending
	}
	b.record(step)
	b.Ledger = b.Reopen(b.t)
	got := b.find(it.ID)
	if got.State != state || got.Fault != twin.Fault || got.Faults != 1 || got.Attempts != 0 || got.Tries != 0 || got.Prediction != twin.Prediction {
		b.t.Errorf("burdened: %+v", got)
	}
	if o := b.outcomes()[it.ID-1]; o.State != state || o.Reason != twin.Fault || o.Cost != 0 || !o.Twin || o.Caption != "" {
		b.t.Errorf("its row shows %+v", o)
	}
	before := b.still(it.ID)
	b.expect("the same once more", b.Record(b.t.Context(), step), pipeline.ErrStale)
	if again {
		b.expect("a fault that counts already", b.Record(b.t.Context(), got.Burdened(twin, again)), pipeline.ErrStale)
	}
	b.unchanged(before)
}

func twinsAnswer(t *testing.T, open opener) {
	b := setUp(t, open, 2)
	items := b.claim(pipeline.Pending)
	first := b.asked(items[0], 1)
	before := b.still(items[1].ID)
	b.expect("an answer that is not there yet", b.Record(t.Context(), items[1].Shared(first.Prediction)), pipeline.ErrStale)
	b.unchanged(before)
	first = b.record(way(first, pipeline.Done))
	second := b.record(items[1].Shared(first.Prediction))
	if second.State != pipeline.Done || second.Attempts != 0 {
		t.Errorf("the second item is %+v", second)
	}
	o := b.outcomes()
	if o[1].Caption == "" || o[1].Caption != o[0].Caption || o[1].Cost != 0 || !o[1].Twin || o[0].Cost != cost || o[0].Twin {
		t.Errorf("the answer of one is not the other's:\n%+v\n%+v", o[0], o[1])
	}
	b.reserved(1)
	b.expect("another answer", b.Record(t.Context(), items[1].Shared(first.Prediction)), pipeline.ErrStale)
	bare := bare(items[1], pipeline.Done)
	if err := b.Record(t.Context(), bare); err == nil {
		t.Error("an item was done without any answer")
	}
}

func twinsOfOthers(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	first := b.record(way(b.asked(b.one(), 1), pipeline.Done))
	rows := Rows(1)
	other := *rows[0].Asks[0].Prompt
	other.Params = `{"custom_prompt":"Another question"}`
	rows[0].Asks[0].Prompt = &other
	b.rows = b.Fill(t, "others", rows)
	it := b.one()
	b.twin(it, 1, nil)
	before := b.still(it.ID)
	b.expect("an answer to something else", b.Record(t.Context(), it.Shared(first.Prediction)), pipeline.ErrStale)
	b.unchanged(before)
}
