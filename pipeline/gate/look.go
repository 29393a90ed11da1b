package gate

import (
	"math"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// lookWorth is the price of a look: as much as so long a wait for an
	// answer that is there already. It is chosen so that for answers after
	// some seconds there are clearly fewer looks than one a second makes,
	// while answers lie about no longer.
	lookWorth = 160 * time.Millisecond

	// shortestWait and longestWait bound the wait between two looks. The wait
	// before the first look may be shorter, down to none at all.
	shortestWait = 50 * time.Millisecond
	longestWait  = 15 * time.Second

	// enough is how many predictions of a model must have been seen through
	// before their times are relied upon.
	enough = 20
)

// A Clock says when to look for the answers of predictions. It learns how long
// the predictions of each model take, and balances the number of looks against
// the time for which answers lie about. The zero value knows nothing and works.
// It is safe for concurrent use and must not be copied.
type Clock struct {
	mu     sync.Mutex
	models map[string]*habit
}

// Next is how long to wait from now before the next look at a prediction that
// was submitted waited ago and looked at in vain so many times. It is never
// more than 15 seconds, at least 50 milliseconds between looks, and 0 when the
// first look is due.
//
// While little is known of the model, looks come after 300 ms and then at
// distances that grow by half, up to two seconds, or to a tenth of the time
// waited when that is more.
func (c *Clock) Next(model string, waited time.Duration, looks int) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.models[model]
	waited = max(0, waited)
	if h == nil || h.plan == nil {
		return unlearned(waited, looks)
	}
	if looks > 0 {
		return min(max(h.jitter(h.plan.after(waited)), shortestWait), longestWait)
	}
	first := h.jitter(h.plan.first)
	if !h.told && rand.N(8) == 0 {
		first = ahead(first)
	}
	return max(0, min(first-waited, longestWait))
}

// unlearned is the wait when little is known of the model.
func unlearned(waited time.Duration, looks int) time.Duration {
	const first = 300 * time.Millisecond
	if looks <= 0 {
		return max(0, first-waited)
	}
	wait := time.Duration(float64(first) * math.Pow(1.5, float64(min(looks, 20))))
	return min(wait, max(2*time.Second, waited/10), longestWait)
}

// ahead is a time well before the first look that is due. When all answers
// have come by then, only a look out of turn can tell how much earlier they
// were there.
func ahead(first time.Duration) time.Duration {
	return time.Duration(float64(first) * math.Pow(16, -rand.Float64()))
}

// Learn takes in how long a prediction took: it was not ready at notBefore,
// the last look in vain or 0, and was ready at seen, both since it was
// submitted. When the API tells how long it took, both are that time.
func (c *Clock) Learn(model string, notBefore, seen time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.models[model]
	if h == nil {
		h = new(habit)
		if c.models == nil {
			c.models = make(map[string]*habit)
		}
		c.models[model] = h
	}
	seen = max(0, seen)
	h.add(span{min(max(0, notBefore), seen), seen})
}

// P99 is the time within which 99 of 100 predictions of the model are ready,
// or 0 when fewer than 20 of them have been seen through.
func (c *Clock) P99(model string) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h := c.models[model]; h != nil && h.plan != nil {
		return h.plan.p99
	}
	return 0
}
