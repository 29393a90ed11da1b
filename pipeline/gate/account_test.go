package gate_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// An account is a server's side of the limits: submissions by its way of
// counting them, and predictions running at once.
type account struct {
	terms

	mu       sync.Mutex
	began    time.Time
	dice     *rand.Rand
	starts   counter
	running  int
	accepted []time.Time
	refused  []time.Time
}

// The terms of an account.
type terms struct {
	perMinute  int // 0 = no limit
	concurrent int // 0 = no limit
	counting   counting
	others     func(since time.Duration) int // what somebody else uses of the rate
	chance     float64                       // of a refusal for the rate, without reason
	crowd      float64                       // of a refusal for the window, without reason
	answers    span                          // how long a submission takes
	curt       bool                          // refusals come after a twentieth of a second
	near       bool                          // the way takes a millisecond, and refusals two
	turns      bool                          // the gate is told which turn an answer is to
	runs       time.Duration                 // how long a prediction takes
	retryAfter bool                          // refusals with a reason say when there is room again
	hint       time.Duration                 // else they ask to wait so long, 0 for no word of it
	hold       time.Duration                 // so long those without a reason ask to wait
}

// A span of times, all of them as likely.
type span struct{ from, to time.Duration }

func (s span) draw(dice *rand.Rand) time.Duration {
	return s.from + time.Duration(dice.Int64N(int64(s.to-s.from)+1))
}

func newAccount(t terms) *account {
	return &account{terms: t, began: time.Now(), dice: rand.New(rand.NewPCG(1, 2)), starts: counter{counting: t.counting}}
}

// submit answers as the API would, at once.
func (a *account) submit(now time.Time) gate.Outcome {
	a.mu.Lock()
	defer a.mu.Unlock()
	limit := a.perMinute
	if a.others != nil {
		limit = max(1, limit-a.others(now.Sub(a.began)))
	}
	wait := time.Duration(0)
	if limit > 0 {
		wait = a.starts.wait(now, limit)
	}
	switch {
	case a.dice.Float64() < a.chance:
		return a.refuse(gate.RateLimited, a.hold, now)
	case wait > 0 && a.retryAfter:
		return a.refuse(gate.RateLimited, (wait + time.Second - 1).Truncate(time.Second), now)
	case wait > 0:
		return a.refuse(gate.RateLimited, a.hint, now)
	case a.dice.Float64() < a.crowd, a.concurrent > 0 && a.running >= a.concurrent:
		return a.refuse(gate.Crowded, 0, now)
	}
	a.starts.add(now)
	a.accepted = append(a.accepted, now)
	a.running++
	return gate.Outcome{Kind: gate.Accepted}
}

func (a *account) refuse(kind gate.Kind, after time.Duration, now time.Time) gate.Outcome {
	a.refused = append(a.refused, now)
	return gate.Outcome{Kind: kind, RetryAfter: after}
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

// one submits once: a tenth of the time is the way there, or a millisecond at most.
func (a *account) one(g *gate.Gate) gate.Kind {
	defer g.Leave()
	a.mu.Lock()
	takes, turn := a.answers.draw(a.dice), time.Now()
	way, back := takes/10, 50*time.Millisecond
	if a.near {
		way, back = time.Duration(a.dice.Int64N(int64(time.Millisecond))), 2*time.Millisecond
	}
	a.mu.Unlock()
	time.Sleep(way)
	o := a.submit(time.Now())
	if a.turns {
		o.Turn = turn
	}
	if o.Kind != gate.Accepted && a.curt {
		takes = way + back
	}
	time.Sleep(takes - way)
	g.Tell(o)
	if o.Kind == gate.Accepted {
		time.Sleep(a.runs)
		a.end()
	}
	return o.Kind
}

// A counting is a way to count submissions.
type counting int

const (
	minute  counting = iota // from one full minute of the clock to the next
	sliding                 // within the last sixty seconds
	second                  // within each second of the clock, a sixtieth, rounded up
	bucket                  // tokens that come evenly; a second's worth is kept
	deep                    // the same; a minute's worth is kept
	strict                  // the same; two are kept
	spaced                  // the same; none is kept, so that one has to come evenly
)

func (c counting) String() string {
	return [...]string{"minute", "sliding", "second", "bucket", "deep bucket", "strict bucket", "spaced"}[c]
}

// A counter counts submissions in one of these ways.
type counter struct {
	counting counting
	since    time.Time // when the window began, or tokens were counted last
	n        float64   // in the window, or tokens missing
	recent   []time.Time
}

// wait is how long until there is room for one more.
func (c *counter) wait(now time.Time, perMinute int) time.Duration {
	switch c.counting {
	case sliding:
		for len(c.recent) > 0 && now.Sub(c.recent[0]) >= time.Minute {
			c.recent = c.recent[1:]
		}
		if over := len(c.recent) - perMinute; over >= 0 {
			return c.recent[over].Add(time.Minute).Sub(now)
		}
		return 0
	case bucket, deep, strict, spaced:
		each := time.Minute / time.Duration(perMinute)
		c.n = max(0, c.n-float64(now.Sub(c.since))/float64(each))
		c.since = now
		depth := float64(perMinute)
		switch c.counting {
		case bucket:
			depth = max(1, depth/60)
		case strict:
			depth = 2
		case spaced:
			depth = 1
		}
		return time.Duration((c.n + 1 - depth) * float64(each))
	case second:
		return c.window(now, time.Second, (perMinute+59)/60)
	}
	return c.window(now, time.Minute, perMinute)
}

func (c *counter) window(now time.Time, length time.Duration, most int) time.Duration {
	if since := now.Truncate(length); !since.Equal(c.since) {
		c.since, c.n = since, 0
	}
	if int(c.n) < most {
		return 0
	}
	return c.since.Add(length).Sub(now)
}

func (c *counter) add(now time.Time) {
	c.n++
	if c.counting == sliding {
		c.recent = append(c.recent, now)
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
