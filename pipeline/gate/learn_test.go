package gate

import (
	"math"
	"testing"
	"time"
)

// A refusal may come at once, and does not say that successes do. Those that are
// on their way for longer than that are successes.
func TestRefusalsShortenNoTrip(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	var tr trip
	if got := tr.coming(40); got != 0 {
		t.Errorf("%v are coming before anything is known", got)
	}
	tr.answered(now.Add(-2*time.Second), now, false)
	for range 10 {
		tr.answered(now.Add(-500*time.Millisecond), now, true)
	}
	if tr.took != 2*time.Second || tr.coming(40) != 30 {
		t.Errorf("after refusals a trip of %v, %v of 40 on their way are coming", tr.took, tr.coming(40))
	}
	if tr.answered(now.Add(-4*time.Second), now, true); tr.took != 4*time.Second || tr.coming(40) != 0 {
		t.Errorf("a refusal after 4 s: a trip of %v, %v of 40 are coming", tr.took, tr.coming(40))
	}
}

// Four refusals are a row when most turns since the first are refused, or what was
// accepted in between would have been heard.
func TestRowIsToldByTurns(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		turns int           // one from the next
		apart time.Duration // one from the next
		shut  bool
	}{
		{1, 100 * time.Millisecond, true},  // every turn
		{1, 600 * time.Millisecond, true},  // few turns were taken meanwhile
		{5, 100 * time.Millisecond, true},  // every turn, and later ones have been taken
		{5, 500 * time.Millisecond, false}, // every fifth
		{5, time.Second, true},             // every fifth, and answers take 2 s
	} {
		d, shut := newDial(600, 600, growth{}), false
		d.took = 2 * time.Second
		for i := range 4 {
			d.early.turn, d.turns = now.Add(time.Duration(i)*test.apart), i*test.turns
			shut, _ = d.refused(false, 0, d.early.turn)
			d.early.turn = now.Add(-time.Second)
			d.accepted(false, now) // before the first of them
		}
		if shut != test.shut {
			t.Errorf("a refusal every %d turns, each %v: shut is %t", test.turns, test.apart, shut)
		}
	}
}

// What was accepted after the first refused turn ends the row.
func TestLaterAcceptanceEndsTheRow(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	d := newDial(600, 600, growth{})
	for i := range 3 {
		d.early.turn = now.Add(time.Duration(i) * time.Second)
		d.refused(false, 0, now)
	}
	if d.accepted(false, now); d.row != 0 {
		t.Errorf("%d in a row after an acceptance", d.row)
	}
}

// Successes on their way belong to the answers when these are judged.
func TestWhatIsComingCounts(t *testing.T) {
	d := newDial(600, 600, growth{})
	d.answers = sample{20, 10}
	alone := d.estimate()
	d.coming = 180
	if with := d.estimate(); alone > 400 || with < 540 || d.likely() != (sample{200, 10}) {
		t.Errorf("10 of 20 lead to %.0f, and to %.0f with 180 on their way: %v", alone, with, d.likely())
	}
}

// Where refusals ask for waits they are few, and tell of no level that it is borne.
func TestHintsLeaveNoLeeway(t *testing.T) {
	for wait, much := range map[time.Duration]bool{0: false, time.Second: true} {
		d := newDial(1200, 3000, growth{})
		d.base, d.wait, d.answers = 600, wait, sample{40, 4}
		if got := d.tooMuch(); got != much {
			t.Errorf("asked to wait for %v: 4 of 40 are too much: %t", wait, got)
		}
	}
}

// A limit that is nearly known is left a little for a lower level when refusals cost
// more than that.
func TestWaitsAreCostly(t *testing.T) {
	for _, test := range []struct {
		top   float64
		wait  time.Duration
		heard float64
		much  bool
	}{
		{620, time.Second, 400, true},
		{620, time.Second, 4000, false}, // one wait in 1000 turns costs a hundredth
		{620, 0, 400, false},
		{0, time.Second, 400, false}, // may be chance: there is no limit yet
	} {
		d := newDial(600, 3000, growth{})
		d.base, d.top, d.wait, d.answers = 0, test.top, test.wait, sample{test.heard, 4}
		if got := d.tooMuch(); got != test.much {
			t.Errorf("%+v: too much is %t", test, got)
		}
	}
}

// A step lasts until its refusals would show, where the API does not count minutes.
func TestStepsLastUntilTheyShow(t *testing.T) {
	for _, test := range []struct {
		level, base, top float64
		whole            bool
		refused          float64
		quota            int
	}{
		{1020, 1000, 1000, false, 0, 255}, // a fiftieth, of which five would be refused
		{1020, 1000, 1000, true, 0, 1020}, // a minute
		{104, 100, 100, false, 0, 104},    // no longer than that
		{2000, 1000, 0, false, 0, 200},    // quick: six seconds' worth
		{100, 80, 400, false, 0, 10},      // quick, at a low level
		{100, 80, 400, false, 1, 13},      // of which one was refused already
		{1000, 0, 1000, false, 0, 1000},   // no step
	} {
		d := newDial(test.level, 1e6, growth{brief: 0.1, whole: test.whole})
		d.base, d.top, d.answers = test.base, test.top, sample{test.refused, test.refused}
		if got := d.quota(); got != test.quota {
			t.Errorf("%+v: it takes %d", test, got)
		}
	}
}

// A small step is a fiftieth, or so large that a minute shows it.
func TestSmallSteps(t *testing.T) {
	for level, want := range map[float64]float64{1000: firstStep, 125: 0.02, 50: 0.05, 2: largestStep} {
		if d := newDial(level, 1e6, growth{}); math.Abs(d.small()-want) > 1e-9 {
			t.Errorf("at %v it is %v, not %v", level, d.small(), want)
		}
	}
}

// A search begins with large steps where the level that was not borne says little.
func TestSearchFromFarBelow(t *testing.T) {
	for top, step := range map[float64]float64{1000: largestClimb, 300: firstClimb} {
		d := newDial(200, 1e6, growth{})
		if d.climb(top); d.step != step {
			t.Errorf("from 200 below %v the first step is %v", top, d.step)
		}
	}
}

// Where minutes are counted, the last one tells the limit, whatever part is refused.
func TestFullMinuteTellsTheLimit(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for known, want := range map[bool]float64{true: 500, false: 0} {
		tm := newTempo(1200, nil, now)
		tm.first = now.Add(-time.Hour)
		if known {
			tm.minutes = now.Add(time.Minute)
		}
		for range 500 {
			tm.carried.add(now)
		}
		tm.answers = sample{100, 70}
		if tm.cut(500, now, now); known != (tm.level == want) || known == tm.trial.on() {
			t.Errorf("minutes are counted %t: a rate of %.0f, on trial %t", known, tm.level, tm.trial.on())
		}
	}
}

// Nothing is put down to chance before a deeper cut has been tried.
func TestChanceTakesADeeperCut(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	d := newDial(2000, 2000, growth{})
	d.level, d.trial = 1900, trial{from: 2000, before: sample{300, 10}}
	d.answers = sample{300, 11}
	if d.judge(now); !d.trial.on() || d.level >= 1900 || d.chance.share != 0 {
		t.Fatalf("a level of %.0f, put %.3f down to chance", d.level, d.chance.share)
	}
	d.answers = sample{400, 15}
	if d.judge(now); d.trial.on() || d.level != 2000 || d.chance.share == 0 {
		t.Errorf("after a deeper cut a level of %.0f, put %.3f down to chance", d.level, d.chance.share)
	}
}

// Two refusals one after the other say that a minute is full where minutes are known
// to be counted, and three that a given rate is too high that has not lasted for one, or
// two when fewer than three submissions were accepted, unless some come by chance. After
// twenty that were all accepted there are fewer, one in sixty.
func TestExpectedLimitIsSoonNoticed(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name         string
		level, tried float64 // a minute, minutes
		known        bool
		chance       float64
		accepted     int
		row          int
	}{
		{"at first", 600, 0.5, false, 0, 2, 2},
		{"after some", 600, 0.5, false, 0, 3, 3},
		{"after few at the full rate", 600, 0.06, false, 0, 19, 3},
		{"after thirty at the full rate", 600, 0.06, false, 0, 30, 1},
		{"after 119 at the full rate", 600, 0.06, false, 0, 119, 1},
		{"after 120 at the full rate", 600, 0.06, false, 0, 120, 2},
		{"after many at the full rate", 600, 0.06, false, 0, 200, 3},
		{"after thirty at less than half of it", 600, 0.2, false, 0, 30, 3},
		{"after a minute", 600, 1.5, false, 0, 0, 4},
		{"after a cut", 300, 0.5, false, 0, 0, 4},
		{"minutes are counted", 300, 1.5, true, 0, 0, 2},
		{"by chance", 300, 1.5, true, 0.2, 0, 6},
	} {
		tm := newTempo(600, nil, now)
		tm.level, tm.chance.share = test.level, test.chance
		tm.chance.until, tm.first = now.Add(trust), now.Add(-seconds(60*test.tried))
		if test.known {
			tm.minutes = now.Add(time.Minute)
		}
		for range test.accepted {
			tm.carried.add(now)
		}
		tm.refused(false, 0, now)
		if got := tm.longRow(); got != test.row {
			t.Errorf("%s: %d are too many, not %d", test.name, got, test.row)
		}
	}
}

// A given rate that is refused within its first minute has not proved itself, and one
// that is refused where minutes are counted is likely to be too high: what the minute
// has borne is believed further down.
func TestUntriedRateIsCutDeeper(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		tried time.Duration
		known bool
		want  float64
	}{{30 * time.Second, false, 60}, {2 * time.Minute, false, 150}, {2 * time.Minute, true, 60}} {
		tm := newTempo(600, nil, now)
		tm.first, tm.proven = now.Add(-test.tried), 40
		if test.known {
			tm.minutes = now.Add(time.Minute)
		}
		if tm.reopened(now, true, now); tm.level != test.want {
			t.Errorf("%+v: a rate of %v", test, tm.level)
		}
	}
}

// A level that was taken for the limit is left alone for so many successes that trying
// it again costs little, for both limits.
func TestLimitsAreLeftAlone(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	tm, w := newTempo(5000, nil, now), newWindow(5000)
	for level, want := range map[float64][2]int{4: {56, 180}, 100: {280, 900}, 2500: {5000, 5000}} {
		tm.settle(level)
		w.settle(level)
		if got := [2]int{tm.hold, w.hold}; got != want {
			t.Errorf("a rate and a window of %.0f are left alone for %v, not %v", level, got, want)
		}
	}
}

// A refusal that asks for a wait is dear: four of them among a few are enough to
// doubt a given rate.
func TestHintsAreEnoughSooner(t *testing.T) {
	for wait, much := range map[time.Duration]bool{0: false, time.Second: true} {
		d := newDial(600, 600, growth{})
		d.wait, d.answers = wait, sample{12, 4}
		if got := d.tooMuch(); got != much {
			t.Errorf("asked to wait for %v: 4 of 12 are too much: %t", wait, got)
		}
	}
}

// As many refused as accepted at first are enough to doubt a given rate, two at least.
// What is on its way may be accepted still.
func TestHopelessRateIsNoticed(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		refused, accepted, pending int
		chance                     float64
		much                       bool
	}{{2, 2, 0, 0, true}, {1, 1, 0, 0, false}, {2, 3, 0, 0, false}, {3, 2, 1, 0, true}, {2, 2, 1, 0, false}, {2, 2, 0, 0.1, false}} {
		tm := newTempo(600, nil, now)
		tm.first, tm.pending, tm.chance = now.Add(-time.Second), test.pending, chance{share: test.chance, until: now.Add(trust)}
		for range test.accepted {
			tm.carried.add(now)
		}
		much := false
		for range test.refused {
			_, much = tm.refused(false, 0, now)
			tm.row = 0
		}
		if much != test.much {
			t.Errorf("%+v: too much is %t", test, much)
		}
	}
}

// Then the rate is what was borne since the first turn, as a second's worth was there
// at once, and on trial.
func TestHopelessRateIsCutToWhatWasBorne(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for borne, want := range map[int]float64{0: 30, 1: 30, 2: 60} {
		tm := newTempo(600, nil, now)
		tm.first, tm.answers = now.Add(-time.Second), sample{4, 2}
		if tm.cut(borne, now, now); math.Abs(tm.level-want) > 1e-9 || !tm.trial.on() {
			t.Errorf("%d borne in a second: a rate of %.1f, on trial %t", borne, tm.level, tm.trial.on())
		}
	}
}

// Two in a row at the very start are what a cut can be judged by.
func TestTwoAtTheStartAreEnoughForACut(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for refused, want := range map[float64]float64{1: 600, 2: 60} {
		tm := newTempo(600, nil, now)
		tm.first, tm.proven, tm.answers = now.Add(-time.Second), 2, sample{refused, refused}
		if tm.reopened(now, false, now); math.Abs(tm.level-want) > 1e-9 {
			t.Errorf("%.0f refused, two borne in a second: a rate of %.1f, want %.0f", refused, tm.level, want)
		}
	}
}

// A limit that is known, and refuses a little still, is followed down by just that part
// where each refusal says how long to wait.
func TestKnownLimitIsFollowedDown(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		change func(*dial)
		every  int // of how many one is refused
		want   float64
	}{
		"told":               {func(*dial) {}, 50, 588},
		"not told":           {func(d *dial) { d.wait = 0 }, 50, 600},
		"a limit not known":  {func(d *dial) { d.top = 0 }, 50, 600},
		"by chance":          {func(d *dial) { d.share, d.until = 0.001, now.Add(trust) }, 50, 600},
		"a step":             {func(d *dial) { d.base = 590 }, 50, 600},
		"on trial":           {func(d *dial) { d.trial = trial{from: 700, before: sample{400, 8}} }, 50, 600},
		"more than a little": {func(*dial) {}, 20, 600},
		"twice":              {func(d *dial) { d.answers.refused = 1 }, 50, 600},
	} {
		d := newDial(600, 600, growth{})
		d.settle(600)
		d.answers, d.wait = sample{float64(2 * test.every), 2}, time.Second
		test.change(&d)
		if d.refused(false, d.wait, now); math.Abs(d.level-test.want) > 1e-9 {
			t.Errorf("%s: a rate of %.1f, want %.0f", name, d.level, test.want)
		}
	}
}

// One refusal is enough to take back a step towards a limit that is known and low, at once,
// if they are rare below it. Others are judged when what was submitted along with them can
// have come back.
func TestOneRefusalTakesALowStepBack(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		level, base, top, chance float64
		usual                    sample
		want                     float64
	}{
		"low":               {62, 60, 66, 0, sample{300, 4}, 60},
		"often refused":     {62, 60, 66, 0, sample{300, 9}, 62},
		"high":              {310, 300, 330, 0, sample{}, 310},
		"no limit is known": {62, 60, 0, 0, sample{}, 62},
		"by chance":         {62, 60, 66, 0.05, sample{}, 62},
		"no step":           {62, 0, 66, 0, sample{}, 62},
		"a large step":      {62, 48, 66, 0, sample{}, 62},
	} {
		d := newDial(600, 600, growth{})
		d.level, d.base, d.top, d.took = test.level, test.base, test.top, time.Second
		d.chance = chance{share: test.chance, until: now.Add(trust), usual: test.usual}
		d.early.turn = now
		_, much := d.refused(false, 0, now)
		if d.accepted(false, now.Add(time.Second/2)); much != (name == "low") || !much && d.level != test.level {
			t.Errorf("%s: too much at once: %t, and a rate of %.1f", name, much, d.level)
		}
		if d.accepted(false, now.Add(2*time.Second)); d.level != test.want {
			t.Errorf("%s: a rate of %.1f, want %.1f", name, d.level, test.want)
		}
	}
}
