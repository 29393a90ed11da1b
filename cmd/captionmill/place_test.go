package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A manifest that comes by standard input is a file as well, where the shell
// has opened one.
func TestStandardInputIsGuarded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	list := filepath.Join(dir, "list.txt")
	if err := os.WriteFile(list, []byte("missing.jpg\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(list)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var stderr bytes.Buffer
	args := []string{"run", "--emulate", "--db", filepath.Join(dir, "emulated.db"), "--out", list, "-"}
	if code := run(t.Context(), args, streams{in, &stderr, &stderr}); code != exitUsage || !strings.Contains(stderr.String(), "which is a manifest") {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
	if got, err := os.ReadFile(list); err != nil || string(got) != "missing.jpg\n" {
		t.Errorf("the manifest is now %q, %v", got, err)
	}
}

// Trying a place leaves nothing there, and what stands there as it was.
func TestWritable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := filepath.Join(dir, "old.csv")
	if err := os.WriteFile(old, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{old, filepath.Join(dir, "new.csv")} {
		if err := writable(name); err != nil {
			t.Error(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files are left, want 1; %v", len(entries), err)
	}
	if got, err := os.ReadFile(old); err != nil || string(got) != "old" {
		t.Errorf("the old file is now %q, %v", got, err)
	}
}
