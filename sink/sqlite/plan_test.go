package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

// TestPlans holds the statements of every item to what an index or a row's
// number finds: one that scans is fine with a thousand rows and takes weeks
// with ten million.
func TestPlans(t *testing.T) {
	t.Parallel()
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "captions.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	page := pipeline.Page{State: pipeline.Pending, Work: pipeline.Work{{First: 1, Last: 100}, {First: 500, Last: 600}}}
	queries := map[string]string{"claim": claimQuery(page), "outcomes": outcomesSQL, "kept": keptSQL, "sent": sentSQL, "seen": seenSQL, "known twin": knownTwinSQL,
		"unbilled": unbilledSQL, "bill": billSQL}
	for i, text := range texts {
		queries[fmt.Sprintf("statement %d", i)] = text
	}
	for name, q := range queries {
		for _, step := range plan(t, l, q) {
			if strings.Contains(step, "SCAN") || strings.Contains(step, "TEMP B-TREE") {
				t.Errorf("%s: %s\n%s", name, step, q)
			}
		}
	}
	claim := strings.Join(plan(t, l, queries["claim"]), "\n")
	if unsettled := strings.Join(plan(t, l, unbilledSQL), "\n"); !strings.Contains(unsettled, "predictions_unsettled") {
		t.Errorf("bills are looked for among those that are settled:\n%s", unsettled)
	}
	if !strings.Contains(claim, "items_undone") {
		t.Errorf("claim walks over what is done:\n%s", claim)
	}
}

// plan is how SQLite would go about a statement; nothing for those that only
// steer transactions.
func plan(t *testing.T, l *Ledger, query string) (steps []string) {
	t.Helper()
	conn, err := l.writer.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var args []any
	err = conn.Raw(func(c any) error {
		stmt, err := c.(driver.ConnPrepareContext).PrepareContext(context.Background(), query)
		if err != nil {
			return err
		}
		args = make([]any, stmt.NumInput())
		return stmt.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := conn.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	return steps
}
