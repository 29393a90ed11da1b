package gate

import (
	"context"
	"time"
)

// A yard lies between the turn and the place: there callers make ready what
// they do not want to submit without, such as a note on disk. So that places do
// not stand empty meanwhile, some are let in ahead: as many as come free while
// one makes ready. Where predictions take seconds that is none.
type yard struct {
	ready   int   // are making ready
	waiting queue // are, and wait for their place

	at time.Time // of the last change
	// made and ran are for how long people have been making ready and in their
	// places, all together; what is long ago counts less.
	made, ran time.Duration
	left      int
}

// people is how many are in the yard.
func (y *yard) people() int { return y.ready + y.waiting.waiters.Len() }

// pass lets time pass, with so many in their places.
func (y *yard) pass(held int, now time.Time) {
	if !y.at.IsZero() {
		y.made += time.Duration(y.ready) * now.Sub(y.at)
		y.ran += time.Duration(held) * now.Sub(y.at)
	}
	y.at = now
}

// leave takes down that a place came free.
func (y *yard) leave() {
	const often = 256
	if y.left++; y.left%often == 0 {
		y.made, y.ran = y.made/2, y.ran/2
	}
}

// ahead is how many may be in the yard beyond the free places. All pass through
// both, so that the times in them stand to one another as the numbers of people
// that keep both full. Before the first has left nothing is known.
func (y *yard) ahead(places int) int {
	if y.left == 0 || y.ran <= 0 {
		return 0
	}
	return int(min(1, float64(y.made)/float64(y.ran)) * float64(places))
}

// admit sends the longest waiting to its place, and tells whether there was one.
func (y *yard) admit() bool {
	if y.waiting.empty() {
		return false
	}
	w := y.waiting.first()
	y.waiting.remove(w)
	w.admit()
	return true
}

// Proceed waits for the place after a turn, and takes it. It is given back with
// Leave, and Tell says what the turn was used for. When ctx ends first, Proceed
// returns its cause, and Retreat comes next.
func (g *Gate) Proceed(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now()
	g.yard.ready = max(0, g.yard.ready-1)
	if g.held < g.window.size() && g.yard.waiting.empty() {
		g.held++
		return nil
	}
	w := g.yard.waiting.join()
	for !w.admitted && ctx.Err() == nil {
		g.wait(ctx, w)
	}
	if w.admitted { // whatever ctx says: the place is taken
		return nil
	}
	g.now()
	g.yard.waiting.remove(w)
	g.yard.ready++
	return context.Cause(ctx)
}

// Retreat gives a turn back that comes to nothing: nothing was submitted.
func (g *Gate) Retreat() {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	g.yard.ready = max(0, g.yard.ready-1)
	g.told(Outcome{Kind: Erred}, now)
	g.serve(now)
}
