package sqlite_test

import (
	"slices"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/pipeline/quality"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// answered makes a manifest of n rows with answers.
func answered(tb testing.TB, n int) (*sqlite.Ledger, sqlite.Manifest) {
	tb.Helper()
	l := create(tb)
	m := fill(tb, l, "images", ledgertest.Rows(n))
	run := begin(tb, l)
	for _, it := range claim(tb, l, pipeline.Pending) {
		caption(tb, l, run, it)
	}
	return l, m
}

// decide writes down one verdict about each of some outcomes.
func decide(tb testing.TB, l *sqlite.Ledger, verdict pipeline.Verdict, text string, about ...pipeline.Outcome) {
	tb.Helper()
	var all []sqlite.Decided
	for _, o := range about {
		all = append(all, sqlite.Decided{Manifest: o.Place.Manifest, Key: o.Place.Key, Slot: o.Slot, Item: o.Item,
			Decision: pipeline.Decision{Verdict: verdict, Text: text, Prediction: o.Prediction, Pictures: o.Place.Pictures, By: "Ada", At: time.UnixMilli(5000)}})
	}
	check(tb, l.Decide(tb.Context(), all))
}

// details copies all that is known of the current rows.
func details(tb testing.TB, l *sqlite.Ledger) (found []pipeline.Outcome) {
	tb.Helper()
	for _, rows := range all(tb, l) {
		for o, err := range l.Details(tb.Context(), rows) {
			check(tb, err)
			o := *o
			o.Images, o.Others = slices.Clone(o.Images), slices.Clone(o.Others)
			found = append(found, o)
		}
	}
	return found
}

// letThrough lets the names of pictures through, which the texts here have in them.
var letThrough = &quality.Rules{Severities: map[string]quality.Severity{quality.Preamble: quality.Off, quality.URL: quality.Off}}

// texts is what may be published of each current row.
func texts(tb testing.TB, l *sqlite.Ledger) (found []string) {
	tb.Helper()
	for _, o := range outcomes(tb, l) {
		o.Rules = letThrough
		r, err := o.Result()
		check(tb, err)
		found = append(found, string(r.Publish)+" "+r.AltText)
	}
	return found
}

func TestDecisions(t *testing.T) {
	t.Parallel()
	l, _ := answered(t, 5)
	before := details(t, l)
	decide(t, l, pipeline.Approve, "As it was.", before[0])
	decide(t, l, pipeline.Reject, "", before[1], before[2])
	decide(t, l, pipeline.Edit, "A person's.", before[2])
	decide(t, l, pipeline.Ornament, "", before[3])
	l = reopen(t, l)
	want := []string{"yes As it was.", "no ", "yes A person's.", "decorative ", "yes A picture of https://img.example/5.jpg"}
	if got := texts(t, l); !slices.Equal(got, want) {
		t.Errorf("the texts are %q, want %q", got, want)
	}
	d := details(t, l)[2]
	if d.Decision.By != "Ada" || !d.Decision.At.Equal(time.UnixMilli(5000)) || d.Decision.Verdict != pipeline.Edit {
		t.Errorf("the decision is %+v", d.Decision)
	}
	if n := number(t, l.Name(), `SELECT count(*) FROM decisions`); n != 5 {
		t.Errorf("%d decisions are on record, want all 5", n)
	}
}

// What is known in full is what the plain walk shows, and more.
func TestDetails(t *testing.T) {
	t.Parallel()
	l, m := answered(t, 2)
	o := details(t, l)[1]
	if o.Place.Manifest != m.ID || o.Place.Line != 2 || o.Place.Key != ledgertest.Rows(2)[1].Key || o.Slot != "" || o.Item == 0 || o.Prediction == 0 {
		t.Errorf("the place is %+v, item %d, prediction %d", o.Place, o.Item, o.Prediction)
	}
	p := o.Provenance
	if p.ModelID != "models/eye" || p.Parameters != ledgertest.Alt().Params || p.PromptHash != ledgertest.Alt().Hash() || p.Attempts != 1 ||
		p.RawText != o.Caption || time.Since(p.AskedAt) > time.Hour || p.AnsweredAt.Before(p.AskedAt) {
		t.Errorf("the provenance is %+v", p)
	}
	plain := outcomes(t, l)[1]
	if plain.Caption != o.Caption || plain.Cost != o.Cost || plain.Remote != o.Remote || plain.First != o.First || plain.Prediction != 0 {
		t.Errorf("in full %+v, plain %+v", o, plain)
	}
}

// slotted makes a row that asks each prompt for a slot with a name.
func slotted(line int, picture string, prompts ...*pipeline.Prompt) pipeline.Row {
	row := ask(line, picture, prompts...)
	for i, slot := range []string{"en", "de"}[:len(prompts)] {
		row.Asks[i].Slot = slot
	}
	return row
}

func TestSlots(t *testing.T) {
	t.Parallel()
	l := create(t)
	rows := []pipeline.Row{slotted(1, "a", ledgertest.Alt(), colours()), slotted(2, "a", ledgertest.Alt()), slotted(3, "b", ledgertest.Alt(), ledgertest.Alt())}
	m := fill(t, l, "images", rows)
	if !slices.Equal(m.Slots, []string{"en", "de"}) {
		t.Errorf("the slots are %q", m.Slots)
	}
	if m, _, err := l.Manifest(t.Context(), "images"); err != nil || !slices.Equal(m.Slots, []string{"en", "de"}) {
		t.Errorf("the slots in the file are %q, %v", m.Slots, err)
	}
	run, items := begin(t, l), claim(t, l, pipeline.Pending)
	if len(items) != 3 {
		t.Fatalf("%d items, want 3", len(items))
	}
	caption(t, l, run, items[0])
	rejected(t, l, run, items[1]) // the colours of a
	caption(t, l, run, items[2])  // asked twice by one row
	found := outcomes(t, l)
	if len(found) != 3 || len(found[0].Others) != 1 || len(found[1].Others) != 0 || len(found[2].Others) != 1 {
		t.Fatalf("the outcomes are %+v", found)
	}
	if o := found[0]; o.Slot != "de" || o.State != pipeline.Failed || o.Others[0].Slot != "en" || o.Others[0].State != pipeline.Done {
		t.Errorf("the first row is %+v", o)
	}
	var total int64
	for _, o := range found {
		r, err := o.Result()
		check(t, err)
		total += int64(r.Cost)
	}
	s := status(t, l)
	if s.RowStatus[pipeline.RowFailed] != 1 || s.RowStatus[pipeline.RowDone] != 2 || total != int64(s.Cost()) {
		t.Errorf("the rows are %v, their cost is %d; the ledger's is %s", s.RowStatus, total, s.Cost())
	}
	if n, err := l.FailedSince(t.Context(), all(t, l), time.UnixMilli(0)); err != nil || n != 1 {
		t.Errorf("%d rows failed, %v; want 1", n, err)
	}
}

// brings makes a row of one that asks, which brings a text along.
func brings(row pipeline.Row, text string) pipeline.Row {
	row.Pictures, row.Asks, row.Fate, row.Alt = row.Asks[0].Seen(), nil, pipeline.RowKept, text
	return row
}

// kept makes the rows of a manifest that brings texts along.
func kept(texts ...string) []pipeline.Row {
	rows := ledgertest.Rows(len(texts))
	for i, text := range texts {
		if text != "" {
			rows[i] = brings(rows[i], text)
		}
	}
	return rows
}

// A text that was published from here is no person's when it comes back, and a
// person's is none of ours.
func TestReturnedTexts(t *testing.T) {
	t.Parallel()
	l, _ := answered(t, 4)
	before := snapshot(t, l)
	decide(t, l, pipeline.Edit, "Edited here.", details(t, l)[1])
	back := kept("A picture of https://img.example/1.jpg", " Edited\u00a0here. ", "Somebody's own.", "")
	for round := range 2 { // the second time it comes back from a row that came back
		m := fill(t, l, "images", back)
		if m.Tally.Kept != 1 || m.Questions != 3 {
			t.Errorf("round %d: %d rows are kept and %d questions asked, want 1 and 3", round, m.Tally.Kept, m.Questions)
		}
	}
	found := outcomes(t, l)
	var flags []string
	for i, o := range found {
		r, err := o.Result()
		check(t, err)
		flags = append(flags, string(r.Status)+" "+r.AltText)
		if ours := i < 2; slices.Contains(r.Flags, "ours") != ours || ours && r.PredictionID != before.outcomes[i].Remote {
			t.Errorf("row %d has the flags %v and the prediction %s", i, r.Flags, r.PredictionID)
		}
	}
	want := []string{"done A picture of https://img.example/1.jpg", "done Edited here.", "kept Somebody's own.", "done A picture of https://img.example/4.jpg"}
	if !slices.Equal(flags, want) {
		t.Errorf("the rows are %q, want %q", flags, want)
	}
	if s := status(t, l); s.RowStatus[pipeline.RowKept] != 1 || s.RowStatus[pipeline.RowDone] != 3 || s.Items[pipeline.Pending] != 0 || s.Items[pipeline.Done] != 3 {
		t.Errorf("the rows are %v, the items %v", s.RowStatus, s.Items)
	}
}

// The text of one row in another is a person's.
func TestReturnedElsewhere(t *testing.T) {
	t.Parallel()
	l, _ := answered(t, 2)
	m := fill(t, l, "images", kept("A picture of https://img.example/2.jpg", "A picture of https://img.example/1.jpg"))
	if m.Tally.Kept != 2 {
		t.Errorf("%d rows are kept, want both", m.Tally.Kept)
	}
}

// Nothing new is asked about what a person has decided, unless it was rejected.
func TestDecidedRowsAreNotAsked(t *testing.T) {
	t.Parallel()
	l, _ := answered(t, 5)
	was := details(t, l)
	decide(t, l, pipeline.Approve, "Approved.", was[0])
	decide(t, l, pipeline.Edit, "Edited.", was[1])
	decide(t, l, pipeline.Ornament, "", was[2])
	decide(t, l, pipeline.Reject, "", was[3])
	rows := ledgertest.Rows(5)
	for i := range rows {
		rows[i].Asks[0].Prompt = colours()
	}
	m := fill(t, l, "images", rows)
	pending := claim(t, l, pipeline.Pending)
	if len(pending) != 2 || m.Questions != 5 {
		t.Fatalf("%d items are pending of %d, want the rejected and the undecided", len(pending), m.Questions)
	}
	run := begin(t, l)
	for _, it := range pending {
		caption(t, l, run, it)
	}
	want := []string{"yes Approved.", "yes Edited.", "decorative ", "review A picture of https://img.example/4.jpg", "yes A picture of https://img.example/5.jpg"}
	if got := texts(t, l); !slices.Equal(got, want) {
		t.Errorf("the texts are %q, want %q", got, want)
	}
}

// A row that never had a question, and a text that a person wrote for it, is
// not asked about when it could be.
func TestTextWithoutQuestion(t *testing.T) {
	t.Parallel()
	l := create(t)
	rows := ledgertest.Rows(2)
	rows[0].Asks, rows[0].Fate, rows[0].Reason = nil, pipeline.RowFailed, "bad_row"
	fill(t, l, "images", rows)
	decide(t, l, pipeline.Edit, "Written.", details(t, l)[0])
	if got := texts(t, l); got[0] != "yes Written." {
		t.Errorf("the texts are %q", got)
	}
	m := fill(t, l, "images", ledgertest.Rows(2))
	if m.Tally.Kept != 1 || m.Questions != 1 || len(claim(t, l, pipeline.Pending)) != 1 {
		t.Errorf("%+v: want one kept, and one question", m)
	}
	if got := texts(t, l); got[0] != "yes Written." {
		t.Errorf("the texts are %q", got)
	}
	decide(t, l, pipeline.Undo, "", details(t, l)[0])
	after, _, err := l.Manifest(t.Context(), m.Name)
	if got := texts(t, l); err != nil || got[0] != "no " || after.Tally.Kept != 0 || after.Tally.Skipped != 1 {
		t.Errorf("the texts are %q in %+v, %v; want none of what was taken back", got, after.Tally, err)
	}
	if m = fill(t, l, "images", ledgertest.Rows(2)); m.Tally.Skipped != 0 || m.Questions != 2 {
		t.Errorf("%+v: want two questions", m)
	}
}

// A text that the manifest brought stays, whatever was decided and taken back.
func TestUndoOfKept(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", kept("Somebody's own."))
	decide(t, l, pipeline.Edit, "Edited.", details(t, l)...)
	decide(t, l, pipeline.Undo, "", details(t, l)...)
	if got := texts(t, l); !slices.Equal(got, []string{"yes Somebody's own."}) {
		t.Errorf("the texts are %q", got)
	}
}

// A manifest that brings nothing but our own texts asks what it asked before.
func TestReturnedWhole(t *testing.T) {
	t.Parallel()
	l, _ := answered(t, 2)
	m := fill(t, l, "images", kept("A picture of https://img.example/1.jpg", "A picture of https://img.example/2.jpg"))
	if m.Tally.Kept != 0 || m.Questions != 2 || !slices.Equal(m.Slots, []string{""}) {
		t.Errorf("%d rows are kept, %d questions asked in %q; want none, and 2 in the only slot", m.Tally.Kept, m.Questions, m.Slots)
	}
}

// A row fails once, however many of its questions do.
func TestSlotsThatFail(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", []pipeline.Row{ask(1, "a", ledgertest.Alt(), colours())})
	run := begin(t, l)
	for _, it := range claim(t, l, pipeline.Pending) {
		rejected(t, l, run, it)
	}
	if n, err := l.FailedSince(t.Context(), all(t, l), time.UnixMilli(0)); err != nil || n != 1 {
		t.Errorf("%d rows failed, %v; want 1", n, err)
	}
	if s := status(t, l); s.RowStatus[pipeline.RowFailed] != 1 || s.RowStatus[pipeline.RowDone] != 0 || s.Items[pipeline.Failed] != 2 {
		t.Errorf("the rows are %v, the items %v", s.RowStatus, s.Items)
	}
}

// What was taken back is as if it had never been said: the text is the answer's
// again, and another question may be asked, which the unchanged manifest is read
// anew for.
func TestUndo(t *testing.T) {
	t.Parallel()
	l, m := answered(t, 3)
	was := details(t, l)
	decide(t, l, pipeline.Edit, "Edited.", was...)
	if before, _, err := l.Manifest(t.Context(), m.Name); err != nil || before.Content == (pipeline.Hash{}) {
		t.Fatalf("%+v, %v: want the hash of what was read", before, err)
	}
	decide(t, l, pipeline.Undo, "", was[:2]...)
	want := []string{"yes A picture of https://img.example/1.jpg", "yes A picture of https://img.example/2.jpg", "yes Edited."}
	if got := texts(t, l); !slices.Equal(got, want) {
		t.Errorf("the texts are %q, want %q", got, want)
	}
	if d := details(t, l)[0].Decision; d != (pipeline.Decision{}) {
		t.Errorf("the decision is %+v", d)
	}
	if after, _, err := l.Manifest(t.Context(), m.Name); err != nil || after.Content != (pipeline.Hash{}) {
		t.Errorf("%+v, %v: want a manifest to be read anew", after, err)
	}
	rows := ledgertest.Rows(3)
	for i := range rows {
		rows[i].Asks[0].Prompt = colours()
	}
	fill(t, l, "images", rows)
	if pending := claim(t, l, pipeline.Pending); len(pending) != 2 {
		t.Errorf("%d items are pending, want those of the two rows", len(pending))
	}
	if n := number(t, l.Name(), `SELECT count(*) FROM decisions`); n != 5 {
		t.Errorf("%d decisions are on record, want all 5", n)
	}
}
