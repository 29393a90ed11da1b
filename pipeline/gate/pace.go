package gate

import (
	"math"
	"time"

	"golang.org/x/time/rate"
)

const (
	// margin is the part of the rate that is used. With burst 1 and this
	// spacing, a span of a minute holds at most the rate, whatever its start.
	margin = 0.99

	// slack is how far the limiter's clock may stay behind the real one: a
	// goroutine that a timer woke late takes the turn of the time it was due
	// at, and the next turn is not put off. At ordinary rates that forgives a
	// late timer (observed: some milliseconds on a busy machine); at very high
	// ones it lets through at once what a tick of this length carries.
	slack = 5 * time.Millisecond

	// minute is the span that the API counts in, with the margin added.
	minute = time.Minute * 100 / 99
)

// A pace hands out turns at even distances.
type pace struct {
	limiter *rate.Limiter
	// clock is the limiter's own time; it never goes back.
	clock time.Time

	// recent are the submissions of the minute before the start, oldest
	// first, as long as they still count.
	recent []time.Time
	// taken counts our own turns while there are recent ones.
	taken int
}

// newPace starts a pace that carries on after the recent submissions.
func newPace(perMinute float64, recent []time.Time) pace {
	p := pace{limiter: rate.NewLimiter(limit(perMinute), 1), recent: recent}
	if len(recent) > 0 {
		p.clock = recent[len(recent)-1]
		p.limiter.ReserveN(p.clock, 1)
	}
	return p
}

// limit is the limiter's own unit, turns a second.
func limit(perMinute float64) rate.Limit { return rate.Limit(margin * perMinute / 60) }

// setRate changes the distance of all turns not yet taken. A lower rate holds from the last
// turn on: what was saved up at the higher one is lost.
func (p *pace) setRate(perMinute float64, now time.Time) {
	if to := limit(perMinute); to < p.limiter.Limit() && !p.clock.IsZero() {
		p.limiter = rate.NewLimiter(to, 1)
		p.limiter.ReserveN(p.clock, 1)
		return
	}
	p.clock = p.behind(now)
	p.limiter.SetLimitAt(p.clock, limit(perMinute))
}

// due is when the next turn can be taken: now or earlier means at once.
func (p *pace) due(now time.Time, perMinute float64) time.Time {
	from := p.behind(now)
	missing := 1 - p.limiter.TokensAt(from)
	at := from.Add(max(0, seconds(missing/float64(p.limiter.Limit()))))
	return later(at, p.room(now, perMinute))
}

// spend takes the turn that was due at the given time.
func (p *pace) spend(due time.Time) {
	p.limiter.ReserveN(due, 1)
	p.clock = due
	if len(p.recent) > 0 {
		p.taken++
	}
}

// behind is the time that the limiter is asked at.
func (p *pace) behind(now time.Time) time.Time { return later(now.Add(-slack), p.clock) }

// room is when the submissions of the last minute, those before the start
// included, are fewer than the rate. The zero time means that they are.
func (p *pace) room(now time.Time, perMinute float64) time.Time {
	for len(p.recent) > 0 && now.Sub(p.recent[0]) >= minute {
		p.recent = p.recent[1:]
	}
	over := len(p.recent) + p.taken - int(max(1, perMinute))
	if len(p.recent) == 0 || over < 0 {
		return time.Time{}
	}
	return p.recent[min(over, len(p.recent)-1)].Add(minute)
}

// seconds is a number of seconds as a duration, rounded up, at most a day.
func seconds(s float64) time.Duration {
	return time.Duration(math.Ceil(min(s, 86400) * 1e9))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
