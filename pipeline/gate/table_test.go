package gate_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// With -seeds 3 TestTable prints how the rate is learned from servers of all
// kinds, which takes about a minute. It finds no fault: it is for whoever
// changes how the gate learns, to compare with before.
var seeds = flag.Int("seeds", 0, "how many runs of each case TestTable prints")

// A figure is one run against a server that bears 500 a minute, in parts of
// that: what the first minute refused of all and accepted, and the same for the
// time after the limit should be known.
type figure struct{ firstRefused, first, refused, accepted float64 }

func TestTable(t *testing.T) {
	if *seeds == 0 {
		t.Skip("prints a table with -seeds 3")
	}
	fmt.Println("counting, given / limit, answers: least, median and most of: refused in the first minute, accepted in it, refused later, accepted later")
	for _, c := range []counting{second, bucket, strict, minute, sliding, deep} {
		for _, ratio := range []float64{0, 1, 1.25, 2, 5, 10, 100} {
			for _, answers := range []time.Duration{50 * time.Millisecond, 500 * time.Millisecond, 2 * time.Second, 10 * time.Second} {
				fmt.Printf("%-13s %6.2f %5s %v\n", c, ratio, answers, spread(t, c, 500*ratio, answers))
			}
		}
	}
}

// spread is the least, median and most of each figure, in percent.
func spread(t *testing.T, c counting, given float64, answers time.Duration) (s [4]string) {
	figures := make([]figure, *seeds)
	var all sync.WaitGroup
	for i := range figures {
		all.Go(func() { figures[i] = play(t, uint64(i), c, given, answers) })
	}
	all.Wait()
	for i, of := range []func(figure) float64{
		func(f figure) float64 { return f.firstRefused }, func(f figure) float64 { return f.first },
		func(f figure) float64 { return f.refused }, func(f figure) float64 { return f.accepted },
	} {
		var parts []float64
		for _, f := range figures {
			parts = append(parts, 100*of(f))
		}
		slices.Sort(parts)
		s[i] = fmt.Sprintf("%6.1f %6.1f %6.1f ", parts[0], parts[len(parts)/2], parts[len(parts)-1])
	}
	return s
}

// play lets as many submit as can, for ten minutes that begin within a minute.
func play(t *testing.T, seed uint64, c counting, given float64, answers time.Duration) (f figure) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(terms{perMinute: 500, counting: c, answers: span{answers * 9 / 10, answers * 11 / 10}})
		a.dice = rand.New(rand.NewPCG(seed, 9))
		time.Sleep(time.Duration(a.dice.Int64N(int64(time.Minute))))
		a.began = time.Now()
		a.flood(t, &gate.Gate{Rate: given, InFlight: 1 << 20}, 10*time.Minute)
		f.first, f.firstRefused = a.parts(500, 0, time.Minute)
		f.accepted, f.refused = a.parts(500, c.settles(), 10*time.Minute)
	})
	return f
}

// flood submits as much as the gate lets in for a span of time.
func (a *account) flood(t *testing.T, g *gate.Gate, span time.Duration) {
	ctx, cancel := context.WithTimeout(t.Context(), span)
	defer cancel()
	var all sync.WaitGroup
	for g.Enter(ctx) == nil {
		all.Go(func() { a.one(g) })
	}
	all.Wait()
}

// With -seeds 3 TestFirstMinuteTable prints how large a part of the first minute is
// refused where the given rate is two to ten times the limit: the table in the
// package's documentation. It finds no fault.
func TestFirstMinuteTable(t *testing.T) {
	if *seeds == 0 {
		t.Skip("prints a table with -seeds 3")
	}
	fmt.Println("limit, counting: median and most percent refused in the first minute")
	for _, limit := range []int{60, 120, 300, 600, 1500} {
		for _, counts := range []counting{second, bucket, minute, sliding} {
			parts := firstRefused(t, counts, limit)
			fmt.Printf("%4d %-8s %5.1f %5.1f\n", limit, counts, parts[len(parts)/2], parts[len(parts)-1])
		}
	}
}

// firstRefused are the parts that are refused, in percent and in order.
func firstRefused(t *testing.T, counts counting, limit int) (parts []float64) {
	for _, given := range []float64{600, 3000} {
		if ratio := given / float64(limit); ratio < 2 || ratio > 10 {
			continue
		}
		for _, answers := range []time.Duration{5 * time.Millisecond, 500 * time.Millisecond, 2 * time.Second} {
			for _, hint := range []time.Duration{0, time.Second} {
				for seed := range *seeds {
					r := raise{counts, limit, given / float64(limit), answers, hint, 0}
					parts = append(parts, 100*r.first(t, uint64(seed)))
				}
			}
		}
	}
	slices.Sort(parts)
	return parts
}

// first is the part of the first minute that is refused.
func (r raise) first(t *testing.T, seed uint64) (refused float64) {
	synctest.Test(t, func(t *testing.T) {
		a := r.account(rand.New(rand.NewPCG(seed, 11)))
		a.flood(t, &gate.Gate{Rate: r.ratio * float64(r.limit), InFlight: 1 << 20}, time.Minute)
		_, refused = a.parts(1, 0, time.Minute)
	})
	return refused
}
