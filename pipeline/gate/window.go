package gate

const (
	// startWindow is where an unknown window is sought from: what the smallest
	// account bears, by the vendor's table of account levels.
	startWindow = 2
	// largestWindow stands for no ceiling.
	largestWindow = 1 << 30
	// widenAfter is how many accepted submissions a window that was refused
	// is left alone for before it grows by one, at least.
	widenAfter = 100
)

// A window is how many predictions may run at once, as it stands.
type window struct {
	size, ceiling int

	doubling bool // nothing has been refused yet
	calm     int  // accepted submissions since the last change
	full     bool // somebody has waited for a place since the last change
	early    echo
}

func newWindow(given int) window {
	if given > 0 {
		return window{size: given, ceiling: given}
	}
	return window{size: startWindow, ceiling: largestWindow, doubling: true}
}

// accepted counts a success. The window grows when it is used: while nothing
// has been refused twofold as soon as it is filled, later by one for each
// window of successes.
func (w *window) accepted() {
	w.calm++
	switch {
	case !w.full || w.size >= w.ceiling:
	case w.doubling && w.calm >= w.size/2:
		w.resize(2 * w.size)
	case !w.doubling && w.calm >= max(w.size, widenAfter):
		w.resize(w.size + 1)
	}
}

// shrink takes a refusal into account: so many of ours were running, and one
// more was too many.
func (w *window) shrink(running int) {
	w.doubling = false
	w.resize(min(w.size-1, running-running/10))
}

func (w *window) resize(size int) {
	w.size = max(1, min(size, w.ceiling))
	w.calm, w.full = 0, false
}
