package gate

import (
	"container/list"
	"context"
	"time"
)

// A queue is the goroutines that wait at the gate, the longest waiting first.
// Only the first is ever woken without being let in: it alone watches the
// clock for all. The gate's mutex guards a queue and its waiters.
type queue struct{ waiters list.List }

// A waiter is one goroutine in the queue.
type waiter struct {
	place *list.Element
	// admitted is set when the waiter has been let in and left the queue.
	admitted bool
	// alarm is when the first waiter looks again by itself; zero means when it
	// is woken.
	alarm time.Time
	// wake holds at most one signal that the fields above have changed.
	wake chan struct{}
}

// join adds a waiter at the end.
func (q *queue) join() *waiter {
	w := &waiter{wake: make(chan struct{}, 1)}
	w.place = q.waiters.PushBack(w)
	return w
}

// first is the longest waiting, or nil.
func (q *queue) first() *waiter {
	if e := q.waiters.Front(); e != nil {
		return e.Value.(*waiter)
	}
	return nil
}

// remove takes a waiter out, wherever it stands.
func (q *queue) remove(w *waiter) { q.waiters.Remove(w.place) }

func (q *queue) empty() bool { return q.waiters.Len() == 0 }

// admit tells a waiter that it is through.
func (w *waiter) admit() {
	w.admitted = true
	w.signal()
}

// setAlarm tells the first waiter when to look again, if that has changed.
func (w *waiter) setAlarm(at time.Time) {
	if !w.alarm.Equal(at) {
		w.alarm = at
		w.signal()
	}
}

func (w *waiter) signal() {
	select {
	case w.wake <- struct{}{}:
	default: // one is waiting to be read already
	}
}

// hush drops a signal whose news the waiter has read from the fields.
func (w *waiter) hush() {
	select {
	case <-w.wake:
	default:
	}
}

// wait sleeps without the lock until something has changed for the waiter.
func (g *Gate) wait(ctx context.Context, w *waiter) {
	w.hush()
	var alarm <-chan time.Time
	if !w.alarm.IsZero() {
		timer := time.NewTimer(time.Until(w.alarm))
		defer timer.Stop()
		alarm = timer.C
	}
	g.mu.Unlock()
	defer g.mu.Lock()
	select {
	case <-w.wake:
	case <-alarm:
	case <-ctx.Done():
	}
}
