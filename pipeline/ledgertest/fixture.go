package ledgertest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/price"
)

// cost is the price of one prediction throughout the suite.
const cost price.Micros = 5000

// noon is when everything happens unless a promise is about time. It is far
// from today, so that a ledger that looks at the clock is found out.
var noon = time.Date(2031, 11, 15, 12, 0, 0, 0, time.UTC)

var errRefused = &api.Error{Op: "submit", Subject: "model", Verdict: api.Retry, Reason: "rate_limited"}

// A fixture is a ledger with rows, and a run to ask about them.
type fixture struct {
	Ledger
	t    *testing.T
	rows pipeline.Range
	run  pipeline.RunID
	caps pipeline.Caps
	now  time.Time
}

// setUp opens a ledger and fills it with n rows that ask a question each.
func setUp(t *testing.T, open opener, n int) *fixture {
	t.Helper()
	l := open(t)
	return &fixture{Ledger: l, t: t, rows: l.Fill(t, "images", Rows(n)), run: l.Start(t), now: noon}
}

// claim gives all items in a state, by pages of a size that divides nothing.
func (b *fixture) claim(s pipeline.State) (all []pipeline.Item) {
	b.t.Helper()
	var after pipeline.ItemID
	for {
		page := b.page(pipeline.Page{State: s, Work: pipeline.Work{b.rows}, After: after, Size: 777})
		if len(page) == 0 {
			return all
		}
		if page[0].ID <= after {
			b.t.Fatalf("the page after item %d begins with item %d", after, page[0].ID)
		}
		all, after = append(all, page...), page[len(page)-1].ID
	}
}

func (b *fixture) page(p pipeline.Page) []pipeline.Item {
	b.t.Helper()
	items, err := b.Claim(b.t.Context(), p)
	if err != nil {
		b.t.Fatalf("Claim(%+v): %v", p, err)
	}
	return items
}

// one gives the first pending item.
func (b *fixture) one() pipeline.Item {
	b.t.Helper()
	pending := b.claim(pipeline.Pending)
	if len(pending) == 0 {
		b.t.Fatal("no item is pending")
	}
	return pending[0]
}

// find looks an item up, wherever it stands.
func (b *fixture) find(id pipeline.ItemID) pipeline.Item {
	b.t.Helper()
	for _, s := range pipeline.States {
		page := b.page(pipeline.Page{State: s, Work: pipeline.Work{b.rows}, After: id - 1, Size: 1})
		if len(page) == 1 && page[0].ID == id {
			return page[0]
		}
	}
	b.t.Fatalf("item %d is in no state", id)
	return pipeline.Item{}
}

// intent asks about an item now.
func (b *fixture) intent(it pipeline.Item) error {
	_, err := b.Intend(context.Background(), pipeline.Intent{
		Item: it.ID, Run: b.run, Purse: b.run, Owner: "suite", BaseURL: "https://api.example",
		Images: []byte(`["https://img.example/a.jpg"]`), Extras: []byte(`{}`), Price: cost, Caps: b.caps, At: b.now,
	})
	return err
}

// intend is intent for a question that may be asked.
func (b *fixture) intend(it pipeline.Item) pipeline.Item {
	b.t.Helper()
	if err := b.intent(it); err != nil {
		b.t.Fatalf("Intend of item %d: %v", it.ID, err)
	}
	return b.find(it.ID)
}

// record makes a step that must work.
func (b *fixture) record(s pipeline.Step) pipeline.Item {
	b.t.Helper()
	if err := b.Record(b.t.Context(), s); err != nil {
		b.t.Fatalf("Record %s to %s: %v", s.From, s.To, err)
	}
	return b.find(s.Item)
}

// expect fails unless err is, or wraps, what was wanted.
func (b *fixture) expect(what string, err, want error) {
	b.t.Helper()
	if !errors.Is(err, want) {
		b.t.Errorf("%s: got %v, want %v", what, err, want)
	}
}

// reserved fails unless so many prices are reserved in all.
func (b *fixture) reserved(prices int) {
	b.t.Helper()
	if got, want := b.Reserved(b.t), price.Micros(prices)*cost; got != want {
		b.t.Errorf("reserved %s, want %s", got, want)
	}
}

// outcomes copies what the rows have come to; a ledger may use one outcome
// for all of them.
func (b *fixture) outcomes() (all []pipeline.Outcome) {
	b.t.Helper()
	for o, err := range b.Outcomes(b.t.Context(), b.rows) {
		if err != nil {
			b.t.Fatal(err)
		}
		o := *o
		o.Images = slices.Clone(o.Images)
		all = append(all, o)
	}
	return all
}

// crowd runs f for every item, each in a goroutine, all at once.
func crowd(items []pipeline.Item, f func(i int, it pipeline.Item)) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for i, it := range items {
		all.Go(func() { <-start; f(i, it) })
	}
	close(start)
	all.Wait()
}
