package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// Some promises are about other processes, and about processes that are
// killed. The tests start their own program again to play those.
const (
	roleVar = "CAPTIONMILL_TEST_ROLE"
	fileVar = "CAPTIONMILL_TEST_LEDGER"
)

var roles = map[string]func(ctx context.Context, name string) error{
	"hold":    hold,
	"read":    readForEver,
	"caption": captionForEver,
}

func TestMain(m *testing.M) {
	role, ok := roles[os.Getenv(roleVar)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := role(context.Background(), os.Getenv(fileVar)); err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
}

// play starts this program in a role, and returns it and what it says.
func play(t *testing.T, role, name string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), roleVar+"="+role, fileVar+"="+name)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	check(t, err)
	_, err = c.StdinPipe() // ends with this process at the latest
	check(t, err)
	check(t, c.Start())
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	return c, bufio.NewScanner(out)
}

// hears fails unless the other process says so next.
func hears(t *testing.T, from *bufio.Scanner, want string) {
	t.Helper()
	if !from.Scan() || from.Text() != want {
		t.Fatalf("the other process says %q, %v; want %q", from.Text(), from.Err(), want)
	}
}

// kill ends a process as a power cut would, as far as a process can see.
func kill(t *testing.T, c *exec.Cmd) {
	t.Helper()
	check(t, c.Process.Kill())
	c.Wait()
}

// hold locks a ledger until it is killed.
func hold(_ context.Context, name string) error {
	_, err := sqlite.LockFile(name, "process 4711 (captionmill v1)")
	if err == nil {
		fmt.Println("held")
		io.Copy(io.Discard, os.Stdin)
	}
	return err
}

func TestLock(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "captions.db")
	other, says := play(t, "hold", name)
	hears(t, says, "held")
	_, err := sqlite.LockFile(name, "this one")
	if !errors.Is(err, sqlite.ErrLocked) || !strings.Contains(err.Error(), "process 4711 (captionmill v1)") || !strings.Contains(err.Error(), name) {
		t.Errorf("while another process has it: %v", err)
	}
	kill(t, other)
	lock, err := sqlite.LockFile(name, "this one")
	check(t, err)
	if _, err := sqlite.LockFile(name, "this one again"); !errors.Is(err, sqlite.ErrLocked) || !strings.Contains(err.Error(), "held by this one") {
		t.Errorf("while this process has it: %v", err)
	}
	check(t, lock.Unlock())
	lock, err = sqlite.LockFile(name, "the next")
	check(t, err)
	check(t, lock.Unlock())
}

// readForEver begins to read a changed manifest, far enough that a part is
// written, and never comes to its end.
func readForEver(ctx context.Context, name string) error {
	l, err := sqlite.Open(ctx, name)
	if err != nil {
		return err
	}
	r, err := l.Read(ctx, sqlite.Manifest{Name: "images"})
	if err != nil {
		return err
	}
	for line := range 21_000 { // more than a transaction, and what waits to be written
		row := ask(line+1, fmt.Sprintf("changed-%d", line), colours())
		if err := r.Add(ctx, &row); err != nil {
			return err
		}
	}
	fmt.Println("begun")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func TestReadingKilled(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(5))
	before := snapshot(t, l)
	check(t, l.Close())
	other, says := play(t, "read", l.Name())
	hears(t, says, "begun")
	kill(t, other)
	l = open(t, l.Name())
	if n := number(t, l.Name(), `SELECT count(*) FROM rows`); n <= 5 {
		t.Errorf("%d rows are left: nothing was broken off", n)
	}
	before.compare(t, l)
	check(t, l.Tidy(t.Context()))
	before.compare(t, l)
	if n := number(t, l.Name(), `SELECT count(*) FROM rows`); n != 5 {
		t.Errorf("%d rows are left, want 5", n)
	}
	fill(t, l, "images", ledgertest.Rows(6)) // and the next reading works
}

// captionForEver captions items by many goroutines, and says of each when its
// caption is safe.
func captionForEver(ctx context.Context, name string) error {
	l, err := sqlite.Open(ctx, name)
	if err != nil {
		return err
	}
	run, err := l.Begin(ctx, "process 4711", "v1", "suite")
	if err != nil {
		return err
	}
	items, err := l.Claim(ctx, pipeline.Page{State: pipeline.Pending, Work: pipeline.Work{{First: 1, Last: 1 << 30}}, Size: 5000})
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	for part := range 50 {
		all.Go(func() {
			for _, it := range items[part*100 : part*100+100] {
				var err error
				it.Prediction, err = l.Intend(ctx, pipeline.Intent{Item: it.ID, Run: run.ID, Purse: run.Purse, Images: []byte(`[]`), Extras: []byte(`{}`), Price: cost, At: time.Now()})
				it.State = pipeline.Submitting
				if err == nil && l.Record(ctx, it.Answered(answer(it))) == nil {
					fmt.Println(it.Images[0])
				}
			}
		})
	}
	all.Wait()
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// TestKilled kills a run in the middle of its work. What it has called safe
// must be there, and what it paid for must be in the purse.
func TestKilled(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(5000))
	check(t, l.Close())
	other, says := play(t, "caption", l.Name())
	safe := map[string]bool{}
	for says.Scan() {
		if safe[says.Text()] = true; len(safe) == 300 {
			check(t, other.Process.Kill())
		}
	}
	other.Wait()
	l = open(t, l.Name())
	if _, err := l.Recover(t.Context()); err != nil {
		t.Error(err)
	}
	var paid price.Micros // predictions
	for _, o := range outcomes(t, l) {
		switch picture := o.Images[0]; {
		case safe[picture] && (o.State != pipeline.Done || o.Caption != "A picture of "+picture):
			t.Errorf("%s was safe, and is %s with %q", picture, o.State, o.Caption)
		case o.State == pipeline.Submitting:
			t.Errorf("%s is still being submitted, by a dead process", picture)
		case o.State != pipeline.Pending:
			paid++
		}
	}
	s := status(t, l)
	if s.Reserved != cost*paid {
		t.Errorf("reserved %s for %d predictions", s.Reserved, paid)
	}
	if s.RowStatus[pipeline.RowPending] == 0 {
		t.Error("the run was not killed in its middle")
	}
}
