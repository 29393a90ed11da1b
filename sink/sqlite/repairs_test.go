package sqlite_test

import (
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// improve asks for a better text than the one an item is done with, by another
// prompt if there is one.
func improve(t *testing.T, l *sqlite.Ledger, run sqlite.Run, done pipeline.Item, sharper *pipeline.Prompt) {
	t.Helper()
	_, err := l.Intend(t.Context(), pipeline.Intent{
		Item: done.ID, Prompt: sharper, Repairs: "too_long", Draft: done.Prediction, Run: run.ID, Purse: run.Purse, Owner: "test:1",
		Images: []byte(`[]`), Extras: []byte(`{}`), Price: cost, At: time.Now(),
	})
	check(t, err)
}

// A text that stands is no failure, although nobody knows what became of the
// question for a better one.
func TestDraftIsNoFailure(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "main.csv", ledgertest.Rows(2))
	run, items := begin(t, l), claim(t, l, pipeline.Pending)
	improve(t, l, run, caption(t, l, run, items[0]), nil)
	caption(t, l, run, items[1])
	_, err := l.Recover(t.Context())
	check(t, err)
	s := status(t, l)
	if s.RowStatus[pipeline.RowDone] != 2 || s.Items[pipeline.Unconfirmed] != 1 {
		t.Errorf("rows %v of items %v; want 2 done, with 1 item in doubt", s.RowStatus, s.Items)
	}
	n, err := l.FailedSince(t.Context(), all(t, l), run.Since)
	check(t, err)
	if n != 0 {
		t.Errorf("%d rows have failed, want none", n)
	}
}

// What a run has asked again is counted: by what was not refused, and by whose
// text is the question's now.
func TestRepairs(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "main.csv", ledgertest.Rows(3))
	run, items := begin(t, l), claim(t, l, pipeline.Pending)
	for _, it := range items {
		improve(t, l, run, caption(t, l, run, it), nil)
	}
	open := claim(t, l, pipeline.Submitting)
	record(t, l, open[0], open[0].Answered(answer(open[0])))
	record(t, l, open[1], open[1].Outdone(answer(open[1])))
	record(t, l, open[2], open[2].Released(time.Time{}, &api.Error{Reason: "rate_limited"}))
	got, err := l.Repairs(t.Context(), run.ID)
	check(t, err)
	if want := (sqlite.Repairs{Asked: 2, Mended: 1, Cost: 2 * cost}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, err := l.Repairs(t.Context(), begin(t, l).ID); err != nil || got != (sqlite.Repairs{}) {
		t.Errorf("the next run has %+v, %v; want nothing", got, err)
	}
}

// A text that comes from a repair says which question was repaired.
func TestProvenanceOfRepair(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "main.csv", ledgertest.Rows(2))
	run, items, sharper := begin(t, l), claim(t, l, pipeline.Pending), words("Be short.")
	caption(t, l, run, items[1])
	improve(t, l, run, caption(t, l, run, items[0]), sharper)
	open := claim(t, l, pipeline.Submitting)[0]
	record(t, l, open, open.Answered(answer(open)))
	own, found := ledgertest.Alt(), details(t, l)
	if p := found[0].Provenance; p.PromptHash != sharper.Hash() || p.RepairOf != own.Hash() || p.Repaired != own.Params || p.Attempts != 2 {
		t.Errorf("the repaired text has %+v", p)
	}
	if p := found[1].Provenance; p.PromptHash != own.Hash() || p.RepairOf != (pipeline.Hash{}) || p.Repaired != "" {
		t.Errorf("the other text has %+v", p)
	}
}

// A question that is put back is asked as if for the first time, not as the
// repair of an answer from long ago.
func TestRetryForgetsFaults(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "main.csv", ledgertest.Rows(1))
	it := intend(t, l, begin(t, l), claim(t, l, pipeline.Pending)[0], time.Now())
	step := it.Spoiled(answer(it), time.Time{}, "refusal", "the model declined")
	step.Fault = "refusal"
	record(t, l, it, step)
	_, err := l.Retry(t.Context(), all(t, l))
	check(t, err)
	if it := claim(t, l, pipeline.Pending)[0]; it.Fault != "" || it.Faults != 0 {
		t.Errorf("it is put back with the fault %q, %d times", it.Fault, it.Faults)
	}
}
