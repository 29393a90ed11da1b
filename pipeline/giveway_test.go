package pipeline

import (
	"context"
	"testing"
)

// passes tells whether first questions may go on.
func (b *Brake) passes() bool {
	_, blocked := b.passage(context.Background())
	return blocked == nil
}

// First questions stand back while too many pictures may have no text, until the
// repairs that are on their way have told, or have come no further.
func TestFirstQuestionsStandBack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		good, waiting int // first answers
		mended        int // of the repairs that end first
		failed        int // and of those that end then
		left          int // repairs that come no further, after those
		before, after bool
	}{
		{"nothing is bad", 200, 0, 0, 0, 0, true, true},
		{"too few are known", 29, 20, 0, 0, 0, true, true},
		{"every other", 25, 25, 0, 0, 0, false, false},
		{"every other, and repairs help", 25, 25, 10, 0, 0, false, true},
		{"every other, and repairs do not", 25, 25, 0, 10, 0, false, false},
		{"every other, and repairs come no further", 25, 25, 0, 0, 25, false, true},
		{"one in five", 160, 40, 0, 0, 0, true, true},
		{"one more", 159, 41, 0, 0, 0, false, false},
		{"one more, of which one is good", 159, 41, 1, 0, 0, false, true},
		{"all, and repairs help", 0, 200, 20, 0, 0, false, false}, // for now
		{"most, and repairs help", 60, 140, 20, 0, 0, false, true},
		{"too many have ended without a text", 150, 50, 0, 49, 0, false, false},
		{"too many, and nothing is on its way", 150, 50, 0, 50, 0, false, true},
	} {
		b := &Brake{Most: 20}
		for i := range c.good + c.waiting {
			if v := (verdict{item: ItemID(i + 1)}); i < c.waiting {
				v.fault = "refusal"
				b.wait(v)
			} else {
				b.judge(v)
			}
		}
		before := b.passes()
		for i := range c.mended + c.failed + c.left {
			switch v := (verdict{item: ItemID(i + 1), fault: "refusal"}); {
			case i < c.mended:
				v.fault = ""
				b.judge(v)
			case i < c.mended+c.failed:
				b.judge(v)
			default:
				b.leave(v.item)
			}
		}
		if after := b.passes(); before != c.before || after != c.after {
			t.Errorf("%s: first questions go on: %t and then %t, want %t and %t", c.name, before, after, c.before, c.after)
		}
	}
}

// Whoever waits at the gate is told to stand back, and whoever stands back that
// he may go on, or that the run has ended.
func TestCalm(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	defer end()
	b := &Brake{Most: 20}
	calm := b.calm(ctx)
	for i := range 50 {
		b.wait(verdict{item: ItemID(i + 1), fault: "refusal"})
	}
	if calm.Err() == nil || ctx.Err() != nil {
		t.Error("nobody is told to stand back")
	}
	again := make(chan context.Context)
	go func() { again <- b.calm(ctx) }()
	for i := range 50 {
		b.judge(verdict{item: ItemID(i + 1)})
	}
	if calm := <-again; calm.Err() != nil || b.way.repairs != 0 {
		t.Errorf("who may go on is told to stand back: %v; %d repairs are on their way", calm.Err(), b.way.repairs)
	}
	for i := range 100 {
		b.wait(verdict{item: ItemID(i + 100), fault: "refusal"})
	}
	go func() { again <- b.calm(ctx) }()
	end()
	if calm := <-again; calm.Err() == nil {
		t.Error("the end of the run is not the end of it")
	}
	for _, idle := range []*Brake{nil, {Most: 100}} {
		if idle.calm(ctx) != ctx {
			t.Error("a brake that judges nothing holds somebody up")
		}
	}
}

// What could not be asked again when a limit was reached counts as what was.
func TestUnmended(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                         string
		good, waiting, mended, spent int // of this run, and those of the waiting that have ended well or not
		past                         []Past
		speaks                       bool
	}{
		{"nothing is good", 0, 50, 0, 0, nil, true},
		{"too few are known", 0, 49, 0, 0, nil, false},
		{"few, of which earlier runs know nothing good", 0, 10, 0, 0, pasts(90, 0, 0), true},
		{"too few, of which earlier runs know nothing good", 0, 9, 0, 0, pasts(90, 0, 0), false},
		{"nothing was good, and all is now", 20, 0, 0, 0, pasts(90, 0, 0), false},
		{"what waits was left by an earlier run", 10, 0, 0, 0, pasts(0, 0, 90), false},
		{"repairs help", 50, 50, 20, 0, nil, false},
		{"repairs help half of them", 50, 50, 10, 10, nil, true},
		{"one in five", 160, 40, 0, 0, nil, false},
	} {
		b := &Brake{Most: 20}
		b.remember(c.past)
		for i := range c.good + c.waiting {
			if v := (verdict{item: ItemID(i + 1000)}); i < c.waiting {
				v.fault, v.images = "refusal", []string{"a.jpg"}
				b.wait(v)
			} else {
				b.judge(v)
			}
		}
		for i := range c.mended + c.spent {
			v := verdict{item: ItemID(i + 1000)}
			if i%2 == 0 && c.spent > 0 {
				v.fault = "refusal"
			}
			b.judge(v)
		}
		if err := b.unmended(); (err != nil) != c.speaks {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Of a long row only the end is kept, and what waits in front of it as long as
// it is on its way.
func TestOnlyWholeStretchesCount(t *testing.T) {
	t.Parallel()
	var row places
	for i := range junkWindow {
		row.add(place{spoilt: i < 95, waits: 95 <= i && i < 106, fresh: i >= 106})
	}
	for at := 95; at < 106; at++ {
		row.set(at, place{spoilt: true, fresh: true})
	}
	if n := row.worst(105, 50).spoilt; n != 0 {
		t.Errorf("%d hundredths of spoilt count, of which this run itself has seen 11 in 105", n)
	}
	if n := row.worst(105, 10).spoilt; n != 10600 {
		t.Errorf("%d hundredths of spoilt count, want 10600", n)
	}
}

func TestPlacesAreForgotten(t *testing.T) {
	t.Parallel()
	for _, leaves := range []bool{false, true} {
		b := &Brake{Most: 20}
		b.wait(verdict{item: 1, fault: "refusal"})
		if leaves {
			b.leave(1)
		}
		var held int
		for i := range 50_000 {
			if b.judge(spoiltIf(i >= 40_000, i)) != nil && held == 0 {
				held = i + 1
			}
		}
		if kept := len(b.row.all); held != 40_041 || leaves != (kept <= 2*keptPlaces) || b.row.gone+kept != 50_001 {
			t.Errorf("left %t: held after %d, %d of %d places are kept", leaves, held, kept, b.row.gone+kept)
		}
		b.judge(verdict{item: 1, fault: "refusal"}) // however late
	}
}

// What an earlier run has asked and this one has heard of counts once, whichever
// is known first; and what has failed without being asked again is no news.
func TestNothingCountsTwice(t *testing.T) {
	t.Parallel()
	b := &Brake{Most: 20}
	for i := range 30 {
		b.judge(verdict{item: ItemID(i + 1), adopted: true, fault: "refusal"})
	}
	past := pasts(30, 0, 30)
	for i := range past {
		past[i].State = Pending
		if i < 30 {
			past[i].State = Failed
		}
	}
	b.remember(past)
	if n := len(b.row.all); n != 60 || len(b.seats) != 30 {
		t.Errorf("%d places of 60 pictures, %d of which wait; want 30", n, len(b.seats))
	}
	for i := range 30 {
		b.lapse(ItemID(i+31), i%2 == 0)
	}
	if found := b.row.outlook(100); found != (tally{n: 60, spoilt: 4500, fresh: 30, freshSpoilt: 3000}) || len(b.seats) != 0 || b.mended.ended != 0 {
		t.Errorf("counted %+v, with %d repairs; want 45 of 60 spoilt, 30 of which are fresh, and no repair", found, b.mended.ended)
	}
}

// A text that stands and is to be improved has its place where it came, and one
// that is to be improved after a repair was mended by it.
func TestImprovedTextsKeepTheirPlace(t *testing.T) {
	t.Parallel()
	b := &Brake{Most: 20}
	b.wait(verdict{item: 1})
	b.wait(verdict{item: 2, fault: "refusal"})
	b.wait(verdict{item: 2})
	if found := b.row.outlook(100); found != (tally{n: 2, fresh: 1}) || b.mended.ended != 1 || b.way.repairs != 2 {
		t.Errorf("counted %+v after %d repairs, %d on their way", found, b.mended.ended, b.way.repairs)
	}
	b.judge(verdict{item: 2})
	b.judge(verdict{item: 1})
	if found := b.row.outlook(100); found != (tally{n: 2, fresh: 2}) || b.mended.ended != 1 || b.way.repairs != 0 || b.heard != 1 {
		t.Errorf("counted %+v after %d repairs, %d on their way, %d bad texts", found, b.mended.ended, b.way.repairs, b.heard)
	}
}
