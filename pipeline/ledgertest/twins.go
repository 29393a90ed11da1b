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

// about asks about an item's bytes.
func (b *fixture) about(it pipeline.Item, content byte) error {
	_, err := b.Intend(context.Background(), pipeline.Intent{
		Item: it.ID, Run: b.run, Purse: b.run, Owner: "suite", BaseURL: "https://api.example", Question: bytesOf(it, content),
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
		!got.Sent.Equal(b.now) || (got.Reason != "") != (want.State == pipeline.Failed)):
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
		second := b.asked(items[0], byte(content))
		b.twin(items[0], byte(content), &second)
	}
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
