package gate

import "time"

// Tell says what became of a submission that was let in: once for each, as
// soon as it has been answered and before its Leave. A gate that is told
// nothing keeps its limits as they are.
func (g *Gate) Tell(o Outcome) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	g.unanswered = max(0, g.unanswered-1)
	g.pause.atLeast(min(o.RetryAfter, longestRetryAfter), now)
	switch o.Kind {
	case Accepted:
		g.accepted(now)
	case RateLimited:
		g.rateLimited(o.RetryAfter > 0, now)
	case Crowded:
		g.crowded(now)
	default:
		g.window.early.heard(now)
		g.answered(o.Kind == Other, now)
	}
	g.serve(now)
}

func (g *Gate) accepted(now time.Time) {
	if !g.window.early.heard(now) {
		g.window.accepted()
	}
	if g.pause.on() && g.pause.early.heard(now) {
		g.tempo.late(now)
		g.pace.setRate(g.tempo.perMinute, now)
		return
	}
	g.pause.end()
	if g.tempo.accepted(now) {
		g.pace.setRate(g.tempo.perMinute, now)
	}
}

// rateLimited cuts the rate once, and makes everyone wait until a submission
// that entered after the cut has been accepted.
func (g *Gate) rateLimited(told bool, now time.Time) {
	g.window.early.heard(now)
	switch {
	case !g.pause.on():
		g.pause.begin(g.unanswered, now)
		g.tempo.cut(now)
		g.pace.setRate(g.tempo.perMinute, now)
	case g.pause.early.heard(now):
		return // already taken into account
	default:
		g.pause.again()
	}
	if !told {
		g.rest(g.tempo.carried.room(g.tempo.carried.sum(now), now), now)
	}
}

// crowded shrinks the window once for all that were on their way. While some
// of ours are running the next one waits for one of them to end; without any,
// somebody else's are, and only a pause helps.
func (g *Gate) crowded(now time.Time) {
	if g.window.early.heard(now) {
		g.answered(false, now)
		return
	}
	running := max(0, g.held-g.unanswered-1)
	g.window.shrink(running)
	g.window.early.expect(g.unanswered, now)
	switch {
	case g.pause.on() && g.pause.early.heard(now):
	case g.pause.on():
		g.pause.again()
		g.rest(0, now)
	case running == 0:
		g.pause.begin(g.unanswered, now)
		g.rest(0, now)
	}
}

// answered takes an answer that is neither success nor refusal: it may be the
// one that a pause is waiting for. A healthy one ends the pause; after a
// failure the next one tries.
func (g *Gate) answered(healthy bool, now time.Time) {
	switch {
	case !g.pause.on() || g.pause.early.heard(now):
	case healthy:
		g.pause.end()
	default:
		g.pause.probe = time.Time{}
	}
}

// rest keeps everyone waiting for as long as the refusals in a row suggest.
// Room is how long it takes until the last minute's oldest no longer counts.
func (g *Gate) rest(room time.Duration, now time.Time) {
	turn := seconds(60 / g.tempo.perMinute)
	g.pause.atLeast(g.pause.length(room, turn, now), now)
}
