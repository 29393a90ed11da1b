package gate

import (
	"math"
	"time"
)

// A plan is the best time of the next look, whenever the last one was.
type plan struct {
	first time.Duration // from the submission to the first look
	// next is, for a look in vain at the end of each bin, the bin at whose end
	// to look again.
	next [bins]int
	p99  time.Duration
}

// tail is the part of all predictions that is expected to take longer than
// anything seen; without it there would be no plan for those that do.
const tail = 0.005

// newPlan finds the looks that cost least, from the last one backwards: the
// cost of all that follows a look in vain depends on nothing but its time.
func newPlan(d density) *plan {
	p := &plan{p99: duration(edges[d.quantile(0.99)])}
	s := sumUp(withTail(d))
	var costs [bins]float64 // of what follows a look in vain there
	for i := bins - 2; i >= 0; i-- {
		p.next[i], costs[i] = s.best(i, &costs)
	}
	if at, _ := s.best(-1, &costs); at > 0 {
		p.first = duration(edges[at])
	}
	return p
}

// after is how long to wait when a look was in vain so long after the
// submission. Beyond the scale there is nothing to hurry for.
func (p *plan) after(waited time.Duration) time.Duration {
	at := bin(waited)
	if at == bins-1 {
		return longestWait
	}
	return duration(edges[p.next[at]]) - waited
}

// withTail adds the predictions that take longer than any before them, evenly
// on the scale of ratios.
func withTail(d density) density {
	from := d.quantile(0.9)
	for i := range d {
		d[i] *= 1 - tail
		if i > from {
			d[i] += tail / float64(bins-1-from)
		}
	}
	return d
}

// sums are what the costs of a look are read from: below each bin, how much
// of all is ready, and the sum of the times at which it was.
type sums struct{ ready, times [bins + 1]float64 }

func sumUp(d density) (s sums) {
	start := 0.
	for i, p := range d {
		s.ready[i+1] = s.ready[i] + p
		s.times[i+1] = s.times[i] + p*(start+edges[i])/2
		start = edges[i]
	}
	return s
}

// best is the bin at whose end to look after a look in vain at the end of bin
// i, and what that look and all later ones cost: in seconds, and as a part of
// all predictions. Later looks have their costs already.
func (s *sums) best(i int, costs *[bins]float64) (at int, cost float64) {
	since, alive := 0., s.ready[bins]-s.ready[i+1]
	if i >= 0 {
		since = edges[i]
	}
	at, cost = i+1, math.Inf(1)
	for j := i + 1; j < bins; j++ {
		if j > i+1 && edges[j]-since > longestWait.Seconds() {
			break
		}
		if j < bins-1 && i >= 0 && edges[j]-since < shortestWait.Seconds() {
			continue
		}
		ready := s.ready[j+1] - s.ready[i+1]
		idle := edges[j]*ready - (s.times[j+1] - s.times[i+1])
		if c := alive*lookWorth.Seconds() + idle + costs[j]; c < cost {
			at, cost = j, c
		}
	}
	return at, cost
}

func duration(seconds float64) time.Duration {
	return time.Duration(seconds * float64(time.Second))
}
