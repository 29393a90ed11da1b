//go:build unix

package picture

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Opening a pipe that nobody writes to would wait for ever.
func TestFolderPipe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.jpg"), 0o644); err != nil {
		t.Skip(err)
	}
	_, err := openFolder(t, dir).Open("pipe.jpg")
	wantProblem(t, err, Unreadable, "not a file")
}

func TestFolderForbidden(t *testing.T) {
	t.Parallel()
	if os.Getuid() == 0 {
		t.Skip("nothing is forbidden to root")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.jpg"), nil, 0); err != nil {
		t.Fatal(err)
	}
	_, err := openFolder(t, dir).Open("a.jpg")
	wantProblem(t, err, Unreadable, "no permission")
}
