package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/sourcegraph/conc/pool"
)

// A Runner feeds a run's items to goroutines, one each, until none is left
// that could be asked or looked at.
type Runner struct {
	*Captioner
	// Work is the rows whose questions are wanted.
	Work Work
	// Workers is the most items on their way at once, 64 if zero. It should be
	// larger than the most predictions in flight, so that the next item stands
	// ready when a place is given back.
	Workers int
	// Adopt, when set, counts a prediction of an earlier run as in flight.
	Adopt func(n int)
	// MaxDuration ends submissions after so long; 0 means never.
	MaxDuration time.Duration

	mu    sync.Mutex
	next  time.Time // the earliest try that was put off
	ended error     // why submissions ended
}

// pageSize is how many items are claimed at once.
const pageSize = 1000

// ErrDuration ends a run that has used up its time.
var ErrDuration = fmt.Errorf("%w: the longest duration of a run", ErrCap)

// Run works until nothing is left to do, a limit is reached, or ctx ends. What
// was accepted is seen through in every case but the last; then it is safe in
// the ledger and left to the next run. It returns why submissions ended early,
// nil when they did not.
func (r *Runner) Run(ctx context.Context) error {
	submit, halt := context.WithCancelCause(ctx)
	defer halt(nil)
	r.Captioner.Halt = func(err error) { r.halted(err); halt(err) }
	if r.MaxDuration > 0 {
		timer := time.AfterFunc(r.MaxDuration, func() { r.Captioner.Halt(ErrDuration) })
		defer timer.Stop()
	}
	err := r.work(ctx, submit)
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(err, r.ended)
}

// halted remembers the first reason.
func (r *Runner) halted(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended == nil {
		r.ended = err
	}
}

// work takes up what earlier runs have submitted, then passes over what is
// pending until nothing is.
func (r *Runner) work(ctx, submit context.Context) error {
	if _, err := r.pass(ctx, submit, Submitted, Pending); err != nil {
		return err
	}
	for submit.Err() == nil {
		next := r.later()
		if next.IsZero() {
			return nil
		}
		if sleep(submit, time.Until(next)) != nil {
			return nil
		}
		if _, err := r.pass(ctx, submit, Pending); err != nil {
			return err
		}
	}
	return nil
}

// later takes the earliest try that was put off, zero when there is none.
func (r *Runner) later() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	next := r.next
	r.next = time.Time{}
	return next
}

// pass takes every item of some states through its story, and waits for all.
func (r *Runner) pass(ctx, submit context.Context, states ...State) (n int, err error) {
	items := pool.New().WithMaxGoroutines(or(r.Workers, 64)).WithContext(ctx).WithCancelOnError().WithFirstError()
	for _, state := range states {
		var fed int
		if fed, err = r.feed(ctx, submit, items, state); err != nil {
			break
		}
		n += fed
	}
	return n, errors.Join(err, items.Wait())
}

// feed claims page after page and starts a goroutine for every item. Starting
// one waits for a free worker; a run that ends makes its workers free soon.
func (r *Runner) feed(ctx, submit context.Context, items *pool.ContextPool, state State) (n int, err error) {
	var after ItemID
	for ctx.Err() == nil && (state == Submitted || submit.Err() == nil) {
		page, err := r.Ledger.Claim(ctx, Page{State: state, Work: r.Work, After: after, Size: pageSize})
		if err != nil && ctx.Err() == nil {
			return n, err
		}
		for _, it := range page {
			r.start(submit, items, it)
			after = it.ID
		}
		if n += len(page); len(page) < pageSize {
			break
		}
	}
	return n, nil
}

// start sends one item on its way.
func (r *Runner) start(submit context.Context, items *pool.ContextPool, it Item) {
	if it.State == Submitted && r.Adopt != nil {
		r.Adopt(1)
	}
	items.Go(func(ctx context.Context) error {
		end, err := r.Caption(ctx, submit, it)
		if end.State == Pending && !end.NextTry.IsZero() {
			r.putOff(end.NextTry)
		}
		return err
	})
}

// putOff remembers that an item wants another pass.
func (r *Runner) putOff(next time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next.IsZero() || next.Before(r.next) {
		r.next = next
	}
}
