package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// TestRescue: the id of a paid prediction outlives a full disk.
func TestRescue(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", []pipeline.Row{ask(1, "a", ledgertest.Alt()), ask(2, "b", ledgertest.Alt())})
	_, err := l.Rescue(t.Context())
	check(t, err)
	run := begin(t, l)
	it := intend(t, l, run, claim(t, l, pipeline.Pending)[0], time.Now())
	check(t, l.FillDisk(t.Context()))
	final := it.Answered(api.Prediction{ID: "remote-1", Caption: strings.Repeat("A fox. ", 10_000)})
	err = l.Record(t.Context(), final)
	if err == nil || !strings.Contains(err.Error(), "remote-1") || !strings.Contains(err.Error(), l.Name()+".rescue") {
		t.Fatalf("got %v, want an error that names the prediction and where it is safe", err)
	}
	l = reopen(t, l)
	if n, err := l.Rescue(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d predictions were taken over, want 1 (%v)", n, err)
	}
	if n, err := l.Recover(t.Context()); n != 0 || err != nil {
		t.Errorf("%d items are in doubt, want none (%v)", n, err)
	}
	items := claim(t, l, pipeline.Submitted)
	if len(items) != 1 || items[0].Remote != "remote-1" {
		t.Errorf("submitted are %+v, want the one with remote-1", items)
	}
	l = reopen(t, l)
	if n, err := l.Rescue(t.Context()); n != 0 || err != nil {
		t.Errorf("%d were taken over a second time (%v)", n, err)
	}
}

// TestTaken: one remote id belongs to one prediction.
func TestTaken(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", []pipeline.Row{ask(1, "a", ledgertest.Alt()), ask(2, "b", ledgertest.Alt())})
	run := begin(t, l)
	for i, it := range claim(t, l, pipeline.Pending) {
		it = intend(t, l, run, it, time.Now())
		err := l.Record(t.Context(), it.Accepted(api.Prediction{ID: "same"}))
		if want := []error{nil, pipeline.ErrTaken}[i]; !errors.Is(err, want) {
			t.Errorf("acceptance %d gave %v, want %v", i, err, want)
		}
	}
}

// TestLockByAnyName: a link to a ledger is the same ledger.
func TestLockByAnyName(t *testing.T) {
	t.Parallel()
	l := create(t)
	link := filepath.Join(t.TempDir(), "link.db")
	check(t, os.Symlink(l.Name(), link))
	lock, err := sqlite.LockFile(l.Name(), "the first")
	check(t, err)
	defer lock.Unlock()
	if _, err := sqlite.LockFile(link, "the second"); !errors.Is(err, sqlite.ErrLocked) {
		t.Errorf("the link was locked as well: %v", err)
	}
	hard := filepath.Join(filepath.Dir(l.Name()), "hard.db")
	check(t, os.Link(l.Name(), hard))
	if _, err := sqlite.LockFile(hard, "the third"); !errors.Is(err, sqlite.ErrUnwritable) {
		t.Errorf("a hard link: %v, want %v", err, sqlite.ErrUnwritable)
	}
}
