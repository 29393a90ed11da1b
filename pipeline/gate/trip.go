package gate

import "time"

const (
	// answerTime is how long the answer to a submission is waited for before
	// others go on without it, at least: twice as long as answers take, when
	// that is more.
	answerTime = 10 * time.Second
	// longestTrip bounds what is believed, since some answers never come.
	longestTrip = time.Minute
	// shortTrip is a trip in which hardly any prediction ends.
	shortTrip = 100 * time.Millisecond
)

// A trip is how long a submission takes, from its turn to its answer. Where turns
// are not told, one of them is followed at a time. Answers come in about the order of the
// submissions, so its own comes when all that were on their way before it have
// been heard.
type trip struct {
	took    time.Duration // of late; 0 before the first answer
	no      time.Duration // the last one that was refused, where turns are told
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
		t.no = min(now.Sub(turn), longestTrip)
		t.took = max(t.no, t.took)
	case !turn.IsZero():
		t.took = min(max(now.Sub(turn), t.took*9/10), longestTrip)
	case t.missing == 0:
		t.took = min(max(now.Sub(t.began), t.took*3/4), longestTrip)
	}
	t.missing = max(0, t.missing)
}

// coming is how many of those on their way will be accepted, as they would have been
// refused by now.
func (t *trip) coming(unanswered int) float64 {
	if t.took == 0 || t.no == 0 {
		return 0
	}
	return float64(unanswered) * (1 - min(1, t.no.Seconds()/t.took.Seconds()))
}

// curt tells whether refusals come so much sooner than successes, or both so soon, that
// what runs when one is heard is what ran at its turn.
func (t *trip) curt() bool { return t.took < shortTrip || 2*t.no < t.took }

// patience is how long to wait for an answer.
func (t *trip) patience() time.Duration { return max(answerTime, 2*t.took) }
