package gate

import (
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

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

// After a change the clock gets better soon, and is as good as ever when it has
// seen a little more than it remembers.
func TestClockFollowsAChange(t *testing.T) {
	for _, change := range []struct{ from, to lognormal }{
		{lognormal{1, 0.3}, lognormal{8, 0.3}},
		{lognormal{8, 0.3}, lognormal{1, 0.3}},
		{lognormal{3, 0.5}, lognormal{6, 0.5}},
		{lognormal{3, 0.5}, lognormal{1.5, 0.5}},
	} {
		var soon, later bill
		const clocks = 12
		r := rand.New(rand.NewPCG(5, 6))
		for range clocks {
			var c Clock
			for range 1500 {
				change.from.teach(&c, r, false)
			}
			for range 400 {
				soon.add(change.to.teach(&c, r, false), 1./400/clocks)
			}
			for range 200 {
				change.to.teach(&c, r, false)
			}
			for range 500 {
				later.add(change.to.teach(&c, r, false), 1./500/clocks)
			}
		}
		best := change.to.best().cost()
		t.Logf("from %v to %v: %.2f times the best at first, %.2f later", change.from, change.to, soon.cost()/best, later.cost()/best)
		if soon.cost() > 4*best || later.cost() > 1.2*best {
			t.Errorf("from %v to %v: %.2f times the best at first, %.2f later", change.from, change.to, soon.cost()/best, later.cost()/best)
		}
	}
}

// Answers that always take the same time are met closely, though only looks
// tell what that time is.
func TestPunctualAnswers(t *testing.T) {
	l := lognormal{2, 0.01}
	var got bill
	for range 10 {
		one, _ := l.learned(500, false)
		got.add(one, 0.1)
	}
	t.Logf("%.2f looks, %.3f s; best %v", got.looks, got.wait, l.best())
	if got.cost() > 1.5*l.best().cost() {
		t.Errorf("%.2f looks and %.3f s, the best is %v", got.looks, got.wait, l.best())
	}
}

// The shortcuts of the planner miss nothing: no other look in bounds costs less
// than the planned one.
func TestPlanIsTheBestInBounds(t *testing.T) {
	for _, l := range append([]lognormal{{0.02, 0.5}, {90, 1}, {1000, 0.3}}, models...) {
		var seen []stretch
		r := rand.New(rand.NewPCG(9, 10))
		for range 200 {
			took := duration(l.draw(r))
			seen = append(seen, stretchOf(took/2, took))
		}
		p := newPlan(seen)
		price := lookWorth.Seconds()
		p.choose(price)
		var costs [bins]float64
		for i := bins - 2; i >= 0; i-- {
			planned, least := costsOf(p, i, price, &costs)
			if planned > least+1e-9 {
				t.Fatalf("%v: after %.3f s in vain the look at %.3f s costs %v, the best %v", l, edges[i], edges[p.next[i]], planned, least)
			}
			costs[i] = planned
		}
	}
}

// costsOf is what the planned look and the best one cost after a look in vain
// at the end of bin i, with all that follow.
func costsOf(p *plan, i int, price float64, costs *[bins]float64) (planned, least float64) {
	planned, least = math.Inf(1), math.Inf(1)
	ready, idle, alive := 0., 0., p.ready[bins]-p.ready[i+1]
	for j := i + 1; j < bins; j++ {
		more, width := p.ready[j+1]-p.ready[j], edges[j]-edges[j-1]
		idle += ready*width + more*width/2
		ready += more
		wait := duration(edges[j] - edges[i])
		if j > i+1 && wait > longestWait || j < bins-1 && wait < shortestWait {
			continue
		}
		cost := alive*price + idle + costs[j]
		least = min(least, cost)
		if j == p.next[i] {
			planned = cost
		}
	}
	return planned, least
}

func TestClockBeforeItKnows(t *testing.T) {
	var c Clock
	waited, waits := time.Duration(0), []time.Duration{}
	for looks := range 40 {
		wait := c.Next("m", waited, looks)
		waited += wait
		waits = append(waits, wait)
	}
	if waits[0] != 25*time.Millisecond || waits[1] != 200*time.Millisecond || waits[6] != time.Second {
		t.Errorf("waits begin with %v", waits[:7])
	}
	if waits[39] < 3*time.Second || waits[39] > 15*time.Second {
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

// What one prediction costs with thousands under way: four looks are planned,
// and one answer is learned from.
func BenchmarkPrediction(b *testing.B) {
	var c Clock
	var began atomic.Uint64
	b.ReportAllocs()
	b.SetParallelism(1000)
	b.RunParallel(func(pb *testing.PB) {
		r := rand.New(rand.NewPCG(began.Add(1), 1))
		for pb.Next() {
			took := duration(lognormal{3, 0.5}.draw(r))
			for looks := range 4 {
				c.Next("m", took*time.Duration(looks)/4, looks)
			}
			c.Learn("m", took*3/4, took*5/4)
		}
	})
}

func BenchmarkNext(b *testing.B) {
	var c Clock
	for range enough {
		c.Learn("m", time.Second, 2*time.Second)
	}
	b.ReportAllocs()
	b.SetParallelism(1000)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			c.Next("m", time.Second, 1)
		}
	})
}

func BenchmarkPlan(b *testing.B) {
	l, r := lognormal{3, 0.5}, rand.New(rand.NewPCG(1, 2))
	var seen []stretch
	for range memory {
		took := duration(l.draw(r))
		seen = append(seen, stretchOf(took*3/4, took*5/4))
	}
	b.ReportAllocs()
	for b.Loop() {
		newPlan(seen)
	}
}
