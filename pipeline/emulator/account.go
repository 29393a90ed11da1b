package emulator

import (
	"container/heap"
	"fmt"
	"time"
)

// An Account is how much work the API accepts at a time.
type Account struct {
	// PerMinute is how many predictions may be started in one minute; 0 is no
	// limit.
	PerMinute int
	// Concurrent is how many predictions may be at work at once; 0 is no limit.
	Concurrent int
	// Window is how the minute is counted; "" is FixedMinute.
	Window Window
	// Queue accepts what is more than Concurrent: it shows as created, and its
	// time begins when it gets its turn, in the order of acceptance. Without it,
	// more is refused. The vendor's page on account levels says that such tasks
	// wait; a log that a user of a small account has published shows them
	// refused with HTTP 429.
	Queue bool
}

// unlimited tells whether no number was given.
func (a Account) unlimited() bool { return a.PerMinute == 0 && a.Concurrent == 0 }

func (a Account) check() error {
	switch a.Window {
	case "", FixedMinute, SlidingMinute, EachSecond:
		return nil
	}
	return fmt.Errorf("unknown window %q: use minute, sliding or second", a.Window)
}

// limits counts what an account has started and not yet finished. Finished is
// whatever is due by the clock, whether or not somebody has looked.
type limits struct {
	account Account
	starts  starts
	// running is when each place is free again that a prediction has taken.
	// What waits in the queue takes the place of the one that it waits for.
	running dueTimes
	peak    int // most that ever ran at once
}

// full says why nothing can be accepted now, or "".
func (l *limits) full(now time.Time) refusal {
	l.turn(now)
	switch {
	case l.account.PerMinute > 0 && l.starts.full(now, l.account.Window, l.account.PerMinute):
		return overRate
	case l.crowded() && !l.account.Queue:
		return overConcurrency
	}
	return ""
}

// crowded tells whether every place is taken.
func (l *limits) crowded() bool {
	return l.account.Concurrent > 0 && len(l.running) >= l.account.Concurrent
}

// wait is how long a prediction that is accepted now waits for its turn: until
// the first of the places is free.
func (l *limits) wait(now time.Time) time.Duration {
	l.turn(now)
	if !l.crowded() {
		return 0
	}
	for len(l.running) > l.account.Concurrent { // taken when the account had more
		heap.Pop(&l.running)
	}
	return time.Unix(0, l.running[0]).Sub(now)
}

// start counts a prediction that was created and becomes due at these times.
func (l *limits) start(created, due time.Time) {
	l.turn(created)
	l.starts.add(created, l.account.Window)
	if !due.After(created) {
		return
	}
	if l.account.Queue && l.crowded() {
		heap.Pop(&l.running) // the place that it waits for
	}
	heap.Push(&l.running, due.UnixNano())
	l.peak = max(l.peak, len(l.running))
}

// turn lets go of what is due.
func (l *limits) turn(now time.Time) {
	for len(l.running) > 0 && l.running[0] <= now.UnixNano() {
		heap.Pop(&l.running)
	}
}

// dueTimes is a heap, the earliest first, of times in nanoseconds.
type dueTimes []int64

func (d dueTimes) Len() int           { return len(d) }
func (d dueTimes) Less(i, j int) bool { return d[i] < d[j] }
func (d dueTimes) Swap(i, j int)      { d[i], d[j] = d[j], d[i] }
func (d *dueTimes) Push(x any)        { *d = append(*d, x.(int64)) }
func (d *dueTimes) Pop() any {
	last := len(*d) - 1
	x := (*d)[last]
	*d = (*d)[:last]
	return x
}
