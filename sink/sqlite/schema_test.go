package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

// TestStates compares the states that the schema allows with those of the
// engine: one that only one of them knows could not be written.
func TestStates(t *testing.T) {
	t.Parallel()
	items := append([]pipeline.State{}, pipeline.States...)
	predictions := append([]pipeline.State{"refused"}, pipeline.States[1:]...) // one is only written to be submitted
	fates := []pipeline.State{pipeline.State(pipeline.RowKept), pipeline.State(pipeline.RowSkipped), pipeline.State(pipeline.RowFailed)}
	for column, want := range map[string][]pipeline.State{"items.state": items, "predictions.state": predictions, "rows.fate": fates} {
		table, name, _ := strings.Cut(column, ".")
		got := allowed(t, table, name)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s may be %v, want %v", column, got, want)
		}
	}
}

// allowed reads what a CHECK allows from the schema of a new ledger.
func allowed(t *testing.T, table, column string) (words []pipeline.State) {
	t.Helper()
	l := open(t)
	var text string
	if err := l.readers.QueryRow(`SELECT sql FROM sqlite_schema WHERE name = ?`, table).Scan(&text); err != nil {
		t.Fatal(err)
	}
	rule := regexp.MustCompile(`CHECK \((` + column + ` = '[^)]*)\)`).FindStringSubmatch(text)
	if rule == nil {
		t.Fatalf("no CHECK on %s.%s in %s", table, column, text)
	}
	for _, w := range regexp.MustCompile(`'(\w+)'`).FindAllStringSubmatch(rule[1], -1) {
		words = append(words, pipeline.State(w[1]))
	}
	return words
}

// open makes a ledger for one test.
func open(t *testing.T) *Ledger {
	t.Helper()
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "captions.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// TestPragmas looks at every connection that a pool can open, and at one that
// took a lost one's place: pragmas belong to connections, not to pools.
func TestPragmas(t *testing.T) {
	t.Parallel()
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "captions.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	want := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000"}
	lose(t, l.writer)
	pragmas(t, l.writer, 1, want)
	want["query_only"] = "1"
	pragmas(t, l.readers, l.readers.Stats().MaxOpenConnections, want)
}

// lose makes a pool believe that its connection has broken.
func lose(t *testing.T, db *sql.DB) {
	t.Helper()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Raw(func(any) error { return driver.ErrBadConn }); !errors.Is(err, driver.ErrBadConn) {
		t.Fatal(err)
	}
}

// pragmas checks n connections at once, so that they are different ones.
func pragmas(t *testing.T, db *sql.DB, n int, want map[string]string) {
	t.Helper()
	for range n {
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		for name, want := range want {
			var got string
			if err := conn.QueryRowContext(context.Background(), "PRAGMA "+name).Scan(&got); err != nil || got != want {
				t.Errorf("PRAGMA %s is %s, %v; want %s", name, got, err, want)
			}
		}
	}
}
