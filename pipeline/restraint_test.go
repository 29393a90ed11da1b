package pipeline

import (
	"context"
	"testing"
)

// moving counts the repairs that are on their way.
func (b *Brake) moving() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.way.sent
}

// Of many repairs no more are on their way than it takes to know, and more as
// they mend: of 200 pictures 41 may not fail, and 50 tell in any case.
func TestRepairsGoWithRestraint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		most          int
		good, waiting int // first answers, the good ones first
		failed        int // of the repairs that go first
		mended        int // and of those after them
		before, after int // on their way
	}{
		{"too few are known to tell", 20, 0, 49, 0, 0, 49, 49},
		{"all", 20, 0, 274, 0, 0, 50, 50},
		{"all, and none helps", 20, 0, 274, 30, 0, 50, 20},
		{"all, and one more will end the run", 20, 0, 274, 40, 0, 50, 10},
		{"all, and half of them help", 20, 0, 274, 10, 10, 50, 80},
		{"all, and every one helps", 20, 0, 274, 0, 10, 50, 200},
		{"one in five", 20, 160, 40, 0, 0, 40, 40},
		{"three in five", 20, 80, 120, 0, 0, 50, 50},
		{"three in five that are mended", 20, 80, 120, 0, 8, 50, 112},
		{"all, half of which is borne", 50, 0, 200, 0, 0, 101, 101},
		{"all, none of which is borne", 0, 0, 200, 0, 10, 50, 190},
	} {
		b := &Brake{Most: c.most}
		for i := range c.good {
			b.judge(verdict{item: ItemID(1000 + i)})
		}
		for i := range c.waiting {
			b.wait(verdict{item: ItemID(i + 1), fault: "refusal"})
			b.stand(ItemID(i + 1))
		}
		before := b.moving()
		for i := range c.failed + c.mended {
			v := verdict{item: ItemID(i + 1)}
			if i < c.failed {
				v.fault = "refusal"
			}
			if err := b.judge(v); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if after := b.moving(); before != c.before || after != c.after {
			t.Errorf("%s: %d repairs are on their way and then %d, want %d and %d", c.name, before, after, c.before, c.after)
		}
	}
}

// A turn is had for as long as it takes, and goes to the next in line then. Those
// whose text stands, and those without a place, ask for none.
func TestTurnsOfRepairs(t *testing.T) {
	t.Parallel()
	b := &Brake{Most: 20}
	for i := range 200 {
		b.wait(verdict{item: ItemID(i + 1), fault: "refusal"})
	}
	may := map[ItemID]<-chan struct{}{}
	for id := ItemID(1); id <= 200; id++ {
		may[id] = b.stand(id)
	}
	goes := func(id ItemID) bool {
		select {
		case <-may[id]:
			return true
		default:
			return false
		}
	}
	step := func(what string, item ItemID, want bool) {
		t.Helper()
		if got := goes(item); got != want {
			t.Errorf("%s: item %d goes: %t, want %t", what, item, got, want)
		}
	}
	step("the last of the first", 50, true)
	step("the next", 51, false)
	b.wait(verdict{item: 1, fault: "loop"})
	if b.stand(1) != nil {
		t.Error("the second repair of an item waits for another turn")
	}
	step("a second repair", 51, false)
	b.leave(2)
	step("one came no further", 51, true)
	b.leave(52)
	b.lapse(3, true)
	step("one left the line, and one came to an end without a text", 53, true)
	step("after that", 54, false)
	b.wait(verdict{item: 4}) // is to be shortened
	if step("one was mended", 54, true); b.stand(4) != nil || b.stand(1000) != nil {
		t.Error("what nothing depends on waits for a turn")
	}
	if b.moving() != 55 || len(b.way.line) != 141 {
		t.Errorf("%d repairs are on their way and %d in line, want 55 and 141", b.moving(), len(b.way.line))
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	for _, b := range []*Brake{b, nil, {Most: 100}} {
		b.admit(ctx, 52) // which comes back
	}
	for _, faults := range []int{0, 1} {
		s := story{Captioner: &Captioner{Brake: b}, Item: Item{ID: 60, Faults: faults}, probing: true}
		if b.passes() || s.giveWay(t.Context()).Err() != nil {
			t.Error("a probe is told to stand back")
		}
	}
}
