package sqlite

import (
	"testing"
)

// TestNothingIsBuiltToWriteAStep looks for the tables that SQLite builds and
// throws away within a statement, for a list of words say: they cost more than
// all the rest of a step.
func TestNothingIsBuiltToWriteAStep(t *testing.T) {
	t.Parallel()
	l := open(t)
	for s := range statements {
		if s == stmtOrder {
			continue // writes thousands
		}
		for _, op := range opcodes(t, l, s) {
			if op == "OpenEphemeral" || op == "OpenAutoindex" || op == "SorterOpen" {
				t.Errorf("%s in %s", op, texts[s])
			}
		}
	}
}

// opcodes is what SQLite makes of a statement.
func opcodes(t *testing.T, l *Ledger, s statement) (ops []string) {
	t.Helper()
	var inputs int
	err := l.onWire(func(w *wire) error {
		stmt, err := w.prepare(s)
		inputs = stmt.NumInput()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := l.writer.Query("EXPLAIN "+texts[s], make([]any, inputs)...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var op string
		var rest any
		if err := rows.Scan(&rest, &op, &rest, &rest, &rest, &rest, &rest, &rest); err != nil {
			t.Fatal(err)
		}
		ops = append(ops, op)
	}
	return ops
}
