package gate

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A crowd is many predictions in flight at once, asked for over a network on
// which a request takes the trip in the mean there, and as long back.
type crowd struct {
	lognormal
	inFlight, total int
	trip            float64 // seconds
}

// run is the bill of them all, with a clock that knows nothing when they
// begin, and how long they took together.
func (w crowd) run(t *testing.T) (b bill, all time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		var (
			c     Clock
			begun atomic.Int64
			mu    sync.Mutex
			group sync.WaitGroup
			start = time.Now()
		)
		for i := range w.inFlight {
			r := rand.New(rand.NewPCG(uint64(i), 5))
			group.Go(func() {
				for begun.Add(1) <= int64(w.total) {
					one := w.one(&c, r)
					mu.Lock()
					b.add(one, 1/float64(w.total))
					mu.Unlock()
				}
			})
		}
		group.Wait()
		all = time.Since(start)
	})
	return b, all
}

// one submits, looks until the answer is there, and lets the clock know, as
// the story of an item does.
func (w crowd) one(c *Clock, r *rand.Rand) bill {
	travel := func() { time.Sleep(duration(w.trip * (0.5 + r.ExpFloat64()/2))) }
	sent, last := time.Now(), time.Duration(0)
	travel()
	ready := time.Now().Add(duration(w.draw(r)))
	travel()
	for looks := 0; ; looks++ {
		time.Sleep(c.Next("m", time.Since(sent), looks))
		age := time.Since(sent)
		travel()
		idle := time.Since(ready)
		travel()
		if idle >= 0 {
			c.Learn("m", last, age)
			return bill{float64(looks + 1), idle.Seconds()}
		}
		last = age
	}
}

// A thousand predictions, the first three hundred of which all begin at once
// and know nothing: never more looks and a longer wait than every second, but
// for a tenth by chance.
func TestCrowdFromTheStart(t *testing.T) {
	for _, l := range models {
		got, _ := crowd{l, 300, 1000, 0.05}.run(t)
		fixed := l.second()
		fixed.wait += 0.05 // its looks travel, too
		t.Logf("%v: %.2f looks, %.3f s; every second %.2f, %.3f", l, got.looks, got.wait, fixed.looks, fixed.wait)
		if got.looks > fixed.looks && got.wait > 1.1*fixed.wait {
			t.Error("more looks and a longer wait than with a look every second")
		}
	}
}

// A server that answers at once is hardly slowed down, once the first 64 have
// waited: every prediction takes a submission and a look there and back.
func TestCrowdWithImmediateAnswers(t *testing.T) {
	for _, trip := range []float64{0.001, 0.005} {
		w := crowd{lognormal{1e-4, 0.1}, 64, 20_000, trip}
		got, all := w.run(t)
		shortest := float64(w.total) / float64(w.inFlight) * 4 * trip
		t.Logf("%.3f looks, %.2f ms; %v for all, %.2f s at least", got.looks, 1000*got.wait, all, shortest)
		if got.looks > 1.05 || all.Seconds() > 0.5+1.2*shortest {
			t.Errorf("trips of %v s: %.3f looks and %v for all, without any wait it is %.2f s", trip, got.looks, all, shortest)
		}
	}
}
