// Command captionmill captions lists of images with a hosted vision model, and
// writes alt text.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"

	"github.com/captionmill/captionmill/sink/sqlite"
)

func main() {
	tuneMemory()
	ctx, stop := signalled(context.Background())
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// tuneMemory lets the garbage collector wait until the heap has grown to four
// times what is in use, unless the environment says otherwise. Little is in use
// at any time, so that collecting at twice as much is mostly work for nothing.
func tuneMemory() { collectAt(300) }

// crowd is from how many predictions in flight on they take so much memory that
// a heap of four times that would be too large.
const crowd = 1000

// collectAt has garbage collected when the heap has grown by so many percent of
// what is in use, stacks included, until it is undone; the environment wins.
func collectAt(percent int) (undo func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(percent)
	return func() { debug.SetGCPercent(before) }
}

// muchHeap is from how many bytes on a heap goes back to the system. The results
// make use of a smaller one, and to take its pages anew costs more than it saves.
const muchHeap = 96 << 20

// giveBack returns what a large heap does not use any more.
func giveBack() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapSys-m.HeapReleased > muchHeap {
		debug.FreeOSMemory()
	}
}

// streams are the three files that every program is given.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run is the program with its hands untied: it ends with an exit code.
func run(ctx context.Context, args []string, std streams) int {
	root := newRoot(std)
	root.SetArgs(args)
	err := sqlite.Explain(root.ExecuteContext(ctx))
	if err != nil {
		fmt.Fprintln(std.err, "captionmill:", message(err))
	}
	return exitCode(ctx, err)
}

// stopped is the cause of a context that a signal has ended.
type stopped struct{ signal os.Signal }

func (s stopped) Error() string { return "stopped by " + s.signal.String() + "; run again to go on" }

// signalled ends the context at the first SIGINT or SIGTERM; the second ends
// the program at once, as if nobody listened.
func signalled(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(stopped{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil); signal.Stop(signals); <-done }
}
