package pipeline

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// pictures judges pictures one after another until the brake holds, and says
// after how many; 0 for never.
func pictures(most, n int, how func(i int) verdict) (after int, err error) {
	b := &Brake{Most: most}
	for i := range n {
		v := how(i)
		v.picture = sum(fmt.Sprint("picture ", i))
		if err = b.judge(v); err != nil {
			return i + 1, err
		}
	}
	return 0, nil
}

// fresh is a picture with a text of its own.
func fresh(i int) verdict { return verdict{text: sum(fmt.Sprint("text ", i))} }

func spoiltIf(bad bool, i int) verdict {
	if bad {
		return verdict{fault: "refusal", images: []string{fmt.Sprintf("%d.jpg", i)}}
	}
	return fresh(i)
}

func TestBrake(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name     string
		most, n  int
		how      func(i int) verdict
		from, to int // when it has to hold; 0 for never
	}{
		{"all is well", 20, 1000, fresh, 0, 0},
		{"nothing is", 20, 1000, func(i int) verdict { return spoiltIf(true, i) }, 50, 50},
		{"nothing is, and few were asked", 20, 49, func(i int) verdict { return spoiltIf(true, i) }, 0, 0},
		{"2 in 100, over 100,000", 20, 100_000, func(i int) verdict { return spoiltIf(dice.Float64() < 0.02, i) }, 0, 0},
		{"one in four", 20, 1000, func(i int) verdict { return spoiltIf(i%4 == 0, i) }, 50, 200},
		{"one in four by chance", 20, 1000, func(i int) verdict { return spoiltIf(dice.Float64() < 0.25, i) }, 50, 200},
		{"every other", 20, 1000, func(i int) verdict { return spoiltIf(i%2 == 0, i) }, 50, 50},
		{"exactly one in five", 20, 10_000, func(i int) verdict { return spoiltIf(i%5 == 4, i) }, 0, 0},
		{"from then on", 20, 2000, func(i int) verdict { return spoiltIf(i >= 1000, i) }, 1041, 1041},
		{"10 in a row, now and then", 20, 10_000, func(i int) verdict { return spoiltIf(i%100 < 10 && i > 100, i) }, 0, 0},
		{"none is borne, and there is none", 0, 1000, fresh, 0, 0},
		{"none is borne", 0, 1000, func(i int) verdict { return spoiltIf(i == 70, i) }, 71, 71},
		{"none is borne from the beginning", 0, 1000, func(i int) verdict { return spoiltIf(i == 3, i) }, 50, 50},
		{"one text for all", 20, 1000, func(i int) verdict { return verdict{text: sum("same")} }, 20, 20},
		{"one text for all that the question asks for", 20, 1000, func(i int) verdict { return verdict{text: sum("same"), invited: true} }, 50, 50},
		{"such a text for half", 20, 10_000, func(i int) verdict {
			if i%2 == 1 {
				return verdict{text: sum("same"), invited: true}
			}
			return fresh(i)
		}, 0, 0},
		{"such a text for two of three", 20, 10_000, func(i int) verdict {
			if i%3 != 0 {
				return verdict{text: sum("same"), invited: true}
			}
			return fresh(i)
		}, 50, 50},
		{"such a text for the first 25", 20, 1000, func(i int) verdict {
			if i < 25 {
				return verdict{text: sum("same"), invited: true}
			}
			return fresh(i)
		}, 0, 0},
		{"texts that do not count", 20, 1000, func(i int) verdict { return verdict{} }, 0, 0},
		{"one text 19 times in 200", 20, 10_000, func(i int) verdict {
			if i%11 == 0 {
				return verdict{text: sum("same")}
			}
			return fresh(i)
		}, 0, 0},
	} {
		after, err := pictures(c.most, c.n, c.how)
		if after < c.from || after > c.to || (after > 0) != errors.Is(err, ErrJunk) || (after > 0) != errors.Is(err, ErrCap) {
			t.Errorf("%s: the brake held after %d (%v), want %d to %d", c.name, after, err, c.from, c.to)
		}
	}
}

// Repairs end late, and what cannot be repaired ends together. That makes no
// more of them than there are, and no fewer.
func TestBrakeOfLateEndings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		bad   int // of a hundred, none of which can be repaired
		n     int
		holds bool
	}{{2, 20_000, false}, {15, 600, false}, {19, 5000, false}, {20, 5000, false}, {22, 5000, true}, {35, 600, true}, {35, 60, true}, {90, 40, false}} {
		b := &Brake{Most: 20}
		var err error
		for i := range c.n {
			id := ItemID(i + 1)
			if i*c.bad%100 < c.bad {
				b.wait(verdict{item: id, fault: "refusal"})
				b.wait(verdict{item: id, fault: "loop"}) // a second repair
			} else {
				err = errors.Join(err, b.judge(verdict{item: id}))
			}
		}
		if err != nil {
			t.Errorf("%d in 100 of %d: held before one of them had ended: %v", c.bad, c.n, err)
		}
		for id := range b.seats {
			err = errors.Join(err, b.judge(verdict{item: id, fault: "refusal"}))
		}
		if errors.Is(err, ErrJunk) != c.holds || len(b.seats) != 0 || b.row.gone+len(b.row.all) != c.n {
			t.Errorf("%d in 100 of %d: %v; %d still wait, %d have a place", c.bad, c.n, err, len(b.seats), b.row.gone+len(b.row.all))
		}
	}
}

// What earlier runs have seen counts along, and stops no run by itself.
func TestBrakeRemembers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                  string
		failed, good, waiting int // of earlier runs, shuffled
		fresh                 func(i int) verdict
		n                     int // of this run, behind those that wait, which all fail
		from, to              int // when it has to hold; 0 for never
	}{
		{"nothing was good", 100, 0, 0, func(i int) verdict { return spoiltIf(true, i) }, 50, 10, 10},
		{"nothing was good, and all is now", 200, 0, 0, fresh, 1000, 0, 0},
		{"nothing was good, and most is now", 200, 0, 0, func(i int) verdict { return spoiltIf(i%10 == 9, i) }, 1000, 0, 0},
		{"few were asked", 30, 0, 0, func(i int) verdict { return spoiltIf(true, i) }, 30, 20, 20},
		{"all wait", 0, 0, 100, fresh, 0, 21, 21},
		{"2 in 100 wait", 0, 392, 8, fresh, 100, 0, 0},
		{"10 in 100 wait", 0, 360, 40, fresh, 100, 0, 0},
		{"30 in 100 wait", 0, 280, 120, fresh, 0, 41, 120},
		{"some have failed, and some wait", 60, 300, 40, fresh, 0, 10, 40},
		{"all was good", 0, 400, 0, func(i int) verdict { return spoiltIf(true, i) }, 100, 41, 41},
	} {
		b := &Brake{Most: 20}
		b.remember(pasts(c.failed, c.good, c.waiting))
		held, ended := 0, 0
		judge := func(v verdict) {
			if ended++; b.judge(v) != nil && held == 0 {
				held = ended
			}
		}
		for id := range ItemID(c.failed + c.good + c.waiting) {
			if b.resume(id + 1) {
				judge(verdict{item: id + 1, fault: "refusal"})
			}
		}
		for i := range c.n {
			judge(c.fresh(i))
		}
		if held < c.from || held > c.to {
			t.Errorf("%s: the brake held after %d, want %d to %d", c.name, held, c.from, c.to)
		}
	}
}

// pasts mixes so many endings of each kind.
func pasts(failed, good, waiting int) (all []Past) {
	for i := range failed + good + waiting {
		state := Done
		switch {
		case i < failed:
			state = Failed
		case i < failed+waiting:
			state = Pending
		}
		all = append(all, Past{State: state})
	}
	dice := rand.New(rand.NewPCG(3, 4))
	dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for i := range all {
		all[i].Item = ItemID(i + 1)
	}
	return all
}

// Earlier runs are asked about the neighbours of what they have left, once each,
// and about those of new questions.
func TestBrakeAsksEarlierRuns(t *testing.T) {
	t.Parallel()
	b := &Brake{Most: 20}
	for i, c := range []struct {
		item        Item
		first, last ItemID // 0 for nothing
	}{
		{Item{ID: 900, Attempts: 1}, 0, 0},
		{Item{ID: 1010, Faults: 1, Attempts: 1}, 800, 1199},
		{Item{ID: 1011, Faults: 1, Attempts: 1}, 0, 0},
		{Item{ID: 1199, Faults: 2, Attempts: 2}, 0, 0},
		{Item{ID: 1300, Faults: 1, Attempts: 1}, 1200, 1399},
		{Item{ID: 2000}, 1800, 2199},
		{Item{ID: 2199}, 0, 0},
		{Item{ID: 2300}, 2200, 2399},
		{Item{ID: 2301}, 0, 0},
		{Item{ID: 2500, Faults: 1, Attempts: 1}, 2400, 2599},
		{Item{ID: 2900, Faults: 1, Attempts: 1}, 0, 0},  // has its place
		{Item{ID: 300, Faults: 1, Attempts: 1}, 0, 399}, // of a page after those
		{Item{ID: 700, Faults: 1, Attempts: 1}, 400, 799},
	} {
		b.wait(verdict{item: 2900, fault: "refusal"})
		s, wanted := b.unknown(&c.item)
		if wanted != (c.last != 0) || s.First != c.first || s.Last != c.last {
			t.Errorf("%d, item %d: %d to %d, %t; want %d to %d", i, c.item.ID, s.First, s.Last, wanted, c.first, c.last)
		}
	}
	for _, idle := range []*Brake{nil, {Most: 100}} {
		if s, wanted := idle.unknown(&Item{ID: 1, Faults: 1}); wanted {
			t.Errorf("a brake that judges nothing wants %v", s)
		}
	}
}

// One picture in many languages is one picture.
func TestBrakeCountsPictures(t *testing.T) {
	t.Parallel()
	b := &Brake{Most: 20}
	for i := range 400 {
		v := verdict{text: sum("same"), picture: sum(fmt.Sprint(i % 19))}
		if err := b.judge(v); err != nil {
			t.Fatalf("after %d questions about 19 pictures: %v", i+1, err)
		}
	}
	if err := b.judge(verdict{text: sum("same"), picture: sum("another")}); !errors.Is(err, ErrJunk) {
		t.Errorf("20 pictures with one text: %v", err)
	}
	if len(b.last) != junkWindow || len(b.alike) != 1 {
		t.Errorf("%d verdicts and %d texts are remembered, want %d and 1", len(b.last), len(b.alike), junkWindow)
	}
}

// The message shows the latest examples, short, and nothing that a terminal
// would obey.
func TestBrakeExamples(t *testing.T) {
	t.Parallel()
	b := &Brake{Most: 20}
	var err error
	for i := range 50 {
		s := story{Captioner: new(Captioner), Item: Item{Prompt: &Prompt{}, Images: []string{fmt.Sprintf("https://example.com/%d.jpg?%s", i, strings.Repeat("long", 100))}}}
		err = b.judge(s.found("refusal", "I'm sorry,\x1b[2J\nI can't\u202e assist. "+strings.Repeat("Very sorry. ", 100)))
	}
	if err == nil {
		t.Fatal("the brake did not hold")
	}
	text := err.Error()
	for _, part := range []string{"50 of 50 pictures", "https://example.com/49.jpg", "https://example.com/48.jpg", "https://example.com/47.jpg",
		`refusal "I'm sorry, I can't assist.`, "--max-junk 100"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %s", part, text)
		}
	}
	if strings.Contains(text, "46.jpg") || len(text) > 1000 || strings.ContainsAny(text, "\x1b\n\u202e") {
		t.Errorf("%d bytes: %q", len(text), text)
	}
}

// A bad text that may be repaired is no text yet, and no failure.
func TestBrakeNamesWhatWaitsApart(t *testing.T) {
	t.Parallel()
	b := &Brake{Most: 20}
	for i := range junkWindow {
		b.wait(verdict{item: ItemID(i + 1), fault: "refusal"})
	}
	var err error
	for id := ItemID(1); err == nil && id <= junkWindow; id++ {
		err = b.judge(verdict{item: id, fault: "refusal"})
	}
	const want = "41 of 200 pictures, one after another, have no text that can be published, and 159 more have none unless a repair helps, such as"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v; want %s", err, want)
	}
}
