package sqlite_test

import (
	"slices"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// sums are what a ledger says of its money: reserved, charged and refunded,
// and the cost of the rows together.
type sums struct{ reserved, charged, refunded, rows price.Micros }

func sumsOf(t *testing.T, l *sqlite.Ledger) (s sums) {
	t.Helper()
	st := status(t, l)
	s = sums{reserved: st.Reserved, charged: st.Charged, refunded: st.Refunded}
	for _, o := range outcomes(t, l) {
		s.rows += o.Cost
	}
	return s
}

// purse is what counts against one cap.
func purse(t *testing.T, l *sqlite.Ledger, name string) price.Micros {
	t.Helper()
	return price.Micros(number(t, l.Name(), `SELECT coalesce(sum(spent), 0) FROM purses WHERE name = '`+name+`'`))
}

func unbilled(t *testing.T, l *sqlite.Ledger, from, to time.Time) []pipeline.Unbilled {
	t.Helper()
	found, err := l.Unbilled(t.Context(), 0, from, to, 100)
	check(t, err)
	return found
}

// What was really paid takes the place of what was reserved, in every sum and
// in the purse of the month it was asked in, as often as it is told.
func TestSettle(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(3))
	run, november := begin(t, l), time.Date(2031, 11, 30, 23, 0, 0, 0, time.UTC)
	for _, it := range claim(t, l, pipeline.Pending) {
		it = intend(t, l, run, it, november)
		record(t, l, it, it.Accepted(answer(it)))
	}
	all := unbilled(t, l, november, november)
	slices.Reverse(all) // they come the latest first
	if len(all) != 3 || all[0].Counted != cost || all[0].Remote == "" || all[0].Done || !all[0].Ended.IsZero() {
		t.Fatalf("without a bill: %+v", all)
	}
	at := november.Add(48 * time.Hour) // in another month
	for _, step := range []struct {
		receipt pipeline.Receipt
		want    sums
		open    int
	}{
		{pipeline.Receipt{Prediction: all[0].Prediction, Charged: cost}, sums{2 * cost, cost, 0, 3 * cost}, 3},
		{pipeline.Receipt{Prediction: all[0].Prediction, Charged: cost, Settled: true}, sums{2 * cost, cost, 0, 3 * cost}, 2},
		{pipeline.Receipt{Prediction: all[1].Prediction, Charged: 3 * cost}, sums{cost, 4 * cost, 0, 5 * cost}, 2},
		{pipeline.Receipt{Prediction: all[1].Prediction, Charged: 3 * cost, Refunded: 3 * cost, Settled: true}, sums{cost, 4 * cost, 3 * cost, 2 * cost}, 1},
		{pipeline.Receipt{Prediction: all[1].Prediction, Charged: 3 * cost, Refunded: 3 * cost, Settled: true}, sums{cost, 4 * cost, 3 * cost, 2 * cost}, 1},
		{pipeline.Receipt{Prediction: all[2].Prediction, Settled: true}, sums{0, 4 * cost, 3 * cost, cost}, 0},
	} {
		check(t, l.Settle(t.Context(), at, step.receipt))
		if got := sumsOf(t, l); got != step.want {
			t.Errorf("after %+v: %+v, want %+v", step.receipt, got, step.want)
		}
		for _, name := range []string{"total", "month 2031-11", "run 1"} {
			if got, want := purse(t, l, name), step.want.reserved+step.want.charged-step.want.refunded; got != want {
				t.Errorf("after %+v: purse %s has %s, want %s", step.receipt, name, got, want)
			}
		}
		if got := unbilled(t, l, time.Time{}, at); len(got) != step.open {
			t.Errorf("after %+v: %d without a final bill, want %d", step.receipt, len(got), step.open)
		}
	}
	if got := purse(t, l, "month 2031-12"); got != 0 {
		t.Errorf("the month of the bill has %s", got)
	}
	check(t, l.Settle(t.Context(), at))
	if err := l.Settle(t.Context(), at, pipeline.Receipt{Prediction: 99, Charged: cost}); err == nil {
		t.Error("a receipt for no prediction was taken")
	}
}

// One bad receipt leaves the others of the same call unwritten, too.
func TestSettleTogether(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(1))
	it := caption(t, l, begin(t, l), claim(t, l, pipeline.Pending)[0])
	before := sumsOf(t, l)
	err := l.Settle(t.Context(), time.Now(), pipeline.Receipt{Prediction: it.Prediction, Charged: 7 * cost}, pipeline.Receipt{Prediction: 99})
	if got := sumsOf(t, l); err == nil || got != before {
		t.Errorf("%v; %+v, before %+v", err, got, before)
	}
}

// Money that came back can be spent again, and a bill that was higher than the
// reserve stands in a cap's way.
func TestSettledPurse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		charged, refunded price.Micros
		room              bool
	}{
		"as reserved": {cost, 0, false}, "refunded": {cost, cost, true}, "cheaper": {cost / 2, 0, false}, "dearer": {2 * cost, 0, false}, "free": {0, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := create(t)
			fill(t, l, "images", ledgertest.Rows(2))
			run, pending := begin(t, l), claim(t, l, pipeline.Pending)
			done := caption(t, l, run, pending[0])
			check(t, l.Settle(t.Context(), time.Now(), pipeline.Receipt{Prediction: done.Prediction, Charged: c.charged, Refunded: c.refunded, Settled: true}))
			_, err := l.Intend(t.Context(), pipeline.Intent{Item: pending[1].ID, Run: run.ID, Purse: run.Purse, Images: []byte(`[]`), Extras: []byte(`{}`),
				Price: cost, Caps: pipeline.Caps{Total: cost}, At: time.Now()})
			if (err == nil) != c.room {
				t.Errorf("the next question: %v, want room %v", err, c.room)
			}
		})
	}
}

// A bill that changes what rows cost makes results older than what they show.
func TestSettledResults(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(1))
	run := begin(t, l)
	it := caption(t, l, run, claim(t, l, pipeline.Pending)[0])
	end(t, l, run, 0)
	const changed = `SELECT coalesce(max(changed_at), 0) FROM runs`
	before := number(t, l.Name(), changed)
	check(t, l.Settle(t.Context(), time.Now(), pipeline.Receipt{Prediction: it.Prediction, Charged: cost}))
	if got := number(t, l.Name(), changed); got != before {
		t.Error("a bill as it was expected changes the results")
	}
	check(t, l.Settle(t.Context(), time.Now(), pipeline.Receipt{Prediction: it.Prediction, Charged: cost, Refunded: 1}))
	if got := number(t, l.Name(), changed); got == before {
		t.Error("a refund does not change the results")
	}
}
