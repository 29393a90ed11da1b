package sqlite

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/captionmill/captionmill/pipeline"
)

// A ledger may hold millions of questions that wait for another manifest, or that
// nobody asks any more since a prompt was changed. The items of one reading lie
// between two numbers, which are kept with it: whoever looks for what its rows still
// ask begins at the first and ends at the last.
const (
	// keepSpanSQL takes the place of the one of a reading without rows.
	keepSpanSQL = `
INSERT OR REPLACE INTO spans SELECT ?1, ?2, min(item), max(item) FROM answers WHERE row BETWEEN ?1 AND ?2`
	// edgeSQL is one of the two over some readings, or a number that leaves nothing
	// out where they are not all known. It is NULL where their rows ask nothing.
	edgeSQL = `(SELECT iif(count(*) = %d, %s, %s) FROM spans WHERE (first_row, last_row) IN (VALUES %s))`
)

// among is the condition that an item is not done and may be asked by wanted rows.
// With its state named besides, SQLite finds it by the index of what is not done.
func among(work pipeline.Work) string { return undone + " AND " + spanned("0", work) }

// spanned is the condition that an item has a number from the given one on, and is
// not beyond those that wanted rows may ask.
func spanned(from string, work pipeline.Work) string {
	readings := slices.DeleteFunc(slices.Clone(work), func(r pipeline.Range) bool { return r.First > r.Last })
	slices.SortFunc(readings, func(a, b pipeline.Range) int { return cmp.Compare(a.First, b.First) })
	readings = slices.Compact(readings)
	ends := []string{"(NULL, NULL)"}
	for _, r := range readings {
		ends = append(ends, fmt.Sprintf("(%d, %d)", r.First, r.Last))
	}
	list := strings.Join(ends, ", ")
	first := fmt.Sprintf(edgeSQL, len(readings), "min(first_item)", "0", list)
	last := fmt.Sprintf(edgeSQL, len(readings), "max(last_item)", "9223372036854775807", list)
	return fmt.Sprintf("i.id BETWEEN max(%s, %s) AND %s", from, first, last)
}
