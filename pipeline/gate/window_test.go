package gate_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// crowded is an account that bears so many at once, and refuses more of them sooner than
// it accepts.
func crowded(window int, answers, runs time.Duration) *account {
	a := newAccount(terms{concurrent: window, answers: span{answers * 9 / 10, answers * 11 / 10}, runs: runs, curt: true, near: true, turns: true})
	a.dice = rand.New(rand.NewPCG(1, 12))
	return a
}

// A window is found to the place in the first minute, whether it is not known or is given
// ten times too large.
func TestWindowsOfAllSizes(t *testing.T) {
	for _, size := range []int{3, 5, 10, 30, 100, 300} {
		for _, given := range []int{0, size * 3 / 2, size * 10} {
			for _, answers := range []time.Duration{20 * time.Millisecond, 500 * time.Millisecond} {
				for _, runs := range []time.Duration{time.Second, 5 * time.Second} {
					simulate(t, fmt.Sprint(size, " given ", given, " ", answers, " ", runs), func(t *testing.T) {
						a := crowded(size, answers, runs)
						best := float64(size) / (answers + runs).Minutes()
						a.drive(t, &gate.Gate{Rate: 3 * best, InFlight: given}, max(3*size, given), 5*time.Minute)
						w := want{first: 0.5, firstRefused: 0.1, settled: 0.95, refused: 0.02}
						if size == 3 { // where a place is a third
							w.refused = 0.035
						}
						a.check(t, best, time.Minute, 5*time.Minute, w)
					})
				}
			}
		}
	}
}

// A window that is not known is as large as the account bears within seconds, also where
// none of the predictions has ended by then.
func TestUnknownWindowIsFilledAtOnce(t *testing.T) {
	simulate(t, "", func(t *testing.T) {
		a, g := crowded(100, 500*time.Millisecond, 20*time.Second), &gate.Gate{Rate: 900}
		a.drive(t, g, 300, 15*time.Second)
		wantLimits(t, g, "after a quarter of a minute", 900, 100)
	})
}

// A limit that is cut far or a little holds at once, and one that is raised is found.
func TestWindowFollowsItsLimit(t *testing.T) {
	for _, test := range []struct{ before, after int }{{300, 30}, {100, 80}, {10, 3}, {50, 100}} {
		for _, answers := range []time.Duration{20 * time.Millisecond, 500 * time.Millisecond} {
			simulate(t, fmt.Sprint(test.before, " to ", test.after, " ", answers), func(t *testing.T) {
				a, g := crowded(test.before, answers, 5*time.Second), &gate.Gate{Rate: 12_000, InFlight: 1000}
				a.drive(t, g, 1000, 3*time.Minute)
				a.concurrent = test.after
				a.drive(t, g, 1000, 7*time.Minute)
				best := float64(test.after) / (answers + 5*time.Second).Minutes()
				most := 0.1
				if test.after < 10 { // where five refusals are more
					most = 0.2
				}
				first, refused := a.parts(best, 3*time.Minute, 4*time.Minute)
				settled, _ := a.parts(best, 6*time.Minute, 10*time.Minute)
				if test.after < test.before && (first < 0.9 || refused > most) || settled < 0.95 {
					t.Errorf("%.2f of the limit at first, and %.2f refused; %.2f from then on", first, refused, settled)
				}
				if _, w := g.Limits(); math.Abs(float64(w-test.after)) > max(1, 0.05*float64(test.after)) {
					t.Errorf("a window of %d", w)
				}
			})
		}
	}
}

// Others who take nearly all of an account for a while do not keep the window small when
// they have gone.
func TestWindowGrowsBackAfterOthers(t *testing.T) {
	for _, left := range []int{2, 10} {
		simulate(t, fmt.Sprint(left, " left"), func(t *testing.T) {
			a, g := crowded(100, 500*time.Millisecond, 5*time.Second), &gate.Gate{Rate: 3300, InFlight: 100}
			a.drive(t, g, 200, 2*time.Minute)
			a.concurrent = left
			a.drive(t, g, 200, 20*time.Second)
			a.concurrent = 100
			a.drive(t, g, 200, 10*time.Minute)
			best := 100 / (5500 * time.Millisecond).Minutes()
			if part, _ := a.parts(best, 140*time.Second, 440*time.Second); part < 0.5 {
				t.Errorf("%.2f of the limit in the first five minutes", part)
			}
			if part, _ := a.parts(best, 440*time.Second, 740*time.Second); part < 0.95 {
				t.Errorf("%.2f of the limit in the next five minutes", part)
			}
		})
	}
}

// Where refusals take as long as successes, what runs when one is heard is not what ran
// at its turn.
func TestWindowWithSlowRefusals(t *testing.T) {
	for _, rate := range []float64{1.5, 3} {
		simulate(t, fmt.Sprint(rate), func(t *testing.T) {
			a := crowded(10, 2*time.Second, time.Second)
			a.curt = false
			best := 10 / (3 * time.Second).Minutes()
			a.drive(t, &gate.Gate{Rate: rate * best, InFlight: 100}, 100, 8*time.Minute)
			if part, refused := a.parts(best, 2*time.Minute, 8*time.Minute); part < 0.9 || refused > 0.03 {
				t.Errorf("%.2f of the limit, and %.3f refused", part, refused)
			}
		})
	}
}
