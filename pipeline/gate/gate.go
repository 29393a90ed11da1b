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
	yard    yard
	pace    pace
	tempo   tempo
	window  window
	pause   pause
	trip    trip
	// held counts the places taken; unanswered those who have had their turn and
	// whose submission has not been told about.
	held, unanswered int
}

// Enter waits for a turn of the rate and for a place among the predictions in
// flight, and takes both: it is [Gate.Approach] and [Gate.Proceed] in one.
func (g *Gate) Enter(ctx context.Context) error {
	if err := g.Approach(ctx); err != nil {
		return err
	}
	if err := g.Proceed(ctx); err != nil {
		g.Retreat()
		return err
	}
	return nil
}

// Approach waits for a turn of the rate and takes it, when a place among the
// predictions in flight is free, or surely will be by the time that the caller
// has made ready. It serves callers in the order in which they came. Proceed or
// Retreat comes next.
//
// When ctx ends first, Approach returns its cause and takes no turn.
func (g *Gate) Approach(ctx context.Context) error {
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
		g.serve(g.now())
	}
	if ctx.Err() == nil {
		return nil
	}
	g.withdraw(w)
	return context.Cause(ctx)
}

// withdraw takes back a waiter that will not go through. If it was let in at
// that very moment, its turn is lost.
func (g *Gate) withdraw(w *waiter) {
	if w.admitted {
		g.yard.ready = max(0, g.yard.ready-1)
		g.unanswered = max(0, g.unanswered-1)
	} else {
		g.queue.remove(w)
	}
	g.serve(g.now())
}

// Leave gives a place back: the prediction ended, was refused, or is no longer
// waited for. A Leave without a place taken does nothing.
func (g *Gate) Leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	g.held = max(0, g.held-1)
	g.unanswered = min(g.unanswered, g.held+g.yard.people())
	g.yard.leave()
	g.serve(now)
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
		g.begin(now)
	}
	g.yard.pass(g.held, now)
	return now
}

// begin sets the gate up. It stands apart from now, which every caller runs,
// because it takes much room on the stack.
func (g *Gate) begin(now time.Time) {
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

// serve gives places to those who wait for one, lets in all who may go, in order,
// and tells the next when to look again.
func (g *Gate) serve(now time.Time) {
	for g.held < g.window.size() && g.yard.admit() {
		g.held++
	}
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

// letIn takes a turn, if it is to be had and a place is in sight.
func (g *Gate) letIn(now time.Time) bool {
	if g.full() || g.pause.opens().After(now) {
		return false
	}
	due := g.due(now)
	if due.After(now) {
		return false
	}
	g.pace.spend(due)
	g.pause.entered(now)
	g.tempo.turns++
	g.yard.ready++
	g.unanswered++
	g.trip.begin(g.unanswered, now)
	return true
}

// full tells whether no place is in sight.
func (g *Gate) full() bool {
	return g.held+g.yard.people() >= g.window.size()+g.yard.ahead(g.window.size())
}

// due is when the next turn of the rate is to be had.
func (g *Gate) due(now time.Time) time.Time {
	due := g.pace.due(now, g.tempo.level)
	due = later(due, g.tempo.gently(g.unanswered, now))
	return later(due, g.tempo.room(g.unanswered, now))
}

// opens is when the next one can be let in, the zero time when that is not for
// the clock to say. What it is that somebody has to wait for is noted: a limit
// grows only when it is felt.
func (g *Gate) opens(now time.Time) time.Time {
	if g.full() {
		g.window.felt = true
		return time.Time{}
	}
	due := g.due(now)
	if due.After(now) {
		g.tempo.felt = true
	}
	return later(due, g.pause.opens())
}
