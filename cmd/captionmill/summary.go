package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// A summary is what a run has come to.
type summary struct {
	sqlite.Status
	outputs []output                   // those that are there
	publish map[pipeline.Publish]int64 // rows, where results were written
	spent   price.Micros               // in this run
	asked   int64                      // submissions of this run that were accepted
	failed  int64                      // rows that failed, or are unconfirmed, only since this run
	repairs sqlite.Repairs
	gamble  gamble // asked again without proof
	left    int64  // predictions that were too slow to wait for
	waiting int64  // questions that could not be asked, though nothing stopped the run
	took    time.Duration
	// complete is false where there was no time to count all of this.
	complete bool
}

// summarize counts what a run has come to.
func (ss *session) summarize(ctx context.Context, c conclusion) (sum summary, err error) {
	now, _ := work(c.readings)
	sum.gamble = c.gamble
	for _, o := range c.outputs {
		if o.there() {
			sum.outputs = append(sum.outputs, o)
		}
		if o.written {
			sum.published(o.counts)
		}
	}
	sum.took = time.Since(c.started)
	if sum.spent, sum.asked, err = ss.ledger.Spent(ctx, c.run.ID); err != nil {
		return sum, err
	}
	if sum.Status, err = ss.ledger.Status(ctx, now); err != nil {
		return sum, err
	}
	if sum.repairs, err = ss.ledger.Repairs(ctx, c.run.ID); err != nil {
		return sum, err
	}
	if sum.failed, err = ss.ledger.FailedSince(ctx, now, c.run.Since); err != nil {
		return sum, err
	}
	for _, r := range c.readings {
		if r.fresh != nil {
			sum.failed += max(0, r.Tally.Failed-r.before.Tally.Failed)
		}
	}
	sum.left = sum.Items[pipeline.Submitted]
	if c.whole {
		sum.waiting = sum.Items[pipeline.Pending]
	}
	sum.complete = true
	return sum, nil
}

// published adds what was seen on the way into a file.
func (s *summary) published(c *census) {
	if s.publish == nil {
		s.publish = map[pipeline.Publish]int64{}
	}
	for answer, n := range c.publish {
		s.publish[answer] += n
	}
}

// verdict is the error that a run ends with because of its rows.
func (s *summary) verdict(failOn string) error {
	bad := s.RowStatus[pipeline.RowFailed] + s.RowStatus[pipeline.RowUnconfirmed]
	switch {
	case failOn == "new" && s.failed+s.waiting > 0, failOn == "any" && bad+s.waiting > 0:
		return errRows
	default:
		return nil
	}
}

// summed is the summary for other programs.
type summed struct {
	counted
	Exit    int          `json:"exit"`
	Stopped string       `json:"stopped,omitempty"`
	Asked   int64        `json:"asked"`
	Spent   price.Micros `json:"spent_usd"`
	// Repairs counts what was asked again because of a bad text, and Repaired
	// those that have a better one by that.
	Repairs    int64        `json:"repairs"`
	Repaired   int64        `json:"repaired"`
	RepairCost price.Micros `json:"repairs_usd"`
	// Gambled counts what was asked again without proof; PaidTwice is what
	// that may have cost in vain.
	Gambled   int          `json:"asked_again_unproved"`
	PaidTwice price.Micros `json:"may_be_paid_twice_usd"`
	Seconds   float64      `json:"seconds"`
	Outputs   []string     `json:"outputs"`
	// Publish counts rows by whether their texts may be published. It is absent
	// when nothing was written anew.
	Publish map[pipeline.Publish]int64 `json:"publish,omitempty"`
}

// showJSON writes the summary for other programs.
func (ss *session) showJSON(sum summary, code int, why error) error {
	out := summed{counted: newCounted(sum.Status), Exit: code, Asked: sum.asked, Spent: sum.spent,
		Repairs: sum.repairs.Asked, Repaired: sum.repairs.Mended, RepairCost: sum.repairs.Cost, Gambled: sum.gamble.count, PaidTwice: sum.gamble.cost, Seconds: sum.took.Seconds(), Outputs: []string{}, Publish: sum.publish}
	for _, o := range sum.outputs {
		out.Outputs = append(out.Outputs, o.name)
	}
	if why != nil && !errors.Is(why, errRows) {
		out.Stopped = message(why)
	}
	return json.NewEncoder(ss.std.out).Encode(out)
}

func (s *summary) table() table {
	var t table
	t.add("Rows", fmt.Sprintf("%s: %s", thousands(s.Rows), words(
		part{s.RowStatus[pipeline.RowDone], "done"}, part{s.RowStatus[pipeline.RowKept], "kept"},
		part{s.RowStatus[pipeline.RowSkipped], "skipped"}, part{s.RowStatus[pipeline.RowFailed], "failed"},
		part{s.RowStatus[pipeline.RowUnconfirmed], "unconfirmed"}, part{s.RowStatus[pipeline.RowPending], "pending"})))
	if len(s.publish) > 0 {
		t.add("Publish", words(part{s.publish[pipeline.PublishYes], "yes"}, part{s.publish[pipeline.PublishDecorative], "decorative"},
			part{s.publish[pipeline.PublishReview], "to review"}, part{s.publish[pipeline.PublishNo], "no"}))
	}
	t.add("Questions", fmt.Sprintf("%s: %s", thousands(s.questions()), words(
		part{s.Items[pipeline.Done], "done"}, part{s.Items[pipeline.Failed], "failed"},
		part{s.Items[pipeline.Unconfirmed], "unconfirmed"},
		part{s.Items[pipeline.Pending] + s.Items[pipeline.Submitting] + s.Items[pipeline.Submitted], "open"})))
	t.add("Asked", plural(s.asked, "question")+" in this run")
	t.add("Cost", fmt.Sprintf("%s in this run, %s in all", s.spent, s.Cost()))
	if s.repairs.Asked > 0 {
		t.add("Repaired", fmt.Sprintf("%s of %s; asking again has cost %s", thousands(s.repairs.Mended), plural(s.repairs.Asked, "bad text"), s.repairs.Cost))
	}
	t.addSome("Paid twice?", int64(s.gamble.count), fmt.Sprintf("asked again without proof, %s", s.gamble.cost))
	t.addSome("Waiting", s.waiting, "for a folder that is gone, or for an answer about the same picture that nobody knows (captionmill resolve)")
	t.add("Time", s.took.Round(100*time.Millisecond).String())
	for _, o := range s.outputs {
		where := o.name
		if o.kept {
			where += " (unchanged)"
		}
		t.add("Results", printable(where))
	}
	return t
}

func (s *summary) questions() (n int64) {
	for _, some := range s.Items {
		n += some
	}
	return n
}

// part is a share of a count.
type part struct {
	n    int64
	name string
}

// words lists the parts that are not empty: "12 done, 1 kept".
func words(parts ...part) string {
	var some []string
	for _, p := range parts {
		if p.n > 0 {
			some = append(some, thousands(p.n)+" "+p.name)
		}
	}
	if len(some) == 0 {
		return "none"
	}
	return strings.Join(some, ", ")
}
