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
)

// A dial is one limit as it is learned from what is accepted and refused: a
// level, which rises while it is borne and falls when too much is refused. Its
// methods take the answers; its owner holds to the level.
type dial struct {
	level, ceiling float64
	answers        sample // to what was submitted at this level, of late
	row            int    // refusals one after the other, whatever the level
	early          echo   // answers still to come to what was submitted at another level
	moved          bool   // the level is a new one
	told           bool   // a refusal at this level said how long to wait

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
	d.row = 0
	d.hear(old, false, now)
	if old {
		return
	}
	d.calm++
	d.judge(now)
	d.grow()
}

// refused takes in a refusal, and tells whether there are too many of them by
// now: one after the other, or among all.
func (d *dial) refused(old, told bool, now time.Time) (shut, much bool) {
	d.row++
	d.hear(old, true, now)
	if !old {
		d.told = d.told || told
		d.judge(now)
	}
	return d.row >= unlikely(d.supposed()), !old && !d.trial.on() && d.tooMuch()
}

// supposed is the part that may be refused by chance, for all that is known.
func (d *dial) supposed() float64 {
	if d.trial.weak() {
		return d.chance.share
	}
	return max(d.chance.share, d.trial.before.share())
}

// hear counts an answer. Those are forgotten that came before the refusals did:
// the part that is refused since then tells how far away the limit is. An old
// one tells of the level before, which matters while there is a trial.
func (d *dial) hear(old, refused bool, now time.Time) {
	if old {
		d.trial.late(refused)
		return
	}
	if !refused && d.answers.refused == 0 && !d.trial.on() {
		return
	}
	d.chance.recall(now)
	d.answers.add(refused)
	if c := d.chance.share; !d.trial.on() && d.answers.share() <= max(2*faint, c+min(c/2, 0.05)) {
		d.answers = sample{}
	}
}

// tooMuch tells whether chance does not explain the refusals.
func (d *dial) tooMuch() bool {
	s, c := d.answers, d.chance.share
	switch leeway := d.leeway(); {
	case leeway > 0:
		return s.refused >= 3 && s.over(c+leeway, 1)
	case d.base > 0:
		return s.refused >= 3 && s.over(c, 3)
	}
	return s.refused >= 4 && (s.heard >= 30 || s.refused >= 8 && c == 0) && s.over(c, 4)
}

// leeway is how large a part may be refused after a large step: half of what
// would be if the limit was where the step began. After a small step there is
// none, since little could be told from chance.
func (d *dial) leeway() float64 {
	if rise := 1 - d.base/d.level; d.base > 0 && rise > 0.2 {
		return rise / 2
	}
	return 0
}

// estimate is the level at which nothing beyond chance would be refused, or
// one a little below it. A few refusals in a row are not taken for all there is
// to come.
func (d *dial) estimate() float64 {
	heard := d.answers.heard + 3
	share := d.answers.refused / heard
	share += math.Sqrt(share * (1 - share) / heard)
	return d.level * min(1, (1-share)/(1-d.chance.share))
}

// lower cuts the level to what seems to be the limit, or to where the last step
// began, when that is more. Either is on trial.
func (d *dial) lower(limit float64) {
	to := max(caution*min(limit, d.level), d.base)
	d.trial = trial{from: d.level, before: d.answers, told: d.told, back: d.base > 0}
	d.move(to)
}

// move makes a new level hold.
func (d *dial) move(level float64) {
	d.level = max(lowestLevel, min(level, d.ceiling))
	d.base, d.moved, d.told, d.answers = 0, true, false, sample{}
	d.restart()
}
