package sqlite_test

import (
	"reflect"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// moment is what everyone else sees of a ledger.
type moment struct {
	manifests []sqlite.Manifest
	outcomes  []pipeline.Outcome
	pending   []pipeline.Item
	status    sqlite.Status
}

func snapshot(tb testing.TB, l *sqlite.Ledger) moment {
	tb.Helper()
	manifests, err := l.Manifests(tb.Context())
	check(tb, err)
	return moment{manifests, outcomes(tb, l), claim(tb, l, pipeline.Pending), status(tb, l)}
}

// compare fails when anything has changed since.
func (m moment) compare(tb testing.TB, l *sqlite.Ledger) {
	tb.Helper()
	if now := snapshot(tb, l); !reflect.DeepEqual(m, now) {
		tb.Errorf("the ledger shows something else:\nbefore %+v\nnow    %+v", m, now)
	}
}

func TestReadingIsCurrentWhenAdopted(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(3))
	old := snapshot(t, l)
	r := link(t, l, "images", []pipeline.Row{ask(1, "new", colours())})
	old.compare(t, l)
	other := link(t, l, "more images", ledgertest.Rows(2))
	old.compare(t, l)
	check(t, l.Adopt(t.Context(), r, other))
	if s := status(t, l); s.Rows != 3 || s.Items[pipeline.Pending] != 3 {
		t.Errorf("%d rows, %d pending; want 3 and 3", s.Rows, s.Items[pipeline.Pending])
	}
	if n := number(t, l.Name(), `SELECT (SELECT count(*) FROM rows) + (SELECT count(*) FROM answers)`); n != 6 {
		t.Errorf("%d rows and answers in the file, want 6: the old ones should be gone", n)
	}
	m, found, err := l.Manifest(t.Context(), "images")
	check(t, err)
	if !found || m.Tally.Rows != 1 || !reflect.DeepEqual(m, r.Manifest) {
		t.Errorf("the manifest is %+v, want %+v", m, r.Manifest)
	}
}

func TestManifestUnknown(t *testing.T) {
	t.Parallel()
	l := create(t)
	for _, name := range []string{"images", "begun", "cut off"} {
		switch name {
		case "begun":
			check(t, add(t, l, name, ledgertest.Rows(2)).Discard(t.Context()))
		case "cut off":
			link(t, l, name, ledgertest.Rows(2))
		}
		m, found, err := l.Manifest(t.Context(), name)
		check(t, err)
		if found || m.ID != 0 || m.Tally.Rows != 0 || m.Rows.First <= m.Rows.Last {
			t.Errorf("a manifest that nobody has read to its end: %v, %+v", found, m)
		}
	}
}

func TestManifestWithoutRows(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", nil)
	m, found, err := l.Manifest(t.Context(), "images")
	check(t, err)
	if !found || m.Tally.Rows != 0 {
		t.Errorf("a list without rows: %v, %+v", found, m)
	}
}

func TestReadingDiscarded(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(3))
	old := snapshot(t, l)
	for name, rows := range map[string]int{"small": 10, "in several transactions": 20_100} {
		r := add(t, l, "images", ledgertest.Rows(rows))
		check(t, r.Discard(t.Context()))
		check(t, r.Discard(t.Context())) // twice is fine
		old.compare(t, l)
		if n := number(t, l.Name(), `SELECT count(*) FROM rows`); n != 3 {
			t.Errorf("%s: %d rows are left in the file, want 3", name, n)
		}
	}
	fill(t, l, "images", ledgertest.Rows(4))
}

// A linked reading waits to be adopted; one that is discarded after it must
// not take its rows along.
func TestReadingDiscardedBesideAnother(t *testing.T) {
	t.Parallel()
	l := create(t)
	first := link(t, l, "images", ledgertest.Rows(3))
	second := add(t, l, "more images", ledgertest.Rows(2))
	check(t, second.Discard(t.Context()))
	check(t, l.Adopt(t.Context(), first))
	if n := len(outcomes(t, l)); n != 3 {
		t.Errorf("%d rows came out, want 3", n)
	}
}

func TestReadingLinkedAndForgotten(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(3))
	old := snapshot(t, l)
	link(t, l, "images", []pipeline.Row{ask(1, "new", colours())})
	l = reopen(t, l)
	check(t, l.Tidy(t.Context()))
	old.compare(t, l)
	if n := number(t, l.Name(), `SELECT count(*) FROM answers`); n != 3 {
		t.Errorf("%d answers are left in the file, want 3", n)
	}
}

func TestReadingAgain(t *testing.T) {
	t.Parallel()
	three := func() []pipeline.Row {
		return []pipeline.Row{ask(1, "a", ledgertest.Alt()), ask(2, "b", ledgertest.Alt()), ask(3, "c", ledgertest.Alt())}
	}
	for name, c := range map[string]struct {
		again   func() []pipeline.Row
		pending int64
	}{
		"unchanged":   {three, 0},
		"moved lines": {func() []pipeline.Row { r := three(); r[0].Line, r[2].Line = 7, 9; r[0], r[2] = r[2], r[0]; return r }, 0},
		"renamed ids": {func() []pipeline.Row { r := three(); r[1].ID, r[1].Key = "other", pipeline.Hash{99}; return r }, 0},
		"one changed": {func() []pipeline.Row { r := three(); r[1] = ask(2, "d", ledgertest.Alt()); return r }, 1},
		"one more": {func() []pipeline.Row {
			return append(three(), ask(4, "d", ledgertest.Alt()), ask(5, "d", ledgertest.Alt()))
		}, 1},
		"one less":  {func() []pipeline.Row { return three()[:2] }, 0},
		"none left": {func() []pipeline.Row { return nil }, 0},
		"the label": {func() []pipeline.Row { r := three(); r[0].Asks[0].Prompt.Label = "new name"; return r }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := create(t)
			fill(t, l, "images", three())
			run := begin(t, l)
			for _, it := range claim(t, l, pipeline.Pending) {
				caption(t, l, run, it)
			}
			rows := c.again()
			fill(t, l, "images", rows)
			s := status(t, l)
			if s.Rows != int64(len(rows)) || s.Items[pipeline.Pending] != c.pending {
				t.Errorf("%d rows with %d pending; want %d with %d", s.Rows, s.Items[pipeline.Pending], len(rows), c.pending)
			}
			for _, o := range outcomes(t, l) {
				if o.State == pipeline.Done && o.Caption != "A picture of "+o.Images[0] {
					t.Errorf("%s has the text %q", o.Images[0], o.Caption)
				}
			}
			check(t, l.Tidy(t.Context()))
			fill(t, l, "images", three()) // and back again, for nothing
			if s := status(t, l); s.Items[pipeline.Done] != 3 || s.Reserved != 3*cost {
				t.Errorf("back again: %d done for %s", s.Items[pipeline.Done], s.Reserved)
			}
		})
	}
}

func TestRepeatedIDs(t *testing.T) {
	t.Parallel()
	l := create(t)
	rows := ledgertest.Rows(5)
	rows[3].ID, rows[3].Key = rows[0].ID, rows[0].Key
	if m := fill(t, l, "images", rows); m.Tally.RepeatedIDs != 1 {
		t.Errorf("%d rows repeat an id, want 1", m.Tally.RepeatedIDs)
	}
	for i := range rows {
		rows[i].ID, rows[i].Key = "", pipeline.Hash{1}
	}
	if m := fill(t, l, "images", rows); m.Tally.RepeatedIDs != 0 {
		t.Errorf("%d rows without ids repeat an id", m.Tally.RepeatedIDs)
	}
}

// TestAddTakesACopy uses one row again and again, as a caller may.
func TestAddTakesACopy(t *testing.T) {
	t.Parallel()
	l := create(t)
	r, err := l.Read(t.Context(), sqlite.Manifest{Name: "images"})
	check(t, err)
	var row pipeline.Row
	for i := range 100 {
		row = ask(i+1, string(rune('a'+i%26)), ledgertest.Alt())
		row.ID, row.Key = string(rune('a'+i%26)), pipeline.Hash{byte(i % 26)}
		check(t, r.Add(t.Context(), &row))
	}
	check(t, r.Link(t.Context(), "csv", nil))
	check(t, l.Adopt(t.Context(), r))
	if n := number(t, l.Name(), `SELECT count(DISTINCT key) FROM rows`); n != 26 || r.Tally.RepeatedIDs != 74 {
		t.Errorf("%d different keys and %d repeated ids, want 26 and 74", n, r.Tally.RepeatedIDs)
	}
}
