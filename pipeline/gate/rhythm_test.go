package gate

import (
	"math"
	"slices"
	"testing"
	"time"
)

// Three refusals at even distances have a rhythm, unless they come at nearly every
// turn or hardly ever.
func TestRhythm(t *testing.T) {
	for _, test := range []struct {
		name    string
		refused []int // which answers are
		want    float64
	}{
		{"once", []int{1}, 0},
		{"even", []int{1, 14, 27}, 13},
		{"nearly even", []int{1, 20, 41}, 20},
		{"uneven", []int{1, 14, 40}, 0},
		{"even of late", []int{1, 4, 17, 30}, 13},
		{"twice", []int{1, 14}, 0},
		{"too often", []int{1, 5, 9}, 0},
		{"seldom", []int{1, 80, 159}, 0},
	} {
		var r rhythm
		for i := 1; i <= slices.Max(test.refused); i++ {
			r.beat(slices.Contains(test.refused, i))
		}
		if got := r.even(); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

// At another level the rhythm begins with the refusal that led there, but with none that
// came before.
func TestRhythmBeginsWithTheRefusalThatLedThere(t *testing.T) {
	for since, want := range map[int]float64{0: 13, 1: 0} {
		var r rhythm
		r.beat(true)
		for range since {
			r.beat(false)
		}
		r.moved()
		for range 2 {
			for range 12 {
				r.beat(false)
			}
			r.beat(true)
		}
		if got := r.even(); got != want {
			t.Errorf("two refusals later, at a level begun %d after one: %v, not %v", since, got, want)
		}
	}
}

// A low level that is known to be about the limit, and refused evenly, is followed
// down by one in so many, whether refusals say how long to wait or not.
func TestEvenRefusalsAreFollowedDown(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		change func(*dial)
		gaps   [2]int
		want   float64
	}{
		"evenly":            {func(*dial) {}, [2]int{13, 13}, 60},
		"unevenly":          {func(*dial) {}, [2]int{13, 20}, 65},
		"a high level":      {func(d *dial) { d.settle(650) }, [2]int{13, 13}, 650},
		"a limit not known": {func(d *dial) { d.top = 0 }, [2]int{13, 13}, 65},
		"by chance":         {func(d *dial) { d.share, d.until = 0.001, now.Add(trust) }, [2]int{13, 13}, 65},
		"on trial":          {func(d *dial) { d.trial = trial{from: 70, before: sample{400, 8}} }, [2]int{13, 13}, 65},
		"a window":          {func(d *dial) { d.paced = false }, [2]int{13, 13}, 65},
		"as often again":    {func(d *dial) { d.gap = 10 }, [2]int{13, 13}, 65},
		"after a step":      {func(d *dial) { d.gap, d.base = 10, 60; d.rise(); d.settle(65) }, [2]int{13, 13}, 60},
		"step not borne":    {func(d *dial) { d.gap = 10; d.rise(); d.settle(65) }, [2]int{13, 13}, 65},
	} {
		d := newDial(1000, 1000, growth{paced: true})
		d.settle(65)
		test.change(&d)
		d.refused(false, 0, now)
		for _, gap := range test.gaps {
			for range gap - 1 {
				d.accepted(false, now)
			}
			d.refused(false, 0, now)
		}
		if math.Abs(d.level-test.want) > 1e-9 {
			t.Errorf("%s: a rate of %.1f, want %.0f", name, d.level, test.want)
		}
	}
}

// A step that was refused and taken back is the first of the three refusals by which the
// level is followed down.
func TestStepTakenBackBeginsTheRhythm(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	d := newDial(1000, 1000, growth{paced: true})
	d.settle(65)
	d.rise()
	if _, much := d.refused(false, 0, now); much {
		d.lower(d.estimate())
	}
	for range 2 {
		if d.level != 65 {
			t.Fatalf("a rate of %.1f, want 65", d.level)
		}
		for range 12 {
			d.accepted(false, now)
		}
		d.refused(false, 0, now)
	}
	if math.Abs(d.level-60) > 1e-9 {
		t.Errorf("a rate of %.1f, want 60", d.level)
	}
}

// No step is taken while the next refusal would show that a low level is a little too high.
func TestNoStepBeforeRefusalsAreEven(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		change func(*dial)
		want   int // accepted until the step
	}{
		"after two":    {func(*dial) {}, 15},
		"after one":    {func(d *dial) { d.rhythm.gap = 0 }, 6},
		"seldom":       {func(d *dial) { d.rhythm.gap = 61 }, 6},
		"a high level": {func(d *dial) { d.level, d.top, d.hold = 650, 1000, 6 }, 6},
		"by chance":    {func(d *dial) { d.share, d.until = 0.001, now.Add(trust) }, 6},
		"a window":     {func(d *dial) { d.paced = false }, 6},
	} {
		d := newDial(1000, 1000, growth{paced: true, brief: 1. / 12})
		d.level, d.top, d.step, d.felt = 65, 100, firstClimb, true
		d.rhythm = rhythm{begun: true, gap: 13}
		test.change(&d)
		n, level := 0, d.level
		for d.level == level && n < 100 {
			d.accepted(false, now)
			n++
		}
		if n != test.want {
			t.Errorf("%s: %d accepted before a step, want %d", name, n, test.want)
		}
	}
}

// Two refusals close together tell nothing of how much is refused, however long each
// asks to wait.
func TestTwoRefusalsAreNoPart(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for between, cut := range map[int]bool{1: false, enoughHeard/2 - 2: true} {
		d := newDial(600, 600, growth{paced: true})
		d.settle(62)
		d.refused(false, time.Second, now)
		for range between {
			d.accepted(false, now)
		}
		if _, much := d.refused(false, time.Second, now); much != cut {
			t.Errorf("two refusals with %d accepted between: too much is %t", between, much)
		}
	}
}

// A cut of the given rate after which a little is refused still, and not only at first,
// has led close to the limit: it is not looked for from there in large steps. Where
// refusals say how long to wait, too few are heard to tell what is at first.
func TestCutLeadsCloseToTheLimit(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		level, given float64
		change       func(*dial)
		want         float64 // 0: the level, from which the limit is looked for
	}{
		"a little still":     {65, 130, func(*dial) {}, 61.75},
		"at first":           {65, 130, func(d *dial) { d.rhythm.since = 15 }, 0},
		"at first, told":     {65, 130, func(d *dial) { d.rhythm.since, d.trial.told = 15, true }, 61.75},
		"none, told":         {65, 130, func(d *dial) { d.answers.refused, d.trial.told = 0, true }, 0},
		"hardly less":        {65, 130, func(d *dial) { d.trial.before = sample{16, 1} }, 0},
		"to a high level":    {650, 1300, func(*dial) {}, 0},
		"not the given rate": {65, 180, func(*dial) {}, 0},
		"a step taken back":  {65, 130, func(d *dial) { d.trial.back = true }, 0},
		"a window":           {65, 130, func(d *dial) { d.paced = false }, 0},
		"by chance":          {65, 130, func(d *dial) { d.chance = chance{below: sample{400, 20}, share: 0.05, until: now.Add(trust)} }, 0},
	} {
		d := newDial(test.given, test.given, growth{paced: true})
		d.level, d.trial = test.level, trial{from: 2 * test.level, before: sample{8, 4}}
		d.answers, d.rhythm = sample{20, 1}, rhythm{begun: true, since: 5}
		test.change(&d)
		d.judge(now)
		want := test.want
		if want == 0 {
			want = test.level
		}
		if math.Abs(d.level-want) > 1e-9 || d.trial.on() || d.quick() != (test.want == 0) {
			t.Errorf("%s: a rate of %.2f, looked for: %t", name, d.level, d.quick())
		}
	}
}

// A minute's worth is used up if a first minute was borne at the full rate until a row
// of refusals.
func TestFilledMinute(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		ran            time.Duration
		borne          int
		refused, level float64
		want           bool
	}{
		"all was borne":        {10 * time.Second, 60, 3, 600, true},
		"some was refused":     {10 * time.Second, 60, 4, 600, false},
		"too little was borne": {10 * time.Second, 40, 3, 600, false},
		"at once":              {2 * time.Second, 30, 3, 600, false},
		"after a minute":       {70 * time.Second, 600, 3, 600, false},
		"not the given rate":   {10 * time.Second, 60, 3, 500, false},
	} {
		tm := newTempo(600, nil, now)
		tm.first, tm.level, tm.row, tm.answers = now.Add(-test.ran), test.level, 3, sample{test.refused, test.refused}
		for range test.borne {
			tm.carried.add(now)
		}
		if got := tm.filled(now); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// Turns of the rate come at even distances, places in the window do not.
func TestOnlyTurnsAreEven(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	if tm, w := newTempo(600, nil, now), newWindow(100); !tm.paced || w.paced {
		t.Errorf("refusals are taken for even ones: of the rate %t, of the window %t", tm.paced, w.paced)
	}
}
