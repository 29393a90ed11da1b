package gate

import "time"

const (
	cell  = 100 * time.Millisecond
	cells = int(time.Minute / cell)
)

// A tally counts what was accepted within the last minute, to a tenth of a
// second, in constant space however high the rate.
type tally struct {
	start  time.Time
	newest int // cells since start
	total  int
	counts [cells]int
}

// newTally counts those of the given times that are within the last minute.
func newTally(times []time.Time, now time.Time) tally {
	t := tally{start: now.Add(-time.Minute)}
	for _, at := range times {
		if at.After(t.start) {
			t.add(at)
		}
	}
	return t
}

// add counts one more. Times are given in order.
func (t *tally) add(now time.Time) {
	t.advance(now)
	t.counts[t.newest%cells]++
	t.total++
}

// sum is how many were counted within the last minute.
func (t *tally) sum(now time.Time) int {
	t.advance(now)
	return t.total
}

// room is how long it takes until fewer than n of those counted so far are
// less than a minute old.
func (t *tally) room(n int, now time.Time) time.Duration {
	left := t.sum(now)
	if left < n {
		return 0
	}
	for i := max(0, t.newest-cells+1); i <= t.newest; i++ {
		if left -= t.counts[i%cells]; left < n {
			return t.start.Add(time.Duration(i+1)*cell + time.Minute).Sub(now)
		}
	}
	return time.Minute
}

// advance forgets the cells that are more than a minute old.
func (t *tally) advance(now time.Time) {
	at := max(t.newest, int(now.Sub(t.start)/cell))
	for i := max(t.newest+1, at-cells+1); i <= at; i++ {
		t.total -= t.counts[i%cells]
		t.counts[i%cells] = 0
	}
	t.newest = at
}
