package gate

import (
	"math"
	"time"
)

const (
	// caution is the part of what seems to be the limit that a cut leads to.
	// There a limit refuses nothing any more, and chance as much as before.
	caution = 0.97
	// lowestLevel is where cutting ends.
	lowestLevel = 1
	// lowLevel is the level below which few refusals have to do.
	lowLevel = 240
)

// A dial is one limit as it is learned from what is accepted and refused: a
// level, which rises while it is borne and falls when too much is refused. Its
// methods take the answers; its owner holds to the level.
type dial struct {
	level, ceiling float64
	answers        sample        // to what was submitted at this level, of late
	since          time.Time     // when the first of them was heard
	from           time.Time     // the turn of the first refused one, zero when it is not known
	took           time.Duration // how long answers take of late, 0 when that does not matter
	coming         float64       // successes still on their way that belong to the answers
	row            int           // refusals one after the other, whatever the level
	rowFrom        time.Time     // the turn of the first of them, zero when it is not known
	turns, rowAt   int           // how many turns were taken, and how many until the row began
	early          echo          // answers still to come to what was submitted at another level
	doubt          int           // so many in a row are enough where a limit is expected, else 0
	moved          bool          // the level is a new one
	wait           time.Duration // the longest that a refusal at this level asked for
	rhythm         rhythm        // of the refusals among the answers
	gap            float64       // by which the level was followed down last, 0 since a step was borne

	// floor is a level that is surely borne: no cut leads below it.
	floor float64
	// base is the level to go back to from one that has to prove itself, else
	// 0. A given limit has not: it is believed until it is refused.
	base float64
	// top is the lowest level that is known not to be borne, 0 when there is
	// none.
	top float64
	growth
	trial trial
	chance
}

// newDial starts at a level that is below the ceiling when it is to be learned.
func newDial(level, ceiling float64, g growth) dial {
	d := dial{level: level, ceiling: ceiling, growth: g}
	if d.step = 1; level < ceiling {
		d.base = lowestLevel
	}
	return d
}

// accepted takes in a success; an old one was submitted at another level.
func (d *dial) accepted(old bool, now time.Time) {
	if d.inRow(old) && d.breaksRow() {
		d.row = 0
	}
	d.hear(old, false, now)
	if old {
		return
	}
	d.calm++
	d.judge(now)
	if d.base > 0 && d.condemned(now) { // a refusal before could not be judged yet
		d.lower(d.base)
		return
	}
	d.grow()
}

// refused takes in a refusal, and tells whether there are too many of them by
// now: one after the other, or among all.
func (d *dial) refused(old bool, wait time.Duration, now time.Time) (shut, much bool) {
	if d.inRow(old) {
		if d.row++; d.row == 1 {
			d.rowFrom, d.rowAt = d.early.turn, d.turns
		}
	}
	d.hear(old, true, now)
	if !old {
		d.wait = max(d.wait, wait)
	}
	if d.row >= d.longRow() && d.unbroken(now) {
		return true, false
	}
	if !old {
		d.judge(now)
		d.yield()
	}
	return false, !old && d.condemned(now)
}

// condemned tells whether the level can be judged by now, and too much is refused at it.
func (d *dial) condemned(now time.Time) bool {
	return !d.trial.on() && (d.oneIsEnough() || !d.hasty(now)) && d.tooMuch()
}

// oneIsEnough tells whether a single refusal takes a step back: at a low level, to take
// back a step towards what was not borne costs little, and proof much.
func (d *dial) oneIsEnough() bool {
	return d.base > 0 && d.top > 0 && d.chance.share == 0 && d.level <= lowLevel && !d.often()
}

// yield lowers a level that is known to be about the limit by the part that is
// refused too much: one in so many as lie between even refusals, or a small part where
// each refusal says how long to wait, since that costs more than it tells.
func (d *dial) yield() {
	if d.trial.on() || d.base > 0 || d.top == 0 || d.chance.share > 0 {
		return
	}
	heard, refused := d.answers.heard-1, d.answers.refused-1 // but for the first, with which counting began
	switch gap := d.evenly(); {
	case gap > 0:
		d.settle(d.level * (1 - 1/gap))
		d.gap = gap
	case d.wait > 0 && refused >= 2 && refused <= near*heard:
		d.settle(d.level * (1 - refused/heard))
	}
}

// evenly is how many answers apart refusals come at a low level that is a little too
// high, and 0 while nothing can be said. They come further apart each time the level is
// followed down by them. What comes as often again, because somebody else is as regular,
// or by chance, is not followed before a step was borne.
func (d *dial) evenly() float64 {
	gap := d.rhythm.even()
	if !d.paced || d.level > lowLevel || gap < further*d.gap {
		return 0
	}
	return gap
}

// expects tells whether the next refusal would show that a low level is a little too high.
func (d *dial) expects() bool {
	return d.paced && d.level <= lowLevel && d.chance.share == 0 && d.rhythm.due()
}

// longRow is how many refusals one after the other chance does not explain. Where
// a limit is expected fewer do.
func (d *dial) longRow() int {
	if n := unlikely(d.supposed()); d.doubt == 0 || d.chance.share > 0 {
		return n
	}
	return d.doubt
}

// unbroken tells whether nothing was accepted in between the refusals of the row.
// What takes longer to be accepted than to be refused may be on its way still,
// unless most turns have been refused or answers do not take as long.
func (d *dial) unbroken(now time.Time) bool {
	return d.rowFrom.IsZero() || float64(d.row) > 0.9*d.rowTurns() || now.Sub(d.rowFrom) >= d.took
}

// rowTurns is how many turns there were from the first refused one of the row to the one
// that was heard last, at most: those that were taken meanwhile, and no more than the level
// allows.
func (d *dial) rowTurns() float64 {
	allowed := 1 + d.early.turn.Sub(d.rowFrom).Minutes()*d.level*margin
	return min(float64(d.turns-d.rowAt+1), max(1, allowed))
}

// inRow tells whether an answer says what comes one after the other at this level.
// One that is surely old does not: refusals may come sooner than what was accepted
// before them.
func (d *dial) inRow(old bool) bool { return !old || d.early.turn.IsZero() }

// breaksRow tells whether the success heard last ends a row: not one that was
// submitted before the first refusal of it.
func (d *dial) breaksRow() bool {
	turn := d.early.turn
	return turn.IsZero() || !turn.Before(d.rowFrom)
}

// hasty tells whether refusals have come before what was accepted along with the
// first of them can have.
func (d *dial) hasty(now time.Time) bool {
	return d.answers.refused > 0 && now.Sub(d.from) < d.took
}

// supposed is the part that may be refused by chance, for all that is known.
func (d *dial) supposed() float64 {
	if d.trial.weak() {
		return d.chance.share
	}
	return max(d.chance.share, d.trial.before.share())
}

// hear counts an answer. Those are forgotten that came before the refusals did,
// or belong to turns before the first refused one: the part that is refused since
// then tells how far away the limit is. An old one tells of the level before,
// which matters while there is a trial.
func (d *dial) hear(old, refused bool, now time.Time) {
	d.rhythm.beat(refused)
	if old {
		d.trial.late(refused)
		return
	}
	if d.base == 0 {
		d.note(refused)
	}
	if !refused && !d.trial.on() && (d.answers.refused == 0 || d.early.turn.Before(d.from)) {
		return
	}
	d.chance.recall(now)
	d.count(refused, now)
	if c := d.chance.share; !d.trial.on() && d.answers.share() <= max(2*faint, c+min(c/2, 0.05)) && !d.costly() {
		d.answers = sample{}
	}
}

// count counts an answer at this level, and notes when the first ones were.
func (d *dial) count(refused bool, now time.Time) {
	if d.answers.heard == 0 {
		d.since = now
	}
	if refused && d.answers.refused == 0 {
		d.from = d.early.turn
	}
	d.answers.add(refused)
}

// likely is what the answers will be when all have come. Where refusals come sooner
// than successes, those that are on their way are successes.
func (d *dial) likely() sample { return sample{d.answers.heard + d.coming, d.answers.refused} }

// tooMuch tells whether chance does not explain the refusals.
func (d *dial) tooMuch() bool {
	s, c := d.likely(), d.chance.share
	switch leeway := d.leeway(); {
	case leeway > 0:
		return s.refused >= 3 && s.over(c+leeway, 1)
	case d.oneIsEnough():
		return s.refused >= 1
	case d.base > 0:
		return s.refused >= d.few(3) && (s.over(c, 3) || d.costly())
	case d.costly() && s.heard >= enoughHeard/2:
		return s.refused >= d.few(4)
	}
	return s.refused >= 4 && (s.heard >= 30 || c == 0 && (d.wait > 0 || s.refused >= d.few(8))) && s.over(c, 4)
}

// costly tells whether the limit is known to be near, and what is refused asks for
// waits that cost more turns than a level below it would.
func (d *dial) costly() bool {
	lost := d.answers.share() * d.level * d.wait.Minutes()
	return d.top > 0 && d.chance.share == 0 && lost > near/2
}

// few is how many refusals it takes, fewer at a low level, where each of them is a
// large part of what a minute bears: down to half as many.
func (d *dial) few(most float64) float64 {
	return max(math.Ceil(most/2), min(most, math.Ceil(most*d.level/lowLevel)))
}

// leeway is how large a part may be refused after a large step: half of what
// would be if the limit was where the step began. After a small step there is
// none, since little could be told from chance. Nor is there where a refusal says
// how long to wait: what would be refused meanwhile is not submitted.
func (d *dial) leeway() float64 {
	if rise := 1 - d.base/d.level; d.base > 0 && rise > 0.2 && d.wait == 0 {
		return rise / 2
	}
	return 0
}

// estimate is the level at which nothing beyond chance would be refused, or
// one a little below it. A few refusals in a row are not taken for all there is
// to come.
func (d *dial) estimate() float64 {
	s := d.likely()
	heard := s.heard + 3
	share := s.refused / heard
	share += math.Sqrt(share * (1 - share) / heard)
	return d.level * min(1, (1-share)/(1-d.chance.share))
}

// lower cuts the level to what seems to be the limit, or to what is surely borne
// or where the last step began, when that is more. Any of them is on trial.
func (d *dial) lower(limit float64) {
	to := max(caution*min(limit, d.level), min(d.floor, d.level), d.base)
	if d.trial.on() && to >= d.level { // which is surely borne: the trial goes on
		d.answers = sample{}
		return
	}
	d.trial = trial{from: d.level, before: d.answers, told: d.wait > 0, back: d.base > 0}
	d.move(to)
}

// move makes a new level hold. What is usual below one that was believed is not known.
func (d *dial) move(level float64) {
	if d.base == 0 && level < d.level {
		d.usual = sample{}
	}
	if level = max(lowestLevel, min(level, d.ceiling)); level != d.level {
		d.level = level
		d.rhythm.moved()
	}
	d.base, d.moved, d.wait, d.answers = 0, true, 0, sample{}
	d.restart()
}
