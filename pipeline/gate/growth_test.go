package gate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// A raise is an account whose limit is doubled after five minutes.
type raise struct {
	counting counting
	limit    int     // a minute, before
	ratio    float64 // of the given rate to that
	answers  time.Duration
	hint     time.Duration // what refusals ask for
	for_     time.Duration // how long it is watched afterwards
}

// A gain is what came of it: how long it took until a minute began that used 95 %
// of the new limit, or of the given rate where that is less, and the part that was
// refused from the raise on.
type gain struct {
	after   time.Duration
	refused float64
}

const (
	// untilRaise is when the limit is raised.
	untilRaise = 5 * time.Minute
	never      = 24 * time.Hour
)

// play lets as many submit as can, from a moment within a minute on.
func (r raise) play(t *testing.T, seed uint64) (g gain) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(terms{perMinute: r.limit, counting: r.counting, answers: span{r.answers * 9 / 10, r.answers * 11 / 10}, curt: true, near: true, turns: true, hint: r.hint})
		a.dice = rand.New(rand.NewPCG(seed, 11))
		time.Sleep(time.Duration(a.dice.Int64N(int64(time.Minute))))
		a.began = time.Now()
		given := r.ratio * float64(r.limit)
		gated := &gate.Gate{Rate: given, InFlight: 1 << 20}
		a.flood(t, gated, untilRaise)
		raised := time.Since(a.began)
		a.perMinute *= 2
		a.flood(t, gated, r.for_)
		_, g.refused = a.parts(1, raised, raised+r.for_)
		g.after = a.uses(0.95*min(float64(a.perMinute), 0.99*given), raised, raised+r.for_)
	})
	return g
}

// uses is how long it takes from a time on until a minute begins that accepts so
// many.
func (a *account) uses(want float64, from, to time.Duration) time.Duration {
	for at := from; at+time.Minute <= to; at += time.Second {
		if n := between(a.accepted, a.began, at, at+time.Minute); float64(n) >= want-1 {
			return at - from
		}
	}
	return never
}

// A limit that was raised is used within some minutes, and little is refused on
// the way there. In 200 runs of each case it took 6 minutes at most, at 60 a minute,
// where a second refusal takes its time, and 5 else; up to 4 % and 2 % were refused.
func TestRaisedLimitIsUsed(t *testing.T) {
	for _, counts := range []counting{second, bucket, spaced, minute, sliding, deep} {
		for _, limit := range []int{60, 500} {
			for _, ratio := range []float64{2, 3, 10} {
				for _, hint := range []time.Duration{0, time.Second} {
					if counts == spaced && hint > 0 {
						continue // every one that comes too close costs a second, and that is more than a twentieth
					}
					r := raise{counts, limit, ratio, 500 * time.Millisecond, hint, 10 * time.Minute}
					t.Run(fmt.Sprint(counts, " ", limit, " given ", ratio, " times, hint ", hint), func(t *testing.T) {
						t.Parallel()
						g := r.play(t, 1)
						if t.Log(g.after, g.refused); g.after > 8*time.Minute || g.refused > 0.1 {
							t.Errorf("95 %% of twice the limit after %v, %.1f %% refused", g.after, 100*g.refused)
						}
					})
				}
			}
		}
	}
}

// With -seeds 3 TestGrowthTable prints how long it takes until a raised limit is
// used, which takes some minutes. It finds no fault.
func TestGrowthTable(t *testing.T) {
	if *seeds == 0 {
		t.Skip("prints a table with -seeds 3")
	}
	for _, limit := range []int{10, 60, 300, 1000, 3000} {
		for _, counts := range []counting{second, bucket, spaced, minute, sliding, deep} {
			var after []time.Duration
			var refused []float64
			for _, ratio := range []float64{1.5, 2, 3, 10} {
				for _, answers := range []time.Duration{5 * time.Millisecond, 500 * time.Millisecond, 2 * time.Second} {
					for _, hint := range []time.Duration{0, time.Second} {
						r := raise{counts, limit, ratio, answers, hint, 12 * time.Minute}
						if limit == 10 {
							r.for_ = 40 * time.Minute
						}
						for seed := range *seeds {
							g := r.play(t, uint64(seed))
							after, refused = append(after, g.after), append(refused, 100*g.refused)
						}
					}
				}
			}
			slices.Sort(after)
			slices.Sort(refused)
			n := len(after)
			fmt.Printf("%5d %-13s after %v %v %v %v, refused %.1f %.1f %.1f\n", limit, counts, after[n/2], after[n*9/10], after[n*99/100], after[n-1], refused[n/2], refused[n*9/10], refused[n-1])
		}
	}
}
