package gate_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// The accounts are the vendor's: its newer table of account levels, and the
// smallest account of the older one.
func TestLimitsAreLearned(t *testing.T) {
	for _, test := range []struct {
		name         string
		terms        terms
		firstRefused int // at most, in the first minute
	}{
		{"bronze", terms{perMinute: 2, concurrent: 2, runs: time.Second}, 2},
		{"former bronze", terms{perMinute: 10, concurrent: 3, runs: 5 * time.Second}, 4},
		{"silver", terms{perMinute: 500, concurrent: 300, runs: 3 * time.Second}, 50},
		{"ultra", terms{perMinute: 5000, concurrent: 10000, runs: 3 * time.Second}, 500},
		{"hints", terms{perMinute: 500, retryAfter: true, runs: 3 * time.Second}, 50},
	} {
		for _, sliding := range []bool{false, true} {
			for _, offset := range []time.Duration{0, 45 * time.Second} {
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(offset)
					a := account{terms: test.terms}
					a.sliding, a.answers = sliding, 200*time.Millisecond
					start := time.Now()
					a.drive(t, &gate.Gate{}, 500, 6*time.Minute)
					t.Logf("%s, sliding %v, offset %v: %d accepted, %d refused", test.name, sliding, offset, len(a.accepted), len(a.refused))
					if n := between(a.refused, start, 0, time.Minute); n > test.firstRefused {
						t.Errorf("%s: %d refused in the first minute", test.name, n)
					}
					if n := between(a.refused, start, time.Minute, 2*time.Minute); n > max(5, a.perMinute/100) {
						t.Errorf("%s: %d refused in the second minute", test.name, n)
					}
					a.wantSettled(t, test.name, start, 3*time.Minute, 6*time.Minute)
				})
			}
		}
	}
}

func TestGivenLimitsAboveTheRealOnes(t *testing.T) {
	for _, test := range []struct {
		name string
		rate float64
		real int
	}{
		{"right", 500, 500},
		{"somewhat high", 500, 300},
		{"ten times too high", 5000, 500},
		{"small", 60, 50},
	} {
		for _, sliding := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				a := account{terms: terms{perMinute: test.real, sliding: sliding, answers: 200 * time.Millisecond, runs: time.Second}}
				g := &gate.Gate{Rate: test.rate, InFlight: 300}
				time.Sleep(17 * time.Second)
				start := time.Now()
				a.drive(t, g, 300, 11*time.Minute)
				a.wantSettled(t, test.name, start, 5*time.Minute, 11*time.Minute)
				if rate, _ := g.Limits(); rate > g.Rate {
					t.Errorf("%s: %v a minute is above the given rate", test.name, rate)
				}
			})
		}
	}
}

// wantSettled looks at a span of time after learning: at least 0.95 of the
// account's rate, and at most 2 % of the submissions refused.
func (a *account) wantSettled(t *testing.T, name string, start time.Time, from, to time.Duration) {
	t.Helper()
	accepted, refused := between(a.accepted, start, from, to), between(a.refused, start, from, to)
	if want := 0.95 * float64(a.perMinute) * (to - from).Minutes(); float64(accepted) < want-1 {
		t.Errorf("%s: %d accepted from %v to %v, fewer than %v", name, accepted, from, to, want)
	}
	if float64(refused) > 0.02*float64(accepted+refused) {
		t.Errorf("%s: %d refused of %d from %v to %v", name, refused, accepted+refused, from, to)
	}
}

func TestWindowSettles(t *testing.T) {
	for _, given := range []int{0, 1000} {
		synctest.Test(t, func(t *testing.T) {
			a := account{terms: terms{concurrent: 100, answers: 200 * time.Millisecond, runs: 10 * time.Second}}
			g := &gate.Gate{Rate: 5000, InFlight: given}
			start := time.Now()
			a.drive(t, g, 400, 6*time.Minute)
			accepted := between(a.accepted, start, time.Minute, 6*time.Minute)
			refused := between(a.refused, start, time.Minute, 6*time.Minute)
			if best := 5 * 60 * 100 / 10.2; float64(accepted) < 0.85*best || refused > accepted/50 {
				t.Errorf("given %d: %d accepted of about %.0f possible, %d refused", given, accepted, best, refused)
			}
		})
	}
}

func TestRateGrowsBackToTheGivenOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := account{terms: terms{perMinute: 200, answers: 100 * time.Millisecond, runs: time.Second}}
		g := &gate.Gate{Rate: 500, InFlight: 300}
		a.drive(t, g, 300, 5*time.Minute)
		if rate, _ := g.Limits(); rate > 220 {
			t.Fatalf("%v a minute on an account with 200", rate)
		}
		a.perMinute = 0 // a top-up
		a.drive(t, g, 300, 15*time.Minute)
		wantLimits(t, g, "a quarter of an hour later", 500, 300)
	})
}

func TestIdleLimitsDoNotGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := account{terms: terms{answers: 100 * time.Millisecond, runs: time.Second}}
		g := &gate.Gate{}
		for range 500 {
			take(t, g, 1)
			g.Tell(a.submit(time.Now()))
			g.Leave()
			time.Sleep(10 * time.Second)
		}
		wantLimits(t, g, "six submissions a minute", 30, 2)
	})
}
