package sqlite_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// TestReadingChanged changes a manifest in every way, small and large: whatever
// was asked before keeps its item, and what is new comes in the manifest's order.
func TestReadingChanged(t *testing.T) {
	t.Parallel()
	const n = 12_000
	pictures := make([]string, n)
	for i := range pictures {
		pictures[i] = fmt.Sprintf("p%d", i)
	}
	several := func(from, to int) (some []string) {
		for i := from; i < to; i++ {
			some = append(some, fmt.Sprintf("new%d", i))
		}
		return some
	}
	tests := map[string][]string{
		"the same":       pictures,
		"appended":       slices.Concat(pictures, several(0, 5)),
		"a few in front": slices.Concat(several(0, 50), pictures),
		"many in front":  slices.Concat(several(0, 9_000), pictures),
		"some taken out": slices.Concat(pictures[:100], pictures[2_000:]),
		"the end first":  slices.Concat(pictures[n/2:], pictures[:n/2]),
		"repeated":       slices.Concat(pictures[:10], pictures[:10], pictures, pictures[n-3:], several(0, 2), several(0, 2)),
		"something else": several(0, 10),
		"nothing":        nil,
	}
	for name, now := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := create(t)
			fill(t, l, "images", asking(pictures))
			before := itemsOf(t, l, "images")
			m := fill(t, l, "images", asking(now))
			readAgain(t, l, m, before, now)
		})
	}
}

func asking(pictures []string) []pipeline.Row {
	rows := make([]pipeline.Row, len(pictures))
	for i, p := range pictures {
		rows[i] = ask(i+1, p, ledgertest.Alt())
	}
	return rows
}

// itemsOf gives the item of every picture that a manifest asks about.
func itemsOf(t *testing.T, l *sqlite.Ledger, manifest string) map[string]pipeline.ItemID {
	t.Helper()
	m, _, err := l.Manifest(t.Context(), manifest)
	check(t, err)
	items, err := l.Claim(t.Context(), pipeline.Page{State: pipeline.Pending, Work: pipeline.Work{m.Rows}, Size: 1 << 20})
	check(t, err)
	of := map[string]pipeline.ItemID{}
	for _, it := range items {
		of[it.Images[0]] = it.ID
	}
	return of
}

func readAgain(t *testing.T, l *sqlite.Ledger, m sqlite.Manifest, before map[string]pipeline.ItemID, now []string) {
	t.Helper()
	after := itemsOf(t, l, "images")
	different, last := map[string]bool{}, pipeline.ItemID(0)
	for _, row := range asking(now) {
		picture := row.Asks[0].Pictures[0]
		item := after[imageOf(t, row)]
		switch was, known := before[imageOf(t, row)]; {
		case known && item != was, item == 0:
			t.Fatalf("%s is item %d, and was %d", picture, item, was)
		case !known && !different[picture] && item <= last:
			t.Fatalf("%s is item %d, which does not come after %d", picture, item, last)
		case !known:
			last = max(last, item)
		}
		different[picture] = true
	}
	if m.Questions != int64(len(different)) || len(after) != len(different) {
		t.Errorf("%d questions are counted and %d claimed, want %d", m.Questions, len(after), len(different))
	}
	if s, err := l.Status(t.Context(), pipeline.Work{m.Rows}); err != nil || s.RowStatus[pipeline.RowPending] != int64(len(now)) {
		t.Errorf("%v, %v; want %d pending", s.RowStatus, err, len(now))
	}
}

func imageOf(t *testing.T, row pipeline.Row) string {
	t.Helper()
	images, err := pipeline.ParseStrings(string(row.Images), nil)
	check(t, err)
	return images[0]
}
