package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// breaker holds submissions back while the API only errs, so that an outage
// does not leave thousands of items unconfirmed. Its zero value lets all pass.
//
// When it is open one item after another goes ahead as a probe, each after a
// longer pause, and only once the API answers a free call.
type breaker struct {
	mu    sync.Mutex
	errs  int       // in a row
	since time.Time // of the first of them
	last  error
	next  time.Time // when the next probe may go

	refusals int       // 429s in a row
	refused  time.Time // the first of them
	over     bool      // the run was ended for the API's sake
	warned   bool
}

// badLuck is how many errors in a row are put up with.
const badLuck = 4

// manyRefusals is how many 429s in a row it takes, besides time, to give up.
const manyRefusals = 10

// probeTime is how long a probe is waited for before another may go.
const probeTime = 2 * time.Minute

// learn takes the answer to a POST into account; call is nil when it was
// accepted, or is no answer at all. Whatever a working API says, it speaks to
// us; but refusals of the key, or for credit, that are no reason to end the run
// are errors as well. It tells whether the API has put us off for too long.
func (b *breaker) learn(accepted bool, call *api.Error, giveUp time.Duration) (endless bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case accepted:
		b.errs, b.refusals = 0, 0
	case call == nil:
	case call.Verdict == api.Unsure || call.Verdict == api.Halt || call.Cause == api.CauseUnsent:
		b.err(call)
	case call.Verdict == api.Retry:
		b.errs = 0
		if b.refusals++; b.refusals == 1 {
			b.refused = time.Now()
		}
		return b.refusals >= manyRefusals && time.Since(b.refused) > giveUp
	default:
		b.errs, b.refusals = 0, 0
	}
	return false
}

// stumble counts an error on the way to a POST.
func (b *breaker) stumble(call *api.Error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err(call)
}

// closed tells whether all may pass.
func (b *breaker) closed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.errs <= badLuck
}

// err counts one more error. The caller holds the lock.
func (b *breaker) err(err error) {
	if b.errs++; b.errs == 1 {
		b.since = time.Now()
	}
	b.last = err
	b.next = time.Now().Add(pause(b.errs - badLuck))
}

// pass waits until a submission may go ahead, and tells whether it does so
// alone, as a probe.
func (b *breaker) pass(ctx context.Context, c *Captioner) (probe bool, err error) {
	for {
		wait, probe, down := b.check()
		if down != nil {
			b.warn(c, down)
		}
		switch {
		case wait == 0 && !probe:
			return false, nil
		case down != nil && time.Since(b.began()) > c.giveUp():
			b.giveUp()
			c.halt(fmt.Errorf("%w: %w", ErrDown, down))
			return false, down
		case !probe:
			if err := sleep(ctx, wait); err != nil {
				return false, err
			}
		case b.answers(ctx, c.API):
			return true, nil
		}
	}
}

// giveUp takes down that the run has ended for the API's sake.
func (b *breaker) giveUp() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.over = true
}

func (b *breaker) gaveUp() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.over
}

// warn says once that submissions pause.
func (b *breaker) warn(c *Captioner, why error) {
	b.mu.Lock()
	first := !b.warned
	b.warned = true
	b.mu.Unlock()
	if first {
		c.log().Warn("the API only errs, so submissions pause", "give_up_after", c.giveUp(), "error", why)
	}
}

// check says whether the caller goes ahead as a probe, or how long to wait.
func (b *breaker) check() (wait time.Duration, probe bool, last error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.errs <= badLuck {
		return 0, false, nil
	}
	if wait := time.Until(b.next); wait > 0 {
		return min(wait, time.Second) + pause(1)/10, false, b.last
	}
	b.next = time.Now().Add(probeTime)
	return 0, true, b.last
}

func (b *breaker) began() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.since
}

// unused is told that a probe came to nothing: the next need not wait for it.
func (b *breaker) unused() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.next = time.Now()
}

// answers tells whether the API answers at all.
func (b *breaker) answers(ctx context.Context, a API) bool {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	_, err := a.Balance(ctx)
	if call, ok := errors.AsType[*api.Error](err); err != nil && (!ok || call.Status == 0 || call.Status >= 500) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.err(err)
		return false
	}
	return true
}
