package sqlite_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
)

// What a manifest brings after a person has decided is newer, if the row did not
// have it before, and a person can have written it; it stands even when it goes
// again.
func TestNewerWords(t *testing.T) {
	t.Parallel()
	l, _ := answered(t, 9)
	was := details(t, l)
	decide(t, l, pipeline.Ornament, "", was[0], was[3], was[4])
	decide(t, l, pipeline.Edit, "Edited.", was[1], was[5], was[7], was[8])
	decide(t, l, pipeline.Reject, "", was[2])
	brought := kept("Newer than decorative.", "Newer than edited.", "Newer than rejected.", "IMG_0001.jpg", "", " Edited. ", "Never decided.", "A picture of https://img.example/8.jpg", "")
	rows := ledgertest.Rows(9)
	rows[8] = otherPicture(rows[8], "Of another picture.")
	brought[8] = rows[8]
	want := []string{"yes Newer than decorative.", "yes Newer than edited.", "review Newer than rejected.", "decorative ", "decorative ", "yes Edited.", "yes Never decided.", "yes Edited.",
		"review Of another picture."}
	for round := range 2 {
		fill(t, l, "images", brought)
		if got := texts(t, l); !slices.Equal(got, want) {
			t.Errorf("round %d: the texts are %q, want %q", round, got, want)
		}
	}
	if n := number(t, l.Name(), `SELECT count(*) FROM decisions WHERE decided_by = 'manifest'`); n != 2 {
		t.Errorf("%d newer words are on record, want 2", n)
	}
	fill(t, l, "images", ledgertest.Rows(9))
	if got := texts(t, l)[:2]; !slices.Equal(got, want[:2]) {
		t.Errorf("when they are gone again the texts are %q, want %q", got, want[:2])
	}
}

// otherPicture makes a row of a text beside a picture that nobody has seen.
func otherPicture(row pipeline.Row, text string) pipeline.Row {
	row.Asks[0].Pictures = []string{"https://img.example/other.jpg"}
	return brings(row, text)
}

// What a row had already when a person decided is no newer word.
func TestOlderWords(t *testing.T) {
	t.Parallel()
	l := create(t)
	rows := kept("A fish.")
	rows[0].Cells = []byte(`["row-1","A fish.","Nearby a fish."]`)
	fill(t, l, "images", rows)
	decide(t, l, pipeline.Edit, "A pike.", details(t, l)[0])
	for _, c := range []struct{ text, want string }{
		{"A fish.", "yes A pike."}, {"Nearby a fish.", "yes A pike."}, {"A shark.", "yes A shark."}, {"A shark.", "yes A shark."}, {"A fish.", "yes A fish."},
	} {
		rows[0].Alt = c.text
		fill(t, l, "images", rows)
		if got := texts(t, l); got[0] != c.want {
			t.Errorf("with %q the text is %q, want %q", c.text, got[0], c.want)
		}
		rows[0].Cells = []byte(`["row-1","` + c.text + `"]`)
	}
}

// Rows with one id have decisions of their own, by their pictures, and so have
// their newer words; of two texts beside the same picture neither is the newer.
func TestNewerWordsOfEqualIDs(t *testing.T) {
	t.Parallel()
	l := create(t)
	rows := []pipeline.Row{ask(1, "a", ledgertest.Alt()), ask(2, "b", ledgertest.Alt()), ask(3, "c", ledgertest.Alt()), ask(4, "c", ledgertest.Alt())}
	for i := range rows {
		rows[i].Key = pipeline.Hash{1}
	}
	fill(t, l, "images", rows)
	answers(t, l, func(pipeline.Item) string { return "A text." })
	for _, o := range details(t, l)[:3] {
		decide(t, l, pipeline.Edit, "Edited.", o)
	}
	for i, text := range []string{"Newer of a.", "Newer of b.", "One of c.", "Another of c."} {
		rows[i] = brings(rows[i], text)
	}
	fill(t, l, "images", rows)
	if got, want := texts(t, l), []string{"yes Newer of a.", "yes Newer of b.", "yes Edited.", "yes Edited."}; !slices.Equal(got, want) {
		t.Errorf("the texts are %q, want %q", got, want)
	}
}

// Cells that SQLite cannot read, as those of a row that is nested deeply, tell
// nothing of what the row had; and a person's newer word, taken back, is the
// manifest's own text again.
func TestNewerWordsOfDeepRows(t *testing.T) {
	t.Parallel()
	l := create(t)
	rows := ledgertest.Rows(1)
	rows[0].Cells = []byte(`{"x":` + strings.Repeat("[", 1500) + strings.Repeat("]", 1500) + `}`)
	fill(t, l, "images", rows)
	answers(t, l, func(pipeline.Item) string { return "A text." })
	decide(t, l, pipeline.Edit, "Edited.", details(t, l)[0])
	rows[0] = brings(rows[0], "Newer.")
	fill(t, l, "images", rows)
	if got := texts(t, l); got[0] != "yes Newer." {
		t.Errorf("the text is %q", got)
	}
}

func TestNewerWordsTakenBack(t *testing.T) {
	t.Parallel()
	l, _ := answered(t, 1)
	decide(t, l, pipeline.Edit, "Edited.", details(t, l)[0])
	rows := kept("Newer.")
	rows[0].Cells = []byte(`["row-1","Newer."]`)
	fill(t, l, "images", rows)
	decide(t, l, pipeline.Undo, "", details(t, l)[0])
	if got := texts(t, l); got[0] != "yes Newer." {
		t.Errorf("the text is %q", got)
	}
}
