package gate_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// A few refusals by chance besides a limit that is lower than the given one do not pull
// it down further and further, in the mean of some runs.
func TestLimitBesideChance(t *testing.T) {
	const early, late = 4 * time.Minute, 20 * time.Minute
	half := span{450 * time.Millisecond, 550 * time.Millisecond}
	for _, test := range []struct {
		terms    terms
		rate     float64
		inFlight int
		best     float64 // accepted a minute
		from, to time.Duration
		least    float64 // part of it
	}{
		{terms{perMinute: 60, counting: second, chance: 0.01}, 240, 1 << 20, 60, early, late, 0.93},
		{terms{perMinute: 60, counting: second, chance: 0.02}, 240, 1 << 20, 60, early, late, 0.85},
		{terms{perMinute: 120, counting: second, chance: 0.02}, 480, 1 << 20, 120, time.Hour, 2 * time.Hour, 0.63},
		{terms{perMinute: 120, counting: bucket, chance: 0.02}, 480, 1 << 20, 120, early, late, 0.79},
		{terms{concurrent: 50, crowd: 0.05, runs: 2 * time.Second}, 6000, 100, 60 * 50 / 2.5, early, late, 0.85},
		{terms{concurrent: 10, crowd: 0.02, runs: 10 * time.Second}, 600, 20, 60 * 10 / 10.5, early, late, 0.9},
		{terms{crowd: 0.2, runs: 5 * time.Second}, 3300, 100, 60 * 100 / 5.5, early, 10 * time.Minute, 0.75},
	} {
		test.terms.answers, test.terms.curt, test.terms.near, test.terms.turns = half, true, true, true
		t.Run(fmt.Sprintf("%d %v %d %v %v", test.terms.perMinute, test.terms.chance, test.terms.concurrent, test.terms.crowd, test.to), func(t *testing.T) {
			t.Parallel()
			mean := meanOf(8, func(seed uint64) float64 {
				return soak(t, seed, test.terms, &gate.Gate{Rate: test.rate, InFlight: test.inFlight}, test.best, test.from, test.to)
			})
			t.Logf("%.2f of the limit", mean)
			if mean < test.least {
				t.Errorf("%.2f of the limit, want %.2f", mean, test.least)
			}
		})
	}
}

// soak is the part of the best that is accepted from one time to another.
func soak(t *testing.T, seed uint64, of terms, g *gate.Gate, best float64, from, to time.Duration) (part float64) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(of)
		a.dice = rand.New(rand.NewPCG(seed, 5))
		if a.concurrent > 0 {
			a.drive(t, g, 4*a.concurrent, to)
		} else {
			a.flood(t, g, to)
		}
		part, _ = a.parts(best, from, to)
	})
	return part
}

// meanOf is the mean of so many runs, side by side.
func meanOf(runs int, run func(seed uint64) float64) float64 {
	all := make([]float64, runs)
	var group sync.WaitGroup
	for seed := range all {
		group.Go(func() { all[seed] = run(uint64(seed)) })
	}
	group.Wait()
	sum := 0.
	for _, part := range all {
		sum += part
	}
	return sum / float64(runs)
}
