package gate

import (
	"testing"
	"time"
)

// Three refusals beside as many running tell of a wall, unless something was accepted
// beside as many, or could have been still.
func TestWall(t *testing.T) {
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		change func(*wall)
		turns  int // taken since the first refusal
		after  time.Duration
		want   bool
	}{
		"three":                        {func(*wall) {}, 4, 0, true},
		"two":                          {func(w *wall) { w.hits-- }, 4, 0, false},
		"fewer accepted":               {func(w *wall) { w.passed(load{10, 12, 2}) }, 4, 0, true},
		"accepted":                     {func(w *wall) { w.passed(load{11, 11, 2}) }, 4, 0, false},
		"most likely":                  {func(w *wall) { w.passed(load{9, 13, 2}) }, 4, 0, false},
		"one of before was none":       {func(w *wall) { w.feints = 1 }, 4, 0, false},
		"four, of before":              {func(w *wall) { w.feints = 1; w.hit(10, 0, start) }, 4, 0, true},
		"few of all turns":             {func(*wall) {}, 6, 0, false},
		"few of all that are answered": {func(*wall) {}, 6, time.Second, true},
	} {
		var w wall
		for _, running := range []int{11, 10, 11} {
			w.hit(running, 100, start)
		}
		if w.at != 10 {
			t.Fatalf("a wall at %d", w.at)
		}
		test.change(&w)
		if got := w.known(100+test.turns, time.Second, start.Add(test.after)); got != test.want {
			t.Errorf("%s: a wall is known: %t", name, got)
		}
	}
}

// The more walls have turned out to be none, the more it takes, up to six refusals.
func TestFeints(t *testing.T) {
	var w wall
	for n := range 10 {
		if want := min(n, mostFeints); w.feints != want {
			t.Errorf("%d after %d walls that were none", w.feints, n)
		}
		w.hit(10, 0, time.Time{})
		w.passed(load{11, 11, 0})
	}
	if w.passed(load{11, 11, 0}); w.hits != 0 || w.feints != mostFeints {
		t.Errorf("a success makes a wall: %+v", w)
	}
}

// No cut of the window leads far below what is running.
func TestWindowIsNotCutBelowWhatRuns(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	w := newWindow(100)
	for i := range 200 {
		now = now.Add(time.Second)
		w.refused(load{50, 50, 0}, 3*i, &trip{took: time.Hour}, now) // too few for a wall
		if w.size() < 45 {
			t.Fatalf("a window of %d after %d refusals beside 50", w.size(), i+1)
		}
	}
}

// A wall beyond the level, as after predictions of an earlier run were counted, raises
// nothing.
func TestWallRaisesNothing(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	w := newWindow(200)
	w.settle(10)
	for range wallRow {
		w.refused(load{105, 105, 0}, 1, &trip{}, now)
	}
	if w.size() != 10 {
		t.Errorf("a window of %d, want 10", w.size())
	}
}

// Refusals so far apart that they do not matter make no wall together.
func TestRareRefusalsMakeNoWall(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for between, want := range map[int]int{0: 95, 200: 100} {
		w := newWindow(100)
		for range wallRow {
			w.refused(load{80, 95, 3}, 1, &trip{took: time.Second}, now)
			for range between {
				w.accepted(false, load{80, 96, 3}, now)
			}
		}
		if w.size() != want {
			t.Errorf("a window of %d after three refusals with %d accepted between, want %d", w.size(), between, want)
		}
	}
}

// Where nothing of ours is running, somebody else is in the way, and not a wall.
func TestNoWallWithoutAnyRunning(t *testing.T) {
	w := newWindow(200)
	for range wallRow {
		w.refused(load{}, 1, &trip{}, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	}
	if w.size() != 200 {
		t.Errorf("a window of %d", w.size())
	}
}

// What runs tells of a wall where refusals are heard soon enough.
func TestCurt(t *testing.T) {
	for _, test := range []struct {
		took, no time.Duration
		want     bool
	}{
		{time.Second, 100 * time.Millisecond, true},
		{time.Second, 900 * time.Millisecond, false},
		{50 * time.Millisecond, 45 * time.Millisecond, true},
	} {
		if got := (&trip{took: test.took, no: test.no}).curt(); got != test.want {
			t.Errorf("answers after %v, refusals after %v: curt is %t", test.took, test.no, got)
		}
	}
}

// A wall far below the level is tried again soon, but for the first minute, and unless it
// was just tried.
func TestFarWallIsTriedSoon(t *testing.T) {
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		after time.Duration
		level float64
		base  float64
		hold  int
	}{
		"far":            {2 * time.Minute, 100, 0, 60},
		"near":           {2 * time.Minute, 50, 0, 493},
		"a first minute": {30 * time.Second, 100, 0, 493},
		"a step":         {2 * time.Minute, 100, 20, 493},
	} {
		w := newWindow(200)
		w.begin(start)
		w.level, w.base = test.level, test.base
		if w.end(30, start.Add(test.after)); w.size() != 30 || w.hold != test.hold {
			t.Errorf("%s: a window of %d, tried again after %d", name, w.size(), w.hold)
		}
	}
}

// A wall is the limit, but not where the refusals are on trial, or known to be by chance.
func TestWindowEndsAtTheWall(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		change func(*window)
		want   int
	}{
		"a wall":            {func(*window) {}, 50},
		"a step taken back": {func(w *window) { w.trial = trial{from: 110, back: true} }, 50},
		"on trial":          {func(w *window) { w.trial = trial{from: 200, before: sample{400, 80}} }, 100},
		"by chance":         {func(w *window) { w.share, w.until = 0.1, now.Add(trust) }, 100},
	} {
		w := newWindow(200)
		w.level = 100
		test.change(&w)
		for range wallRow {
			w.refused(load{50, 50, 0}, 1, &trip{took: time.Second}, now)
		}
		if got := w.size(); got != test.want {
			t.Errorf("%s: a window of %d, want %d", name, got, test.want)
		}
	}
}
