package sink

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestFileAppearsOnlyWithCommit(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "out.csv")
	f := begin(t, name, "rows")
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before commit: %v", err)
	}
	if others := list(t, filepath.Dir(name)); len(others) != 1 || !strings.HasPrefix(others[0], ".out.csv.tmp-") {
		t.Errorf("before commit: %q", others)
	}
	commit(t, f)
	checkFile(t, name, "rows")
	if others := list(t, filepath.Dir(name)); len(others) != 1 {
		t.Errorf("after commit: %q", others)
	}
	if err := errors.Join(f.Close(), f.Abort()); err != nil {
		t.Errorf("close after commit: %v", err)
	}
	checkFile(t, name, "rows")
}

func TestFileAbortLeavesTheOldOne(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(*File) error{"abort": (*File).Abort, "close": (*File).Close} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(t.TempDir(), "out.csv")
			put(t, name, "old")
			f := begin(t, name, strings.Repeat("new", pieceSize))
			if err := stop(f); err != nil {
				t.Fatal(err)
			}
			checkFile(t, name, "old")
			if others := list(t, filepath.Dir(name)); len(others) != 1 {
				t.Errorf("left behind: %q", others)
			}
			if err := f.Commit(); !errors.Is(err, os.ErrClosed) {
				t.Errorf("commit: %v", err)
			}
			if _, err := f.Write([]byte("x")); !errors.Is(err, os.ErrClosed) {
				t.Errorf("write: %v", err)
			}
		})
	}
}

func TestFileKeepsPermissions(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	for _, perm := range []fs.FileMode{0o600, 0o640, 0o666, 0o755} {
		name := filepath.Join(t.TempDir(), "out.csv")
		put(t, name, "old")
		if err := os.Chmod(name, perm); err != nil {
			t.Fatal(err)
		}
		commit(t, begin(t, name, "new"))
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != perm {
			t.Errorf("got %v, want %v (%v)", info.Mode().Perm(), perm, err)
		}
	}
}

func TestFileNewHasUsualPermissions(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	usual, err := os.Create(filepath.Join(dir, "usual"))
	if err != nil {
		t.Fatal(err)
	}
	defer usual.Close()
	want, _ := usual.Stat()
	name := filepath.Join(dir, "out.csv")
	commit(t, begin(t, name, "new"))
	if got, err := os.Stat(name); err != nil || got.Mode() != want.Mode() {
		t.Errorf("got %v, want %v (%v)", got.Mode(), want.Mode(), err)
	}
}

func TestFileFollowsLinks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, link, target string }{
		{"beside it", "real.csv", "real.csv"},
		{"in a folder", "sub/real.csv", "sub/real.csv"},
		{"to nothing yet", "sub/new.csv", "sub/new.csv"},
		{"to a link", "other.csv", "real.csv"},
		{"through a linked folder and out again", "far/../near.csv", "sub/near.csv"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			at := func(name string) string { return filepath.Join(dir, name) }
			if err := os.MkdirAll(at("sub/deep"), 0o777); err != nil {
				t.Fatal(err)
			}
			put(t, at("real.csv"), "old")
			put(t, at("sub/real.csv"), "old")
			symlink(t, "real.csv", at("other.csv"))
			symlink(t, "sub/deep", at("far"))
			symlink(t, tt.link, at("out.csv"))
			commit(t, begin(t, at("out.csv"), "new"))
			checkFile(t, at(tt.target), "new")
			if link, err := os.Readlink(at("out.csv")); err != nil || link != tt.link {
				t.Errorf("the link became %q, %v", link, err)
			}
		})
	}
}

func TestFileAbsoluteLink(t *testing.T) {
	t.Parallel()
	real, dir := filepath.Join(t.TempDir(), "real.csv"), t.TempDir()
	symlink(t, real, filepath.Join(dir, "out.csv"))
	commit(t, begin(t, filepath.Join(dir, "out.csv"), "new"))
	checkFile(t, real, "new")
}

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	symlink(t, "loop", filepath.Join(dir, "loop"))
	symlink(t, dir, filepath.Join(dir, "folder"))
	for _, tt := range []struct {
		name, target string
		is           error
	}{
		{"a folder", dir, ErrNotRegular},
		{"a folder with a slash", dir + "/", ErrNotRegular},
		{"a link to a folder", filepath.Join(dir, "folder"), ErrNotRegular},
		{"a device", os.DevNull, ErrNotRegular},
		{"a folder that is not there", filepath.Join(dir, "no", "out.csv"), fs.ErrNotExist},
		{"a new name with a slash", filepath.Join(dir, "no") + "/", nil},
		{"no name", "", nil},
		{"a loop", filepath.Join(dir, "loop"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Create(tt.target)
			if err == nil {
				f.Abort()
				t.Fatal("accepted")
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Error(err)
			}
			if !strings.HasPrefix(err.Error(), "create "+tt.target) {
				t.Errorf("does not name its subject: %v", err)
			}
		})
	}
	if others := list(t, dir); len(others) != 2 {
		t.Errorf("left behind: %q", others)
	}
	if _, err := Create(dir); !strings.Contains(err.Error(), "name a file inside it") {
		t.Errorf("says nothing of folders: %v", err)
	}
}

func TestFileFailedCommitLeavesNothing(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "out.csv")
	f := begin(t, name, "rows")
	if err := os.MkdirAll(filepath.Join(name, "in the way"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err == nil {
		t.Error("committed over a folder")
	}
	if others := list(t, filepath.Dir(name)); len(others) != 1 || others[0] != "out.csv" {
		t.Errorf("left behind: %q", others)
	}
}

// A writer's error may be overlooked; Commit must not put half a file in place.
func TestFileFailedWriteCannotBeCommitted(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "out.csv")
	put(t, name, "old")
	f := begin(t, name, "some rows")
	full := f.temp // as on a full disk, nothing can be written, but all else can be done
	f.temp, _ = os.Open(full.Name())
	f.buf.Reset(f.temp)
	full.Close()
	f.Write([]byte("more"))
	if err := f.Commit(); err == nil {
		t.Error("committed")
	}
	checkFile(t, name, "old")
	if others := list(t, filepath.Dir(name)); len(others) != 1 {
		t.Errorf("left behind: %q", others)
	}
}

func TestFileLongNames(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), strings.Repeat("é", 125)+".csv")
	commit(t, begin(t, name, "rows"))
	checkFile(t, name, "rows")
}

func begin(t *testing.T, name, text string) *File {
	t.Helper()
	f, err := Create(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if _, err := f.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return f
}

func commit(t *testing.T, f *File) {
	t.Helper()
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func symlink(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Skip(err)
	}
}

func checkFile(t *testing.T, name, want string) {
	t.Helper()
	got, err := os.ReadFile(name)
	if err != nil || string(got) != want {
		t.Errorf("%s holds %.40q, want %.40q (%v)", filepath.Base(name), got, want, err)
	}
}

func list(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
