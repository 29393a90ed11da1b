package gate

import (
	"testing"
	"time"
)

func TestPauseLength(t *testing.T) {
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	const second = time.Second
	for _, test := range []struct {
		name             string
		refusals         int
		room, turn, late time.Duration
		want             time.Duration
	}{
		{"first, nothing known", 1, 0, second / 10, 0, second},
		{"first, on a small account", 1, 50 * second, 6 * second, 0, 30 * second},
		{"first, room soon", 1, 3 * second, 6 * second, 0, 3 * second},
		{"refused in spite of room", 3, second * 3 / 2, second, 0, 4 * second},
		{"many within a minute", 9, 0, second / 10, 0, 5 * second},
		{"many over minutes", 9, 0, second / 10, 2 * time.Minute, 30 * second},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := pause{refusals: test.refusals, began: start}
			got := p.length(test.room, test.turn, start.Add(test.late))
			if got < test.want || got > test.want*111/100 {
				t.Errorf("%v, not about %v", got, test.want)
			}
		})
	}
}

// Where minutes are counted, the next one is waited for: that of the clock, or until
// the oldest submission no longer counts, and else for thirty turns.
func TestRestUntilTheNextMinute(t *testing.T) {
	const second = time.Second
	minute := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct{ at, room, turn, want time.Duration }{
		{10 * second, 0, second / 2, 15 * second},
		{10 * second, 40 * second, second / 10, 5 * second},
		{10 * second, 40 * second, 10 * second, 40 * second},
		{10 * second, 0, 10 * second, 50 * second},
		{10 * second, 9 * second, second, 9 * second},
		{50 * second, 20 * second, second, 10 * second},
	} {
		got := new(pause).rest(test.room, test.turn, minute.Add(test.at))
		if got < test.want+skew || got > test.want+2*skew {
			t.Errorf("%+v: %v", test, got)
		}
	}
}

// Where a minute's worth seems to be used up, one probe tells that: it comes so late
// that an API that counts by the second would accept it.
func TestOneProbeTellsAFullMinute(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for filled, want := range map[bool]time.Duration{true: longPause, false: firstPause} {
		var p pause
		p.begin(0, true, now)
		p.refuse(false, now)
		if filled {
			p.fill(wholeRow)
		}
		if got := p.length(0, time.Second/10, now); got < want || got > want*111/100 {
			t.Errorf("filled %t: the first probe comes after %v, not about %v", filled, got, want)
		}
		p.refuse(false, now.Add(longPause))
		if p.long() != filled {
			t.Errorf("filled %t: after a probe minutes are counted: %t", filled, p.long())
		}
	}
}

// Fewer refusals in a row than it takes do not tell it, not even those that ask for a long
// wait, and soon there is another probe.
func TestFewRefusalsTellNoFullMinute(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	var p pause
	p.begin(0, true, now)
	p.refuse(true, now)
	p.atLeast(15*time.Second, now)
	p.fill(1)
	for range 2 {
		if p.long() {
			t.Fatalf("after %d refusals minutes are counted", p.row)
		}
		if got := p.length(time.Minute, 2*time.Second, now); got < longPause || got > longPause*111/100 {
			t.Errorf("after %d refusals the next probe comes after %v, not about %v", p.row, got, longPause)
		}
		now = now.Add(longPause)
		p.refuse(true, now)
		p.again()
	}
	if !p.long() {
		t.Errorf("after %d refusals minutes are not counted", p.row)
	}
}

// An answer that asks for no wait adds none, however late it comes: a long wait that the
// API asks for would say that it counts by the minute.
func TestAnswersAskForNoWait(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for asked, long := range map[time.Duration]bool{0: false, time.Second: true} {
		var p pause
		p.begin(1, true, now)
		p.refuse(true, now)
		p.atLeast(time.Second, now)
		if p.atLeast(asked, now.Add(10*time.Second)); p.long() != long {
			t.Errorf("asked for %v after 10 s: a long pause is %t", asked, p.long())
		}
	}
}
