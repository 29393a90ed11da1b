package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/spf13/cobra"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

func newReceipts(std streams) *cobra.Command {
	var (
		s     settings
		since = span(7 * 24 * time.Hour)
	)
	c := &cobra.Command{
		Use:   "receipts",
		Short: "Write down what was really charged and refunded",
		Long: `receipts asks the API's billing records about the predictions of the ledger,
and writes down what each was really charged and refunded; the caps count that
from then on. It lists what was billed and is not in the ledger: what other
programs, or the website, have asked on the same account. It costs nothing.`,
		Args: noCommand,
	}
	flags := s.borrow(c.Flags(), "db", "emulate", "config", "base-url", "json")
	c.Flags().Var(&since, "since", "how far back to look for what is not in the ledger, a `TIME` such as 24h")
	c.RunE = func(c *cobra.Command, _ []string) (err error) {
		if err := s.prepare(flags); err != nil {
			return err
		}
		ss, err := heldSession(c.Context(), &s, std)
		if err != nil {
			return err
		}
		defer func() { err = firstOf(err, ss.close()) }()
		return ss.receipts(c.Context(), time.Now().Add(-time.Duration(since)))
	}
	return c
}

// receipts reads every bill that is still open, and what else was billed.
func (ss *session) receipts(ctx context.Context, since time.Time) error {
	if err := firstOf(ss.connect(), ss.unlock()); err != nil {
		return err
	}
	if err := ss.sameProvider(ctx); err != nil {
		return err
	}
	keeper := &pipeline.Bookkeeper{API: ss.client, Books: ss.ledger}
	audit, err := keeper.Settle(ctx, time.Time{}, time.Now(), math.MaxInt)
	if err != nil {
		return unheard(ctx, err)
	}
	strangers, err := keeper.Strangers(ctx, since)
	if err != nil {
		return unheard(ctx, err)
	}
	if ss.json {
		return json.NewEncoder(ss.std.out).Encode(newAudited(audit, strangers))
	}
	doubts, err := ss.ledger.Doubtful(ctx, 0, everyDoubt)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(ss.std.out, auditTable(audit, strangers, len(doubts)).String())
	return err
}

// audited is what the billing records have shown, for other programs.
type audited struct {
	Schema     int          `json:"schema"`
	Asked      int          `json:"asked"`
	Settled    int          `json:"settled"`
	Open       int          `json:"open"`
	Unbilled   int          `json:"without_bill"`
	Charged    price.Micros `json:"charged_usd"`
	Refunded   price.Micros `json:"refunded_usd"`
	Difference price.Micros `json:"difference_usd"`
	Strangers  []stranger   `json:"not_in_ledger"`
}

type stranger struct {
	Prediction string       `json:"prediction_id"`
	Model      string       `json:"model"`
	At         time.Time    `json:"at"`
	Charged    price.Micros `json:"charged_usd"`
	Refunded   price.Micros `json:"refunded_usd"`
}

func newAudited(a pipeline.Audit, strangers []pipeline.Sum) audited {
	out := audited{Schema: 1, Asked: a.Asked, Settled: a.Settled, Open: a.Open, Unbilled: a.Unbilled,
		Charged: a.Charged, Refunded: a.Refunded, Difference: a.Difference(), Strangers: []stranger{}}
	for _, s := range strangers {
		out.Strangers = append(out.Strangers, stranger{s.Prediction, s.Model, s.At.UTC(), s.Charged, s.Refunded})
	}
	return out
}

// mostStrangers is how many a person is shown.
const mostStrangers = 20

func auditTable(a pipeline.Audit, strangers []pipeline.Sum, doubts int) table {
	var t table
	t.add("Bills", fmt.Sprintf("%s asked about: %s", plural(int64(a.Asked), "prediction"), words(
		part{int64(a.Settled), "settled"}, part{int64(a.Open), "open"}, part{int64(a.Unbilled), "without a bill yet"})))
	t.add("Charged", fmt.Sprintf("%s, %s refunded", a.Charged, a.Refunded))
	switch d := a.Difference(); {
	case d > 0:
		t.add("Difference", d.String()+" more than was set aside")
	case d < 0:
		t.add("Difference", (-d).String()+" less than was set aside")
	}
	var net price.Micros
	for _, s := range strangers {
		net += s.Charged - s.Refunded
	}
	t.add("Elsewhere", fmt.Sprintf("%s billed that this ledger does not know, %s", plural(int64(len(strangers)), "prediction"), net))
	for _, s := range strangers[:min(len(strangers), mostStrangers)] {
		t.add("", fmt.Sprintf("%s  %s  %s  %s", printable(s.Prediction), s.At.UTC().Format(time.DateTime), printable(s.Model), billOf(s)))
	}
	if doubts > 0 && len(strangers) > 0 {
		t.add("", fmt.Sprintf("%s of this ledger may be among them: captionmill resolve", plural(int64(doubts), "unconfirmed question")))
	}
	if more := len(strangers) - mostStrangers; more > 0 {
		t.add("", fmt.Sprintf("… and %s more; --json lists them all", thousands(int64(more))))
	}
	return t
}

// billOf is what a prediction was charged, and what came back of it.
func billOf(s pipeline.Sum) string {
	if s.Refunded == 0 {
		return s.Charged.String()
	}
	return fmt.Sprintf("%s, %s refunded", s.Charged, s.Refunded)
}

// settleOld writes down, at the end of a run, what was really paid for
// predictions that are old enough for their bills to be final. It is not worth
// a wait: captionmill receipts does the same.
func (ss *session) settleOld(ctx context.Context) {
	const most = 10_000 // a hundred calls, if there is time for them
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	keeper := &pipeline.Bookkeeper{API: ss.client, Books: ss.ledger}
	_, err := keeper.Settle(ctx, time.Now().Add(-oldestBill), time.Now().Add(-pipeline.RefundsWithin), most)
	if err != nil {
		ss.log.Debug("bills could not be read", "error", err)
	}
}

// oldestBill is how long a prediction of which the records show nothing is
// asked about again by every run.
const oldestBill = 30 * 24 * time.Hour
