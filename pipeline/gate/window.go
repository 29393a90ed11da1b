package gate

import "time"

const (
	// startWindow is where an unknown window is sought from: what the smallest
	// account bears, by the vendor's table of account levels.
	startWindow = 2
	// largestWindow stands for no ceiling.
	largestWindow = 1 << 30
	// surelyBorne is the part of those that seem to run that is borne for certain: some may
	// have ended, and nobody has looked yet.
	surelyBorne = 0.9
	// soonTried is how many have to be accepted, at least, before a wall far below the
	// level is tried again.
	soonTried = 20
)

// A window is how many predictions may run at once, as it stands.
type window struct {
	dial
	wall  wall
	first time.Time // when the first answer was heard
}

func newWindow(given int) window {
	size, ceiling := float64(startWindow), float64(largestWindow)
	if given > 0 {
		size, ceiling = float64(given), float64(given)
	}
	return window{dial: newDial(size, ceiling, growth{brief: 0.5, least: 1, rest: 90})}
}

// size is the whole number of places.
func (w *window) size() int { return int(w.level) }

// accepted takes in a success, with so many running by now. Refusals so rare that the dial
// has forgotten them make no wall.
func (w *window) accepted(old bool, l load, now time.Time) {
	w.begin(now)
	w.wall.passed(l)
	w.dial.accepted(old, now)
	if !w.trial.on() && w.answers.refused == 0 {
		w.wall.feint()
	}
}

func (w *window) begin(now time.Time) {
	if w.first.IsZero() {
		w.first = now
	}
}

// refused takes in a refusal, with so many others running, when so many turns were taken.
// If there is a wall it is the limit, to the place. Where chance is known or on trial,
// that has to explain it.
func (w *window) refused(l load, turns int, t *trip, now time.Time) {
	w.begin(now)
	if l.likely > 0 { // else it is somebody else who is in the way
		w.wall.hit(l.likely, turns, now)
	}
	w.floor = surelyBorne * float64(l.sure) // of this cut
	shut, much := w.dial.refused(false, 0, now)
	explained := w.chance.share > 0 || w.trial.on() && !w.trial.back
	switch {
	case !explained && t.curt() && w.wall.known(turns, t.took, now):
		w.end(float64(w.wall.at), now)
	case shut || much:
		w.lower(float64(l.likely))
	default:
		return
	}
	w.row, w.wall = 0, wall{}
}

// end takes a wall for the limit. One far below the level may be somebody else's doing,
// and soon be gone: it is tried again earlier, but not in a first minute, of which so few
// would be a large part.
func (w *window) end(wall float64, now time.Time) {
	far := w.base == 0 && wall < w.level/2 && now.Sub(w.first) > time.Minute
	w.settle(min(wall, w.level))
	if far {
		w.hold = min(w.hold, max(soonTried, int(2*w.level)))
	}
}
