package gate

import "time"

const (
	// wallRow is how many refusals tell of a wall, and mostFeints how many more at most
	// where others have turned out to be none.
	wallRow    = 3
	mostFeints = 3
)

// A load is how many predictions are running: those that surely are, those that most
// likely are, because some of those whose answers are on their way do, and by how many
// that may be wrong.
type load struct{ sure, likely, vague int }

// A wall is a limit below the level: beside so many running one more is refused, time after
// time, and none is accepted, as some are where chance refuses.
type wall struct {
	at     int // so many were running
	hits   int // refusals with as many
	feints int // walls of before that were none
	// since is when the first of the refusals came, and turns how many were taken by then.
	since time.Time
	turns int
}

// hit takes in a refusal beside so many.
func (w *wall) hit(running, turns int, now time.Time) {
	if w.hits == 0 {
		w.at, w.since, w.turns = running, now, turns
	}
	w.at = min(w.at, running)
	w.hits++
}

// passed takes in a success, with so many running by now.
func (w *wall) passed(l load) {
	if l.sure > w.at || l.likely > w.at+l.vague {
		w.feint()
	}
}

// feint takes in that what looked like one is no wall.
func (w *wall) feint() {
	if w.hits > 0 {
		*w = wall{feints: min(w.feints+1, mostFeints)}
	}
}

// known tells whether there is a wall. What had its turn since the first refusal was heard
// may be accepted still, unless most of that was refused or answers do not take as long.
func (w *wall) known(turns int, took time.Duration, now time.Time) bool {
	heard := 2*w.hits > turns-w.turns || now.Sub(w.since) >= took
	return w.hits >= wallRow+w.feints && heard
}
