package sqlite

import (
	"fmt"
	"os"
	"strings"

	"github.com/gofrs/flock"
)

// A Lock holds a ledger for one run. The kernel lets go of it when the process
// ends, however it ends.
type Lock struct{ file *flock.Flock }

// LockFile takes the lock of a ledger, a file of its own beside it: closing
// any other handle on the database file would drop SQLite's own locks. It
// does not wait. It returns an error that wraps [ErrLocked], and says who
// holds it, when another process does, and those of [Check].
func LockFile(ledger, holder string) (*Lock, error) {
	if err := Check(ledger); err != nil {
		return nil, err
	}
	ledger = realName(ledger) // however it is called, there is one lock
	name := ledger + ".lock"
	file := flock.New(name)
	ok, err := file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock ledger %s: %w", ledger, err)
	}
	if !ok {
		return nil, fmt.Errorf("%w %s: %s", ErrLocked, ledger, heldBy(name))
	}
	// Who holds it is for people; the lock itself does not depend on it.
	if err := os.WriteFile(name, []byte(holder+"\n"), 0o644); err != nil {
		return nil, fmt.Errorf("lock ledger %s: %w", ledger, err)
	}
	return &Lock{file}, nil
}

func heldBy(name string) string {
	b, err := os.ReadFile(name)
	if who := strings.TrimSpace(string(b)); err == nil && who != "" && len(who) < 200 {
		return "held by " + who
	}
	return "wait until it ends"
}

// Unlock lets go. The file stays: removing it could split the lock in two.
func (l *Lock) Unlock() error { return l.file.Unlock() }
