package gate

import (
	"math"
	"time"
)

const (
	// startRate is where an unknown rate is sought from, a minute. The
	// smallest account bears two submissions a minute, by the vendor's table
	// of account levels; at this rate it takes some seconds to find that out,
	// at the cost of a few refusals.
	startRate = 30
	// highestRate stands for no ceiling; a turn then takes 60 ns.
	highestRate = 1e9

	// gentle is for how long the start is gentle, at most. It begins with the few
	// that the full rate submits in fewWorth, from leastFew to mostFew. So one of
	// them is refused where a second's worth is borne at once, if the rate is more
	// than four times too high; and of a rate far too high, few are.
	gentle   = 1900 * time.Millisecond
	fewWorth = 330 * time.Millisecond
	leastFew = 3
	mostFew  = 22

	// steady is after how long a limit that is counted by the second has refused
	// some of too high a rate, the gentle start included.
	steady = 3 * time.Second

	// soonShut is within which time a gate is not shut again when a guess was
	// right.
	soonShut = 10 * time.Second
	// knownFor is how long it is remembered that the API counts by the minute.
	knownFor = time.Hour
)

// A tempo is the rate as it stands and what it is learned from.
type tempo struct {
	dial
	// carried is what the API accepted in the last minute; proven what it was
	// when the gate was shut, answers that came late included.
	carried tally
	proven  int
	// minutes is how long the API is known to count whole minutes, and crammed
	// how long such a one may hold more already than the rate allows.
	minutes, crammed time.Time
	guessed          time.Time // when that was only guessed
	stale            time.Time // then the quota should have been filled
	first            time.Time // the first turn
	pending          int       // submissions on their way
	vain             int       // refused until now
}

// newTempo starts at the given rate, or without one at what the minute before
// has borne.
func newTempo(given float64, recent []time.Time, now time.Time) tempo {
	t := tempo{carried: newTally(recent, now)}
	rate, ceiling := max(startRate, float64(t.carried.sum(now))), float64(highestRate)
	if given > 0 {
		rate = min(given, ceiling)
		ceiling = rate
	}
	t.dial = newDial(rate, ceiling, growth{brief: 1. / 12, rest: 28, paced: true})
	return t
}

// accepted counts a success. A rate that is not made use of proves nothing.
func (t *tempo) accepted(old bool, now time.Time) {
	t.carried.add(now)
	if t.calm == 0 || now.After(t.stale) {
		t.calm = 0
		t.stale = now.Add(2*seconds(60*float64(t.quota())/t.level) + time.Second)
	}
	t.floor, t.whole, t.dear = t.surely(now), now.Before(t.minutes), t.brink(now)
	t.dial.accepted(old, now)
}

// refused counts a refusal.
func (t *tempo) refused(old bool, wait time.Duration, now time.Time) (shut, much bool) {
	t.floor, t.doubt = t.surely(now), t.doubtful(now)
	shut, much = t.dial.refused(old, wait, now)
	return shut, much || !shut && !old && t.hopeless(now)
}

// alone tells whether the very first submission at a given rate is all that was accepted,
// or may be still.
func (t *tempo) alone(now time.Time) bool {
	return t.untried(now) && t.bearing(now) < 2
}

// brink tells whether one more refusal is the one that makes them more than a tenth of the
// first minute.
func (t *tempo) brink(now time.Time) bool {
	borne := t.carried.sum(now)
	return t.vain > 0 && now.Sub(t.first) < time.Minute && 9*t.vain <= borne && 9*(t.vain+1) > borne
}

// bearing is how many were accepted in the last minute, or may be still.
func (t *tempo) bearing(now time.Time) int { return t.carried.sum(now) + t.pending }

// hopeless tells whether as many of the first submissions at a given rate are refused as
// are accepted, or may be still.
func (t *tempo) hopeless(now time.Time) bool {
	return t.untried(now) && t.chance.share == 0 && t.answers.refused >= max(2, float64(t.bearing(now)))
}

// doubtful is how many refusals in a row are too many where minutes are counted, and
// in the first minute of a given rate: fewer before three were submitted with success, and
// where all were until a low limit, so that about a tenth is refused by it.
func (t *tempo) doubtful(now time.Time) int {
	switch {
	case now.Before(t.minutes):
		return 2
	case !t.untried(now):
		return 0
	}
	switch n := t.bearing(now); {
	case n < 3:
		return 2
	case n >= enoughHeard && t.filled(now):
		return min(max(1, n/60), 3)
	}
	return 3
}

// filled tells whether a row of refusals ends a first minute of which everything was
// accepted, at no less than half the given rate: a limit that is counted by the second
// would have refused some long ago.
func (t *tempo) filled(now time.Time) bool {
	ran := now.Sub(t.first)
	fast := float64(t.carried.sum(now)) > t.level*ran.Minutes()/2
	return t.untried(now) && ran > steady && fast && t.answers.refused <= float64(t.row)
}

// surely is a rate that the API bears, unless that has just changed. In any way
// of counting it accepts at most twice a minute's worth within a minute: what was
// saved up, or the ends of two minutes of its own. A rate that is sought from
// below is not kept up by that: it comes close to the limit anyway.
func (t *tempo) surely(now time.Time) float64 {
	if t.ceiling == highestRate {
		return 0
	}
	return float64(t.carried.sum(now)) / 2
}

// closed notes what had been borne when everything began to be refused.
func (t *tempo) closed(now time.Time) { t.proven, t.row = t.carried.sum(now), 0 }

// late counts one that was accepted in spite of that, because it had been on
// its way already.
func (t *tempo) late(old bool, now time.Time) {
	t.carried.add(now)
	t.proven++
	t.hear(old, false, now)
}

// reopened sets the rate after the gate was shut since the given time. What the
// last minute has borne is the limit, if a minute is what the API counts: then
// it refuses everything until that is over. Else it counts less than a minute,
// and how much of it is refused tells what it bears. After a short wait no new
// minute need have begun: where it slides, it is still full.
func (t *tempo) reopened(began time.Time, long bool, now time.Time) {
	borne, was := float64(t.proven), max(t.level, t.trial.from)
	likely := t.untried(began) || now.Before(t.minutes)
	if long {
		t.minutes = now.Add(knownFor)
	}
	switch {
	case now.Before(t.minutes):
		if !long || borne >= was {
			t.crammed = now.Add(time.Minute)
		}
		t.settle(min(t.bearable(borne, likely), was))
	case t.answers.refused < 2: // the others were submitted at another rate
	case t.carriedMore(borne) && began.Sub(t.guessed) >= soonShut:
		t.guessed, t.crammed = now, now.Add(time.Minute)
		t.settle(min(t.bearable(borne, likely), was))
	default:
		t.cut(t.proven, began, began)
	}
}

// cut lowers the rate to what seems to be the limit, by the part that is refused
// and, in the first minute of a given rate, by how many were borne until the given
// time: by those alone where no more were borne than refused. Where the API counts
// by the minute, the last one is full when it refuses.
func (t *tempo) cut(borne int, until, now time.Time) {
	if full := t.bearable(float64(t.carried.sum(now)), true); now.Before(t.minutes) && full < t.level {
		t.crammed = now.Add(time.Minute)
		t.settle(full)
		return
	}
	switch untried := t.untried(until); {
	case untried && t.answers.refused >= float64(borne):
		t.seek(float64(borne)+math.Round(t.coming), sooner(now, t.early.turn))
	case untried:
		t.lower(min(t.estimate(), t.shown(borne, until, now)))
	default:
		t.lower(t.estimate())
	}
}

// sooner is when a refused turn was, or now if that is not known.
func sooner(now, turn time.Time) time.Time {
	if turn.IsZero() || turn.After(now) {
		return now
	}
	return turn
}

// seek lowers the rate to what was surely borne until the given time, since a second's
// worth may have been there at once. The limit is looked for from below it.
func (t *tempo) seek(borne float64, until time.Time) {
	t.lower(max(1, borne) / (until.Sub(t.first) + time.Second).Minutes() / caution)
}

// shown is the rate that the first minute shows to be borne. From the first turn
// on that is too low where the start was gentle, but a second's worth may have
// been there at once. From the first refusal on it is too high where as much was
// saved up meanwhile. The truth lies between the two.
func (t *tempo) shown(borne int, until, now time.Time) float64 {
	refusing := now.Sub(t.since)
	if !t.from.IsZero() {
		refusing = min(refusing, max(0, until.Sub(t.from)))
	}
	all := perMinute(float64(borne), until.Sub(t.first)+time.Second)
	late := perMinute(t.answers.heard-t.answers.refused, refusing+400*time.Millisecond)
	return max(all, math.Sqrt(all*late))
}

// perMinute is the rate of so many within a time, or rather more than that: what
// is counted is subject to luck.
func perMinute(n float64, within time.Duration) float64 {
	return (n + 1.5*math.Sqrt(n)) / within.Minutes()
}

// bearable is what a minute has borne, but no less than a quarter of a rate that has
// proved itself: there may be another cause. It is no less than a tenth where that is
// less likely.
func (t *tempo) bearable(borne float64, likely bool) float64 {
	switch {
	case t.base > 0:
		return borne
	case likely:
		return max(borne, t.level/10)
	}
	return max(borne, t.level/4)
}

// untried tells whether a given rate was in its first minute.
func (t *tempo) untried(until time.Time) bool {
	return t.level == t.ceiling && until.Sub(t.first) < time.Minute
}

// carriedMore tells whether the last minute has borne more than the API can have
// refused by the second.
func (t *tempo) carriedMore(borne float64) bool {
	return t.base == 0 && borne >= 0.9*t.level || t.answers.refused >= 10 && borne > t.estimate()
}

// gently is when one more may be on its way, the zero time for at once. A given
// rate may be wrong by far, and it is better to hear of that before many are
// refused. So at first few are on their way, and as many more as were accepted.
// That ends before it costs a rate that is right two seconds, but goes on for a
// minute where something is refused.
func (t *tempo) gently(unanswered int, now time.Time) time.Time {
	if t.first.IsZero() {
		t.first = now
	}
	few := min(max(leastFew, int(t.level/60*fewWorth.Seconds())), mostFew)
	if unanswered < few+t.carried.sum(now) {
		return time.Time{}
	}
	if t.answers.refused > 0 {
		return t.first.Add(time.Minute)
	}
	return t.first.Add(gentle)
}

// room is when the last minute, with so many more on their way, holds less than
// the rate. It matters only after a faster minute, and only when the API counts
// one that moves: the zero time means at once.
func (t *tempo) room(unanswered int, now time.Time) time.Time {
	if !now.Before(t.crammed) {
		return time.Time{}
	}
	return now.Add(t.carried.room(max(1, int(t.level)-unanswered), now))
}
