package gate

import (
	"testing"
	"time"
)

// Two refused turns of three are no row where what lies between may be accepted still.
func TestTwoOfThreeAreNoRow(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for apart, shut := range map[int]bool{1: true, 2: false} {
		d := newDial(60, 60, growth{})
		d.took, d.doubt = 10*time.Second, 2
		d.early.turn, d.turns = now, 1
		d.refused(false, 0, now)
		d.early.turn, d.turns = now.Add(3*time.Second), 1+apart // however slow
		if got, _ := d.refused(false, 0, d.early.turn); got != shut {
			t.Errorf("two turns %d apart are refused: shut is %t", apart, got)
		}
	}
}

// At a low level, one that was borne and one that was not are close to each other if they
// are half a small step apart. A step that would lead beyond what was not borne waits for
// as long as one from a limit.
func TestLowLimitIsKnownSooner(t *testing.T) {
	for name, test := range map[string]struct {
		level, top float64
		paced      bool
		quick      bool
	}{
		"half a small step": {30, 31.3, true, false},
		"a small step":      {30, 32.5, true, true},
		"high":              {300, 313, true, true},
		"a window":          {30, 31.4, false, true},
	} {
		d := newDial(600, 600, growth{paced: test.paced})
		d.level, d.top = test.level, test.top
		if got := d.quick(); got != test.quick {
			t.Errorf("%s: looked for still: %t", name, got)
		}
	}
	for level, want := range map[float64]int{30: 157, 300: 0} {
		d := newDial(600, 600, growth{paced: true, rest: 28})
		d.level, d.top, d.step = level, level*1.07, firstClimb
		if d.rise(); d.quick() || d.hold != want {
			t.Errorf("close to a limit above %.0f it is looked for: %t, left alone for %d, not %d", level, d.quick(), d.hold, want)
		}
	}
}

// Where a refusal comes sooner than what was accepted before it, that counts when the rate
// is looked for from below, and so does the time until the refused turn.
func TestSearchBeginsAtWhatIsComing(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for coming, want := range map[float64]float64{0: 60. / 4 / caution, 1: 2 * 60. / 4 / caution} {
		tm := newTempo(60, nil, now)
		tm.first, tm.coming, tm.answers = now.Add(-3*time.Second), coming, sample{2, 2}
		tm.early.turn = now
		tm.cut(1, now.Add(-2*time.Second), now)
		if got := tm.level; got < caution*want-0.01 || got > caution*want+0.01 {
			t.Errorf("%v on its way: a rate of %.1f, not %.1f", coming, got, caution*want)
		}
	}
}

// A level that is surely borne is not cut, and no other trial than the one that led to it.
func TestBorneLevelIsNoTrial(t *testing.T) {
	for floor, want := range map[float64]float64{310: 2740, 100: 300} {
		d := newDial(300, 5000, growth{})
		d.base, d.floor, d.trial = 0, floor, trial{from: 2740}
		d.answers = sample{30, 3}
		if d.lower(200); d.trial.from != want || (d.level == 300) != (want == 2740) {
			t.Errorf("%.0f is borne: a level of %.0f, on trial from %.0f", floor, d.level, d.trial.from)
		}
	}
}
