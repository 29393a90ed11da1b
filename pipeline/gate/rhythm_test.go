package gate

import (
	"math"
	"testing"
	"time"
)

// Three refusals at even distances have a rhythm, unless they come at nearly every
// turn or hardly ever.
func TestRhythm(t *testing.T) {
	for _, test := range []struct {
		name    string
		refused []float64 // which answers are
		want    float64
	}{
		{"even", []float64{1, 14, 27}, 13},
		{"nearly even", []float64{1, 20, 41}, 20},
		{"uneven", []float64{1, 14, 40}, 0},
		{"even of late", []float64{1, 4, 17, 30}, 13},
		{"twice", []float64{1, 14}, 0},
		{"too often", []float64{1, 5, 9}, 0},
		{"seldom", []float64{1, 80, 159}, 0},
	} {
		r := rhythm{gap: 13, before: 13} // of other answers
		for i, n := range test.refused {
			r.beat(sample{n, float64(i + 1)})
		}
		if got := r.even(); got != test.want {
			t.Errorf("%s: %v", test.name, got)
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
	} {
		d := newDial(1000, 1000, growth{})
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

// A cut after which a little is refused still, and not only at first, has led close to
// the limit: it is not looked for from there in large steps.
func TestCutLeadsCloseToTheLimit(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		level  float64
		before sample
		at     float64 // of the twenty answers since
		close  bool
	}{
		"a little still":  {65, sample{8, 4}, 15, true},
		"at first":        {65, sample{8, 4}, 5, false},
		"hardly less":     {65, sample{16, 1}, 15, false},
		"at a high level": {650, sample{8, 4}, 15, false},
	} {
		d := newDial(1200, 1200, growth{})
		d.level, d.trial = test.level, trial{from: 2 * test.level, before: test.before}
		d.answers, d.rhythm = sample{20, 1}, rhythm{last: test.at}
		if d.judge(now); d.trial.on() {
			t.Fatalf("%s: not judged", name)
		}
		want, quick := test.level, true
		if test.close {
			want, quick = test.level*19/20, false
		}
		if math.Abs(d.level-want) > 1e-9 || d.quick() != quick {
			t.Errorf("%s: a rate of %.1f, looked for %t; want %.1f, %t", name, d.level, d.quick(), want, quick)
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
