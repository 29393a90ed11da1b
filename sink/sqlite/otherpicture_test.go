package sqlite_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// The addresses of two pictures.
const lighthouse, fish = "https://img.example/lighthouse.jpg", "https://img.example/fish.jpg"

// shows makes the current rows of a manifest show some pictures, all under the
// keys of the first ones, and answers what has to be asked about them.
func shows(tb testing.TB, l *sqlite.Ledger, rows ...pipeline.Row) (asked int) {
	tb.Helper()
	fill(tb, l, "images", rows)
	run, pending := begin(tb, l), claim(tb, l, pipeline.Pending)
	for _, it := range pending {
		caption(tb, l, run, it)
	}
	return len(pending)
}

// same compares what may be published of each row.
func same(tb testing.TB, l *sqlite.Ledger, when string, want ...string) {
	tb.Helper()
	if got := texts(tb, l); !slices.Equal(got, want) {
		tb.Errorf("%s the texts are %q, want %q", when, got, want)
	}
}

// What was decided about one picture is not said of another under the same id,
// and stands again, with nothing asked, when the first one comes back.
func TestDecisionIsAboutPictures(t *testing.T) {
	t.Parallel()
	for verdict, want := range map[pipeline.Verdict]string{
		pipeline.Approve: "yes A lighthouse.", pipeline.Edit: "yes A lighthouse.", pipeline.Ornament: "decorative ", pipeline.Reject: "no ",
	} {
		t.Run(string(verdict), func(t *testing.T) {
			t.Parallel()
			l := create(t)
			shows(t, l, ask(1, lighthouse, ledgertest.Alt()))
			text := ""
			if verdict == pipeline.Approve || verdict == pipeline.Edit {
				text = "A lighthouse."
			}
			decide(t, l, verdict, text, details(t, l)...)
			same(t, l, "first", want)
			if n := shows(t, l, ask(1, fish, ledgertest.Alt())); n != 1 {
				t.Errorf("%d questions were asked about the other picture, want 1", n)
			}
			same(t, l, "of the other picture", "review A picture of "+fish)
			if n := shows(t, l, ask(1, lighthouse, ledgertest.Alt())); n != 0 {
				t.Errorf("%d questions were asked about the first picture again", n)
			}
			same(t, l, "in the end", want)
		})
	}
}

// Each picture has the last decision about itself; to take one back takes back
// what was decided about all.
func TestDecisionsByPicture(t *testing.T) {
	t.Parallel()
	l := create(t)
	for _, picture := range []string{lighthouse, fish} {
		shows(t, l, ask(1, picture, ledgertest.Alt()))
		decide(t, l, pipeline.Edit, "Not yet "+picture+".", details(t, l)...)
		decide(t, l, pipeline.Edit, "Now "+picture+".", details(t, l)...)
	}
	same(t, l, "of the second picture", "yes Now "+fish+".")
	for _, prompt := range []*pipeline.Prompt{ledgertest.Alt(), colours()} {
		if n := shows(t, l, ask(1, lighthouse, prompt)); n != 0 {
			t.Errorf("%d questions were asked about a row that is decided", n)
		}
		same(t, l, "of the first picture", "yes Now "+lighthouse+".")
	}
	decide(t, l, pipeline.Undo, "", details(t, l)...)
	same(t, l, "of what was taken back", "yes A picture of "+lighthouse)
	shows(t, l, ask(1, fish, ledgertest.Alt()))
	same(t, l, "of the other one", "yes A picture of "+fish)
}

// Each question of a row keeps to its pictures.
func TestSlotsOfOtherPictures(t *testing.T) {
	t.Parallel()
	l := create(t)
	shows(t, l, slotted(1, lighthouse, ledgertest.Alt(), colours()))
	row := details(t, l)[0]
	first, other := row, row.Others[0]
	other.Place = row.Place
	decide(t, l, pipeline.Edit, "A person's.", first, other)
	if n := shows(t, l, slotted(1, fish, ledgertest.Alt(), colours())); n != 2 {
		t.Errorf("%d questions were asked about the other picture, want both", n)
	}
	r, err := (&details(t, l)[0]).Result()
	check(t, err)
	for _, a := range r.Answers {
		if a.Publish != pipeline.PublishReview && a.Publish != pipeline.PublishNo || a.AltText == "A person's." {
			t.Errorf("slot %s: publish %s, %q", a.Slot, a.Publish, a.AltText)
		}
	}
	if n := shows(t, l, slotted(1, lighthouse, words("What is it?"), words("Why?"))); n != 0 {
		t.Errorf("%d questions were asked about a row that is decided", n)
	}
}

// Rows that share an id and show different pictures are decided one by one.
func TestSharedIDs(t *testing.T) {
	t.Parallel()
	l := create(t)
	second := ask(1, fish, ledgertest.Alt())
	second.Line = 2
	shows(t, l, ask(1, lighthouse, ledgertest.Alt()), second)
	decide(t, l, pipeline.Edit, "A person's a.", details(t, l)[0])
	same(t, l, "one by one", "yes A person's a.", "review A picture of "+fish)
	decide(t, l, pipeline.Edit, "A person's b.", details(t, l)[1])
	same(t, l, "both", "yes A person's a.", "yes A person's b.")
}

// A text of ours that comes back beside another picture is the manifest's own.
func TestReturnedBesideOtherPicture(t *testing.T) {
	t.Parallel()
	for _, decided := range []bool{false, true} {
		t.Run(fmt.Sprint(decided), func(t *testing.T) {
			t.Parallel()
			l := create(t)
			shows(t, l, ask(1, lighthouse, ledgertest.Alt()))
			text := "A picture of " + lighthouse
			if decided {
				text = "A person's."
				decide(t, l, pipeline.Edit, text, details(t, l)...)
			}
			if m := fill(t, l, "images", []pipeline.Row{brings(ask(1, fish, ledgertest.Alt()), text)}); m.Tally.Kept != 1 {
				t.Errorf("%+v, want the row kept", m.Tally)
			}
			if o := outcomes(t, l)[0]; o.Fate != pipeline.RowKept || o.State != "" {
				t.Errorf("the row is %s, its question %s", o.Fate, o.State)
			}
		})
	}
}

// What a person wrote about a picture that the row has no more is none of ours
// when it comes back beside the one that took its place.
func TestReturnedFromOtherPicture(t *testing.T) {
	t.Parallel()
	l := create(t)
	shows(t, l, ask(1, lighthouse, ledgertest.Alt()))
	decide(t, l, pipeline.Edit, "A person's.", details(t, l)...)
	shows(t, l, ask(1, fish, ledgertest.Alt()))
	if m := fill(t, l, "images", []pipeline.Row{brings(ask(1, fish, ledgertest.Alt()), "A person's.")}); m.Tally.Kept != 1 {
		t.Errorf("%+v, want the row kept", m.Tally)
	}
}

// A text that a person wrote for a row which asked nothing is about its picture
// too, and where nobody knew one, about the first.
func TestTextOfOtherPicture(t *testing.T) {
	t.Parallel()
	unknown := brings(ask(1, lighthouse, ledgertest.Alt()), "Somebody's own.")
	unknown.Pictures, unknown.Fate, unknown.Reason = pipeline.Hash{}, pipeline.RowSkipped, "no_image"
	for name, row := range map[string]pipeline.Row{"kept": brings(ask(1, lighthouse, ledgertest.Alt()), "Somebody's own."), "unknown": unknown} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := create(t)
			shows(t, l, row)
			decide(t, l, pipeline.Edit, "A person's.", details(t, l)...)
			same(t, l, "at once", "yes A person's.")
			for range 2 {
				if n := shows(t, l, ask(1, lighthouse, ledgertest.Alt())); n != 0 {
					t.Errorf("%d questions were asked about a row that is decided", n)
				}
				same(t, l, "of the picture", "yes A person's.")
				if n := number(t, l.Name(), `SELECT count(*) FROM decisions WHERE pictures IS NULL`); n != 0 {
					t.Errorf("%d decisions are about any picture", n)
				}
			}
			if n := shows(t, l, ask(1, fish, ledgertest.Alt())); n != 1 {
				t.Errorf("%d questions were asked about the other picture, want 1", n)
			}
			same(t, l, "of the other picture", "review A picture of "+fish)
			shows(t, l, brings(ask(1, fish, ledgertest.Alt()), "Somebody's own."))
			same(t, l, "of the other picture, kept", "review Somebody's own.")
		})
	}
}

// A decision about a picture without a name, which was asked about, is about the
// item's; a prediction knows its own.
func TestShown(t *testing.T) {
	t.Parallel()
	l := create(t)
	shows(t, l, ask(1, lighthouse, ledgertest.Alt()))
	o := details(t, l)[0]
	want := (&pipeline.Ask{Pictures: []string{lighthouse}}).Seen()
	if got, err := l.Shown(t.Context(), o.Prediction); err != nil || got != want || o.Place.Pictures != want {
		t.Errorf("shown were %x, %v, the row has %x; want %x", got, err, o.Place.Pictures, want)
	}
	if got, err := l.Shown(t.Context(), 1000); err != nil || got != (pipeline.Hash{}) {
		t.Errorf("a prediction that is not there has shown %x, %v", got, err)
	}
	o.Place.Pictures = pipeline.Hash{}
	decide(t, l, pipeline.Edit, "A person's.", o)
	if d := details(t, l)[0].Decision; d.Pictures != want {
		t.Errorf("the decision is about %x, want %x", d.Pictures, want)
	}
}
