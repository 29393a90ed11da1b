package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// TestUnusable opens what no ledger can be kept in.
func TestUnusable(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func(t *testing.T, name string)
		is   error
		says string
	}{
		{"no folder", func(t *testing.T, name string) { check(t, os.Remove(filepath.Dir(name))) }, sqlite.ErrUnwritable, "there is no folder"},
		{"a folder", func(t *testing.T, name string) { check(t, os.Mkdir(name, 0o755)) }, sqlite.ErrNotLedger, "it is a folder"},
		{"a read-only file", func(t *testing.T, name string) {
			keep(t, name)
			check(t, os.Chmod(name, 0o444))
		}, sqlite.ErrUnwritable, "the file is read-only"},
		{"cut short", func(t *testing.T, name string) {
			keep(t, name)
			check(t, os.Truncate(name, 20_000))
		}, sqlite.ErrCorrupt, "put a backup in its place"},
		{"tables written over", func(t *testing.T, name string) {
			keep(t, name)
			scribble(t, name, 4096, 12*4096)
		}, sqlite.ErrCorrupt, "put a backup in its place"},
		{"no SQLite file", func(t *testing.T, name string) {
			check(t, os.WriteFile(name, []byte(strings.Repeat("image,alt\n", 500)), 0o644))
		}, sqlite.ErrNotLedger, "no SQLite file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(t.TempDir(), "place", "captions.db")
			check(t, os.Mkdir(filepath.Dir(name), 0o755))
			tt.make(t, name)
			l, err := sqlite.Open(t.Context(), name)
			if err == nil {
				check(t, l.Close())
			}
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %v with %q", err, tt.is, tt.says)
			}
			if strings.Contains(name, "\n") || err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

// keep makes a ledger with something in it.
func keep(t *testing.T, name string) {
	t.Helper()
	l, err := sqlite.Open(t.Context(), name)
	check(t, err)
	fill(t, l, "main.csv", []pipeline.Row{question(1, "a.jpg"), question(2, "b.jpg")})
	check(t, l.Close())
}

// scribble writes over part of a file.
func scribble(t *testing.T, name string, from, to int64) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	check(t, err)
	_, err = f.WriteAt([]byte(strings.Repeat("x", int(to-from))), from)
	check(t, errors.Join(err, f.Close()))
}

// halfBroken makes a ledger that opens, and is damaged further behind.
func halfBroken(t *testing.T) (name string) {
	t.Helper()
	name = filepath.Join(t.TempDir(), "captions.db")
	l, err := sqlite.Open(t.Context(), name)
	check(t, err)
	var rows []pipeline.Row
	for i := range 3000 {
		rows = append(rows, question(i+1, strings.Repeat("long/", 40)+".jpg"))
	}
	fill(t, l, "main.csv", rows)
	check(t, l.Close())
	info, err := os.Stat(name)
	check(t, err)
	scribble(t, name, info.Size()/2, info.Size()/2+info.Size()/4)
	return name
}

// TestExplain meets the damage only when a statement comes to it.
func TestExplain(t *testing.T) {
	t.Parallel()
	l := open(t, halfBroken(t))
	var err error
	for _, r := range all(t, l) {
		for _, err = range l.Outcomes(t.Context(), r) {
		}
	}
	if err == nil || errors.Is(err, sqlite.ErrCorrupt) {
		t.Fatalf("got %v, want SQLite's own error", err)
	}
	if err := sqlite.Explain(err); !errors.Is(err, sqlite.ErrCorrupt) {
		t.Errorf("got %v, want ErrCorrupt", err)
	}
	if sqlite.Explain(nil) != nil || sqlite.Explain(os.ErrClosed) != os.ErrClosed {
		t.Error("other errors do not stay as they are")
	}
}

// TestBackupOfDamaged does not make a copy that is as bad.
func TestBackupOfDamaged(t *testing.T) {
	t.Parallel()
	l, err := sqlite.Open(t.Context(), halfBroken(t))
	check(t, err)
	defer l.Close()
	dir := t.TempDir()
	if err := sqlite.Explain(l.Backup(t.Context(), filepath.Join(dir, "copy.db"))); !errors.Is(err, sqlite.ErrCorrupt) {
		t.Errorf("got %v, want ErrCorrupt", err)
	}
	entries, err := os.ReadDir(dir)
	check(t, err)
	if len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestLockFileChecks(t *testing.T) {
	t.Parallel()
	if _, err := sqlite.LockFile(filepath.Join(t.TempDir(), "nowhere", "captions.db"), "test"); !errors.Is(err, sqlite.ErrUnwritable) {
		t.Errorf("got %v, want ErrUnwritable", err)
	}
}

func TestCheckTouchesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	check(t, sqlite.Check(filepath.Join(dir, "captions.db")))
	entries, err := os.ReadDir(dir)
	check(t, err)
	if len(entries) > 0 {
		t.Errorf("made %v", entries)
	}
}
