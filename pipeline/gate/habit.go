package gate

import (
	"slices"
	"sync"
	"sync/atomic"
)

const (
	// enough is how many predictions of a model must have been seen through
	// before their times are relied upon.
	enough = 20

	// memory is how many predictions of a model are remembered. Older ones give
	// way, so that a model that has become faster or slower is noticed.
	memory = 512
)

// A habit is how long the predictions of one model take. The many that only
// ask for the plan wait for no one.
type habit struct {
	plan atomic.Pointer[plan] // nil before enough is known
	open atomic.Int64         // begun, and not seen through yet

	mu        sync.Mutex
	stretches []stretch // the newest ones, in no order once there are enough
	seen      int       // ever
	fresh     int       // since the plan was begun
	late      float64   // by how much the fresh ones were later than planned, as ranks
	planning  bool
}

// begun takes in that a prediction is looked at from now on.
func (h *habit) begun() { h.open.Add(1) }

// add takes in a prediction that was seen through. Now and then the plan is
// made anew by whoever comes just then, while the others go on with the old one.
func (h *habit) add(s stretch) {
	h.open.Add(-1)
	known := h.remember(s)
	if known == nil {
		return
	}
	h.plan.Store(apart(known))
	h.mu.Lock()
	defer h.mu.Unlock()
	h.planning = false
}

// apart is newPlan on a stack of its own. It takes 50 KB of one, which the
// goroutine of nearly every prediction in flight would come to keep.
func apart(seen []stretch) (p *plan) {
	var planner sync.WaitGroup
	planner.Go(func() { p = newPlan(seen) })
	planner.Wait()
	return p
}

// remember returns all that is known when a plan is due, and nil otherwise.
func (h *habit) remember(s stretch) []stretch {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.stretches) < memory {
		h.stretches = append(h.stretches, s)
	} else {
		h.stretches[h.seen%memory] = s
	}
	h.seen++
	h.fresh++
	if p := h.plan.Load(); p != nil {
		h.late += p.late(s)
	}
	if !h.due() {
		return nil
	}
	h.planning, h.fresh, h.late = true, 0, 0
	return slices.Clone(h.stretches)
}

// due says whether the plan should be made anew: at growing distances, or
// sooner when the fresh predictions do not fit it. The first one waits until
// as many were seen through as are under way, because the quickest come first.
func (h *habit) due() bool {
	const surely = 3 * 3 / 12. // three standard deviations, squared, of a rank
	switch {
	case h.planning || h.seen < enough:
		return false
	case h.plan.Load() == nil:
		return int64(h.seen) >= h.open.Load()
	case h.fresh >= memory/16 && h.late*h.late > surely*float64(h.fresh):
		return true
	}
	return h.fresh >= min(max(8, h.seen/4), memory)
}
