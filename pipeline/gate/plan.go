package gate

import (
	"math"
	"math/rand/v2"
	"time"
)

// A plan is the best time of the next look, whenever the last one was.
type plan struct {
	first time.Duration // from the submission to the first look
	// next is, for a look in vain at the end of each bin, the bin at whose end
	// to look again.
	next [bins]int
	told bool          // the times are known as well as if the API said them
	sway time.Duration // by how much looks are moved at most
	p99  time.Duration
	sums // what is expected
}

// tail is the part of all predictions that is expected to take longer than
// anything seen; without it there would be no plan for those that do.
const tail = 0.005

// newPlan is the plan that suits what was seen.
func newPlan(seen []stretch) *plan {
	d := latencies(seen)
	p := &plan{told: told(seen), p99: duration(edges[d.quantile(0.99)]), sums: sumUp(withTail(d))}
	p.sway = duration(edges[d.quantile(0.75)]-edges[d.quantile(0.25)]) / 4
	p.choose(min(lookWorth.Seconds(), edges[d.quantile(0.5)]/4))
	return p
}

// choose finds the looks that cost least, from the last one backwards: the
// cost of all that follows a look in vain depends on nothing but its time.
func (p *plan) choose(price float64) {
	var costs [bins]float64 // of what follows a look in vain there
	last := bins - 1        // the sooner a look in vain, the sooner the next
	for i := bins - 2; i >= 0; i-- {
		last, costs[i] = p.best(i, soonest[i], min(last, latest[i]), price, &costs)
		p.next[i] = last
	}
	if at, _ := p.best(-1, 0, last, price, &costs); at > 0 {
		p.first = duration(edges[at])
	}
}

// late is by how much later than expected a prediction was ready, as a rank
// among all: from -1/2 to 1/2, and evenly spread when the plan is right.
func (p *plan) late(s stretch) float64 {
	return (p.ready[s.from]+p.ready[s.to+1])/2 - 0.5
}

// start is how long after the submission to look first. Unless the times are
// known well, one look in eight comes well before it is due: when all answers
// have come by the first look, only one out of turn can tell how much earlier
// they were there.
func (p *plan) start() time.Duration {
	first := p.jitter(p.first)
	if !p.told && rand.N(8) == 0 {
		return time.Duration(float64(first) * math.Pow(16, -rand.Float64()))
	}
	return first
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

// jitter moves a wait by up to a tenth, and less when predictions differ by
// little, so that looks do not all fall on the same times, and tell more of
// what lies between them.
func (p *plan) jitter(wait time.Duration) time.Duration {
	most := min(wait/10, p.sway)
	if p.told || most <= 0 {
		return wait
	}
	return wait - most + rand.N(2*most)
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

// best is the bin, of those from one to another, at whose end to look after a
// look in vain at the end of bin i, and what that look and all later ones cost:
// in seconds, and as a part of all predictions. Later looks have their costs
// already.
func (s *sums) best(i, from, to int, price float64, costs *[bins]float64) (at int, cost float64) {
	ready, times := s.ready[i+1], s.times[i+1]
	look := (s.ready[bins] - ready) * price
	at, cost = from, math.Inf(1)
	for j := from; j <= to; j++ {
		c := look + edges[j]*(s.ready[j+1]-ready) - (s.times[j+1] - times)
		if c > cost {
			break // the answers that lie about already cost too much
		}
		if c += costs[j]; c < cost {
			at, cost = j, c
		}
	}
	return at, cost
}

// soonest and latest are the bins at whose ends the look after the one at the
// end of each bin may be: within the bounds of a wait, and in a later bin.
var soonest, latest = func() (s, l [bins]int) {
	for i := range bins {
		end := duration(edges[i])
		s[i] = min(max(i+1, bin(end+shortestWait)), bins-1)
		l[i] = max(s[i], bin(end+longestWait)-1)
	}
	return s, l
}()

func duration(seconds float64) time.Duration {
	return time.Duration(seconds * float64(time.Second))
}
