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
	// Reconciler, when set, settles unconfirmed predictions before the run and
	// after it.
	Reconciler *Reconciler
	// MaxDuration ends submissions after so long; 0 means never.
	MaxDuration time.Duration

	mu    sync.Mutex
	going map[ItemID]bool // the items that are on their way
	next  time.Time       // the earliest try that was put off
	ended error           // why submissions ended
	stop  context.CancelCauseFunc
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
	r.stop, r.line = halt, make(line, lineLength)
	r.Captioner.Halt = func(err error) { r.halted(err); halt(err) }
	if r.MaxDuration > 0 {
		timer := time.AfterFunc(r.MaxDuration, func() { r.Captioner.Halt(ErrDuration) })
		defer timer.Stop()
	}
	err := r.work(ctx, submit)
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(err, r.ended, r.unmended(), r.shunned.err())
}

// unmended is what the brake has to say of a run that a limit has ended.
func (r *Runner) unmended() error {
	if !errors.Is(r.ended, ErrCap) || errors.Is(r.ended, ErrJunk) {
		return nil
	}
	return r.Brake.unmended()
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
// pending until nothing is, and nothing more can be proved of what is in doubt.
func (r *Runner) work(ctx, submit context.Context) error {
	if _, err := r.reconcile(submit, false); err != nil {
		return err
	}
	for {
		if err := r.pass(ctx, submit, true); err != nil {
			return err
		}
		if submit.Err() != nil {
			return r.wrapUp(ctx, submit)
		}
		next, err := r.another(submit)
		if err != nil || next.IsZero() {
			return err
		}
		if sleep(submit, time.Until(next)) != nil {
			return r.wrapUp(ctx, submit)
		}
	}
}

// wrapUp hears the API's list once more when submissions have ended early: what
// it attaches is looked at, and nothing new is asked.
func (r *Runner) wrapUp(ctx, submit context.Context) error {
	if r.Reconciler == nil || ctx.Err() != nil {
		return nil
	}
	settled, err := r.Reconciler.Reconcile(ctx, false)
	if err != nil || settled.Attached == 0 {
		return ignoreEnd(ctx, err)
	}
	return r.pass(ctx, submit, false)
}

// ignoreEnd is err, unless the run was told to end meanwhile.
func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// another says when the next pass may begin, zero when none is needed.
func (r *Runner) another(submit context.Context) (time.Time, error) {
	final, again := r.full.settle()
	if again {
		return time.Now(), nil
	}
	if final != nil {
		r.Captioner.Halt(final)
		return time.Now(), nil // which ends the waiting for it at once
	}
	if next := r.later(); !next.IsZero() {
		return next, nil
	}
	settled, err := r.reconcile(submit, true)
	if settled.Any() {
		return time.Now(), err
	}
	return settled.Next, err
}

// reconcile settles what is in doubt. Only a patient one waits for a second
// look at the API's list.
func (r *Runner) reconcile(submit context.Context, patient bool) (Settled, error) {
	if r.Reconciler == nil || submit.Err() != nil {
		return Settled{}, nil
	}
	settled, err := r.Reconciler.Reconcile(submit, patient)
	if submit.Err() != nil {
		return Settled{}, nil // told to end meanwhile
	}
	return settled, err
}

// later takes the earliest try that was put off, zero when there is none.
func (r *Runner) later() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	next := r.next
	r.next = time.Time{}
	return next
}

// pass takes what was accepted through its story, and then, where submissions
// may be made, what is pending, and waits for all. What is to be repaired goes
// first: it tells whether the texts are worth going on.
func (r *Runner) pass(ctx, submit context.Context, pending bool) (err error) {
	items := pool.New().WithMaxGoroutines(or(r.Workers, 64)).WithContext(ctx).WithCancelOnError().WithFirstError()
	pages := []Page{{State: Submitted, All: true}, {State: Pending, Spoilt: true}, {State: Pending}}
	if !pending {
		pages = pages[:1]
	}
	for _, page := range pages {
		if err = r.feed(ctx, submit, items, page); err != nil {
			break
		}
	}
	return errors.Join(err, items.Wait())
}

// feed claims page after page and starts a goroutine for every item. Starting
// one waits for a free worker; a run that ends makes its workers free soon.
func (r *Runner) feed(ctx, submit context.Context, items *pool.ContextPool, of Page) error {
	of.Work, of.Size = r.Work, pageSize
	for ctx.Err() == nil && (of.State == Submitted || submit.Err() == nil) && !r.inVain(&of) {
		page, err := r.Ledger.Claim(ctx, of)
		if err != nil && ctx.Err() == nil {
			return err
		}
		if err := r.recall(ctx, page); err != nil && ctx.Err() == nil {
			return err
		}
		for _, it := range page {
			if of.wants(&it) {
				r.start(submit, items, it)
			}
			of.After = it.ID
		}
		if len(page) < pageSize {
			break
		}
	}
	return nil
}

// inVain tells whether none of a page can be asked, since a cap was reached.
func (r *Runner) inVain(of *Page) bool { return of.State == Pending && r.full.reached() }

// recall tells the brake what earlier runs know of a page's items and of those
// around them, before any of these is asked.
func (r *Runner) recall(ctx context.Context, page []Item) error {
	for i := range page {
		stretch, wanted := r.Brake.unknown(&page[i])
		if !wanted {
			continue
		}
		stretch.Work, stretch.Run = r.Work, r.Captioner.Run
		past, err := r.Ledger.Past(ctx, stretch)
		if err != nil {
			return err
		}
		r.Brake.remember(past)
	}
	return nil
}

// start sends one item on its way, unless it is: one of an earlier page may be
// pending again by now, with a bad text, and be found once more.
func (r *Runner) start(submit context.Context, items *pool.ContextPool, it Item) {
	if !r.goes(it.ID) {
		return
	}
	if it.State == Submitted && r.Adopt != nil {
		r.Adopt(1)
	}
	if it.State == Pending {
		r.line.enter()
	}
	items.Go(func(ctx context.Context) error {
		defer r.arrived(it.ID)
		end, err := r.Caption(ctx, submit, it)
		if end.State == Pending && end.NextTry.After(time.Now()) { // not what was put off long ago, and is left for another reason now
			r.putOff(end.NextTry)
		}
		if err != nil {
			r.stop(err) // what the ledger cannot keep must not be paid for
		}
		return err
	})
}

// goes says that an item is on its way, and tells whether it was not yet.
func (r *Runner) goes(item ItemID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.going == nil {
		r.going = map[ItemID]bool{}
	}
	was := r.going[item]
	r.going[item] = true
	return !was
}

// arrived says that an item is not on its way any more.
func (r *Runner) arrived(item ItemID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.going, item)
}

// putOff remembers that an item wants another pass.
func (r *Runner) putOff(next time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next.IsZero() || next.Before(r.next) {
		r.next = next
	}
}
