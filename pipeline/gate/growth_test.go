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
	watched  time.Duration // for how long afterwards
}

// A gain is what came of it: how long it took until a minute began that used 95 %
// of the new limit, or of the given rate where that is less, and the part that was
// refused from the raise on.
type gain struct {
	after   time.Duration
	refused float64
}

const (
	untilRaise = 5 * time.Minute
	never      = 24 * time.Hour
)

// play lets as many submit as can, from a moment within a minute on.
func (r raise) play(t *testing.T, seed uint64) (g gain) {
	synctest.Test(t, func(t *testing.T) {
		a := r.account(rand.New(rand.NewPCG(seed, 11)))
		given := r.ratio * float64(r.limit)
		shared := &gate.Gate{Rate: given, InFlight: 1 << 20}
		a.flood(t, shared, untilRaise)
		raised := time.Since(a.began)
		a.perMinute *= 2
		a.flood(t, shared, r.watched)
		_, g.refused = a.parts(1, raised, raised+r.watched)
		g.after = a.uses(0.95*min(float64(a.perMinute), 0.99*given), raised, raised+r.watched)
	})
	return g
}

// account is the one before the raise, met some time after a minute has begun.
func (r raise) account(dice *rand.Rand) *account {
	time.Sleep(time.Duration(dice.Int64N(int64(time.Minute))))
	a := newAccount(terms{
		perMinute: r.limit, counting: r.counting, hint: r.hint,
		answers: span{r.answers * 9 / 10, r.answers * 11 / 10}, curt: true, near: true, turns: true,
	})
	a.dice = dice
	return a
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
// the way there. In ten runs of each case it took 5.3 minutes at most, and of 60 a
// minute up to 3 % were refused, of 500 up to 1.3 %: the rest is room for the dice.
func TestRaisedLimitIsUsed(t *testing.T) {
	for _, counts := range []counting{second, bucket, spaced, minute, sliding, deep} {
		for _, limit := range []int{60, 500} {
			for _, ratio := range []float64{2, 10} {
				for _, hint := range []time.Duration{0, time.Second} {
					if counts == spaced && hint > 0 {
						continue // every one that comes too close costs a second, and that is more than a twentieth
					}
					r := raise{counts, limit, ratio, 500 * time.Millisecond, hint, 10 * time.Minute}
					t.Run(fmt.Sprint(counts, " ", limit, " given ", ratio, " times, hint ", hint), func(t *testing.T) {
						t.Parallel()
						g := r.play(t, 1)
						if t.Log(g.after, g.refused); g.after > 8*time.Minute || g.refused > 0.06 {
							t.Errorf("95 %% of twice the limit after %v, %.1f %% refused", g.after, 100*g.refused)
						}
					})
				}
			}
		}
	}
}

// With -seeds 2 TestGrowthTable prints how long it takes until a raised limit is
// used, and what is refused until then and afterwards: the table in the package's
// documentation. That takes some minutes. It finds no fault.
func TestGrowthTable(t *testing.T) {
	if *seeds == 0 {
		t.Skip("prints a table with -seeds 2")
	}
	fmt.Println("limit, counting: median and most minutes until 95 % are used, median and most percent refused")
	for _, limit := range []int{10, 60, 300, 1000} {
		for _, counts := range []counting{second, bucket, spaced, minute, sliding, deep} {
			fmt.Printf("%4d %-13s %s\n", limit, counts, summary(gains(t, counts, limit)))
		}
	}
}

// gains are what comes of raises of one kind, whatever is given and however long
// answers take.
func gains(t *testing.T, counts counting, limit int) (all []gain) {
	watched := 12 * time.Minute
	if limit == 10 {
		watched = 40 * time.Minute
	}
	for _, ratio := range []float64{2, 10} {
		for _, answers := range []time.Duration{5 * time.Millisecond, 2 * time.Second} {
			for _, hint := range []time.Duration{0, time.Second} {
				for seed := range *seeds {
					all = append(all, raise{counts, limit, ratio, answers, hint, watched}.play(t, uint64(seed)))
				}
			}
		}
	}
	return all
}

// summary is the median and the most of each figure.
func summary(all []gain) string {
	var minutes, percent []float64
	for _, g := range all {
		minutes, percent = append(minutes, g.after.Minutes()), append(percent, 100*g.refused)
	}
	slices.Sort(minutes)
	slices.Sort(percent)
	n := len(all)
	return fmt.Sprintf("%5.1f %5.1f   %4.1f %4.1f", minutes[n/2], minutes[n-1], percent[n/2], percent[n-1])
}
