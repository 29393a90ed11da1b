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
)

// A window is how many predictions may run at once, as it stands.
type window struct {
	dial
	wall wall
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

// accepted takes in a success, with so many running by now.
func (w *window) accepted(old bool, l load, now time.Time) {
	w.wall.passed(l)
	w.dial.accepted(old, now)
}

// refused takes in a refusal, with so many others running, when so many turns were taken,
// whose answers take so long. If there is a wall it is the limit, to the place. Where
// chance is known or on trial, that has to explain it.
func (w *window) refused(l load, turns int, took time.Duration, now time.Time) {
	w.wall.hit(l.likely, turns, now)
	w.floor = surelyBorne * float64(l.sure)
	shut, much := w.dial.refused(false, 0, now)
	switch known := w.wall.known(turns, took, now); {
	case known && (!w.trial.on() || w.trial.back) && w.chance.share == 0:
		w.settle(float64(max(1, w.wall.at)))
	case shut || much:
		w.lower(float64(l.likely))
	default:
		return
	}
	w.row, w.wall = 0, wall{}
}
