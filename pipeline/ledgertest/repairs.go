package ledgertest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// sharper is what [Alt] is asked again with.
func sharper() *pipeline.Prompt {
	return &pipeline.Prompt{Provider: "suite", Model: "models/other", Label: "other", Params: `{"prompt":"Describe what can be seen."}`}
}

// repair asks about an item with another prompt; about is what its bytes are,
// 0 when nobody has read them.
func (b *fixture) repair(it pipeline.Item, about byte) error {
	in := pipeline.Intent{
		Item: it.ID, Prompt: sharper(), Repairs: it.Fault, Run: b.run, Purse: b.run, Owner: "suite", BaseURL: "https://api.example",
		Images: []byte(`["https://img.example/a.jpg"]`), Extras: []byte(`{}`), Price: cost, Caps: b.caps, At: b.now,
	}
	if about != 0 {
		in.Question = sharper().Question([][32]byte{{about}})
	}
	if it.State == pipeline.Done {
		in.Draft = it.Prediction
	}
	_, err := b.Intend(context.Background(), in)
	return err
}

// repaired is repair for an item that may be asked again.
func (b *fixture) repaired(it pipeline.Item, about byte) pipeline.Item {
	b.t.Helper()
	if err := b.repair(it, about); err != nil {
		b.t.Fatalf("repair of item %d: %v", it.ID, err)
	}
	return b.find(it.ID)
}

// spoil ends an item's prediction with bad text.
func (b *fixture) spoil(it pipeline.Item) pipeline.Item {
	b.t.Helper()
	step := it.Spoiled(answer(it), b.now, "refusal", "the model declined")
	step.Fault = "refusal"
	return b.record(step)
}

func repairsAsk(t *testing.T, open opener) {
	b := setUp(t, open, 2)
	first := b.spoil(b.bring(b.one(), pipeline.Submitted))
	if first.Fault != "refusal" || first.Faults != 1 || first.Asked == nil || first.Asked.Hash() != Alt().Hash() {
		t.Errorf("spoiled: %+v", first)
	}
	it := b.repaired(first, 0)
	for _, to := range []pipeline.State{pipeline.Submitting, pipeline.Submitted, pipeline.Done} {
		if to != pipeline.Submitting {
			it = b.record(way(it, to))
		}
		b.Ledger = b.Reopen(t)
		if it = b.find(it.ID); it.State != to || it.Asked == nil || it.Asked.Hash() != sharper().Hash() || it.Prompt.Hash() != Alt().Hash() ||
			it.Fault != "refusal" || it.Faults != 1 {
			t.Errorf("%s: %+v was asked %+v", to, it, it.Asked)
		}
	}
	o := b.outcomes()[0]
	if o.State != pipeline.Done || o.Model != "other" || o.Cost != 2*cost || o.Remote != it.Remote || o.Caption == "" {
		t.Errorf("repaired: %+v", o)
	}
	b.reserved(2)
}

func badTextsAreCounted(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	it := b.spoil(b.bring(b.one(), pipeline.Submitted))
	it = b.repaired(it, 0)
	it = b.record(it.Released(noon, errRefused)) // no answer
	if it.Fault != "refusal" || it.Faults != 1 || it.Attempts != 1 {
		t.Errorf("after a refused repair: %+v", it)
	}
	it = b.repaired(it, 0)
	step := it.Spoiled(answer(it), time.Time{}, "loop", "it repeats itself")
	step.Fault = "loop"
	if it = b.record(step); it.State != pipeline.Failed || it.Fault != "loop" || it.Faults != 2 || it.Attempts != 2 {
		t.Errorf("after a second one: %+v", it)
	}
	b.reserved(2)
}

// ends are all ways in which the question for a better text comes to nothing.
var ends = map[string]func(*pipeline.Item) pipeline.Step{
	"released": func(it *pipeline.Item) pipeline.Step { return it.Released(noon.Add(time.Minute), errRefused) },
	"rejected": func(it *pipeline.Item) pipeline.Step { return it.Rejected(errRefused) },
	"spoiled":  func(it *pipeline.Item) pipeline.Step { return it.Spoiled(answer(*it), noon, "empty", "no text") },
	"failed":   func(it *pipeline.Item) pipeline.Step { return it.Spoiled(answer(*it), time.Time{}, "empty", "no text") },
	"outdone":  func(it *pipeline.Item) pipeline.Step { return it.Outdone(answer(*it)) },
}

func draftsStand(t *testing.T, open opener) {
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setUp(t, open, 1)
			first := b.bring(b.one(), pipeline.Done)
			before := b.outcomes()[0]
			it := b.repaired(first, 0)
			if it.Draft != first.Prediction || it.Standing != before.Caption {
				t.Errorf("the draft is %d, %q; want %d, %q", it.Draft, it.Standing, first.Prediction, before.Caption)
			}
			b.stands(before, 2)
			b.Ledger = b.Reopen(t)
			b.stands(before, 2)
			refused := name == "released" || name == "rejected"
			if it = b.find(it.ID); !refused {
				it = b.record(it.Accepted(answer(it)))
			}
			it = b.record(end(&it))
			if it.State != pipeline.Done || it.Draft != 0 || it.Prediction != first.Prediction {
				t.Errorf("in the end: %+v", it)
			}
			paid := 2
			if refused {
				paid = 1
			}
			b.stands(before, paid)
			b.reserved(paid)
		})
	}
}

// stands fails unless the only row shows what it did before, and costs so many
// prices.
func (b *fixture) stands(before pipeline.Outcome, paid int) {
	b.t.Helper()
	after := b.outcomes()[0]
	before.Cost = cost * (after.Cost / cost)
	if !reflect.DeepEqual(before, after) || int(after.Cost/cost) != paid {
		b.t.Errorf("the row shows\n%+v, want, at %d prices,\n%+v", after, paid, before)
	}
}

func draftsInDoubt(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	first := b.bring(b.one(), pipeline.Done)
	before := b.outcomes()[0]
	it := b.repaired(first, 0)
	it = b.record(it.Doubted(errors.New("no answer")))
	if it.State != pipeline.Unconfirmed || it.Draft != first.Prediction {
		t.Errorf("in doubt: %+v", it)
	}
	b.stands(before, 2)
	late := bare(it, pipeline.Failed) // as if it had no draft
	b.expect("an end without the draft", b.Record(t.Context(), late), pipeline.ErrStale)
	d := &pipeline.Doubt{Item: it}
	if it = b.record(d.GiveUp()); it.State != pipeline.Done || it.Prediction != first.Prediction {
		t.Errorf("given up: %+v", it)
	}
	b.stands(before, 2)
}

func draftsGiveWay(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	first := b.bring(b.one(), pipeline.Done)
	it := b.repaired(first, 0)
	it = b.record(it.Accepted(answer(it)))
	p := answer(it)
	p.Caption = "Better."
	it = b.record(it.Answered(p))
	o := b.outcomes()[0]
	if it.Draft != 0 || it.Prediction == first.Prediction || o.Caption != "Better." || o.Remote != p.ID || o.Model != "other" || o.Cost != 2*cost {
		t.Errorf("the better answer: %+v, shown as %+v", it, o)
	}
	late := pipeline.Item{ID: it.ID, State: pipeline.Submitted, Prediction: first.Prediction, Images: it.Images}
	b.expect("a late word for the draft", b.Record(t.Context(), late.Answered(answer(late))), pipeline.ErrStale)
}

func draftsHaveToBeDone(t *testing.T, open opener) {
	n := len(pipeline.States)
	b := setUp(t, open, n+1)
	items := b.claim(pipeline.Pending)
	done := b.bring(items[n], pipeline.Done)
	for i, it := range items[:n] {
		it = b.bring(it, pipeline.States[i])
		before := b.still(it.ID)
		claimed := it
		claimed.State, claimed.Prediction = pipeline.Done, it.Prediction+1000 // of another attempt
		b.expect("a draft of an item that is "+string(it.State), b.repair(claimed, 0), pipeline.ErrStale)
		b.unchanged(before)
	}
	b.caps = pipeline.Caps{Total: b.Reserved(t)}
	before := b.still(done.ID)
	b.expect("an improvement over the cap", b.repair(done, 0), pipeline.ErrCap)
	b.unchanged(before)
}

func repairsOfTwins(t *testing.T, open opener) {
	b := setUp(t, open, 2)
	items := b.claim(pipeline.Pending)
	first := b.spoil(b.record(way(b.asked(items[0], 1), pipeline.Submitted)))
	second := b.record(items[1].Burdened(b.met(items[1], 1), true))
	first = b.repaired(first, 1)
	b.expect("the same repair of the same bytes", b.repair(second, 1), pipeline.ErrTwin)
	first = b.record(way(first, pipeline.Done))
	before := b.still(second.ID)
	b.expect("an answer to another question", b.Record(t.Context(), second.Shared(first.Prediction)), pipeline.ErrStale)
	b.unchanged(before)
	second.Asked = sharper()
	b.record(second.Shared(first.Prediction))
	if o := b.outcomes(); o[1].Caption == "" || o[1].Caption != o[0].Caption || !o[1].Twin || o[1].Cost != 0 || o[0].Cost != 2*cost {
		t.Errorf("the repair of one is not the other's:\n%+v\n%+v", o[0], o[1])
	}
	b.reserved(2)
}

// repairsArePaged looks for items to be repaired among those of every other kind.
func repairsArePaged(t *testing.T, open opener) {
	b := setUp(t, open, 14)
	var want []pipeline.ItemID
	for i, it := range b.claim(pipeline.Pending) {
		switch {
		case i >= 10:
			b.spoil(b.bring(it, pipeline.Submitted))
			want = append(want, it.ID)
		default:
			b.end(i, it, it.ID-pipeline.ItemID(i))
			if i == 1 {
				want = append(want, it.ID)
			}
		}
	}
	page := pipeline.Page{State: pipeline.Pending, Spoilt: true, Work: pipeline.Work{b.rows}, Size: 3}
	var got []pipeline.ItemID
	for items := b.page(page); len(items) > 0; items = b.page(page) {
		for _, it := range items {
			got, page.After = append(got, it.ID), it.ID
			if it.State != pipeline.Pending || it.Fault != "refusal" || len(it.Images) == 0 {
				t.Errorf("found %+v", it)
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("items %v are to be repaired, want %v", got, want)
	}
	if items := b.page(pipeline.Page{State: pipeline.Pending, Spoilt: true, Size: 10}); len(items) != 0 {
		t.Errorf("%d items are found that nobody wants", len(items))
	}
}

// pastOfNeighbours brings every item to another end, and asks in the name of
// the run that did it, and of the next.
func pastOfNeighbours(t *testing.T, open opener) {
	b := setUp(t, open, 10)
	var ids []pipeline.ItemID
	for i, it := range b.claim(pipeline.Pending) {
		ids = append(ids, it.ID)
		b.end(i, it, ids[0])
	}
	b.Ledger = b.Reopen(t)
	want := []pipeline.Past{{Item: ids[0], State: pipeline.Done}, {Item: ids[1], State: pipeline.Pending}, {Item: ids[2], State: pipeline.Pending},
		{Item: ids[3], State: pipeline.Done}, {Item: ids[4], State: pipeline.Failed}}
	all := pipeline.Stretch{First: ids[0], Last: ids[9], Work: pipeline.Work{b.rows}}
	for name, c := range map[string]struct {
		change func(*pipeline.Stretch)
		want   []pipeline.Past
	}{
		"the next run":          {func(s *pipeline.Stretch) { s.Run = b.Start(t) }, want},
		"the same run":          {func(s *pipeline.Stretch) { s.Run = b.run }, nil},
		"some of them":          {func(s *pipeline.Stretch) { s.First, s.Last = ids[1], ids[3] }, want[1:4]},
		"rows that want others": {func(s *pipeline.Stretch) { s.Work = pipeline.Work{{First: b.rows.First + 3, Last: b.rows.Last}} }, want[3:]},
		"no rows":               {func(s *pipeline.Stretch) { s.Work = nil }, nil},
	} {
		s := all
		c.change(&s)
		if got, err := b.Past(t.Context(), s); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
}

// end brings a pending item to the end of a number: with a text, with a bad one
// that is to be repaired, while that is repaired, repaired, beyond repair,
// failed without a text, refused, waiting for its answer, done with the answer of a
// first one, and never asked.
func (b *fixture) end(number int, it pipeline.Item, first pipeline.ItemID) {
	b.t.Helper()
	switch number {
	case 0:
		b.bring(it, pipeline.Done)
	case 1:
		b.spoil(b.bring(it, pipeline.Submitted))
	case 2:
		b.repaired(b.spoil(b.bring(it, pipeline.Submitted)), 0)
	case 3:
		it = b.repaired(b.spoil(b.bring(it, pipeline.Submitted)), 0)
		b.record(way(b.record(way(it, pipeline.Submitted)), pipeline.Done))
	case 4:
		it = b.bring(it, pipeline.Submitted)
		step := it.Spoiled(answer(it), time.Time{}, "refusal", "the model declined")
		step.Fault = "refusal"
		b.record(step)
	case 5:
		it = b.bring(it, pipeline.Submitted)
		b.record(it.Spoiled(answer(it), time.Time{}, "bad_image", "nothing can be seen"))
	case 6:
		it = b.intend(it)
		b.record(it.Released(noon, errRefused))
	case 7:
		b.bring(it, pipeline.Submitted)
	case 8:
		b.record(it.Shared(b.find(first).Prediction))
	}
}
