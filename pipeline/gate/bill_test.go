package gate

import (
	"math"
	"math/rand/v2"
	"time"
)

// lognormal is how long predictions take, with a median in seconds.
type lognormal struct{ median, sigma float64 }

// models are the kinds of model that looking is judged by.
var models = []lognormal{
	{1, 0.3}, {1, 0.5}, {1, 0.8}, {3, 0.3}, {3, 0.5}, {3, 0.8}, {10, 0.3}, {10, 0.5}, {10, 0.8},
}

func (l lognormal) draw(r *rand.Rand) float64 {
	return l.median * math.Exp(l.sigma*r.NormFloat64())
}

// quantile is the time by which the given part of all predictions is ready.
func (l lognormal) quantile(part float64) float64 {
	return l.median * math.Exp(l.sigma*math.Sqrt2*math.Erfinv(2*part-1))
}

func (l lognormal) before(t float64) float64 {
	return 0.5 * math.Erfc(-math.Log(t/l.median)/l.sigma/math.Sqrt2)
}

// A bill is the mean number of looks for a prediction, and for how many
// seconds its answer lies about.
type bill struct{ looks, wait float64 }

func (b bill) cost() float64 { return b.looks*lookWorth.Seconds() + b.wait }

func (b *bill) add(more bill, part float64) {
	b.looks += more.looks * part
	b.wait += more.wait * part
}

// best is the smallest possible bill. It is found backwards over an even grid
// of time from the distribution itself, bound by no shortest or longest wait.
func (l lognormal) best() (b bill) {
	step := l.median / 100
	n := int(math.Exp(5*l.sigma) * 100)
	ready, times, costs := make([]float64, n+1), make([]float64, n+1), make([]float64, n+1)
	next := make([]int, n+1)
	for i := 1; i <= n; i++ {
		ready[i] = l.before(float64(i) * step)
		times[i] = times[i-1] + (ready[i]-ready[i-1])*(float64(i)-0.5)*step
	}
	ready[n] = 1
	idle := func(i, j int) float64 { return float64(j)*step*(ready[j]-ready[i]) - times[j] + times[i] }
	for i := n - 1; i >= 0; i-- {
		look := (1 - ready[i]) * lookWorth.Seconds()
		costs[i] = math.Inf(1)
		for j := i + 1; j <= n && look+idle(i, j) < costs[i]; j++ {
			if c := look + idle(i, j) + costs[j]; c < costs[i] {
				costs[i], next[i] = c, j
			}
		}
	}
	for i := 0; i < n; i = next[i] {
		b.looks += 1 - ready[i]
		b.wait += idle(i, next[i])
	}
	return b
}

// second is the bill of a look every second.
func (l lognormal) second() (b bill) {
	for k := 0.; k < 1000; k++ {
		b.looks += 1 - l.before(k)
	}
	b.wait = b.looks - l.median*math.Exp(l.sigma*l.sigma/2)
	return b
}

// learned is the bill of a clock that has seen so many predictions, one after
// the other, and what it says of the slowest: the means of so many such clocks
// that chance, which moves the looks, says little of them. Told means that the API
// says how long they took; otherwise only looks tell.
func (l lognormal) learned(seen int, told bool) (mean bill, p99 float64) {
	const clocks = 20
	r := rand.New(rand.NewPCG(1, 2))
	for range clocks {
		var c Clock
		for range seen {
			l.teach(&c, r, told)
		}
		mean.add(l.asked(&c), 1./clocks)
		p99 += c.P99("m").Seconds() / clocks
	}
	return mean, p99
}

// teach lets a clock see a prediction through.
func (l lognormal) teach(c *Clock, r *rand.Rand, told bool) bill {
	took := duration(l.draw(r))
	looks, last, at := follow(c, took)
	b := bill{float64(looks), (at - took).Seconds()}
	if told {
		last, at = took, took
	}
	c.Learn("m", last, at)
	return b
}

// asked is the bill of a clock that learns no more. The predictions are spread
// evenly over the distribution, so that few of them tell much.
func (l lognormal) asked(c *Clock) (b bill) {
	const n = 1000
	for i := range n {
		took := l.quantile((float64(i) + 0.5) / n)
		looks, _, at := follow(c, duration(took))
		b.add(bill{float64(looks), at.Seconds() - took}, 1./n)
	}
	return b
}

// follow looks at a prediction until it is ready.
func follow(c *Clock, took time.Duration) (looks int, last, at time.Duration) {
	for {
		last, at = at, at+c.Next("m", at, looks)
		if looks++; at >= took {
			return looks, last, at
		}
	}
}
