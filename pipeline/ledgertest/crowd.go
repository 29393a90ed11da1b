package ledgertest

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

func raceForMoney(t *testing.T, open opener) {
	const most = 100
	b := setUp(t, open, 1000)
	b.caps = pipeline.Caps{Run: most * cost}
	var asked, refused atomic.Int64
	crowd(b.claim(pipeline.Pending), func(_ int, it pipeline.Item) {
		switch err := b.intent(it); {
		case err == nil:
			asked.Add(1)
		case errors.Is(err, pipeline.ErrCap):
			refused.Add(1)
		default:
			t.Error(err)
		}
	})
	if asked.Load() != most || refused.Load() != 1000-most {
		t.Errorf("%d asked and %d refused under a cap of %d", asked.Load(), refused.Load(), most)
	}
	if n := len(b.claim(pipeline.Submitting)); n != most {
		t.Errorf("%d items are being submitted, want %d", n, most)
	}
	b.reserved(most)
}

func raceForOneItem(t *testing.T, open opener) {
	b := setUp(t, open, 1)
	same := slices.Repeat([]pipeline.Item{b.one()}, 1000)
	var asked atomic.Int64
	crowd(same, func(_ int, it pipeline.Item) {
		if err := b.intent(it); err == nil {
			asked.Add(1)
		} else if !errors.Is(err, pipeline.ErrStale) {
			t.Error(err)
		}
	})
	if asked.Load() != 1 {
		t.Errorf("asked %d times, and paid as often", asked.Load())
	}
	b.reserved(1)
}

// neighbours lets thousands of stories run side by side, and among them steps
// that must fail. Every item must end with its own caption.
func neighbours(t *testing.T, open opener) {
	b := setUp(t, open, 2000)
	items := b.claim(pipeline.Pending)
	crowd(items, func(_ int, it pipeline.Item) {
		if err := b.intent(it); err != nil {
			t.Error(err)
		}
	})
	var stale sync.WaitGroup
	crowd(b.claim(pipeline.Submitting), func(i int, it pipeline.Item) {
		if i%100 == 7 {
			late := it
			late.Prediction += 1 << 30
			stale.Go(func() {
				b.expect("a stale neighbour", b.Record(t.Context(), late.Answered(answer(late))), pipeline.ErrStale)
			})
		}
		if err := b.Record(t.Context(), it.Accepted(answer(it))); err != nil {
			t.Error(err)
		}
		it.State = pipeline.Submitted
		if err := b.Record(t.Context(), it.Answered(answer(it))); err != nil {
			t.Error(err)
		}
	})
	stale.Wait()
	b.Ledger = b.Reopen(t)
	b.ownCaptions(2000)
	b.reserved(2000)
}

// ownCaptions fails unless every row has the caption of its own picture.
func (b *fixture) ownCaptions(want int) {
	b.t.Helper()
	all := b.outcomes()
	if len(all) != want {
		b.t.Fatalf("%d rows came out, want %d", len(all), want)
	}
	for _, o := range all {
		if o.State != pipeline.Done || o.Caption != "A picture of "+o.Images[0] || o.Cost != cost {
			b.t.Fatalf("row %s of %s: %s, %q, %s", o.ID, o.Images, o.State, o.Caption, o.Cost)
		}
	}
}
