package gate_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// take lets n submissions in without answering them.
func take(t *testing.T, g *gate.Gate, n int) {
	t.Helper()
	for range n {
		if err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// tell answers n submissions and lets refused ones leave.
func tell(g *gate.Gate, n int, o gate.Outcome) {
	for range n {
		g.Tell(o)
		if o.Kind != gate.Accepted {
			g.Leave()
		}
	}
}

// bear has n submissions accepted, one after the other.
func bear(t *testing.T, g *gate.Gate, n int) {
	t.Helper()
	for range n {
		take(t, g, 1)
		tell(g, 1, gate.Outcome{Kind: gate.Accepted})
	}
}

// opens is how long the gate stays shut for the next one.
func opens(t *testing.T, g *gate.Gate) time.Duration {
	t.Helper()
	start := time.Now()
	take(t, g, 1)
	return time.Since(start)
}

func wantLimits(t *testing.T, g *gate.Gate, when string, rate float64, window int) {
	t.Helper()
	if r, w := g.Limits(); r != rate || w != window {
		t.Errorf("%s: limits are %v a minute and %d in flight, not %v and %d", when, r, w, rate, window)
	}
}

func TestFewRefusalsProveNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 600, InFlight: 1000}
		for range 20 {
			take(t, g, 50)
			tell(g, 2, gate.Outcome{Kind: gate.RateLimited}) // a third would be a row in the first minute
			tell(g, 24, gate.Outcome{Kind: gate.Accepted})
			tell(g, 1, gate.Outcome{Kind: gate.RateLimited})
			tell(g, 23, gate.Outcome{Kind: gate.Accepted})
			if got := opens(t, g); got > 200*time.Millisecond {
				t.Fatalf("shut for %v", got)
			}
			tell(g, 1, gate.Outcome{Kind: gate.Accepted})
			wantNear(t, g, 600, 200)
		}
	})
}

// wantNear asks for a rate that is about the given one.
func wantNear(t *testing.T, g *gate.Gate, rate, off float64) {
	t.Helper()
	if r, _ := g.Limits(); r < rate-off || r > rate+off {
		t.Errorf("%v submissions a minute, not about %v", r, rate)
	}
}

func TestRateIsCutOncePerEpisode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 600, InFlight: 1000}
		take(t, g, 100)
		tell(g, 60, gate.Outcome{Kind: gate.Accepted})
		tell(g, 40, gate.Outcome{Kind: gate.RateLimited})
		wantLimits(t, g, "while it is not known what the refusals mean", 600, 1000)
		take(t, g, 1) // the probe
		tell(g, 1, gate.Outcome{Kind: gate.RateLimited})
		wantLimits(t, g, "after a refused probe", 600, 1000)
		take(t, g, 1)
		tell(g, 1, gate.Outcome{Kind: gate.Accepted})
		wantLimits(t, g, "when only sixty have been borne", 60, 1000)
		take(t, g, 1)
		tell(g, 1, gate.Outcome{Kind: gate.RateLimited})
		wantLimits(t, g, "after another refusal", 60, 1000)
	})
}

func TestPausesGrowAndOneGoesAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 60_000, InFlight: 5000}
		take(t, g, 2000)
		tell(g, 2000, gate.Outcome{Kind: gate.RateLimited})
		for i, want := range []time.Duration{1, 5, 5, 5, 5} {
			want *= time.Second
			if got := opens(t, g); got < want || got > want*115/100 {
				t.Errorf("pause %d lasted %v, not about %v", i, got, want)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			if g.Enter(ctx) == nil {
				t.Errorf("a second one went ahead after pause %d", i)
			}
			cancel()
			tell(g, 1, gate.Outcome{Kind: gate.RateLimited})
		}
		take(t, g, 1)
		tell(g, 1, gate.Outcome{Kind: gate.Accepted})
		if got := opens(t, g); got > 100*time.Millisecond {
			t.Errorf("shut for %v after an accepted probe", got)
		}
	})
}

// An API that asks for a second and refuses after it is asked less and less often.
func TestHintIsBelievedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 60_000, InFlight: 5000}
		take(t, g, 2000)
		tell(g, 2000, gate.Outcome{Kind: gate.RateLimited, RetryAfter: time.Second})
		for i, want := range []time.Duration{1, 2, 5, 5, 5} {
			want *= time.Second
			if got := opens(t, g); got < want || got > want*115/100 {
				t.Errorf("pause %d lasted %v, not about %v", i, got, want)
			}
			tell(g, 1, gate.Outcome{Kind: gate.RateLimited, RetryAfter: time.Second})
		}
	})
}

// What an API asks for is not believed where it would have to count by the second, and
// a minute's worth has been borne: the first probe comes so late that it tells.
func TestShortHintAfterAMinutesWorth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 600, InFlight: 5000}
		bear(t, g, 60)
		take(t, g, 3)
		tell(g, 3, gate.Outcome{Kind: gate.RateLimited, RetryAfter: time.Second})
		if got := opens(t, g); got < 2500*time.Millisecond || got > 3*time.Second {
			t.Errorf("the first probe comes after %v", got)
		}
	})
}

// Where only the first submission was accepted, the next one after a refusal comes a second
// later: what bears one a second accepts it.
func TestFirstAlone(t *testing.T) {
	for accepted, want := range map[int]time.Duration{1: time.Second, 2: 100 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			g := &gate.Gate{Rate: 600, InFlight: 5000}
			bear(t, g, accepted)
			take(t, g, 1)
			tell(g, 1, gate.Outcome{Kind: gate.RateLimited})
			if got := opens(t, g); got < want*9/10 || got > want*11/10 {
				t.Errorf("after %d and a refusal the next comes after %v, not %v", accepted, got, want)
			}
		})
	}
}

// The second that is waited for then is not what an API asks for that counts by the minute:
// a limit of 15 that is counted by the second is not taken for one of six a minute.
func TestFirstAloneIsNoFullMinute(t *testing.T) {
	simulate(t, "bucket", func(t *testing.T) {
		a := newAccount(terms{perMinute: 15, counting: bucket, answers: span{270 * time.Millisecond, 330 * time.Millisecond}, curt: true, near: true, turns: true})
		a.flood(t, &gate.Gate{Rate: 60, InFlight: 1 << 20}, 6*time.Minute)
		if got, _ := a.parts(15, time.Minute, 6*time.Minute); got < 0.7 {
			t.Errorf("%.0f %% of the limit are used", 100*got)
		}
	})
}

// One refusal after many were accepted, and a long wait that it asks for, do not lower a
// rate that bears the next submission.
func TestOneRefusalLowersNoRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 600, InFlight: 5000}
		bear(t, g, 30)
		take(t, g, 1)
		tell(g, 1, gate.Outcome{Kind: gate.RateLimited, RetryAfter: 15 * time.Second})
		take(t, g, 1)
		tell(g, 1, gate.Outcome{Kind: gate.Accepted})
		wantLimits(t, g, "after a refusal", 600, 5000)
	})
}

// The clock begins a minute just before the oldest submission of the last one no longer
// counts. That is waited for, too, and not the half minute until the next probe.
func TestRoomIsWaitedForAfterTheClocksMinute(t *testing.T) {
	for _, before := range []time.Duration{500 * time.Millisecond, 1500 * time.Millisecond} {
		simulate(t, before.String(), func(t *testing.T) {
			time.Sleep(time.Until(time.Now().Truncate(time.Minute).Add(time.Minute + before)))
			a := newAccount(terms{perMinute: 60, counting: sliding, answers: quick, curt: true, near: true, turns: true})
			a.flood(t, &gate.Gate{Rate: 600, InFlight: 1 << 20}, 2*time.Minute)
			if n := between(a.accepted, a.began, time.Minute, 2*time.Minute); n < 55 {
				t.Errorf("%d accepted in the second minute", n)
			}
		})
	}
}

// Where a whole minute is refused, there are no more probes than one in thirty of what
// it has borne, one when the clock begins a minute, and one when its own is over.
func TestSmallMinutesAreProbedRarely(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 600_000, InFlight: 5000}
		take(t, g, 124)
		tell(g, 120, gate.Outcome{Kind: gate.Accepted})
		tell(g, 4, gate.Outcome{Kind: gate.RateLimited})
		for i, want := range []time.Duration{1, 2, 15, 15, 15, 10, 2, 15} {
			want *= time.Second
			if got := opens(t, g); got < want*85/100 || got > want*115/100 {
				t.Errorf("pause %d lasted %v, not about %v", i, got, want)
			}
			tell(g, 1, gate.Outcome{Kind: gate.RateLimited})
		}
	})
}

func TestLostProbeIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 60_000, InFlight: 50}
		take(t, g, 4)
		tell(g, 4, gate.Outcome{Kind: gate.RateLimited})
		take(t, g, 1) // never answered
		if got := opens(t, g); got < 9*time.Second || got > 11*time.Second {
			t.Errorf("waited %v for an answer that does not come", got)
		}
	})
}

func TestLostAnswerDoesNotProlongThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 60_000, InFlight: 50}
		take(t, g, 5) // the first is never answered
		tell(g, 4, gate.Outcome{Kind: gate.RateLimited})
		if got := opens(t, g); got < 9*time.Second || got > 11*time.Second {
			t.Errorf("an early submission was waited for during %v", got)
		}
		time.Sleep(time.Millisecond)
		tell(g, 1, gate.Outcome{Kind: gate.Accepted})
		if got := opens(t, g); got > 2*time.Second { // a turn at the rate that it was cut to
			t.Errorf("shut for %v after an accepted probe", got)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	for _, test := range []struct {
		name       string
		kind       gate.Kind
		after, min time.Duration
	}{
		{"rate", gate.RateLimited, 20 * time.Second, 20 * time.Second},
		{"crowded", gate.Crowded, 7 * time.Second, 7 * time.Second},
		{"server error", gate.Erred, 3 * time.Second, 3 * time.Second},
		{"a day", gate.RateLimited, 24 * time.Hour, 10 * time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := &gate.Gate{Rate: 60_000, InFlight: 50}
				take(t, g, 3)
				tell(g, 2, gate.Outcome{Kind: gate.Accepted})
				tell(g, 1, gate.Outcome{Kind: test.kind, RetryAfter: test.after})
				g.Leave()
				g.Leave()
				if got := opens(t, g); got < test.min || got > test.min+time.Second {
					t.Errorf("shut for %v, told %v", got, test.after)
				}
			})
		})
	}
}

func TestRefusalReachesThoseWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 600, InFlight: 50}
		take(t, g, 1)
		start := time.Now()
		go func() {
			time.Sleep(50 * time.Millisecond) // somebody waits for the turn at 100 ms
			g.Tell(gate.Outcome{Kind: gate.RateLimited, RetryAfter: 30 * time.Second})
		}()
		take(t, g, 1)
		if got := time.Since(start); got < 30*time.Second {
			t.Errorf("a waiting one was let in after %v", got)
		}
	})
}

func TestCrowdedShrinksTheWindowAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 60_000, InFlight: 100}
		take(t, g, 60)
		tell(g, 50, gate.Outcome{Kind: gate.Accepted})
		tell(g, 10, gate.Outcome{Kind: gate.Crowded})
		wantLimits(t, g, "fifty running", 60_000, 50)
		for range 3 {
			g.Leave()
		}
		take(t, g, 1)
		tell(g, 1, gate.Outcome{Kind: gate.Crowded})
		wantLimits(t, g, "one refused by chance", 60_000, 50)
	})
}

func TestCrowdedByOthersPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 60_000, InFlight: 10}
		start, tries := time.Now(), 0
		for time.Since(start) < time.Minute {
			take(t, g, 1)
			tell(g, 1, gate.Outcome{Kind: gate.Crowded})
			tries++
		}
		if tries > 16 {
			t.Errorf("%d submissions within a minute that refused them all", tries)
		}
		wantLimits(t, g, "refused all the time", 60_000, 1)
	})
}

func TestErrorsShrinkNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 600, InFlight: 20}
		for range 100 {
			take(t, g, 1)
			tell(g, 1, gate.Outcome{Kind: gate.Erred})
		}
		wantLimits(t, g, "after errors", 600, 20)
	})
}

func TestUntoldSubmissionsDoNotBlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 60_000, InFlight: 20}
		for range 500 {
			take(t, g, 1)
			g.Leave() // given up before the submission
		}
		take(t, g, 4)
		tell(g, 4, gate.Outcome{Kind: gate.RateLimited})
		if got := opens(t, g); got < time.Second || got > 2*time.Second {
			t.Errorf("waited %v for answers that nobody is owed", got)
		}
	})
}

// Refusals come sooner than what was accepted in between them: every third turn that is
// refused makes no row, every one does.
func TestRefusedTurnsAmongOthersAreNoRow(t *testing.T) {
	for between, shut := range map[int]bool{2: false, 0: true} {
		synctest.Test(t, func(t *testing.T) {
			g := &gate.Gate{Rate: 6000, InFlight: 1000}
			take(t, g, 1)
			first := time.Now()
			time.Sleep(2 * time.Minute)
			tell(g, 1, gate.Outcome{Kind: gate.Accepted, Turn: first})
			for range 5 {
				take(t, g, between+1)
				tell(g, 1, gate.Outcome{Kind: gate.RateLimited, Turn: time.Now()})
			}
			if got := opens(t, g); (got > 200*time.Millisecond) != shut {
				t.Errorf("%d between two refusals: shut for %v", between, got)
			}
		})
	}
}
