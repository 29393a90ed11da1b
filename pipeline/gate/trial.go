package gate

import (
	"math"
	"time"
)

// enoughHeard is how many answers a judgement is based on, at least.
const enoughHeard = 20

// A trial is a cut whose effect is not known yet. Refusals prove a limit only
// if they stop when the level is lowered.
type trial struct {
	from   float64 // the level before it, 0 when there is no trial
	before sample  // what was heard there
	deeper int     // so many cuts before it had no clear effect
	told   bool    // a refusal before it said how long to wait
	back   bool    // it took back a step
}

func (t *trial) on() bool { return t.from > 0 }

// weak tells whether there was little reason for it.
func (t *trial) weak() bool { return t.before.heard < enoughHeard }

// late counts an answer to what was submitted before the cut. When everything
// begins to be refused at once, most of it is heard only then.
func (t *trial) late(refused bool) {
	if t.on() && !t.weak() {
		t.before.add(refused)
	}
}

// helped tells whether clearly less is refused since then.
func (t *trial) helped(s sample) bool { return !t.weak() && t.before.above(s) }

// needed is how many answers tell what effect the cut had: so many that there
// are quite some refusals among them, if it had none, but no more than a
// minute's worth. It takes far fewer when there are no refusals at all.
func (t *trial) needed(level float64, s sample) float64 {
	all := 16 * t.before.heard / (t.before.refused - math.Sqrt(t.before.refused))
	switch {
	case s.refused == 0 && !t.told && !t.back:
		return max(enoughHeard/2, min(all/3, max(level, 100), 300))
	case t.told || t.weak():
		return enoughHeard
	}
	return max(enoughHeard, min(all, max(level, 100), 300))
}

// doubts is how many deeper cuts it takes to put what is still refused down to
// chance. An API that says how long to wait is likely to count, and the waits
// blur the effect.
func (t *trial) doubts(share float64) int {
	switch {
	case share > 0.5, t.back, t.weak():
		return math.MaxInt
	case t.told:
		return 4
	case share > 0.4:
		return 3
	}
	return 1
}

// judge ends a trial when enough has been heard after the cut. If much is still
// refused, that may be because the limit is far lower, and a deeper cut tells.
// So it does wherever the last one has helped. Else it is chance. If that does
// not explain what was refused before, there is a limit besides.
func (d *dial) judge(now time.Time) {
	if !d.trial.on() || d.hasty(now) {
		return
	}
	t, s := d.trial, d.likely()
	if d.answers.heard < t.needed(d.level, s) && s.refused < d.few(10) {
		return
	}
	if s.over(d.chance.share, 2) && (t.helped(s) || t.deeper < t.doubts(s.share())) {
		d.deepen()
		return
	}
	d.chance.learn(s, now)
	d.conclude(s)
}

// conclude ends a trial by what was heard after the cut: the level is what it was, or the
// limit has been found, or is looked for from here.
func (d *dial) conclude(s sample) {
	t := d.trial
	switch c := d.chance.share; {
	case c > 0 && !t.before.over(c, 4):
		d.move(t.from)
		d.climb(0)
	case c == 0 && d.nearly(s):
		d.settle(d.level * (1 - s.share()))
	default:
		d.climb(t.from)
	}
}

// nearly tells whether a cut of the given rate to a low level has led close to the limit:
// less than half as large a part is refused, but some still, and not only at first, unless
// the trial was a short one. Of other cuts a single refusal by chance would say so.
func (d *dial) nearly(s sample) bool {
	given := d.paced && d.trial.from == d.ceiling && !d.trial.back
	still := s.refused > 0 && (d.trial.told || d.answers.heard-d.rhythm.since > s.heard/2)
	return given && still && d.level <= lowLevel && 2*s.share() < d.trial.before.share()
}

// deepen follows a cut that had no clear effect with another one. A part that
// is clearly smaller than before shows a limit between the two; else the trial
// is about the same level as before, and all that was heard since counts.
func (d *dial) deepen() {
	t, s, to := d.trial, d.likely(), d.estimate()
	if t.helped(s) {
		d.lower(to)
		return
	}
	if !t.back && !t.weak() {
		t.deeper++
		if t.told || s.share() > 0.1 {
			to = max(to/2, min(to, startRate))
		}
	}
	d.lower(to)
	d.trial.deeper = t.deeper
	if !t.back {
		d.trial.from, d.trial.before = t.from, t.before.and(s)
	}
}
