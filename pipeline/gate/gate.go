package gate

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A Gate lets submissions through at the account's rate, and no more of them
// than may run at once. The zero value learns both limits from the smallest
// account up. It is safe for concurrent use and must not be copied; its fields
// must not change after the first call of a method.
type Gate struct {
	// Rate is the most submissions a minute, a ceiling that is used from the
	// start. 0 or less means to learn it.
	Rate float64
	// InFlight is the most predictions running at once, a ceiling that is used
	// from the start. 0 or less means to learn it.
	InFlight int
	// Recent are the submissions of the minute before the start, oldest first.
	// They count as this gate's own, so that a restart does not exceed the
	// rate. Times in the future count as now.
	Recent []time.Time

	mu      sync.Mutex
	started bool
	queue   queue
	pace    pace
	tempo   tempo
	window  window
	pause   pause
	// held counts the places taken; unanswered those of them whose submission
	// has not been told about.
	held, unanswered int
}

// Enter waits for a place among the predictions in flight and for a turn of
// the rate, and takes both. It serves callers in the order in which they came.
// The place is given back with Leave, and Tell says what the turn was used for.
//
// When ctx ends first, Enter returns its cause and takes no place.
func (g *Gate) Enter(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if g.queue.empty() && g.letIn(now) {
		return nil
	}
	w := g.queue.join()
	g.serve(now)
	for !w.admitted && ctx.Err() == nil {
		g.wait(ctx, w)
		g.serve(time.Now())
	}
	if ctx.Err() == nil {
		return nil
	}
	g.withdraw(w)
	return context.Cause(ctx)
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

// withdraw takes back a waiter that will not go through. If it was let in at
// that very moment, its place goes to the next; its turn is lost.
func (g *Gate) withdraw(w *waiter) {
	if w.admitted {
		g.giveBack()
		g.unanswered = max(0, g.unanswered-1)
	} else {
		g.queue.remove(w)
	}
	g.serve(time.Now())
}

// Leave gives a place back: the prediction ended, was refused, or is no longer
// waited for. A Leave without a place taken does nothing.
func (g *Gate) Leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	g.giveBack()
	g.serve(now)
}

func (g *Gate) giveBack() {
	g.held = max(0, g.held-1)
	g.unanswered = min(g.unanswered, g.held)
}

// Adopt counts n predictions of earlier runs as in flight, even beyond the
// limit. Each is given back with Leave.
func (g *Gate) Adopt(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.held += max(0, n)
}

// Limits are the submissions a minute and the predictions in flight that the
// gate allows at present. Turns come at 0.99 of the rate.
func (g *Gate) Limits() (perMinute float64, inFlight int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now()
	return g.tempo.level, g.window.size()
}

// now is the time, and sets the gate up when it is the first one read. The
// lock is held, so that times are read in order.
func (g *Gate) now() time.Time {
	now := time.Now()
	if !g.started {
		g.started = true
		recent := slices.Clone(g.Recent)
		for i, at := range recent {
			if at.After(now) {
				recent[i] = now
			}
		}
		g.tempo = newTempo(g.Rate, recent, now)
		g.pace = newPace(g.tempo.level, recent)
		g.window = newWindow(g.InFlight)
	}
	return now
}

// serve lets in all who may go, in order, and tells the next when to look again.
func (g *Gate) serve(now time.Time) {
	for !g.queue.empty() {
		w := g.queue.first()
		if !g.letIn(now) {
			w.setAlarm(g.opens(now))
			return
		}
		g.queue.remove(w)
		w.admit()
	}
}

// letIn takes a place and a turn, if both are to be had.
func (g *Gate) letIn(now time.Time) bool {
	if g.held >= g.window.size() || g.pause.opens().After(now) {
		return false
	}
	due := g.due(now)
	if due.After(now) {
		return false
	}
	g.pace.spend(due)
	g.pause.entered(now)
	g.held++
	g.unanswered++
	return true
}

// due is when the next turn of the rate is to be had.
func (g *Gate) due(now time.Time) time.Time {
	due := g.pace.due(now, g.tempo.level)
	return later(due, g.tempo.room(g.unanswered, now))
}

// opens is when the next one can be let in, the zero time when that is not for
// the clock to say. What it is that somebody has to wait for is noted: a limit
// grows only when it is felt.
func (g *Gate) opens(now time.Time) time.Time {
	if g.held >= g.window.size() {
		g.window.felt = true
		return time.Time{}
	}
	due := g.due(now)
	if due.After(now) {
		g.tempo.felt = true
	}
	return later(due, g.pause.opens())
}
