package sqlite_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// ofOther makes the text of a row with another id, as the next night's manifest
// has it.
func ofOther(row pipeline.Row, text string) pipeline.Row {
	row = brings(row, text)
	row.ID = "other " + row.ID
	row.Key = pipeline.Hash{0xff, byte(row.Line)}
	return row
}

// current is what has become of the rows of one manifest, such as
// "done yes A fox.", with "ours" in front where the row's text was known.
func current(tb testing.TB, l *sqlite.Ledger, m sqlite.Manifest) (found []string) {
	tb.Helper()
	for o, err := range l.Details(tb.Context(), m.Rows) {
		check(tb, err)
		o.Rules = letThrough
		r, err := o.Result()
		check(tb, err)
		text := fmt.Sprintf("%s %s %s", r.Status, r.Publish, r.AltText)
		if slices.Contains(r.Flags, "ours") {
			text = "ours " + text
		}
		found = append(found, text)
	}
	return found
}

// answers gives every question that waits a text.
func answers(tb testing.TB, l *sqlite.Ledger, text func(pipeline.Item) string) {
	tb.Helper()
	run := begin(tb, l)
	for _, it := range claim(tb, l, pipeline.Pending) {
		it = intend(tb, l, run, it, time.Now())
		a := answer(it)
		a.Caption = text(it)
		record(tb, l, it, it.Answered(a))
	}
}

// nothingAsked fails where a question waits.
func nothingAsked(tb testing.TB, l *sqlite.Ledger) {
	tb.Helper()
	if pending := claim(tb, l, pipeline.Pending); len(pending) != 0 {
		tb.Errorf("%d items are pending, want none", len(pending))
	}
}

// A text that was given here is ours in every manifest that has its picture, and
// what a person said of it is the person's.
func TestReturnedInOtherManifest(t *testing.T) {
	t.Parallel()
	l, _ := answered(t, 6)
	was := details(t, l)
	decide(t, l, pipeline.Approve, "A picture of https://img.example/2.jpg", was[1])
	decide(t, l, pipeline.Edit, "A person's.", was[2])
	decide(t, l, pipeline.Edit, "Not any more.", was[3])
	decide(t, l, pipeline.Undo, "", was[3])
	decide(t, l, pipeline.Approve, "A picture of https://img.example/5.jpg", was[4])
	decide(t, l, pipeline.Reject, "", was[4])
	rows := ledgertest.Rows(6)
	for i, text := range []string{" a  picture of https://img.example/1.jpg", "a picture of https://img.example/2.jpg.", "A  person's.",
		"A picture of https://img.example/4.jpg", "A picture of https://img.example/5.jpg", "Somebody's own."} {
		rows[i] = ofOther(rows[i], text)
	}
	for _, name := range []string{"night", "night", "images"} { // the second time by the rows of the first
		m := fill(t, l, name, rows)
		want := []string{"ours done yes A picture of https://img.example/1.jpg", "kept yes a picture of https://img.example/2.jpg.", "kept yes A  person's.",
			"ours done yes A picture of https://img.example/4.jpg", "ours done yes A picture of https://img.example/5.jpg", "kept yes Somebody's own."}
		if got := current(t, l, m); !slices.Equal(got, want) {
			t.Errorf("in %s the rows are %q, want %q", name, got, want)
		}
		if m.Tally.Kept != 3 || m.Questions != 3 || !slices.Equal(m.Slots, []string{""}) {
			t.Errorf("in %s %d rows are kept and %d questions asked in %q, want 3 and 3 in the only slot", name, m.Tally.Kept, m.Questions, m.Slots)
		}
	}
	nothingAsked(t, l)
}

// What waits for a person waits on, until somebody approves it; what a person
// made of it is not the text that waits, however like it is.
func TestWaitsInOtherManifest(t *testing.T) {
	t.Parallel()
	l := create(t)
	const verbose = "A lighthouse with a red lamp stands on a grey rock in front of a calm green sea, while three small boats with white sails pass by in the evening"
	fill(t, l, "images", []pipeline.Row{ask(1, lighthouse, ledgertest.Alt())})
	answers(t, l, func(pipeline.Item) string { return verbose })
	night := 0
	back := func(text string) string {
		night++
		return current(t, l, fill(t, l, fmt.Sprint("night ", night), []pipeline.Row{ofOther(ask(1, lighthouse, ledgertest.Alt()), text)}))[0]
	}
	if got := back(verbose); got != "ours done review "+verbose {
		t.Errorf("the text that waits is %q", got)
	}
	decide(t, l, pipeline.Edit, verbose+".", details(t, l)[0])
	if got := back(verbose + "."); got != "kept yes "+verbose+"." {
		t.Errorf("a person's is %q", got)
	}
	if got := back(verbose); got != "ours done review "+verbose {
		t.Errorf("what it was made of is %q", got)
	}
	decide(t, l, pipeline.Approve, verbose, details(t, l)[0])
	if got := back(verbose); got != "kept yes "+verbose {
		t.Errorf("the approved text is %q", got)
	}
	nothingAsked(t, l)
}

// The same picture is asked about in different words, on other pages: any of its
// texts is ours, the newest question with the same one goes on, and a row under
// its own name keeps its own.
func TestReturnedFromOtherQuestion(t *testing.T) {
	t.Parallel()
	l := create(t)
	shows(t, l, ask(1, lighthouse, ledgertest.Alt()))
	fill(t, l, "pages", []pipeline.Row{ask(1, lighthouse, colours())})
	answers(t, l, func(pipeline.Item) string { return "A picture of " + lighthouse })
	first, second := details(t, l)[0].Item, details(t, l)[1].Item
	for name, want := range map[string]pipeline.ItemID{"night": second, "images": first} {
		row := ask(1, lighthouse, words("Who?"))
		m := fill(t, l, name, []pipeline.Row{brings(row, "A picture of "+lighthouse)})
		for o, err := range l.Details(t.Context(), m.Rows) {
			check(t, err)
			if o.Item != want || o.State != pipeline.Done {
				t.Errorf("%s goes on with item %d, %s; want %d", name, o.Item, o.State, want)
			}
		}
	}
	nothingAsked(t, l)
}

// Of the questions that gave a text, before one that gave another, that of the newest
// prompt goes on.
func TestReturnedFromNewestPrompt(t *testing.T) {
	t.Parallel()
	l := create(t)
	texts := []string{"A tower.", "A tower.", "A pier."}
	for i, text := range texts {
		fill(t, l, fmt.Sprint("page ", i), []pipeline.Row{ask(1, lighthouse, words(fmt.Sprint("Page ", i)))})
		answers(t, l, func(pipeline.Item) string { return text })
	}
	m := fill(t, l, "night", []pipeline.Row{brings(ask(1, lighthouse, words("Who?")), "A tower.")})
	for o, err := range l.Details(t.Context(), m.Rows) {
		check(t, err)
		if o.Item != 2 {
			t.Errorf("the row goes on with item %d, want 2", o.Item)
		}
	}
}

// A text comes back to the slot for which it was given, where the manifest has
// it.
func TestReturnedToSlot(t *testing.T) {
	t.Parallel()
	de := words("Was?")
	for name, c := range map[string]struct {
		beside pipeline.Row
		slots  []string
		slot   string
	}{
		"it is there": {slotted(2, fish, ledgertest.Alt(), de), []string{"en", "de"}, "de"},
		"it is not":   {slotted(2, fish, ledgertest.Alt()), []string{"en", ""}, ""},
		"none is":     {brings(ask(2, fish, de), "Somebody's own."), []string{""}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := create(t)
			fill(t, l, "images", []pipeline.Row{slotted(1, lighthouse, ledgertest.Alt(), de)})
			answers(t, l, func(it pipeline.Item) string { return "Answer " + it.Prompt.Params })
			m := fill(t, l, "night", []pipeline.Row{ofOther(ask(1, lighthouse, de), "Answer "+de.Params), c.beside})
			if !slices.Equal(m.Slots, c.slots) {
				t.Errorf("the slots are %q, want %q", m.Slots, c.slots)
			}
			for o, err := range l.Details(t.Context(), m.Rows) {
				check(t, err)
				if o.Place.Line == 1 && (o.Slot != c.slot || o.State != pipeline.Done) {
					t.Errorf("the text is in slot %q, %s; want %q", o.Slot, o.State, c.slot)
				}
			}
		})
	}
}

// What is no answer yet, has no picture, or was said of another one, is the
// manifest's own.
func TestKeptInOtherManifest(t *testing.T) {
	t.Parallel()
	l, _ := answered(t, 1)
	text := "A picture of https://img.example/1.jpg"
	fill(t, l, "more", []pipeline.Row{ask(1, fish, ledgertest.Alt())})
	unknown := ofOther(ledgertest.Rows(1)[0], text)
	unknown.Pictures = pipeline.Hash{}
	none := ofOther(ask(4, "https://img.example/1.jpg", ledgertest.Alt()), "")
	m := fill(t, l, "night", []pipeline.Row{unknown, ofOther(ask(2, lighthouse, ledgertest.Alt()), text), ofOther(ask(3, fish, ledgertest.Alt()), "A picture of "+fish), none})
	if m.Tally.Kept != 4 || m.Questions != 0 {
		t.Errorf("%d rows are kept and %d questions asked, want all 4 kept", m.Tally.Kept, m.Questions)
	}
}

// Of one picture that stands in every row, and was asked about for each, every
// text is known.
func TestReturnedOfOnePicture(t *testing.T) {
	t.Parallel()
	const n = 3000
	l := create(t)
	rows, back := make([]pipeline.Row, n), make([]pipeline.Row, n)
	for i := range n {
		rows[i] = ask(i+1, lighthouse, words(fmt.Sprint("Page ", i)))
		back[i] = brings(ask(i+1, lighthouse, words("Which?")), "Answer "+fmt.Sprint(i))
	}
	fill(t, l, "images", rows)
	execute(t, l.Name(), `INSERT INTO runs (id, purse, owner, version, provider, started_at) VALUES (1, 1, 'x', 'v0', 'suite', 1);
		INSERT INTO predictions (id, item, run, owner, prompt, images, extras, base_url, state, reserved, intended_at, caption)
		  SELECT id, id, 1, 'x', prompt, '[]', '{}', '', 'done', 5, 1000, 'Answer ' || (id - 1) FROM items;
		UPDATE items SET state = 'done', prediction = id`)
	m := fill(t, l, "night", back)
	if m.Tally.Kept != 0 || m.Questions != n {
		t.Errorf("%d rows are kept and %d questions asked, want none and %d", m.Tally.Kept, m.Questions, n)
	}
}

// A question that waits hides no answer to an older one.
func TestReturnedBesideOpenQuestion(t *testing.T) {
	t.Parallel()
	l, _ := answered(t, 1)
	fill(t, l, "more", []pipeline.Row{ask(1, "https://img.example/1.jpg", colours())})
	m := fill(t, l, "night", []pipeline.Row{ofOther(ledgertest.Rows(1)[0], "A picture of https://img.example/1.jpg")})
	if m.Tally.Kept != 0 || m.Questions != 1 {
		t.Errorf("%d rows are kept and %d questions asked, want none and 1", m.Tally.Kept, m.Questions)
	}
}
