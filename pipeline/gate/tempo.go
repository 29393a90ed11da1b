package gate

import (
	"math"
	"time"
)

const (
	// startRate is where an unknown rate is sought from, a minute. The
	// smallest account bears two submissions a minute, by the vendor's table
	// of account levels; at this rate it takes four seconds to find that out,
	// at the cost of a refusal or two.
	startRate = 30
	// lowestRate is where cutting ends.
	lowestRate = 1
	// highestRate stands for no ceiling; a turn then takes 60 ns.
	highestRate = 1e9

	// holdFor is how many submissions a rate is left alone for after a cut, at
	// least, and firstStep by which part it grows then. A step that is not
	// refused is followed by one twice as large, up to largestStep.
	holdFor     = 200
	firstStep   = 0.01
	largestStep = 0.5
)

// A tempo is the rate as it stands and what it is learned from.
type tempo struct {
	perMinute, ceiling float64
	// carried is what the API accepted in the last minute.
	carried tally

	doubling bool    // nothing has been refused yet
	step     float64 // by which part the rate grows next
	quota    int     // accepted submissions before it does
	since    time.Time
	calm     int  // accepted ones since then
	strained bool // somebody has waited for a turn since then

	// The last cut led from the rate before it to what the API had accepted in
	// that minute, answers that came late included, but to no less than least.
	before, least float64
	proven        int
	// crammed is how long the API is known to count a minute that moves with
	// the clock, and one that holds more already than the rate is now.
	crammed time.Time
}

// newTempo starts at the given rate, or without one at what the minute before
// has borne.
func newTempo(given float64, recent []time.Time, now time.Time) tempo {
	t := tempo{carried: newTally(recent, now)}
	if given > 0 {
		t.ceiling = min(given, highestRate)
		t.perMinute = t.ceiling
		return t
	}
	t.ceiling, t.doubling = highestRate, true
	t.setRate(max(startRate, float64(t.carried.sum(now))), now)
	return t
}

// accepted counts a success and tells whether the rate has grown.
func (t *tempo) accepted(now time.Time) bool {
	t.carried.add(now)
	t.calm++
	if t.calm < t.quota || t.perMinute >= t.ceiling {
		return false
	}
	switch {
	case !t.used(now):
		t.begin(now)
		return false
	case t.doubling:
		t.setRate(2*t.perMinute, now)
	default:
		t.setRate(t.perMinute*(1+t.step), now)
		t.step = min(2*t.step, largestStep)
	}
	return true
}

// used tells whether the quota was filled at about the present rate: a rate
// that is not made use of proves nothing.
func (t *tempo) used(now time.Time) bool {
	span := seconds(60 * float64(t.quota) / t.perMinute)
	return t.strained && now.Sub(t.since) < 2*span+answerTime
}

// begin starts the counting towards the quota.
func (t *tempo) begin(now time.Time) { t.since, t.calm, t.strained = now, 0, false }

// cut lowers the rate after a refusal to what the API is known to have borne in
// a minute. A rate that somebody gave, or that has been borne before, loses at
// most half at a time: the refusal may have had another cause, such as a second
// program that uses the account.
func (t *tempo) cut(now time.Time) {
	t.before, t.least = t.perMinute, t.perMinute/2
	if t.doubling {
		t.doubling, t.least = false, 0
	}
	t.proven = t.carried.sum(now)
	if float64(t.proven) >= t.before {
		t.crammed = now.Add(time.Minute)
	}
	t.settle(now)
}

// room is when the last minute, with so many more on their way, holds less than
// the rate. It matters only after a faster minute, and only when the API counts
// one that moves: the zero time means at once.
func (t *tempo) room(unanswered int, now time.Time) time.Time {
	if !now.Before(t.crammed) {
		return time.Time{}
	}
	return now.Add(t.carried.room(max(1, t.proven-unanswered), now))
}

// late counts one that was accepted in spite of the cut, because it had been
// on its way already.
func (t *tempo) late(now time.Time) {
	t.carried.add(now)
	t.proven++
	t.settle(now)
}

// settle sets the rate after a cut, to be left alone for a while.
func (t *tempo) settle(now time.Time) {
	rate := max(t.least, min(float64(t.proven), t.before))
	t.setRate(max(rate, lowestRate), now)
	t.step, t.quota = firstStep, max(holdFor, 2*t.quota)
}

// setRate makes a new rate hold, and says how much is to be seen of it before
// it grows: what it carries in five seconds while doubling, else in a minute.
func (t *tempo) setRate(perMinute float64, now time.Time) {
	t.begin(now)
	t.perMinute = min(perMinute, t.ceiling)
	t.quota = int(math.Ceil(t.perMinute))
	if t.doubling {
		t.quota = max(3, t.quota/12)
	}
}
