package gate

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// lognormal is how long predictions take, with a median in seconds.
type lognormal struct{ median, sigma float64 }

func (l lognormal) draw(r *rand.Rand) float64 {
	return l.median * math.Exp(l.sigma*r.NormFloat64())
}

func (l lognormal) before(t float64) float64 {
	return 0.5 * math.Erfc(-math.Log(t/l.median)/l.sigma/math.Sqrt2)
}

// A bill is the mean number of looks for a prediction, and for how many
// seconds its answer lies about.
type bill struct{ looks, wait float64 }

func (b bill) cost() float64 { return b.looks*lookWorth.Seconds() + b.wait }

// best is the smallest possible bill, found backwards over an even grid.
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

// learned is the bill of a clock that has seen a thousand predictions; told
// means that the API says how long they took.
func (l lognormal) learned(told bool) (b bill) {
	const warm, n = 1000, 5000
	var c Clock
	r := rand.New(rand.NewPCG(1, 2))
	for i := range warm + n {
		took := l.draw(r)
		looks, last, at := follow(&c, duration(took))
		if i >= warm {
			b.looks += float64(looks) / n
			b.wait += (at.Seconds() - took) / n
		}
		if told {
			last, at = duration(took), duration(took)
		}
		c.Learn("m", last, at)
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

// second is the bill of a look every second.
func (l lognormal) second() (b bill) {
	const n = 100_000
	r := rand.New(rand.NewPCG(3, 4))
	for range n {
		took := l.draw(r)
		b.looks += math.Ceil(took) / n
		b.wait += (math.Ceil(took) - took) / n
	}
	return b
}

func TestLooksAreNearTheBestPossible(t *testing.T) {
	for _, median := range []float64{1, 3, 10} {
		for _, sigma := range []float64{0.3, 0.5, 0.8} {
			l := lognormal{median, sigma}
			best, second := l.best(), l.second()
			for _, told := range []bool{true, false} {
				got := l.learned(told)
				t.Logf("median %v s, sigma %v, told %v: %.2f looks, %.3f s; best %.2f, %.3f; every second %.2f, %.3f",
					median, sigma, told, got.looks, got.wait, best.looks, best.wait, second.looks, second.wait)
				if got.cost() > 1.15*best.cost() {
					t.Errorf("costs %.3f, the best possible is %.3f", got.cost(), best.cost())
				}
				if got.looks > second.looks && got.wait > second.wait {
					t.Error("more looks and a longer wait than with a look every second")
				}
				if median == 3 && sigma == 0.5 && (got.looks > 0.85*second.looks || got.wait > second.wait) {
					t.Errorf("%.2f looks and %.3f s, every second %.2f and %.3f", got.looks, got.wait, second.looks, second.wait)
				}
			}
		}
	}
}

func TestImmediateAnswersAreFoundAtOnce(t *testing.T) {
	for _, told := range []bool{true, false} {
		var c Clock
		for range 1000 {
			_, last, at := follow(&c, 0)
			if told {
				last, at = 0, 0
			}
			c.Learn("m", last, at)
		}
		if wait := c.Next("m", 0, 0); wait > 5*time.Millisecond {
			t.Errorf("told %v: the first look comes after %v", told, wait)
		}
	}
}

func TestClockFollowsAChange(t *testing.T) {
	for _, change := range []struct{ from, to lognormal }{
		{lognormal{1, 0.3}, lognormal{8, 0.3}},
		{lognormal{8, 0.3}, lognormal{1, 0.3}},
	} {
		var c Clock
		r := rand.New(rand.NewPCG(5, 6))
		fit := 0 // plans that suit the new latencies, of the last thousand
		for i := range 3500 {
			l := change.from
			if i >= 1500 {
				l = change.to
			}
			_, last, at := follow(&c, duration(l.draw(r)))
			c.Learn("m", last, at)
			first := 0.
			if i >= 2500 {
				first = c.models["m"].plan.first.Seconds()
			}
			if first > l.median/3 && first < l.median*1.5 {
				fit++
			}
		}
		// When all is known of the late answers and little of the early ones,
		// a first look far too soon costs as little as none; some plans have it.
		if fit < 750 {
			t.Errorf("from %v s to %v s: only %d of 1000 plans fit", change.from.median, change.to.median, fit)
		}
	}
}

func TestClockBeforeItKnows(t *testing.T) {
	var c Clock
	waited, waits := time.Duration(0), []time.Duration{}
	for looks := range 40 {
		wait := c.Next("m", waited, looks)
		waited += wait
		waits = append(waits, wait)
	}
	if waits[0] != 300*time.Millisecond || waits[1] != 450*time.Millisecond || waits[6] != 2*time.Second {
		t.Errorf("waits begin with %v", waits[:7])
	}
	if waits[39] < 5*time.Second || waits[39] > 15*time.Second {
		t.Errorf("after %v the wait is %v", waited, waits[39])
	}
	if wait := c.Next("m", time.Hour, 0); wait != 0 {
		t.Errorf("the first look at an old prediction waits %v", wait)
	}
	if c.P99("m") != 0 {
		t.Error("P99 of an unknown model is not 0")
	}
}

func TestP99(t *testing.T) {
	var c Clock
	r := rand.New(rand.NewPCG(7, 8))
	l := lognormal{3, 0.5}
	for range 600 {
		took := duration(l.draw(r))
		c.Learn("m", took, took)
	}
	if got := c.P99("m").Seconds(); got < 7.5 || got > 13 {
		t.Errorf("P99 is %v s, not about 9.6 s", got)
	}
	if c.P99("other") != 0 {
		t.Error("models share what is learned")
	}
}

func TestWaitsStayInBounds(t *testing.T) {
	for _, took := range []time.Duration{0, time.Millisecond, time.Second, 3 * time.Minute, 5 * time.Hour} {
		var c Clock
		for range 100 {
			c.Learn("m", took/2, took)
		}
		for waited := time.Duration(0); waited < 10*time.Hour; waited = waited*5/4 + time.Millisecond {
			if w := c.Next("m", waited, 3); w < shortestWait || w > longestWait {
				t.Fatalf("predictions of %v: the wait after %v is %v", took, waited, w)
			}
			if w := c.Next("m", waited, 0); w < 0 || w > longestWait {
				t.Fatalf("predictions of %v: the first wait after %v is %v", took, waited, w)
			}
		}
	}
}

func FuzzClock(f *testing.F) {
	f.Add(int64(0), int64(0), int64(0), 0)
	f.Add(int64(time.Second), int64(2*time.Second), int64(time.Minute), 1)
	f.Add(int64(-5), int64(math.MaxInt64), int64(math.MaxInt64), 1<<40)
	f.Fuzz(func(t *testing.T, notBefore, seen, waited int64, looks int) {
		var c Clock
		for i := range 2 * enough {
			if w := c.Next("m", time.Duration(waited), looks); w < 0 || w > longestWait {
				t.Fatalf("after %d predictions the wait is %v", i, w)
			}
			c.Learn("m", time.Duration(notBefore), time.Duration(seen))
			c.Learn("m", 0, time.Second)
		}
	})
}

func TestClockIsSafeForManyAtOnce(t *testing.T) {
	t.Parallel()
	var c Clock
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 50 {
				c.Learn("m", 0, time.Duration(i)*time.Second)
				c.Next("m", time.Second, i)
				c.P99("m")
			}
		})
	}
	all.Wait()
}

func BenchmarkLearn(b *testing.B) {
	var c Clock
	l, r := lognormal{3, 0.5}, rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		took := l.draw(r)
		c.Learn("m", duration(took*0.8), duration(took*1.2))
	}
}
