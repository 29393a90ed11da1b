package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

// TestBackupMeanwhile copies a ledger while it is written to: each copy is one
// moment, with every reserve beside its prediction.
func TestBackupMeanwhile(t *testing.T) {
	t.Parallel()
	l := create(t)
	var rows []pipeline.Row
	for i := range 200 {
		rows = append(rows, question(i+1, fmt.Sprintf("%d.jpg", i)))
	}
	fill(t, l, "main.csv", rows)
	run, items := begin(t, l), claim(t, l, pipeline.Pending)
	var writer sync.WaitGroup
	writer.Go(func() {
		for _, it := range items {
			caption(t, l, run, it)
		}
	})
	dir := t.TempDir()
	for i := range 4 {
		name := filepath.Join(dir, fmt.Sprintf("%d.db", i))
		check(t, l.Backup(t.Context(), name))
		s := status(t, open(t, name))
		if asked := s.Items[pipeline.Done] + s.Items[pipeline.Submitting]; s.Rows != 200 || int64(s.Reserved) != asked*int64(cost) {
			t.Errorf("copy %d: %d rows, %s reserved for %d questions", i, s.Rows, s.Reserved, asked)
		}
	}
	writer.Wait()
}

func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	l := create(t)
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken.db")
	check(t, os.WriteFile(taken, []byte("a person's"), 0o600))
	if err := l.Backup(t.Context(), taken); !errors.Is(err, fs.ErrExist) {
		t.Errorf("onto a file: got %v, want fs.ErrExist", err)
	}
	if err := l.Backup(t.Context(), l.Name()); !errors.Is(err, fs.ErrExist) {
		t.Errorf("onto itself: got %v, want fs.ErrExist", err)
	}
	if err := l.Backup(t.Context(), filepath.Join(dir, "nowhere", "copy.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into no folder: got %v, want fs.ErrNotExist", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Backup(ended, filepath.Join(dir, "late.db")); err == nil {
		t.Error("a backup that was told to stop went on")
	}
	entries, err := os.ReadDir(dir)
	check(t, err)
	got, err := os.ReadFile(taken)
	check(t, err)
	if len(entries) != 1 || !bytes.Equal(got, []byte("a person's")) {
		t.Errorf("left behind: %v, with %q", entries, got)
	}
}
