package emulator

import "time"

// A Window is how an account counts what it starts in a minute. The vendor only
// says that its limits are a minute's and "reset every minute", so the first is
// the likeliest.
type Window string

const (
	// FixedMinute counts from one full minute of the clock to the next; "" is
	// the same.
	FixedMinute Window = "minute"
	// SlidingMinute counts the last 60 seconds, whenever that is.
	SlidingMinute Window = "sliding"
	// EachSecond also allows in each second of the clock only a sixtieth of
	// what the minute may have, rounded up.
	EachSecond Window = "second"
)

// starts counts what was started.
type starts struct {
	minute, second tick
	recent         []time.Time // of the last 60 seconds, the earliest first; only for SlidingMinute
}

// A tick counts within one window after another.
type tick struct {
	since time.Time
	n     int
}

// turn moves on to the window of this length that now is in.
func (t *tick) turn(now time.Time, length time.Duration) {
	if since := now.Truncate(length); !since.Equal(t.since) {
		t.since, t.n = since, 0
	}
}

func (s *starts) turn(now time.Time) {
	s.minute.turn(now, time.Minute)
	s.second.turn(now, time.Second)
	for len(s.recent) > 0 && now.Sub(s.recent[0]) >= time.Minute {
		s.recent = s.recent[1:]
	}
}

func (s *starts) add(now time.Time, window Window) {
	s.turn(now)
	s.minute.n++
	s.second.n++
	if window == SlidingMinute {
		s.recent = append(s.recent, now)
	}
}

// full tells whether nothing more can be started now; most is what a minute
// may have, above 0.
func (s *starts) full(now time.Time, window Window, most int) bool {
	s.turn(now)
	switch window {
	case SlidingMinute:
		return len(s.recent) >= most
	case EachSecond:
		return s.minute.n >= most || s.second.n >= (most+59)/60
	}
	return s.minute.n >= most
}
