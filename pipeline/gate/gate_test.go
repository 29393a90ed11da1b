package gate_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

func TestTurnsAreEvenlyPaced(t *testing.T) {
	for _, perMinute := range []int{1, 2, 10, 90, 500, 5000} {
		synctest.Test(t, func(t *testing.T) {
			g := &gate.Gate{Rate: float64(perMinute), InFlight: 1 << 20}
			n := 3*perMinute + 1
			start := time.Now()
			times := enter(t, g, n)
			ideal := time.Minute * time.Duration(n-1) / time.Duration(perMinute)
			if took := time.Since(start); took < ideal || took > ideal*102/100 {
				t.Errorf("%d turns at %d a minute took %v, not about %v", n, perMinute, took, ideal)
			}
			if most := busiest(times); most > perMinute {
				t.Errorf("%d turns within a minute, at %d a minute", most, perMinute)
			}
		})
	}
}

// enter takes so many turns, one after the other, and says when.
func enter(t *testing.T, g *gate.Gate, n int) (times []time.Time) {
	t.Helper()
	for range n {
		if err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		times = append(times, time.Now())
		g.Leave()
	}
	return times
}

func TestIdleTimeIsNotSavedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 60, InFlight: 10}
		enter(t, g, 1)
		time.Sleep(time.Hour)
		times := enter(t, g, 3)
		if gap := times[1].Sub(times[0]); gap < time.Second {
			t.Errorf("second turn after idling came %v after the first", gap)
		}
	})
}

func TestRestartDoesNotExceedTheRate(t *testing.T) {
	spread := func(n int, from, to time.Duration) (times []time.Time) {
		for i := range n {
			times = append(times, time.Now().Add(-from+(from-to)*time.Duration(i)/time.Duration(n)))
		}
		return times
	}
	for _, test := range []struct {
		name     string
		n        int
		from, to time.Duration
	}{
		{"evenly paced until now", 99, time.Minute, 0},
		{"all in the last second", 99, time.Second, 0},
		{"all a while ago", 100, 50 * time.Second, 40 * time.Second},
		{"more than allowed", 180, time.Minute, 10 * time.Second},
		{"few", 5, 10 * time.Second, 0},
		{"by a clock that was ahead", 99, 0, -time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				recent := spread(test.n, test.from, test.to)
				g := &gate.Gate{Rate: 100, InFlight: 1000, Recent: recent}
				start := time.Now()
				times := enter(t, g, 200)
				past := slices.DeleteFunc(recent, func(at time.Time) bool { return at.After(start) })
				if most := busiest(slices.Concat(past, times)); most > max(100, test.n) {
					t.Errorf("%d submissions within a minute, at 100 a minute", most)
				}
				for i, at := range times {
					if before := between(past, at, -time.Minute, 0); before+i+1 > 100 && at.Sub(start) < time.Minute {
						t.Fatalf("turn %d after %v, with %d submissions before it in that minute", i, at.Sub(start), before+i)
					}
				}
				if took := time.Since(start); took > 4*time.Minute {
					t.Errorf("200 turns took %v", took)
				}
			})
		})
	}
}

// The promise of a given rate that is the account's: N submissions take hardly
// longer than N/R, nothing is refused, and three restarts change neither.
func TestGivenRateIsUsedUp(t *testing.T) {
	for _, test := range []struct {
		perMinute, n int
		answers      span
	}{{2, 9, quick}, {10, 45, quick}, {500, 1600, usual}, {500, 1600, slow}, {5000, 9000, quick}} {
		for _, counts := range []counting{minute, sliding, second, bucket, deep} {
			simulate(t, fmt.Sprint(test.perMinute, " ", counts, " ", test.answers.to), func(t *testing.T) {
				a := newAccount(terms{perMinute: test.perMinute, counting: counts, answers: test.answers})
				var sent []time.Time
				var all sync.WaitGroup
				for part := range 4 {
					g := &gate.Gate{Rate: float64(test.perMinute), InFlight: 1000, Recent: sent}
					sent = append(sent, a.batch(t, &all, g, test.n*(part+1)/4-len(sent))...)
				}
				all.Wait()
				ideal := time.Duration(float64(test.n) / float64(test.perMinute) * float64(time.Minute))
				if took := time.Since(a.began); took > ideal*102/100+test.answers.to+2*time.Second {
					t.Errorf("%d submissions took %v, not about %v", test.n, took, ideal)
				}
				if len(a.refused) > test.n/2000 { // those that arrive unevenly, at 84 a second
					t.Errorf("%d refused", len(a.refused))
				}
			})
		}
	}
}

// batch submits so many and says when. It does not wait for the answers: the
// next process may begin before they come.
func (a *account) batch(t *testing.T, all *sync.WaitGroup, g *gate.Gate, n int) (sent []time.Time) {
	t.Helper()
	for range n {
		if err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		sent = append(sent, time.Now())
		all.Go(func() { a.one(g) })
	}
	return sent
}

func TestRestartKeepsTheDistance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 2, InFlight: 9, Recent: []time.Time{time.Now().Add(-time.Second)}}
		if got := opens(t, g); got < 29*time.Second || got > 30*time.Second {
			t.Errorf("first turn after %v, a second after the last at 2 a minute", got)
		}
	})
}

func TestRestartCarriesOnAtTheLearnedPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var recent []time.Time
		for i := range 480 {
			recent = append(recent, time.Now().Add(-time.Minute+time.Duration(i+1)*time.Minute/480))
		}
		g := &gate.Gate{Recent: recent}
		if rate, _ := g.Limits(); rate != 480 {
			t.Errorf("starts at %v a minute after a minute with 480 submissions", rate)
		}
	})
}

func TestWindowHoldsAndServesInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 1e6, InFlight: 3}
		var mu sync.Mutex
		var order []int
		for i := range 50 {
			go func() {
				if g.Enter(t.Context()) == nil {
					mu.Lock()
					order = append(order, i)
					mu.Unlock()
				}
			}()
			synctest.Wait()
		}
		if len(order) != 3 {
			t.Fatalf("%d let in, the window is 3", len(order))
		}
		for range 47 {
			g.Leave()
			time.Sleep(time.Millisecond)
		}
		synctest.Wait()
		if len(order) != 50 || !slices.IsSorted(order) {
			t.Errorf("served in the order %v", order)
		}
	})
}

func TestCancellationLosesNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 6000, InFlight: 1}
		take(t, g, 1)
		cause := errors.New("the run is over")
		ctx, cancel := context.WithCancelCause(t.Context())
		results := make(chan error, 101)
		for range 100 {
			go func() { results <- g.Enter(ctx) }()
		}
		synctest.Wait()
		go func() { results <- g.Enter(t.Context()) }() // the last in line
		synctest.Wait()
		cancel(cause)
		g.Leave() // at the same moment
		for range 100 {
			if err := <-results; err != nil && !errors.Is(err, cause) {
				t.Errorf("cancelled Enter returned %v", err)
			}
		}
		if err := <-results; err != nil {
			t.Errorf("the last in line got %v", err)
		}
		g.Leave()
		enter(t, g, 2) // the place is still there
	})
}

func TestEnterGivesTheContextsOwnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 1, InFlight: 9}
		enter(t, g, 1)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if err := g.Enter(ctx); err != context.DeadlineExceeded {
			t.Errorf("got %v", err)
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("gave up after %v, before the deadline", took)
		}
		if err := g.Enter(ctx); err != context.DeadlineExceeded {
			t.Errorf("with a context that has ended: got %v", err)
		}
	})
}

func TestAdoptedPredictionsHoldPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 1e6, InFlight: 2}
		g.Adopt(3)
		entered := make(chan error)
		go func() { entered <- g.Enter(t.Context()) }()
		g.Leave()
		time.Sleep(time.Minute)
		select {
		case <-entered:
			t.Fatal("let in while two adopted predictions fill the window")
		default:
		}
		g.Leave()
		if err := <-entered; err != nil {
			t.Fatal(err)
		}
	})
}

func TestLeaveWithoutAPlaceDoesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 1e6, InFlight: 1}
		g.Leave()
		g.Leave()
		if err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if g.Enter(ctx) == nil {
			t.Error("a second one was let in through a window of 1")
		}
	})
}

func TestTenThousandWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate.Gate{Rate: 60_000, InFlight: 100}
		var all sync.WaitGroup
		start := time.Now()
		for range 10_000 {
			all.Go(func() {
				if err := g.Enter(t.Context()); err != nil {
					t.Error(err)
				}
				time.Sleep(50 * time.Millisecond)
				g.Tell(gate.Outcome{Kind: gate.Accepted})
				g.Leave()
			})
		}
		all.Wait()
		if took := time.Since(start); took > 10*time.Second*103/100 {
			t.Errorf("10,000 turns at 1,000 a second took %v", took)
		}
	})
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	g := &gate.Gate{Rate: 1e9, InFlight: 4}
	var all sync.WaitGroup
	var mu sync.Mutex
	inside, most, done := 0, 0, 0
	for i := range 64 {
		all.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			if i%8 == 0 {
				time.AfterFunc(time.Duration(i)*100*time.Microsecond, cancel)
			}
			defer cancel()
			for range 200 {
				if g.Enter(ctx) != nil {
					return
				}
				mu.Lock()
				inside++
				most, done = max(most, inside), done+1
				mu.Unlock()
				g.Tell(gate.Outcome{Kind: gate.Accepted})
				mu.Lock()
				inside--
				mu.Unlock()
				g.Leave()
			}
		})
	}
	all.Wait()
	if most > 4 || done < 56*200 {
		t.Errorf("%d at once through a window of 4; %d turns", most, done)
	}
}
