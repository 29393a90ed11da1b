package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// contents fill a ledger of the first schema: a manifest of four rows, of which
// two share a question, one cannot be read and one asks what is still pending.
const contents = `
INSERT INTO manifests (id, name, generation, first_row, last_row, failed) VALUES (1, 'images.csv', 2, 11, 14, 1);
INSERT INTO prompts VALUES (1, x'01', 'suite', 'model', 'minicpm', '{"prompt":"Begin with \"Short:\" and \"Long:\"."}');
INSERT INTO items (id, prompt, pictures, state, prediction, attempts) VALUES (1, 1, x'0a', 'done', 1, 1), (2, 1, x'0b', 'pending', NULL, 0), (3, 1, x'0c', 'done', 2, 1);
INSERT INTO fingerprints VALUES (x'0a', 1), (x'0b', 2), (x'0c', 3);
INSERT INTO rows (id, manifest, line, key, images, cells, fate, reason) VALUES
  (11, 1, 2, x'11', '["a"]', '["a"]', NULL, NULL), (12, 1, 3, x'12', '["a"]', '["a"]', NULL, NULL),
  (13, 1, 4, x'13', '[""]', '[""]', 'failed', 'bad_row'), (14, 1, 5, x'14', '["b"]', '["b"]', NULL, NULL);
INSERT INTO answers VALUES (11, '', 1), (12, '', 1), (14, '', 2);
INSERT INTO runs (id, purse, owner, version, provider, started_at, ended_at, exit_code) VALUES (1, 1, 'x', 'v0', 'suite', 1, 2, 0);
INSERT INTO predictions (id, item, run, owner, prompt, images, extras, base_url, state, remote, reserved, intended_at, caption) VALUES
  (1, 1, 1, 'x', 1, '[]', '{}', '', 'done', 'r1', 5, 1000, 'A fox.'), (2, 3, 1, 'x', 1, '[]', '{}', '', 'done', 'r2', 7, 2000, 'A dog.');
INSERT INTO purses VALUES ('run 1', 12, 2), ('total', 12, 2), ('month 1970-01', 12, 2);
INSERT INTO decisions (manifest, key, decision, text, decided_at) VALUES (1, x'11', 'edit', 'Reynard.', 3000);`

// A ledger of any older schema is brought up to date with all that it holds.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	for version := 1; version <= 14; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			t.Parallel()
			l, err := Open(t.Context(), older(t, version))
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			upgraded(t, l)
			sound(t, l)
		})
	}
}

// An upgrade that fails half way leaves the ledger as it was, for the older version.
func TestFailedUpgradeChangesNothing(t *testing.T) {
	t.Parallel()
	name := older(t, 3)
	db, err := connect(name, "rw", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `CREATE TABLE remotes (in_the_way)`); err != nil {
		t.Fatal(err)
	}
	if l, err := Open(t.Context(), name); err == nil {
		l.Close()
		t.Fatal("the ledger was opened in spite of what is in the way")
	}
	if v, err := version(t.Context(), db); v != 3 || err != nil {
		t.Errorf("the schema is %d, %v, and not 3 as before", v, err)
	}
}

// Whoever only wants to look leaves an older ledger as it is while somebody works with
// it, and looks at one of today's beside any run.
func TestUpgradeWaitsForTheLock(t *testing.T) {
	t.Parallel()
	name := older(t, 14)
	lock, err := LockFile(name, "process 4711 (captionmill v1)")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenExisting(t.Context(), name); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "process 4711 (captionmill v1)") {
		t.Errorf("opened beside a run: %v; want who has the ledger", err)
	}
	if have, err := recognize(t.Context(), name); have != 14 || err != nil {
		t.Errorf("the schema is %d beside a run, %v; want 14 as before", have, err)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	existing(t, name)
	if lock, err = LockFile(name, "the next"); err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock()
	existing(t, name)
}

// Whoever holds the lock brings the ledger up to date under it.
func TestUpgradeUnderTheLock(t *testing.T) {
	t.Parallel()
	name := older(t, 14)
	lock, err := LockFile(name, "this one")
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock()
	l, err := Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	upgraded(t, l)
}

// existing opens a ledger to look at it.
func existing(t *testing.T, name string) {
	t.Helper()
	l, err := OpenExisting(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if have, err := recognize(t.Context(), name); have != len(schemas()) || err != nil {
		t.Errorf("the schema of an open ledger is %d, %v; want %d", have, err, len(schemas()))
	}
}

// Decisions of older ledgers are about the pictures of the questions that they
// were about, and every manifest is read anew, to learn those of its rows.
func TestUpgradeOfDecisions(t *testing.T) {
	t.Parallel()
	name := older(t, 9)
	db, err := connect(name, "rw", 1)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), `UPDATE manifests SET content = x'01';
		INSERT INTO decisions (manifest, key, decision, text, decided_at, item) VALUES (1, x'12', 'edit', 'A vixen.', 4000, 1), (1, x'14', 'undo', NULL, 5000, 2)`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var known string
	err = l.readers.QueryRow(`SELECT group_concat(decision || ' ' || iif(pictures IS NULL, 'of any', 'of ' || hex(pictures)), ', ') FROM (SELECT * FROM decisions ORDER BY id)`).Scan(&known)
	if want := "edit of any, edit of 0A, undo of any"; err != nil || known != want {
		t.Errorf("the decisions are %q, %v; want %q", known, err, want)
	}
	if m, _, err := l.Manifest(t.Context(), "images.csv"); err != nil || m.Content != (pipeline.Hash{}) {
		t.Errorf("the manifest's hash is %x, %v; want none", m.Content, err)
	}
}

// sound looks at the file behind the figures: whole, and as strict as a new one.
func sound(t *testing.T, l *Ledger) {
	t.Helper()
	var verdict string
	if err := l.writer.QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("the integrity check says %q, %v", verdict, err)
	}
	for _, q := range []string{`UPDATE items SET state = 'lost'`, `UPDATE predictions SET state = 'pending'`, `UPDATE rows SET fate = 'done'`} {
		if _, err := l.writer.Exec(q); err == nil {
			t.Errorf("a word that is not allowed was written: %s", q)
		}
	}
}

// older makes a ledger as an older version left it.
func older(t *testing.T, version int) (name string) {
	t.Helper()
	name = filepath.Join(t.TempDir(), "captions.db")
	db, err := connect(name, "rwc", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= version; n++ {
		if err := apply(t.Context(), tx, fmt.Sprintf("schema/%04d.sql", n), n); err != nil {
			t.Fatal(err)
		}
		if n == 1 {
			if _, err := tx.ExecContext(t.Context(), contents); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return name
}

func upgraded(t *testing.T, l *Ledger) {
	t.Helper()
	m, found, err := l.Manifest(t.Context(), "images.csv")
	if err != nil || !found || m.Questions != 2 || m.Tally.Rows != 4 {
		t.Fatalf("the manifest has %d rows that ask %d questions, %v; want 4 and 2", m.Tally.Rows, m.Questions, err)
	}
	s, err := l.Status(t.Context(), pipeline.Work{m.Rows})
	if err != nil {
		t.Fatal(err)
	}
	if s.RowStatus[pipeline.RowDone] != 2 || s.RowStatus[pipeline.RowPending] != 1 || s.Failures["bad_row"] != 1 ||
		s.Items[pipeline.Done] != 1 || s.Items[pipeline.Pending] != 1 || s.Cost() != 12 {
		t.Errorf("the status is %+v", s)
	}
	var lacking int
	err = l.readers.QueryRow(`SELECT count(*) FROM items i WHERE NOT EXISTS (SELECT 1 FROM asked WHERE pictures = i.pictures AND prompt = i.prompt AND item = i.id)`).Scan(&lacking)
	if err != nil || lacking > 0 {
		t.Errorf("of %d items it is not known what they are about, %v", lacking, err)
	}
	var first, last int64
	err = l.readers.QueryRow(`SELECT first_item, last_item FROM spans WHERE first_row = 11 AND last_row = 14`).Scan(&first, &last)
	if err != nil || first != 1 || last != 2 {
		t.Errorf("the items of the manifest lie between %d and %d, %v; want 1 and 2", first, last, err)
	}
	if ours, err := l.Ours(t.Context(), []string{"r1", "r2"}); err != nil || len(ours) != 2 {
		t.Errorf("of the ids of two predictions, ours are %v, %v", ours, err)
	}
	if !slices.Equal(m.Slots, []string{""}) {
		t.Errorf("the slots are %q, want the only one", m.Slots)
	}
	if slots, err := l.Parted(t.Context(), m.Rows); err != nil || !slices.Equal(slots, []string{""}) {
		t.Errorf("the slots with answers in two parts are %q, %v; want the only one", slots, err)
	}
	if len(m.Texts) != 0 {
		t.Errorf("named columns are %q, want none", m.Texts)
	}
	for o, err := range l.Outcomes(t.Context(), pipeline.Range{First: m.Rows.First, Last: m.Rows.First}) {
		if err != nil || o.Caption != "A fox." || o.Decision.Verdict != pipeline.Edit || o.Decision.Text != "Reynard." {
			t.Errorf("the first row has %q and the decision %+v, %v", o.Caption, o.Decision, err)
		}
	}
	spent(t, l, 1, 12, 2)
	run, err := l.Begin(context.Background(), "y", "v1", "suite")
	if err != nil {
		t.Fatal(err)
	}
	spent(t, l, run.ID, 0, 0)
	page, err := l.Unbilled(t.Context(), 0, time.UnixMilli(0), time.UnixMilli(5000), 1)
	if err != nil || len(page) != 1 || page[0].Remote != "r2" {
		t.Errorf("without a bill are %+v, %v; want the last", page, err)
	}
	page, err = l.Unbilled(t.Context(), page[0].Prediction, time.UnixMilli(0), time.UnixMilli(5000), 5)
	if err != nil || len(page) != 1 || page[0].Remote != "r1" {
		t.Errorf("without a bill before that are %+v, %v; want the first", page, err)
	}
}

func spent(t *testing.T, l *Ledger, run pipeline.RunID, want price.Micros, submissions int64) {
	t.Helper()
	if got, n, err := l.Spent(t.Context(), run); err != nil || got != want || n != submissions {
		t.Errorf("run %d has spent %s with %d submissions, %v; want %s with %d", run, got, n, err, want, submissions)
	}
}

// A reading leaves the connection that everything is written on as it was,
// whatever its end.
func TestReadingLeavesChecksOn(t *testing.T) {
	t.Parallel()
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "captions.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var cache string
	if err := l.writer.QueryRowContext(t.Context(), `PRAGMA cache_size`).Scan(&cache); err != nil {
		t.Fatal(err)
	}
	ends := map[string]func(*Reading) error{
		"linked":    func(r *Reading) error { return r.Link(t.Context(), "csv", nil) },
		"discarded": func(r *Reading) error { return r.Discard(t.Context()) },
	}
	for name, end := range ends {
		r, err := l.Read(t.Context(), Manifest{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		if err := end(r); err != nil {
			t.Fatal(err)
		}
		pragmas(t, l.writer, 1, map[string]string{"foreign_keys": "1", "ignore_check_constraints": "0", "cache_size": cache})
	}
	var temporary int
	if err := l.writer.QueryRowContext(t.Context(), `SELECT count(*) FROM sqlite_temp_schema`).Scan(&temporary); err != nil && err != sql.ErrNoRows || temporary != 0 {
		t.Errorf("%d temporary tables are left, %v", temporary, err)
	}
}
