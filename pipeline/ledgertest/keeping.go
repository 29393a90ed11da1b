package ledgertest

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

func outlives(t *testing.T, open opener) {
	b := setUp(t, open, len(pipeline.States)+2)
	b.caps = pipeline.Caps{Run: 6 * cost, Submissions: 6}
	var before []still
	for i, it := range b.claim(pipeline.Pending)[:len(pipeline.States)] {
		b.bring(it, pipeline.States[i])
	}
	for _, s := range pipeline.States {
		before = append(before, b.still(b.claim(s)[0].ID))
	}
	b.Ledger = b.Reopen(t)
	for _, s := range before {
		b.unchanged(s)
	}
	b.reserved(4) // a failed item was rejected, and given back
	b.room(2)
}

func holds(t *testing.T, open opener) {
	b := setUp(t, open, 3)
	for i, it := range b.claim(pipeline.Pending) {
		if it = b.bring(it, pipeline.Done); i < 2 {
			b.hold(pipeline.Hold{Item: it.ID, Code: "redundant"})
		}
	}
	b.Ledger = b.Reopen(t)
	b.held("redundant", "redundant", "")
	all := b.outcomes()
	b.hold(pipeline.Hold{Item: all[0].Item}, pipeline.Hold{Item: all[1].Item, Code: "duplicate"}, pipeline.Hold{Item: all[2].Item})
	b.held("", "duplicate", "")
}

func holdsApart(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	it := b.bring(b.one(), pipeline.Done)
	if err := b.Hold(b.t.Context(), 7, []pipeline.Hold{{Item: it.ID, Code: "redundant"}}); err != nil {
		t.Fatal(err)
	}
	b.held("")
	b.hold(pipeline.Hold{Item: it.ID}) // by the rows' own manifest
	row := Rows(1)[0]
	row.Fate, row.Pictures, row.Alt, row.Asks = pipeline.RowKept, row.Asks[0].Seen(), b.outcomes()[0].Caption, nil
	b.rows = b.Fill(t, "rows", []pipeline.Row{row})
	b.held("redundant")
}

// hold notes what waits for a person.
func (b *fixture) hold(holds ...pipeline.Hold) {
	b.t.Helper()
	if err := b.Hold(b.t.Context(), 1, holds); err != nil {
		b.t.Fatal(err)
	}
}

// held fails unless the rows' texts are held by these codes.
func (b *fixture) held(codes ...string) {
	b.t.Helper()
	for i, o := range b.outcomes() {
		if o.Held != codes[i] {
			b.t.Errorf("row %d is held by %q, want %q", i+1, o.Held, codes[i])
		}
	}
}
