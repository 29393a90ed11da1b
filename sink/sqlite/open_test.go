package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// execute runs SQL on a file, past the ledger.
func execute(tb testing.TB, name, query string) {
	tb.Helper()
	db, err := sql.Open("sqlite3", name)
	check(tb, err)
	_, err = db.Exec(query)
	check(tb, errors.Join(err, db.Close()))
}

// number asks a file for a number, past the ledger.
func number(tb testing.TB, name, query string) (n int64) {
	tb.Helper()
	db, err := sql.Open("sqlite3", name)
	check(tb, err)
	check(tb, errors.Join(db.QueryRow(query).Scan(&n), db.Close()))
	return n
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		make func(t *testing.T, file string)
		want error
		says string
	}{
		{"text", func(t *testing.T, f string) { check(t, os.WriteFile(f, []byte("id,image\n1,a.jpg\n"), 0o600)) }, sqlite.ErrNotLedger, "no SQLite file"},
		{"a long text", func(t *testing.T, f string) {
			check(t, os.WriteFile(f, bytes.Repeat([]byte("id,image\n"), 10_000), 0o600))
		}, sqlite.ErrNotLedger, "no SQLite file"},
		{"someone else's database", func(t *testing.T, f string) { execute(t, f, `CREATE TABLE bookmarks (url TEXT)`) }, sqlite.ErrNotLedger, "something else"},
		{"someone else's, with an id", func(t *testing.T, f string) {
			execute(t, f, `CREATE TABLE bookmarks (url TEXT); PRAGMA application_id = 7; PRAGMA user_version = 1`)
		}, sqlite.ErrNotLedger, "something else"},
		{"a newer ledger", func(t *testing.T, f string) {
			open(t, f)
			execute(t, f, `PRAGMA user_version = 1000`)
		}, sqlite.ErrNewer, "--db"},
		{"a folder", func(t *testing.T, f string) { check(t, os.Mkdir(f, 0o700)) }, sqlite.ErrNotLedger, "folder"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "captions.db")
			c.make(t, file)
			before, _ := os.ReadFile(file)
			_, err := sqlite.Open(t.Context(), file)
			if err == nil || !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), file) {
				t.Errorf("got %v; want %v, with the file's name and %q", err, c.want, c.says)
			}
			if after, _ := os.ReadFile(file); !bytes.Equal(before, after) && c.want != sqlite.ErrNewer {
				t.Error("a file that is not ours was changed")
			}
		})
	}
}

func TestOpenWhereNothingCanBeWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	check(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	check(t, os.Mkdir(filepath.Join(dir, "locked"), 0o500))
	for _, place := range []string{"missing", "file", "locked"} {
		if place == "locked" && os.Geteuid() == 0 {
			continue // root may write anywhere
		}
		name := filepath.Join(dir, place, "captions.db")
		_, err := sqlite.Open(t.Context(), name)
		if !errors.Is(err, sqlite.ErrUnwritable) || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "--db") {
			t.Errorf("in %s: %v", place, err)
		}
	}
}

func TestOpenExisting(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "captions.db")
	if _, err := sqlite.OpenExisting(t.Context(), name); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("a file was made")
	}
	open(t, name)
	l, err := sqlite.OpenExisting(t.Context(), name)
	check(t, err)
	check(t, l.Close())
	check(t, l.Close()) // twice is fine
}

func TestOpenNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"what now?.db", "100%.db", "#1.db", "a&b=c;d.db", "ü ñ.db", "%41.db"} {
		file := filepath.Join(t.TempDir(), name)
		open(t, file)
		if _, err := os.Stat(file); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUseAfterClose(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(1))
	it, run := claim(t, l, pipeline.Pending)[0], begin(t, l)
	check(t, l.Close())
	if err := l.Record(t.Context(), it.Unaskable("missing", "gone")); err == nil {
		t.Error("a step was recorded nowhere")
	}
	if err := l.Touch(t.Context(), run.ID); err == nil {
		t.Error("a run was touched nowhere")
	}
	if _, err := l.Claim(t.Context(), pipeline.Page{State: pipeline.Pending}); err == nil {
		t.Error("items were claimed from nowhere")
	}
}

// TestOpenCutOff opens a ledger whose process was killed while it made the
// file: a transaction is left that has to be undone before anything can be read.
func TestOpenCutOff(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "captions.db")
	for _, end := range []string{"", "-journal"} {
		b, err := os.ReadFile(filepath.Join("testdata", "cut-off.sqlite"+end))
		check(t, err)
		check(t, os.WriteFile(name+end, b, 0o600))
	}
	fill(t, open(t, name), "images", ledgertest.Rows(3))
}

// A ledger may be looked at in the moment in which it is made, or brought up to
// date: whoever comes second finds it done.
func TestOpenAtOnce(t *testing.T) {
	t.Parallel()
	for range 20 {
		file := filepath.Join(t.TempDir(), "captions.db")
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				l, err := sqlite.Open(t.Context(), file)
				if err != nil {
					t.Error(err)
					return
				}
				if err := l.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
}
