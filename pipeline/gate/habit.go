package gate

import (
	"math/rand/v2"
	"time"
)

// memory is how many predictions of a model are remembered. Older ones give
// way, so that a model that has become faster or slower is noticed.
const memory = 512

// A span holds the moment at which a prediction was ready: after one time, and
// at the other at the latest.
type span struct{ after, by time.Duration }

// A habit is how long the predictions of one model take.
type habit struct {
	spans []span // the newest ones, in no order once there are enough
	seen  int    // ever
	due   int    // the plan is made anew when so many have been seen
	told  bool   // the API says itself how long its predictions take
	plan  *plan  // nil before there are enough
}

func (h *habit) add(s span) {
	h.told = s.after == s.by
	if len(h.spans) < memory {
		h.spans = append(h.spans, s)
	} else {
		h.spans[h.seen%memory] = s
	}
	h.seen++
	if h.seen >= max(enough, h.due) {
		h.plan = newPlan(latencies(h.spans))
		h.due = h.seen + min(max(8, h.seen/4), memory/8)
	}
}

// jitter moves a wait by up to a tenth, so that looks do not all fall on the
// same times, and tell more of what lies between them.
func (h *habit) jitter(wait time.Duration) time.Duration {
	if h.told || wait < 10 {
		return wait
	}
	return wait - wait/10 + rand.N(wait/5)
}
