package gate

import (
	"math/rand/v2"
	"time"
)

const (
	// The first pause, the longest in the first minute of refusals, when a
	// refill is sure to come, and the longest of all.
	firstPause   = time.Second
	minutePause  = 5 * time.Second
	longestPause = 30 * time.Second
	// longestRetryAfter is the most that an API's own word counts for.
	longestRetryAfter = 10 * time.Minute
	// skew is by how much clocks may differ, for all that it costs to wait longer.
	skew = 250 * time.Millisecond
	// longPause is for how long everything is refused only by an API that
	// counts by the minute.
	longPause = 2500 * time.Millisecond
	// wholeRow is how many refusals in a row it takes to tell that, at least: fewer
	// come by chance.
	wholeRow = 3
)

// A pause is the time after refusals in which everyone waits, and the probing
// after it. It begins when there are too many refusals one after the other, and
// is over when a submission that entered later has been accepted.
type pause struct {
	until time.Time
	// refusals counts the one that began the pause and those of the probes; 0
	// means that all is well.
	refusals int
	began    time.Time
	rate     bool // the rate is what was refused, not the window
	told     bool // the API said how long to wait
	// row counts the refusals since the last acceptance, from is when the first
	// of them came. Whole tells whether such a row has lasted so long that the
	// API counts by the minute.
	row   int
	from  time.Time
	whole bool
	// filled tells whether a minute's worth seems to be used up.
	filled bool
	// early are the submissions that were on their way when it began.
	early echo
	// probe is when the answer to the one submission that went ahead is no
	// longer waited for; zero means that none is under way.
	probe time.Time
}

// on tells whether a pause has begun and is not over.
func (p *pause) on() bool { return p.refusals > 0 }

// begin starts a pause, with so many submissions on their way. What the API has
// said about waiting still holds. Late answers are not waited for: where minutes
// are counted, a new one may have begun.
func (p *pause) begin(early int, rate bool, now time.Time) {
	*p = pause{until: p.until, refusals: 1, began: now, rate: rate, early: newEcho(early, answerTime, now)}
}

// refuse counts a refusal, whether of a probe or of one that was on its way.
func (p *pause) refuse(told bool, now time.Time) {
	if p.row++; p.row == 1 {
		p.from = now
	}
	p.told = p.told || told
	p.whole = p.whole || p.row >= wholeRow && now.Sub(p.from) >= longPause
}

// fill takes the refusals in a row that the pause began with for the end of a minute's
// worth: the first probes are to tell that.
func (p *pause) fill(row int) { p.filled, p.row = true, row }

// spare counts one that was on its way and accepted.
func (p *pause) spare() { p.row = 0 }

// long tells whether everything was refused for longer than by a limit that is
// counted by the second, or by bad luck.
func (p *pause) long() bool {
	return p.whole || p.told && !p.unsure() && p.until.Sub(p.began) >= 2*longPause
}

// precedes tells whether an answer is one to a submission from before the pause,
// as all are before the probe.
func (p *pause) precedes(turn, now time.Time) bool {
	if p.probe.IsZero() {
		turn = time.Time{}
	}
	return p.on() && p.early.heard(turn, now)
}

// again lets a refused probe lengthen the pause.
func (p *pause) again() {
	p.refusals++
	p.probe = time.Time{}
}

// end lets everyone go on.
func (p *pause) end() { p.refusals, p.probe = 0, time.Time{} }

// atLeast keeps the gate shut for so long; no wait at all is not what the API asked for.
func (p *pause) atLeast(d time.Duration, now time.Time) {
	if d > 0 {
		p.until = later(p.until, now.Add(d))
	}
}

// opens is when the pause lets the next one in; the past means now.
func (p *pause) opens() time.Time {
	if !p.on() {
		return p.until
	}
	return later(p.until, later(p.early.until(), p.probe))
}

// entered notes that somebody was let in: after a pause that is the probe.
func (p *pause) entered(now time.Time) {
	if p.on() {
		p.probe = now.Add(answerTime)
	}
}

// length is how long to wait after so many refusals in a row: a second,
// doubled each time, but no more than a probe for every ten turns, so that a
// small account is not asked too often. Room is how long it takes until the
// oldest submission of the last minute no longer counts. By then a place should
// be free; an API that still refuses counts otherwise, and is asked less often.
func (p *pause) length(room, turn time.Duration, now time.Time) time.Duration {
	longest, turns := longestPause, min(10*turn, longestPause)
	if now.Sub(p.began) < time.Minute {
		longest = max(minutePause, turns)
	}
	wait := min(p.first()<<min(p.refusals-1, 10), longest)
	switch {
	case p.unsure():
		wait = longPause
	case room > wait:
		wait = min(max(wait, turns), room)
	}
	return wait + rand.N(wait/10)
}

// unsure tells whether a minute's worth seems to be used up, for fewer refusals than it
// takes to tell. The next probes are to come soon.
func (p *pause) unsure() bool { return p.filled && p.row < wholeRow }

// first is the first pause. Where the API seems to count by the minute, it is so long that
// a limit that is counted by the second bears the probe after it.
func (p *pause) first() time.Duration {
	if p.filled {
		return longPause
	}
	return firstPause
}

// rest is how long to wait where minutes are counted: until there is room, since the
// oldest submission of the last one no longer counts (0: not to be waited for), or the
// clock begins a new one, or a probe for every thirty turns finds that the API's minutes
// begin at another time.
func (p *pause) rest(room, turn time.Duration, now time.Time) time.Duration {
	wait := max(minutePause, min(30*turn, time.Minute))
	if room > 0 {
		wait = min(wait, room)
	}
	next := now.Truncate(time.Minute).Add(time.Minute).Sub(now)
	return min(wait, next) + skew + rand.N(skew)
}

// An echo is the answers still to come to submissions that were on their way
// when a limit was cut. They say nothing about the limit after the cut.
type echo struct {
	missing int
	began   time.Time // their turns were before that
	late    time.Time // then they are no longer waited for
	turn    time.Time // of the answer heard last, zero when it is not known
}

// newEcho begins now, with so many answers to come. Who had the last turns may
// just be waking up.
func newEcho(missing int, patience time.Duration, now time.Time) echo {
	return echo{missing: missing, began: now.Add(slack), late: now.Add(patience)}
}

// heard tells whether an answer counts as one of them: by its turn, or when that
// is not known, by the number of answers, which come in about the order of the
// submissions.
func (e *echo) heard(turn, now time.Time) bool {
	old := turn.Before(e.began)
	if e.turn = turn; turn.IsZero() {
		old = e.missing > 0 && !now.After(e.late)
	}
	if old {
		e.missing = max(0, e.missing-1)
	}
	return old
}

// until is when the echo has died away at the latest.
func (e *echo) until() time.Time {
	if e.missing == 0 {
		return time.Time{}
	}
	return e.late
}
