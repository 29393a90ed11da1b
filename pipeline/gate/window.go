package gate

const (
	// startWindow is where an unknown window is sought from: what the smallest
	// account bears, by the vendor's table of account levels.
	startWindow = 2
	// largestWindow stands for no ceiling.
	largestWindow = 1 << 30
)

// A window is how many predictions may run at once, as it stands.
type window struct{ dial }

func newWindow(given int) window {
	size, ceiling := float64(startWindow), float64(largestWindow)
	if given > 0 {
		size, ceiling = float64(given), float64(given)
	}
	return window{newDial(size, ceiling, growth{brief: 0.5, least: 1, rest: 90})}
}

// size is the whole number of places.
func (w *window) size() int { return int(w.level) }
