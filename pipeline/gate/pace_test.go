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

// A lower rate holds from the last turn on: what was saved up at the higher one is lost.
func TestLowerRateHoldsFromTheLastTurn(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	p := newPace(600, nil)
	p.spend(p.due(now, 600))
	later := now.Add(90 * time.Millisecond)
	p.setRate(60, later)
	if got, want := p.due(later, 60).Sub(now), minute/60; got < want-slack-time.Millisecond || got > want {
		t.Errorf("the next turn comes %v after the last, not %v", got, want)
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
		tr.answered(time.Time{}, now.Add(2*time.Second), false)
	}
	if tr.took != 0 {
		t.Errorf("a trip of %v that has not ended", tr.took)
	}
	tr.answered(time.Time{}, now.Add(8*time.Second), false)
	if tr.took != 8*time.Second || tr.patience() != 16*time.Second {
		t.Errorf("a trip of %v and %v of patience, not 8 s and twice that", tr.took, tr.patience())
	}
	tr.begin(1, now)
	tr.answered(time.Time{}, now.Add(time.Second), false)
	if tr.took != 6*time.Second {
		t.Errorf("after a shorter trip %v, not three quarters", tr.took)
	}
	tr.begin(1, now)
	tr.answered(time.Time{}, now.Add(time.Hour), false)
	if tr.took != longestTrip {
		t.Errorf("after a lost answer %v", tr.took)
	}
}

// Told the turns, each answer is one trip.
func TestTripIsTold(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	var tr trip
	for _, test := range []struct{ ago, took time.Duration }{
		{2 * time.Second, 2 * time.Second}, {time.Second, 1800 * time.Millisecond}, {time.Hour, longestTrip},
	} {
		if tr.answered(now.Add(-test.ago), now, false); tr.took != test.took {
			t.Errorf("after a trip of %v it is %v, not %v", test.ago, tr.took, test.took)
		}
	}
}

// An answer is old by its turn, in whatever order answers come; without a turn
// the first ones are.
func TestEchoIsToldByTurns(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	e := newEcho(2, answerTime, now)
	for _, test := range []struct {
		turn time.Duration
		old  bool
	}{{time.Second, false}, {-time.Second, true}, {time.Second, false}, {-time.Hour, true}, {-time.Second, true}} {
		if got := e.heard(now.Add(test.turn), now.Add(time.Minute)); got != test.old {
			t.Errorf("a turn %v after the change is old: %t", test.turn, got)
		}
	}
	if e.missing != 0 {
		t.Errorf("%d are missing of two", e.missing)
	}
	e = newEcho(1, answerTime, now)
	if first, second := e.heard(time.Time{}, now), e.heard(time.Time{}, now); !first || second {
		t.Errorf("without turns the first of two is old: %t, and the second: %t", first, second)
	}
}

// What was accepted before a cut and is heard after it does not hide that all is
// refused since, and is not counted with it.
func TestOldAcceptanceEndsNoRow(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for turns, row := range map[bool]int{true: 3, false: 1} {
		d := newDial(600, 600, growth{})
		for i, refused := range []bool{true, true, false, true} {
			d.early.turn = time.Time{}
			if turns {
				d.early.turn = now.Add(time.Duration(i) * time.Second)
			}
			if refused {
				d.refused(false, 0, now)
			} else {
				d.accepted(true, now)
			}
		}
		if d.row != row || d.answers != (sample{3, 3}) {
			t.Errorf("told of turns %t: %d in a row, %+v heard", turns, d.row, d.answers)
		}
	}
}

// Refusals are not judged before what was accepted along with them can have been
// heard, and what was accepted before them does not count.
func TestRefusalsAreNotJudgedInHaste(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for after, much := range map[time.Duration]bool{time.Second: false, 2 * time.Second: true} {
		d := newDial(600, 600, growth{})
		d.took, d.answers, d.from = 2*time.Second, sample{30, 20}, now
		d.early.turn = now.Add(-time.Second)
		if d.accepted(false, now); d.answers.heard != 30 {
			t.Error("an acceptance from before the refusals counts")
		}
		d.early.turn = now.Add(after)
		if _, got := d.refused(false, 0, now.Add(after)); got != much {
			t.Errorf("%v after the first refused turn: too much is %t", after, got)
		}
	}
}

// However many refusals come, a cut leads no lower than to half of what the last
// minute has borne.
func TestCutsEndWhereTheLastMinuteDid(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	tm := newTempo(1200, nil, now)
	tm.first = now.Add(-time.Hour)
	for range 400 {
		tm.carried.add(now)
	}
	for range 200 {
		if _, much := tm.refused(false, 0, now); much {
			tm.cut(400, now, now)
		}
		tm.row, tm.answers.heard = 0, tm.answers.refused+1
	}
	if tm.level != 200 {
		t.Errorf("a minute that has borne 400 leads to a rate of %v", tm.level)
	}
}

// At a low level fewer refusals are waited for.
func TestFewRefusalsCountAtALowLevel(t *testing.T) {
	for level, want := range map[float64]float64{10: 4, 120: 4, 180: 6, 240: 8, 5000: 8} {
		d := newDial(level, level, growth{})
		if got := d.few(8); got != want {
			t.Errorf("at %v it takes %v refusals, not %v", level, got, want)
		}
	}
}

// A search from below that ends close to the top goes on by small steps.
func TestSearchEndsWithSmallSteps(t *testing.T) {
	d := newDial(900, 10_000, growth{brief: 0.1})
	d.top, d.step = 1000, largestClimb
	if d.rise(); d.level != 950 || d.step != largestClimb {
		t.Errorf("half the way leads to %v, the next step is %v", d.level, d.step)
	}
	if d.rise(); d.level != 975 || d.step != firstStep {
		t.Errorf("close to the top it is %v, the next step is %v", d.level, d.step)
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

// Where a cut has helped, what is still refused is no chance, however many cuts
// came before it.
func TestCutThatHelpedIsFollowed(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for refused, deeper := range map[float64]bool{20: true, 45: false} {
		d := newDial(2000, 2000, growth{})
		d.level = 1000
		d.trial = trial{from: 2000, before: sample{200, 100}, deeper: 3}
		d.answers = sample{100, refused}
		d.judge(now)
		if on := d.trial.on() && d.level < 1000 && d.chance.share == 0; on != deeper {
			t.Errorf("%v of 100 are refused after 100 of 200: a level of %.0f, put %.2f down to chance", refused, d.level, d.chance.share)
		}
	}
}

// A cut that had no effect leaves the trial about the level before it, and what
// was heard at both counts.
func TestCutsWithoutEffectAreOneTrial(t *testing.T) {
	d := newDial(2000, 2000, growth{})
	d.level = 1000
	d.trial = trial{from: 2000, before: sample{100, 50}}
	d.answers = sample{100, 45}
	d.deepen()
	if want := (trial{from: 2000, before: sample{200, 95}, deeper: 1}); d.trial != want {
		t.Errorf("the trial is %+v, not %+v", d.trial, want)
	}
	if d.answers != (sample{}) || d.level >= 1000 {
		t.Errorf("the level is %.0f with %+v heard at it", d.level, d.answers)
	}
}

// At first as many are on their way as the rate submits in a third of a second,
// within bounds, and as many more as were accepted.
func TestGentleStart(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for given, few := range map[float64]int{60: leastFew, 1200: 6, 3000: 16, 1e6: mostFew} {
		for accepted := range 3 {
			tm := newTempo(given, nil, now)
			for range accepted {
				tm.carried.add(now)
			}
			if at := tm.gently(few+accepted-1, now); !at.IsZero() {
				t.Errorf("at %v a minute, %d accepted: the next of %d waits until %v", given, accepted, few, at)
			}
			if at := tm.gently(few+accepted, now); !at.Equal(now.Add(gentle)) {
				t.Errorf("at %v a minute, %d accepted: one more than %d waits until %v", given, accepted, few, at)
			}
		}
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
