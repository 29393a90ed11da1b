package gate

import "time"

const (
	// answerTime is how long the answer to a submission is waited for before
	// others go on without it, at least: twice as long as answers take, when
	// that is more.
	answerTime = 10 * time.Second
	// longestTrip bounds what is believed, since some answers never come.
	longestTrip = time.Minute
)

// A trip is how long a submission takes, from its turn to its answer. Where turns
// are not told, one of them is followed at a time. Answers come in about the order of the
// submissions, so its own comes when all that were on their way before it have
// been heard.
type trip struct {
	took    time.Duration // of late; 0 before the first answer
	began   time.Time
	missing int // answers up to its own, 0 when none is followed
}

// begin follows a submission, unless one is followed already.
func (t *trip) begin(unanswered int, now time.Time) {
	if t.missing == 0 {
		t.began, t.missing = now, unanswered
	}
}

// answered counts an answer, to the turn at the given time, or the zero time. A
// longer trip is believed at once, a shorter one bit by bit. One that was refused
// may be short because of that, and says nothing of the others.
func (t *trip) answered(turn, now time.Time, refused bool) {
	t.missing--
	switch {
	case !turn.IsZero() && refused:
		t.took = min(max(now.Sub(turn), t.took), longestTrip)
	case !turn.IsZero():
		t.took = min(max(now.Sub(turn), t.took*9/10), longestTrip)
	case t.missing == 0:
		t.took = min(max(now.Sub(t.began), t.took*3/4), longestTrip)
	}
	t.missing = max(0, t.missing)
}

// patience is how long to wait for an answer.
func (t *trip) patience() time.Duration { return max(answerTime, 2*t.took) }
