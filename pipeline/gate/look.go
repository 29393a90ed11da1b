package gate

import (
	"math"
	"sync"
	"time"
)

const (
	// lookWorth is the price of a look: as much as so long a wait for an
	// answer that is there already. It is chosen so that for answers after
	// some seconds there are clearly fewer looks than one a second makes,
	// while answers lie about no longer. Where half of the answers come within
	// four times as long, a look is cheaper, a quarter of that time: a server
	// that answers at once is held up by any wait.
	lookWorth = 150 * time.Millisecond

	// shortestWait and longestWait bound the wait between two looks. The wait
	// before the first look may be shorter, down to none at all.
	shortestWait = 50 * time.Millisecond
	longestWait  = 15 * time.Second
)

// A Clock says when to look for the answers of predictions. It learns how long
// the predictions of each model take, and balances the number of looks against
// the time for which answers lie about. The zero value knows nothing and works.
// It is safe for concurrent use and must not be copied.
type Clock struct {
	habits sync.Map // of *habit, by the name of the model
}

// Next is how long to wait from now before the next look at a prediction that
// was submitted waited ago and looked at in vain so many times. It is never
// more than 15 seconds, at least 50 milliseconds between looks, and 0 when the
// first look is due.
//
// While little is known of the model, which is until 20 predictions have been
// seen through, and as many as are under way, looks come after 25 ms and then
// at distances of 200 ms that grow by half, up to a second, or to a tenth of the time
// waited when that is more. Looks 0 is said once for a prediction.
func (c *Clock) Next(model string, waited time.Duration, looks int) time.Duration {
	h := c.habit(model)
	if looks <= 0 {
		h.begun()
	}
	waited, p := max(0, waited), h.plan.Load()
	switch {
	case p == nil:
		return unlearned(waited, looks)
	case looks > 0:
		return min(max(p.jitter(p.after(waited)), shortestWait), longestWait)
	default:
		return max(0, min(p.start()-waited, longestWait))
	}
}

// unlearned is the wait when little is known of the model.
func unlearned(waited time.Duration, looks int) time.Duration {
	const first, second = 25 * time.Millisecond, 200 * time.Millisecond
	if looks <= 0 {
		return max(0, first-waited)
	}
	wait := time.Duration(float64(second) * math.Pow(1.5, float64(min(looks-1, 20))))
	return min(wait, max(time.Second, waited/10), longestWait)
}

// Learn takes in how long a prediction took: it was not ready at notBefore,
// the last look in vain or 0, and was ready at seen, both since it was
// submitted. A look is as old as its request: how long the answer travels
// says nothing of when to ask for it. When the API tells how long the
// prediction took, both are that time.
func (c *Clock) Learn(model string, notBefore, seen time.Duration) {
	c.habit(model).add(stretchOf(max(0, notBefore), max(0, seen)))
}

// P99 is the time within which 99 of 100 predictions of the model are ready,
// a little more rather than less, or 0 while little is known of the model.
func (c *Clock) P99(model string) time.Duration {
	if p := c.habit(model).plan.Load(); p != nil {
		return p.p99
	}
	return 0
}

func (c *Clock) habit(model string) *habit {
	h, ok := c.habits.Load(model)
	if !ok {
		h, _ = c.habits.LoadOrStore(model, new(habit))
	}
	return h.(*habit)
}
