package gate

import (
	"math"
	"time"
)

// Tell says what became of a submission that was let in: once for each, as
// soon as it has been answered and before its Leave. A gate that is told
// nothing keeps its limits as they are.
func (g *Gate) Tell(o Outcome) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	g.told(o, now)
	g.serve(now)
}

func (g *Gate) told(o Outcome, now time.Time) {
	g.unanswered = max(0, g.unanswered-1)
	g.trip.answered(o.Turn, now, o.Kind == RateLimited || o.Kind == Crowded)
	g.tempo.took, g.tempo.pending = g.trip.took, g.unanswered
	g.pause.atLeast(min(o.RetryAfter, longestRetryAfter), now)
	was := age{
		rate:   g.tempo.early.heard(o.Turn, now),
		window: g.window.early.heard(o.Turn, now),
		pause:  g.pause.precedes(o.Turn, now),
	}
	g.tempo.coming = g.trip.coming(max(0, g.unanswered-g.tempo.early.missing))
	g.window.coming = g.trip.coming(max(0, g.unanswered-g.window.early.missing))
	switch o.Kind {
	case Accepted:
		g.accepted(was, now)
	case RateLimited:
		g.rateLimited(was, max(0, o.RetryAfter), now)
	case Crowded:
		g.crowded(was, now)
	default:
		g.answered(was, o.Kind == Other)
	}
	g.retune(now)
}

// An age tells of an answer whether it belongs to a submission from before the
// last change of the rate, that of the window, and the pause.
type age struct{ rate, window, pause bool }

func (g *Gate) accepted(was age, now time.Time) {
	g.window.accepted(was.window, g.running(0), now)
	switch {
	case was.pause:
		g.tempo.late(was.rate, now)
		if g.tempo.breaksRow() {
			g.pause.spare()
		}
	case g.pause.on():
		g.tempo.carried.add(now)
		if g.pause.rate {
			g.tempo.reopened(g.pause.began, g.pause.long(), now)
		}
		g.pause.end()
	default:
		g.tempo.accepted(was.rate, now)
	}
}

// rateLimited counts a refusal. When there are more in a row than chance
// explains, everyone waits until a submission that enters later is accepted.
func (g *Gate) rateLimited(was age, wait time.Duration, now time.Time) {
	g.tempo.vain++
	switch told := wait > 0; {
	case was.pause:
		g.tempo.hear(was.rate, true, now)
		g.pause.refuse(told, now)
	case g.pause.on():
		g.pause.refuse(told, now)
		g.pause.again()
		g.rest(told, now)
	default:
		if g.tempo.alone(now) {
			g.pause.atLeast(firstPause, now)
		}
		shut, much := g.tempo.refused(was.rate, wait, now)
		if shut {
			g.shut(told, now)
		} else if much {
			g.tempo.cut(g.tempo.carried.sum(now), now.Add(-g.trip.took), now)
		}
	}
}

// shut begins a pause after a row of refusals.
func (g *Gate) shut(told bool, now time.Time) {
	filled, row := g.tempo.filled(now), g.tempo.row
	g.tempo.closed(now)
	g.pause.begin(g.unanswered, true, now)
	g.pause.refuse(told, now)
	if filled {
		g.pause.fill(row)
	}
	g.rest(told, now)
}

// crowded counts a refusal for the window: so many of ours were running, and
// one more was too many. Without any, somebody else's are, and only a pause helps.
func (g *Gate) crowded(was age, now time.Time) {
	others := g.running(1)
	if !was.window {
		g.window.refused(others, g.tempo.turns, &g.trip, now)
	}
	switch {
	case was.pause:
	case g.pause.on():
		g.pause.again()
		g.rest(false, now)
	case others.sure == 0:
		g.pause.begin(g.unanswered, false, now)
		g.rest(false, now)
	}
}

// running is how many are, but for so many that were just refused. How many of those whose
// answers are on their way do is a matter of chance: it may be wrong by a fiftieth and one.
func (g *Gate) running(refused int) load {
	n := max(0, g.held+g.yard.people()-g.unanswered-refused)
	if g.unanswered == 0 {
		return load{n, n, 0}
	}
	return load{n, n + int(math.Round(g.trip.coming(g.unanswered))), 1 + n/50}
}

// answered takes an answer that is neither success nor refusal: it may be the
// one that a pause is waiting for. A healthy one ends the pause; after a
// failure the next one tries.
func (g *Gate) answered(was age, healthy bool) {
	switch {
	case !g.pause.on() || was.pause:
	case healthy:
		g.pause.end()
	default:
		g.pause.probe = time.Time{}
	}
}

// rest keeps everyone waiting for as long as the refusals in a row suggest. What
// the API tells is believed the first time, unless a minute's worth seems to be used up.
func (g *Gate) rest(told bool, now time.Time) {
	if told && g.pause.refusals == 1 && !g.pause.filled {
		return
	}
	if known := now.Before(g.tempo.minutes); g.pause.rate && (g.pause.whole || known && g.pause.refusals > 1) {
		wait := g.pause.rest(g.toWaitFor(now), g.turn(), now)
		if g.tempo.brink(now) { // the clock's next minute, which may be the API's, is not tried
			wait = max(wait, g.toWaitFor(now)+skew)
		}
		g.pause.atLeast(wait, now)
		return
	}
	g.pause.atLeast(g.pause.length(g.room(now), g.turn(), now), now)
}

// room is how long it takes until the oldest submission of the last minute no longer
// counts, if it is the rate that is refused.
func (g *Gate) room(now time.Time) time.Duration {
	if !g.pause.rate {
		return 0
	}
	return g.tempo.carried.room(g.tempo.carried.sum(now), now)
}

// toWaitFor is the same where minutes are counted, and 0 when it has been waited for in
// vain: something that counted at the beginning of the pause does no longer.
func (g *Gate) toWaitFor(now time.Time) time.Duration {
	room, full := g.room(now), g.tempo.carried.sum(now) == g.tempo.proven
	if room > 2*firstPause || full {
		return room
	}
	return 0
}

// turn is how far apart submissions are at the present rate, or where minutes are
// counted at what the last one has borne.
func (g *Gate) turn() time.Duration {
	level := g.tempo.level
	if borne := float64(g.tempo.proven); g.pause.long() && borne > 0 {
		level = min(level, borne)
	}
	return seconds(60 / level)
}

// retune makes new levels known to those who hold to them. What is on its way
// at that time was submitted at the old ones.
func (g *Gate) retune(now time.Time) {
	if g.tempo.moved {
		g.tempo.moved = false
		g.tempo.early = g.echo(now)
		g.pace.setRate(g.tempo.level, now)
	}
	if g.window.moved {
		g.window.moved = false
		g.window.early = g.echo(now)
		if g.window.base > 0 { // a step up, whose places are taken at once: no slack
			g.window.early.began = now
		}
	}
}

// echo is the answers still to come.
func (g *Gate) echo(now time.Time) echo { return newEcho(g.unanswered, g.trip.patience(), now) }
