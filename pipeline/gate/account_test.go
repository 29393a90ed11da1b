package gate_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// An account is a server's side of the limits, as the API's vendor documents
// them: submissions within a minute, and predictions running at once.
type account struct {
	terms

	mu       sync.Mutex
	minute   int64
	window   []time.Time // accepted
	running  int
	accepted []time.Time
	refused  []time.Time
}

// The terms of an account.
type terms struct {
	perMinute  int           // 0 = no limit
	concurrent int           // 0 = no limit
	sliding    bool          // the minute before each submission counts, not the clock's
	answers    time.Duration // how long a submission takes
	runs       time.Duration // how long a prediction takes
	retryAfter bool          // refusals say when there is room again
}

// submit answers as the API would, at once.
func (a *account) submit(now time.Time) gate.Outcome {
	a.mu.Lock()
	defer a.mu.Unlock()
	if m := now.Unix() / 60; !a.sliding && m != a.minute {
		a.minute, a.window = m, a.window[:0]
	}
	for a.sliding && len(a.window) > 0 && now.Sub(a.window[0]) >= time.Minute {
		a.window = a.window[1:]
	}
	switch {
	case a.perMinute > 0 && len(a.window) >= a.perMinute:
		a.refused = append(a.refused, now)
		return a.limited(now)
	case a.concurrent > 0 && a.running >= a.concurrent:
		a.refused = append(a.refused, now)
		return gate.Outcome{Kind: gate.Crowded}
	}
	a.window = append(a.window, now)
	a.accepted = append(a.accepted, now)
	a.running++
	return gate.Outcome{Kind: gate.Accepted}
}

func (a *account) limited(now time.Time) gate.Outcome {
	o := gate.Outcome{Kind: gate.RateLimited}
	switch {
	case a.retryAfter && a.sliding:
		o.RetryAfter = a.window[0].Add(time.Minute).Sub(now)
	case a.retryAfter:
		o.RetryAfter = now.Truncate(time.Minute).Add(time.Minute).Sub(now)
	}
	return o
}

func (a *account) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.running--
}

// drive lets so many workers submit through the gate for a span of time.
func (a *account) drive(t *testing.T, g *gate.Gate, workers int, span time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), span)
	defer cancel()
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for g.Enter(ctx) == nil {
				a.one(g)
			}
		})
	}
	all.Wait()
}

func (a *account) one(g *gate.Gate) {
	defer g.Leave()
	time.Sleep(a.answers / 2)
	o := a.submit(time.Now())
	time.Sleep(a.answers / 2)
	g.Tell(o)
	if o.Kind == gate.Accepted {
		time.Sleep(a.runs)
		a.end()
	}
}

// between counts times from the start of the test's clock.
func between(times []time.Time, start time.Time, from, to time.Duration) int {
	n := 0
	for _, at := range times {
		if d := at.Sub(start); d >= from && d < to {
			n++
		}
	}
	return n
}

// busiest is the most times within any span of a minute.
func busiest(times []time.Time) int {
	times = slices.SortedFunc(slices.Values(times), time.Time.Compare)
	most, from := 0, 0
	for i, at := range times {
		for at.Sub(times[from]) >= time.Minute {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}
