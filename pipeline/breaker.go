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
}

// badLuck is how many errors in a row are put up with.
const badLuck = 4

// probeTime is how long a probe is waited for before another may go.
const probeTime = 2 * time.Minute

// learn takes the answer to a POST into account. Whatever a working API says,
// it speaks to us; call is nil when it accepted.
func (b *breaker) learn(accepted bool, call *api.Error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if accepted || call != nil && call.Verdict != api.Unsure && call.Cause != api.CauseUnsent {
		b.errs = 0
		return
	}
	if call != nil {
		b.err(call)
	}
}

// err counts one more error. The caller holds the lock.
func (b *breaker) err(err error) {
	if b.errs++; b.errs == 1 {
		b.since = time.Now()
	}
	b.last = err
	b.next = time.Now().Add(pause(b.errs - badLuck))
}

// pass waits until a submission may go ahead.
func (b *breaker) pass(ctx context.Context, c *Captioner) error {
	for {
		wait, probe, down := b.check()
		switch {
		case wait == 0 && !probe:
			return nil
		case down != nil && time.Since(b.began()) > or(c.GiveUp, 10*time.Minute):
			c.halt(fmt.Errorf("%w: %w", ErrDown, down))
			return down
		case !probe:
			if err := sleep(ctx, wait); err != nil {
				return err
			}
		case b.answers(ctx, c.API):
			return nil // the submission is the probe
		}
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
