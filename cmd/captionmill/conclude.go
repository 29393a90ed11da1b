package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// A conclusion is what is left to do when the engine has stopped.
type conclusion struct {
	run      sqlite.Run
	owner    string
	gamble   gamble // asked again without proof
	readings []reading
	outputs  []output
	started  time.Time
	changed  bool  // anything was done at all
	ended    error // why the engine stopped early, nil if it did not
	whole    bool  // the engine did all that it could
}

// finish writes the results, the ledger's last word and the summary, whatever
// ended the run: what was paid is to be had.
func (ss *session) finish(ctx context.Context, c conclusion) error {
	whatever := context.WithoutCancel(ctx)
	if c.changed {
		c.ended = errors.Join(c.ended, ss.ledger.Touch(whatever, c.run.ID))
	}
	if c.whole = c.ended == nil && ctx.Err() == nil; c.whole {
		ss.settleOld(whatever)
	}
	giveBack() // captioning is over: its memory and that of the results do not add up
	err := errors.Join(c.ended, ss.exportRun(ctx, c.outputs))
	after, cancel := toTheEnd(ctx)
	defer cancel()
	sum, countErr := ss.summarize(after, c)
	err = errors.Join(err, inTime(after, countErr, "counting what was done", `"captionmill status" with the same --db does it`))
	if err == nil && ctx.Err() == nil && sum.left > 0 {
		err = errLeft
	}
	if err == nil || errors.Is(err, pipeline.ErrCap) {
		err = errors.Join(err, sum.verdict(ss.failOn))
	}
	if signal, ok := context.Cause(ctx).(stopped); ok {
		err = errors.Join(err, signal)
	}
	code := exitCode(ctx, err)
	err = errors.Join(err, ss.ledger.End(whatever, c.run.ID, code, ss.signature(c.outputs)))
	return errors.Join(err, ss.conclude(after, c, sum, code, err))
}

// conclude tells what the run has come to.
func (ss *session) conclude(ctx context.Context, c conclusion, sum summary, code int, why error) error {
	if ss.json {
		return ss.showJSON(sum, code, why)
	}
	if ss.quiet || !sum.complete {
		return nil
	}
	fmt.Fprint(ss.std.err, sum.table().String())
	return inTime(ctx, ss.preview(ctx, sum.outputs), "showing the first results", `"captionmill export" with the same --db has them`)
}

// firstOf is the first error, or else the second.
func firstOf(err, second error) error {
	if err != nil {
		return err
	}
	return second
}

func manifestsOf(readings []reading) (all []sqlite.Manifest) {
	for _, r := range readings {
		all = append(all, r.Manifest)
	}
	return all
}
