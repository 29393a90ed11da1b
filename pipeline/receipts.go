package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/price"
)

// An Unbilled is a prediction whose bill was not read to its end.
type Unbilled struct {
	Prediction PredictionID
	Remote     string
	// Done tells that it has brought an answer, so that nothing will be
	// refunded.
	Done  bool
	Ended time.Time // zero while it runs
	// Counted is what it counts against the caps by now.
	Counted price.Micros
}

// A Receipt is what a prediction was really charged, and refunded.
type Receipt struct {
	Prediction        PredictionID
	Charged, Refunded price.Micros
	// Settled tells that nothing more will come.
	Settled bool
}

// Books are the part of a ledger that knows what was really paid.
type Books interface {
	// Unbilled gives predictions that were intended between two moments and
	// whose bill was not read to its end: the latest before one, or of all
	// where that is 0.
	Unbilled(ctx context.Context, before PredictionID, from, to time.Time, size int) ([]Unbilled, error)
	// Settle writes receipts down. What a prediction counts against the caps is
	// its bill from then on, even where that passes one of them.
	Settle(ctx context.Context, at time.Time, receipts ...Receipt) error
	// Ours tells which remote ids belong to predictions of this ledger.
	Ours(ctx context.Context, remotes []string) (map[string]bool, error)
}

// Biller is the part of an API that shows its billing records. Asking is free.
type Biller interface {
	Bills(ctx context.Context, q api.BillQuery) (api.Bills, error)
}

// A Bookkeeper writes down what predictions were really charged and refunded,
// and finds what was billed and is not in the ledger.
type Bookkeeper struct {
	API   Biller
	Books Books
}

// RefundsWithin is how long after a prediction's end a refund may come. The
// vendor's page on refunds says three hours; one more is left for its clock.
const RefundsWithin = 4 * time.Hour

// An Audit is what the billing records have shown.
type Audit struct {
	// Asked counts the predictions that were asked about: those that are
	// Settled now, those that are Open, since a refund may come or they still
	// run, and those Unbilled, of which the records show nothing.
	Asked, Settled, Open, Unbilled int
	// Charged and Refunded are what they were, and Counted what had been
	// counted for those of which a bill was found.
	Charged, Refunded, Counted price.Micros
}

// Difference is what was paid beyond what had been counted; negative when less
// was paid.
func (a *Audit) Difference() price.Micros { return a.Charged - a.Refunded - a.Counted }

// Settle reads the bills of at most that many predictions, intended between two
// moments, the latest first: those of which the records show nothing must not
// stand in the way of the others.
func (b *Bookkeeper) Settle(ctx context.Context, from, to time.Time, most int) (a Audit, err error) {
	var before PredictionID
	for most > 0 {
		page, err := b.Books.Unbilled(ctx, before, from, to, min(most, api.MaxBillIDs))
		if err != nil || len(page) == 0 {
			return a, err
		}
		receipts, err := b.receipts(ctx, &a, page)
		if err != nil {
			return a, err
		}
		if err := b.Books.Settle(ctx, time.Now(), receipts...); err != nil {
			return a, err
		}
		before, most = page[len(page)-1].Prediction, most-len(page)
	}
	return a, nil
}

// receipts reads the bills of one page of predictions.
func (b *Bookkeeper) receipts(ctx context.Context, a *Audit, page []Unbilled) (all []Receipt, err error) {
	q := api.BillQuery{}
	for _, u := range page {
		q.Predictions = append(q.Predictions, u.Remote)
	}
	sums, err := b.sums(ctx, q, func(bill api.Bill) bool { return slices.Contains(q.Predictions, bill.Prediction) })
	if err != nil {
		return nil, err
	}
	for _, u := range page {
		a.Asked++
		sum := sums[u.Remote]
		if sum == nil || sum.Refunded > sum.Charged { // what was charged is not shown
			a.Unbilled++
			continue
		}
		all = append(all, a.add(u, sum))
	}
	return all, nil
}

// add takes one prediction's bill into account.
func (a *Audit) add(u Unbilled, sum *Sum) Receipt {
	r := Receipt{Prediction: u.Prediction, Charged: sum.Charged, Refunded: sum.Refunded}
	final := u.Done || !u.Ended.IsZero() && (sum.Refunded > 0 && sum.Refunded == sum.Charged || time.Since(u.Ended) > RefundsWithin)
	if r.Settled = final && !sum.open; r.Settled {
		a.Settled++
	} else {
		a.Open++
	}
	a.Charged, a.Refunded, a.Counted = a.Charged+r.Charged, a.Refunded+r.Refunded, a.Counted+u.Counted
	return r
}

// A Sum is what the billing records of one prediction come to.
type Sum struct {
	Prediction, Model string
	Charged, Refunded price.Micros
	At                time.Time // of the first record
	open              bool
}

// Records are paged through to their end, but not for ever: those of 100
// predictions are few, if the API heeds whose were asked for.
const (
	mostBillPages   = 10_000
	mostPagesOfOnes = 20
)

// sums pages through the records that a query gives, and adds up those that are
// wanted by their prediction. While they are paged through new ones push others
// to the next page; those are seen twice and counted once.
func (b *Bookkeeper) sums(ctx context.Context, q api.BillQuery, wanted func(api.Bill) bool) (map[string]*Sum, error) {
	sums, seen, most := map[string]*Sum{}, map[string]bool{}, mostBillPages
	if len(q.Predictions) > 0 {
		most = mostPagesOfOnes
	}
	for q.Page = 1; q.Page <= most; q.Page++ {
		page, err := b.API.Bills(ctx, q)
		if err != nil {
			return nil, err
		}
		before := len(seen)
		for _, bill := range page.Bills {
			if seen[bill.ID] {
				continue
			}
			seen[bill.ID] = true
			if bill.Prediction != "" && wanted(bill) {
				addBill(sums, bill)
			}
		}
		if !page.Full {
			return sums, nil
		}
		if len(page.Bills) > 0 && len(seen) == before {
			return nil, fmt.Errorf("page %d of the billing records shows nothing new: the API repeats itself", q.Page)
		}
	}
	return nil, fmt.Errorf("the billing records do not end after %d pages", most)
}

func addBill(sums map[string]*Sum, bill api.Bill) {
	sum := sums[bill.Prediction]
	if sum == nil {
		sum = &Sum{Prediction: bill.Prediction, Model: bill.Model, At: bill.At}
		sums[bill.Prediction] = sum
	}
	if bill.Refund {
		sum.Refunded += bill.Amount
	} else {
		sum.Charged += bill.Amount
	}
	if bill.At.Before(sum.At) {
		sum.At = bill.At
	}
	sum.open = sum.open || bill.Open
}

// Strangers gives what was billed since and is not in the ledger, the oldest
// first: predictions of other programs, or of the website, or of a ledger that
// was lost.
func (b *Bookkeeper) Strangers(ctx context.Context, since time.Time) ([]Sum, error) {
	sums, err := b.sums(ctx, api.BillQuery{After: since}, func(bill api.Bill) bool { return !bill.At.Before(since) })
	if err != nil {
		return nil, err
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(sums)), pageSize) {
		ours, err := b.Books.Ours(ctx, ids)
		if err != nil {
			return nil, err
		}
		for id := range ours {
			delete(sums, id)
		}
	}
	var all []Sum
	for _, sum := range sums {
		all = append(all, *sum)
	}
	slices.SortFunc(all, func(a, b Sum) int { return a.At.Compare(b.At) })
	return all, nil
}
