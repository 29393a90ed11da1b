package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

// growing are the tables that have a row for every row of a manifest, or more.
var growing = []string{"rows", "answers", "items", "asked", "predictions", "pictures", "sightings", "twins", "prompts", "held", "remotes"}

// walks are the statements that may walk a table that grows, or sort what they
// found, by the constant or the function in which they stand. No run executes
// one of them for every item.
var walks = map[string]string{
	"probe":            "one row, whichever it is",
	"anyAnswerSQL":     "one prediction, whichever it is",
	"begin":            "the last prediction",
	"promptID":         "looks for references to a number that changes, and none does",
	"Provider":         "one prompt, whichever it is",
	"fatedSQL":         "counts rows that ask nothing, and none of the others",
	"undoneSQL":        "counts what is not done",
	"undoneRowsSQL":    "counts what is not done, by row",
	"failedSinceSQL":   "counts rows that have failed, each once",
	"countByPrompt":    "counts what is pending, by prompt",
	"pendingSQL":       "counts what is pending, by slot and prompt",
	"Failures":         "counts what has failed",
	"askedSQL":         "counts the questions of several manifests, which may share some",
	"againSQL":         "compares a changed manifest with what it was",
	"repeatedSQL":      "looks at the ids of a manifest that repeats some",
	"newAskedSQL":      "sorts the questions of a reading",
	"knownSQL":         "sorts the questions of a reading",
	"orderSQL":         "sorts the ids of a few thousand predictions, once for all of them",
	"Recent":           "sorts the submissions of a minute",
	"doubtfulSQL":      "sorts what is unconfirmed, for a person",
	"answeredSQL":      "sorts the rows of a reading that were answered, where the next one brings texts along",
	"returnedSQL":      "a page of rows that have a text",
	"partedSQL":        "looks through prompts before an export, which reads them all",
	"captionsSQL":      "looks through prompts once before an export, which reads them all",
	"Parted":           "looks through prompts, and through answers where one of them asks for two parts",
	"newerSQL":         "the rows of before, once, where a manifest brings newer words than somebody's",
	"returnAnswersSQL": "the rows whose text is ours, of which nothing else is in that table",
}

// TestPlans holds every statement of the package to what an index or a row's
// number finds: one that scans is fine with a thousand rows and takes weeks
// with ten million. The statements are found in the package's own text, so that
// none is forgotten.
func TestPlans(t *testing.T) {
	t.Parallel()
	l := withTempTables(t)
	walked := map[string]bool{}
	all := statementsOf(t, ".")
	for _, s := range all {
		if faults := faultsOf(plan(t, l, s.text)); len(faults) > 0 {
			walked[s.where] = true
			if walks[s.where] == "" {
				t.Errorf("%s: %s\n%s", s.where, strings.Join(faults, "; "), s.text)
			}
		}
	}
	for where := range walks {
		if !walked[where] {
			t.Errorf("%s walks nothing any more, or is gone: strike it off the list", where)
		}
	}
	if len(all) < 60 {
		t.Errorf("only %d statements were found in the package", len(all))
	}
}

// withTempTables is a ledger in which every statement of the package can be asked.
func withTempTables(t *testing.T) *Ledger {
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "captions.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	if _, err := l.writer.ExecContext(t.Context(), tempSQL+"; "+sortedSQL+"; "+returnTablesSQL+"; "+broughtTablesSQL+"; "+newerTableSQL); err != nil {
		t.Fatal(err)
	}
	return l
}

// gathered are the statements that gather the numbers of rows in memory, by
// where they stand.
var gathered = map[string]string{
	"dropSQL": "the few forms of one picture",
}

// No statement gathers the numbers of a manifest's rows in memory, as SQLite does
// for a DELETE with a query in its condition: that takes 24 bytes a row.
func TestGathered(t *testing.T) {
	t.Parallel()
	l := withTempTables(t)
	for _, s := range statementsOf(t, ".") {
		if slices.Contains(program(t, l, s.text), "RowSetAdd") && gathered[s.where] == "" {
			t.Errorf("%s gathers the numbers of rows in memory:\n%s", s.where, s.text)
		}
	}
}

// What is not done, and what is not settled, has an index of its own. Of the former
// no more is looked at than lies between two items.
func TestPartialIndexes(t *testing.T) {
	t.Parallel()
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "captions.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := l.writer.ExecContext(t.Context(), broughtTablesSQL); err != nil {
		t.Fatal(err)
	}
	const span = "items_undone (state=? AND id>? AND id<?)"
	want := map[string]string{"claimQuery": span, "spoiltQuery": "items_spoilt (id>? AND id<?)", "undoneSQL": span, "undoneRowsSQL": span, "openSQL": span, "pendingSQL": span,
		"failedSinceSQL": span, "againSQL": span, "countByPrompt": span, "Retry": span, "Failures": span, "fatedSQL": "rows_fated", "saidSQL": "decisions_said", "unbilledSQL": "predictions_unsettled"}
	for _, s := range statementsOf(t, ".") {
		if index := want[s.where]; index != "" && !strings.Contains(strings.Join(plan(t, l, s.text), "\n"), index) {
			t.Errorf("%s does not use %s:\n%s", s.where, index, s.text)
		}
		delete(want, s.where)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

// A manifest that is given twice, and one without rows, change nothing in what is
// looked at; every state but done is.
func TestSpanned(t *testing.T) {
	t.Parallel()
	one, two := pipeline.Range{First: 1, Last: 5}, pipeline.Range{First: 6, Last: 6}
	if got, want := spanned("0", pipeline.Work{two, one, {First: 7, Last: 6}, one}), spanned("0", pipeline.Work{one, two}); got != want {
		t.Errorf("it is %s\nwant %s", got, want)
	}
	for _, s := range pipeline.States {
		if s != pipeline.Done && !strings.Contains(eachUndone, "'"+string(s)+"'") {
			t.Errorf("%s is not among %s", s, eachUndone)
		}
	}
}

// faultsOf are the steps of a plan that take longer the more rows there are.
func faultsOf(steps []string) (faults []string) {
	for _, step := range steps {
		table := scan.FindStringSubmatch(step)
		if strings.Contains(step, "TEMP B-TREE") || table != nil && slices.Contains(growing, named[table[1]]) {
			faults = append(faults, step)
		}
	}
	return faults
}

var scan = regexp.MustCompile(`^SCAN (\w+)`)

// named gives the tables by the names that the statements have for them.
var named = map[string]string{
	"i": "items", "d": "items", "a": "answers", "b": "answers", "c": "answers", "r": "rows", "p": "predictions", "n": "predictions",
	"q": "prompts", "t": "twins",
}

func init() {
	for _, table := range growing {
		named[table] = table
	}
}

// plan is how SQLite would go about a statement; nothing for those that only
// steer transactions.
func plan(t *testing.T, l *Ledger, query string) (steps []string) {
	t.Helper()
	explain(t, l, "EXPLAIN QUERY PLAN ", query, func(rows *sql.Rows) error {
		var id, parent, unused int
		var step string
		err := rows.Scan(&id, &parent, &unused, &step)
		steps = append(steps, step)
		return err
	})
	return steps
}

// program are the operations of a statement.
func program(t *testing.T, l *Ledger, query string) (operations []string) {
	t.Helper()
	explain(t, l, "EXPLAIN ", query, func(rows *sql.Rows) error {
		var operation string
		var unused any
		err := rows.Scan(&unused, &operation, &unused, &unused, &unused, &unused, &unused, &unused)
		operations = append(operations, operation)
		return err
	})
	return operations
}

// explain has SQLite explain a statement in its own words.
func explain(t *testing.T, l *Ledger, how, query string, line func(*sql.Rows) error) {
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
		t.Fatalf("%v\n%s", err, query)
	}
	rows, err := conn.QueryContext(t.Context(), how+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := line(rows); err != nil {
			t.Fatal(err)
		}
	}
}
