package emulator

import (
	"container/heap"
	"fmt"
	"time"
)

// An Account is how much work the API accepts at a time.
type Account struct {
	// PerMinute is how many predictions may be started in one minute of the
	// clock; 0 is no limit.
	PerMinute int
	// Concurrent is how many predictions may be unfinished at once; 0 is no
	// limit. More are refused, not queued.
	Concurrent int
}

var ultra = Account{PerMinute: 5000, Concurrent: 10000}

// Tier is the limits of an account level by its name: bronze, silver, gold or
// ultra, as the newer of the vendor's published tables gives them for images.
func Tier(name string) (Account, error) {
	switch name {
	case "bronze":
		return Account{PerMinute: 2, Concurrent: 2}, nil
	case "silver":
		return Account{PerMinute: 500, Concurrent: 300}, nil
	case "gold":
		return Account{PerMinute: 3000, Concurrent: 3000}, nil
	case "ultra":
		return ultra, nil
	}
	return Account{}, fmt.Errorf("unknown account level %q: use bronze, silver, gold or ultra", name)
}

// limits counts what an account has started and not yet finished. Finished is
// whatever is due by the clock, whether or not somebody has looked.
type limits struct {
	account Account
	minute  time.Time // the window that started is counted in
	started int
	running dueTimes
	peak    int // most that ever ran at once
}

// full says why nothing can be started now, or "".
func (l *limits) full(now time.Time) refusal {
	l.turn(now)
	switch {
	case l.account.PerMinute > 0 && l.started >= l.account.PerMinute:
		return overRate
	case l.account.Concurrent > 0 && len(l.running) >= l.account.Concurrent:
		return overConcurrency
	}
	return ""
}

// start counts a prediction that was created and becomes due at these times.
func (l *limits) start(created, due time.Time) {
	l.turn(created)
	l.started++
	if due.After(created) {
		heap.Push(&l.running, due.UnixNano())
	}
	l.peak = max(l.peak, len(l.running))
}

// turn moves on to the minute of now and lets go of what is due.
func (l *limits) turn(now time.Time) {
	if minute := now.Truncate(time.Minute); !minute.Equal(l.minute) {
		l.minute, l.started = minute, 0
	}
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
