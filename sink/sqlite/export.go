package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"iter"
	"sync"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// outcomesSQL walks rows in order, each with its answer. Most items have one
// prediction and one row; that there is no other is told by an index alone. A
// draft is an answer like any other.
const outcomesSQL = `
SELECT r.name, r.images, r.cells, r.fate, r.alt, CASE WHEN i.draft IS NULL THEN i.state ELSE 'done' END,
       coalesce(r.reason, CASE WHEN i.draft IS NULL THEN i.reason END), coalesce(r.detail, CASE WHEN i.draft IS NULL THEN i.detail END),
       CASE WHEN i.state = 'done' OR i.draft IS NOT NULL THEN p.caption END, q.label, p.remote,
       CASE WHEN p.item = i.id AND NOT EXISTS (SELECT 1 FROM predictions WHERE item = i.id AND id <> p.id)
         THEN coalesce(p.charged, p.reserved) - coalesce(p.refunded, 0)
         ELSE (SELECT coalesce(sum(coalesce(charged, reserved) - coalesce(refunded, 0)), 0) FROM predictions WHERE item = i.id) END,
       i.id IS NULL OR NOT EXISTS (SELECT 1 FROM answers WHERE item = i.id AND row < r.id),
       p.item IS NOT NULL AND p.item <> i.id
FROM rows r
LEFT JOIN answers a ON a.row = r.id AND a.slot = ''
LEFT JOIN items i ON i.id = a.item
LEFT JOIN predictions p ON p.id = coalesce(i.draft, i.prediction)
LEFT JOIN prompts q ON q.id = coalesce(p.prompt, i.prompt)
WHERE r.id BETWEEN ? AND ?
ORDER BY r.id`

// Outcomes walks the given rows in the manifest's order. What it shows is one
// moment of the ledger, however long the walk takes; a run may write
// meanwhile. An error ends the walk. The outcome is reused between steps.
//
// A few hundred rows are read ahead while the caller works on those before.
func (l *Ledger) Outcomes(ctx context.Context, rows pipeline.Range) iter.Seq2[*pipeline.Outcome, error] {
	return func(yield func(*pipeline.Outcome, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		w := newWalk(ctx)
		var reader sync.WaitGroup
		reader.Go(func() { w.read(l, rows) })
		defer reader.Wait()
		defer cancel()
		for page := range w.full {
			for i := range page {
				if !yield(&page[i], nil) {
					return
				}
			}
			w.empty <- page
		}
		if w.err != nil {
			yield(nil, fmt.Errorf("read results: %w", w.err))
		}
	}
}

// A walk hands outcomes over, page by page.
type walk struct {
	ctx   context.Context
	full  chan []pipeline.Outcome
	empty chan []pipeline.Outcome // to be used again
	page  []pipeline.Outcome
	err   error // why it ended early; to be read once full is closed
}

// walkPage is how many outcomes are handed over at once, and walkPages how many
// such pages there are: one with the reader, one with the caller, one between.
const (
	walkPage  = 128
	walkPages = 3
)

func newWalk(ctx context.Context) *walk {
	w := &walk{ctx: ctx, full: make(chan []pipeline.Outcome, walkPages), empty: make(chan []pipeline.Outcome, walkPages)}
	for range walkPages {
		w.empty <- make([]pipeline.Outcome, 0, walkPage)
	}
	return w
}

// read reads all there is, and closes full.
func (w *walk) read(l *Ledger, rows pipeline.Range) {
	defer close(w.full)
	w.page = <-w.empty
	w.err = l.eachRow(w.ctx, outcomesSQL, w.add, int64(rows.First), int64(rows.Last))
	if w.err == nil {
		w.full <- w.page // there is room for every page
	}
}

// add takes one more row, and hands the page over when it is full.
func (w *walk) add(row []driver.Value) error {
	if len(w.page) == cap(w.page) {
		w.full <- w.page
		select {
		case w.page = <-w.empty:
			w.page = w.page[:0]
		case <-w.ctx.Done():
			return context.Cause(w.ctx)
		}
	}
	n := len(w.page)
	w.page = w.page[:n+1]
	return readOutcome(&w.page[n], row)
}

func readOutcome(o *pipeline.Outcome, row []driver.Value) (err error) {
	o.ID, o.Cells, o.Fate, o.Alt = text(row[0]), text(row[2]), pipeline.RowStatus(text(row[3])), text(row[4])
	o.State, o.Reason, o.Detail = pipeline.State(text(row[5])), text(row[6]), text(row[7])
	o.Caption, o.Model, o.Remote = text(row[8]), text(row[9]), text(row[10])
	o.Cost, o.First, o.Twin = price.Micros(number(row[11])), number(row[12]) != 0, number(row[13]) != 0
	o.Images, err = pipeline.ParseStrings(text(row[1]), o.Images[:0])
	return err
}
