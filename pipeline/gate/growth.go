package gate

import "math"

const (
	// firstStep is the part by which a level grows first, when it has been left
	// alone for some time. A step that is not refused is followed by one twice
	// as large, up to largestStep.
	firstStep   = 0.02
	largestStep = 0.5
	// firstClimb and largestClimb are the same for steps that follow quickly on
	// each other, below a level that was not borne.
	firstClimb   = 0.06
	largestClimb = 4 * firstClimb
	// near is how close to each other a level that was borne and one that was
	// not may be for the limit to be known, at least.
	near = 0.04
	// shows is how many refusals a step that is not borne is given room for: it is
	// so large, or lasts so long, that a limit where it began refuses about as many.
	shows = 2.5
	// far is the part of a level that was not borne below which a search begins with
	// the largest climb: that level tells little of the limit.
	far = 0.25
	// beyond is how far above a level that was not borne a later one may be
	// for the former to be forgotten.
	beyond = 1.1
)

// A growth is how a level rises: quickly while the limit is not known, and else
// from time to time, to see whether it still holds.
type growth struct {
	// brief is the part of a level that has to be accepted for a quick step,
	// and least the smallest step.
	brief, least float64
	// rest, times the root of a level that was taken for the limit, is how many have
	// to be accepted before it is tried again: each time a few are refused.
	rest float64
	// paced tells that turns come at even distances, and so do refusals where the level
	// is a little too high.
	paced bool

	step float64 // the part by which the level rises next
	hold int     // so many have to be accepted before it does, 0 for as many as ever
	calm int     // accepted at this level, or since that was looked at last
	felt bool    // somebody had to wait because of the level since then
	// whole tells whether only a whole minute shows what is borne, and dear whether a
	// step may cost more than it should.
	whole, dear bool
}

// restart begins anew to count towards the quota.
func (g *growth) restart() { g.calm, g.felt = 0, false }

// quota is how many have to be accepted before the next step: as many as the
// level says, in one minute or at once, or fewer where they show the last step to
// be borne.
func (d *dial) quota() int {
	switch {
	case d.hold > 0:
		return d.hold
	case d.quick():
		quota := d.level * d.brief
		if d.base > 0 && d.answers.refused > 0 {
			quota = max(quota, min(d.level, d.shown()))
		}
		if d.paced {
			quota = max(quota, 3)
		}
		return int(math.Ceil(quota))
	case d.base > 0 && !d.whole:
		return int(math.Ceil(min(d.level, 2*d.shown())))
	}
	return int(math.Ceil(d.level))
}

// shown is how many have to be accepted until it would show that the last step was
// too large.
func (d *dial) shown() float64 { return shows / (1 - d.base/d.level) }

// small is the part by which a level rises that has been left alone for some time.
// At a low one it is more, so that a minute shows what becomes of it.
func (d *dial) small() float64 { return min(max(firstStep, shows/d.level), largestStep) }

// near is how close to each other a level that was borne and one that was not may be for
// the limit to be known: about half a small step is not worth the refusals it costs.
func (d *dial) near() float64 {
	if !d.paced {
		return near
	}
	return max(near, 0.55*d.small())
}

// quick tells whether the limit is being looked for, from below.
func (d *dial) quick() bool { return d.hold == 0 && (d.top == 0 || d.level < (1-d.near())*d.top) }

// grow takes a step when enough was accepted at this level, and somebody waits
// for more. A step that is neither borne nor refused clearly is taken back.
func (d *dial) grow() {
	if d.trial.on() || d.dear || d.base == 0 && (d.level >= d.ceiling || d.expects()) {
		return
	}
	switch quota := d.quota(); {
	case d.calm < quota:
	case d.base > 0 && d.answers.over(d.chance.share+d.leeway(), 0):
		if d.calm > 3*quota {
			d.lower(d.base)
		}
	case d.felt && d.level < d.ceiling:
		d.rise()
	default:
		d.borne()
		d.base = 0
		d.restart()
	}
}

// borne notes that the last step, if there was one, was borne: the limit is another one
// than that which the level was followed down to.
func (d *dial) borne() {
	if d.base > 0 {
		d.gap = 0
	}
}

// rise takes a step, when the limit is being looked for no further than half
// the way to where it was too much. That ends close to there, and steps are small
// again.
func (d *dial) rise() {
	d.borne()
	if d.level >= beyond*d.top {
		d.top = 0
	}
	base, to, largest := d.level, d.level*(1+d.step), largestStep
	if d.quick() {
		largest = 1
		if d.top > 0 {
			to, largest = min(to, (d.level+d.top)/2), largestClimb
		}
	}
	quick := d.quick()
	d.step, d.hold = min(2*d.step, largest), 0
	d.move(max(to, base+d.least))
	d.base = base
	if quick && !d.quick() {
		if d.step = d.small(); d.paced && d.level*(1+d.step) >= d.top { // which was not borne
			d.hold = d.resting()
		}
	}
}

// climb ends a trial, and looks for the limit from below the top, unless it is
// known well enough.
func (d *dial) climb(top float64) {
	if top > 0 && (d.level >= (1-d.near())*top || top-d.level <= d.least) {
		d.settle(d.level)
		d.top = top
		return
	}
	d.trial, d.answers = trial{}, sample{}
	if d.top, d.step, d.hold = top, firstClimb, 0; d.level < far*top {
		d.step = largestClimb
	}
	d.restart()
}

// settle takes a level for the limit, to be left alone for two minutes, or at a low
// one for longer: so that little is refused in the long run.
func (d *dial) settle(level float64) {
	d.trial = trial{}
	d.move(level)
	d.step = d.small()
	d.top = d.level
	d.hold = d.resting()
}

// resting is how many have to be accepted before a level that was taken for the limit is
// tried again.
func (d *dial) resting() int {
	return int(math.Ceil(max(2*d.level, d.rest*math.Sqrt(d.level))))
}
