package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// TestNetworks holds the numbers against statfs(2).
func TestNetworks(t *testing.T) {
	t.Parallel()
	for number, want := range map[uint32]string{
		0x6969: "NFS", 0xff534d42: "CIFS", 0xfe534d42: "SMB2", 0x517b: "SMB",
		0xef53: "", 0x58465342: "", 0x9123683e: "", 0x01021994: "", 0x794c7630: "", // ext4, XFS, btrfs, tmpfs, overlay
	} {
		if got := networks[number]; got != want {
			t.Errorf("%#x: got %q, want %q", number, got, want)
		}
	}
	if got := networkOf(t.TempDir()); got != "" {
		t.Skipf("the temporary folder is on %s", got)
	}
}

// TestReadOnlyFolder needs a user without rights, whom root can become for one
// thread.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := errors.Join(os.Chmod(filepath.Dir(dir), 0o755), os.Chmod(dir, 0o555)); err != nil {
		t.Fatal(err)
	}
	err := asNobody(func() error { return Check(filepath.Join(dir, "captions.db")) })
	if !errors.Is(err, ErrUnwritable) {
		t.Errorf("got %v, want ErrUnwritable", err)
	}
}

// asNobody calls f on a thread of its own that has given up root's rights.
func asNobody(f func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if os.Geteuid() == 0 {
			const nobody = 65534
			if _, _, errno := syscall.RawSyscall(syscall.SYS_SETRESUID, nobody, nobody, nobody); errno != 0 {
				done <- errno
				return
			}
		}
		done <- f()
	}()
	return <-done
}
