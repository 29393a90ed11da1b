package gate

import (
	"testing"
	"time"
)

// A goroutine that a timer wakes late must not put off all later turns.
func TestLateTimersDoNotSlowThePace(t *testing.T) {
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name      string
		perMinute float64
		late      time.Duration
	}{
		{"ordinary rate", 5000, 4 * time.Millisecond},
		{"many turns within a tick", 1e6, 4 * time.Millisecond},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, now := newPace(test.perMinute, nil), start
			const n = 1000
			for range n {
				if due := p.due(now, test.perMinute); due.After(now) {
					now = due.Add(test.late)
				}
				p.spend(p.due(now, test.perMinute))
			}
			ideal := time.Duration(n / test.perMinute * 60 * 1e9)
			if took := now.Sub(start); took < ideal*98/100-slack || took > ideal*102/100+test.late {
				t.Errorf("%d turns took %v, not about %v", n, took, ideal)
			}
		})
	}
}

func TestOrdinaryBurstIsOne(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	p := newPace(5000, nil)
	p.spend(p.due(now, 5000))
	if due := p.due(now, 5000); due.Sub(now) < 7*time.Millisecond {
		t.Errorf("the second turn is due %v after the first", due.Sub(now))
	}
}

func TestTripIsFollowed(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	var tr trip
	if got := tr.patience(); got != answerTime {
		t.Errorf("before the first answer %v of patience", got)
	}
	tr.begin(3, now) // two are on their way before it
	tr.begin(4, now.Add(time.Second))
	for range 2 {
		tr.answered(now.Add(2 * time.Second))
	}
	if tr.took != 0 {
		t.Errorf("a trip of %v that has not ended", tr.took)
	}
	tr.answered(now.Add(8 * time.Second))
	if tr.took != 8*time.Second || tr.patience() != 16*time.Second {
		t.Errorf("a trip of %v and %v of patience, not 8 s and twice that", tr.took, tr.patience())
	}
	tr.begin(1, now)
	tr.answered(now.Add(time.Second))
	if tr.took != 6*time.Second {
		t.Errorf("after a shorter trip %v, not three quarters", tr.took)
	}
	tr.begin(1, now)
	tr.answered(now.Add(time.Hour))
	if tr.took != longestTrip {
		t.Errorf("after a lost answer %v", tr.took)
	}
}

// What is still refused after a cut that helped tells where the limit is; after
// one that did not, it takes three more to put so much down to chance.
func TestDeeperCuts(t *testing.T) {
	d := newDial(1000, 1000, growth{})
	d.trial = trial{from: 2000, before: sample{100, 80}}
	d.answers = sample{100, 40}
	if d.deepen(); d.level < 500 || d.level > 600 {
		t.Errorf("40 %% of 1000 are refused, which leads to %.0f", d.level)
	}
	if got := d.trial.doubts(0.45); got != 3 {
		t.Errorf("%d cuts to put 45 %% down to chance", got)
	}
}

// An API that counts by the minute and accepts again after a short pause has not
// begun a new minute: the one that slides is still full. After a long pause it
// may have, and all of the rate is to be had.
func TestFullMinuteIsWaitedFor(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for long, full := range map[bool]bool{false: true, true: false} {
		tm := newTempo(0, nil, now)
		tm.level, tm.minutes = 3000, now.Add(time.Minute)
		for range 500 {
			tm.carried.add(now)
		}
		tm.closed(now)
		tm.reopened(now, long, now.Add(time.Second))
		if tm.level != 500 {
			t.Errorf("a minute that has borne 500 leads to a rate of %v", tm.level)
		}
		if waits := tm.room(0, now.Add(time.Second)).After(now.Add(time.Second)); waits != full {
			t.Errorf("after a long pause %t: waits for room %t", long, waits)
		}
	}
}

func TestTallyForgetsAfterAMinute(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	tl := newTally([]time.Time{now.Add(-2 * time.Minute), now.Add(-30 * time.Second)}, now)
	for range 10 {
		tl.add(now)
	}
	for _, test := range []struct {
		after time.Duration
		want  int
	}{{0, 11}, {29 * time.Second, 11}, {31 * time.Second, 10}, {59 * time.Second, 10}, {61 * time.Second, 0}, {time.Hour, 0}} {
		if got := tl.sum(now.Add(test.after)); got != test.want {
			t.Errorf("%v later the sum is %d, not %d", test.after, got, test.want)
		}
	}
}

func TestTallyTellsWhenThereIsRoom(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	tl := newTally([]time.Time{now.Add(-50 * time.Second), now.Add(-20 * time.Second)}, now)
	for n, want := range map[int]time.Duration{1: 40 * time.Second, 2: 10 * time.Second, 3: 0} {
		if got := tl.room(n, now); got < want || got > want+2*cell {
			t.Errorf("fewer than %d in %v, not about %v", n, got, want)
		}
	}
}
