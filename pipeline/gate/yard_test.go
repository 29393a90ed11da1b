package gate

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// flow runs n predictions through a gate, each after so long a note on disk,
// and tells how long all took, the most that ran at once, and the longest that
// anyone waited for a place after the note.
func flow(t *testing.T, size, n int, note, runs time.Duration) (took, longest time.Duration, most int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		g := &Gate{Rate: highestRate, InFlight: size}
		var (
			all  sync.WaitGroup
			mu   sync.Mutex
			held int
		)
		began := time.Now()
		for range n {
			all.Go(func() {
				if g.Approach(t.Context()) != nil {
					t.Error("no turn")
				}
				time.Sleep(note)
				noted := time.Now()
				if g.Proceed(t.Context()) != nil {
					t.Error("no place")
				}
				mu.Lock()
				longest = max(longest, time.Since(noted))
				held++
				most = max(most, held)
				mu.Unlock()
				g.Tell(Outcome{Kind: Accepted})
				time.Sleep(runs)
				mu.Lock()
				held--
				mu.Unlock()
				g.Leave()
			})
		}
		all.Wait()
		took = time.Since(began)
	})
	return took, longest, most
}

// Where predictions are quick, places are not left empty while the next ones
// make ready; and there are never more than may run at once.
func TestQuickPredictionsFillTheirPlaces(t *testing.T) {
	t.Parallel()
	took, _, most := flow(t, 64, 20_000, 5*time.Millisecond, 8*time.Millisecond)
	if ideal := 20_000 / 64 * 8 * time.Millisecond; took > ideal*11/10 || most != 64 {
		t.Errorf("%v with up to %d at once; want %v at most with 64, which alone take %v", took, most, ideal*11/10, ideal)
	}
}

// Where they take their time, nobody who has made ready waits for a place: what
// stands on disk would be in doubt after a kill.
func TestSlowPredictionsAreNotMadeReadyAhead(t *testing.T) {
	t.Parallel()
	for _, runs := range []time.Duration{time.Second, 3 * time.Second} {
		_, longest, most := flow(t, 64, 2_000, 5*time.Millisecond, runs)
		if longest > 0 || most != 64 {
			t.Errorf("predictions of %v: somebody waited %v for a place, with up to %d at once; want none, 64", runs, longest, most)
		}
	}
}

// Whoever gives up on the way leaves the way to others.
func TestRetreat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &Gate{Rate: highestRate, InFlight: 2}
		g.yard.made, g.yard.ran = time.Hour, time.Hour // one at least is let in ahead
		g.yard.left = 1
		tired, cancel := context.WithCancelCause(t.Context())
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		must(g.Enter(t.Context()))
		must(g.Enter(t.Context()))
		must(g.Approach(t.Context()))
		gone := errors.New("the run has ended")
		time.AfterFunc(time.Second, func() { cancel(gone) })
		if err := g.Proceed(tired); err != gone {
			t.Fatalf("Proceed returns %v, want %v", err, gone)
		}
		g.Retreat()
		must(g.Approach(t.Context()))
		time.AfterFunc(time.Second, g.Leave)
		must(g.Proceed(t.Context()))
		for range 3 {
			g.Tell(Outcome{})
		}
		g.Leave()
		g.Leave()
		if g.held != 0 || g.unanswered != 0 || g.yard.people() != 0 {
			t.Errorf("%d hold places, %d are unanswered, %d are on the way", g.held, g.unanswered, g.yard.people())
		}
	})
}

// The probe after a refusal that comes to nothing lets another one try.
func TestProbeRetreats(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &Gate{Rate: 600, InFlight: 10}
		for range 8 {
			if g.Enter(t.Context()) == nil {
				g.Tell(Outcome{Kind: RateLimited})
				g.Leave()
			}
		}
		if g.Approach(t.Context()) != nil {
			t.Fatal("no probe")
		}
		g.Retreat()
		began := time.Now()
		if g.Approach(t.Context()) != nil || time.Since(began) > time.Second {
			t.Errorf("the next one waited %v for a probe that came to nothing", time.Since(began))
		}
	})
}
