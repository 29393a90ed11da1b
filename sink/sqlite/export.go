package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"iter"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// What an export reads of a row, and of its answer. Most items have one
// prediction; that there is no other is told by an index alone. Whether another
// row asks the same is only looked for in what stands before all that are read:
// of those, whoever reads them knows. A draft is an answer like any other.
const (
	rowSQL = `
SELECT r.name, r.images, r.cells, r.fate, r.alt, CASE WHEN i.state = 'done' OR i.draft IS NOT NULL THEN 1 ELSE i.state END,
       coalesce(r.reason, CASE WHEN i.draft IS NULL THEN i.reason END), coalesce(r.detail, CASE WHEN i.draft IS NULL THEN i.detail END),
       CASE WHEN i.state = 'done' OR i.draft IS NOT NULL THEN p.caption END, coalesce(p.prompt, i.prompt), p.remote,
       CASE WHEN p.item <> i.id THEN (SELECT pictures FROM items WHERE id = p.item) ELSE i.pictures END,
       CASE WHEN p.item = i.id AND NOT EXISTS (SELECT 1 FROM predictions WHERE item = i.id AND id <> p.id)
         THEN coalesce(p.charged, p.reserved) - coalesce(p.refunded, 0)
         ELSE (SELECT coalesce(sum(coalesce(charged, reserved) - coalesce(refunded, 0)), 0) FROM predictions WHERE item = i.id) END,
       p.item IS NOT NULL AND p.item <> i.id, i.id,
       i.id IS NULL OR NOT EXISTS (SELECT 1 FROM answers WHERE row < ?1)
         OR NOT EXISTS (SELECT 1 FROM answers WHERE item = i.id AND row < ?1),
       CASE WHEN r.alt IS NULL THEN (SELECT code FROM held WHERE prediction = p.id AND manifest = r.manifest)
         ELSE (SELECT code FROM held WHERE prediction = p.id LIMIT 1) END`
	joinsSQL = `
LEFT JOIN items i ON i.id = a.item
LEFT JOIN predictions p ON p.id = coalesce(i.draft, i.prediction)`
	// outcomesSQL walks rows in order, each with its only answer.
	outcomesSQL = rowSQL + `
FROM rows r
LEFT JOIN answers a ON a.row = r.id AND a.slot = ''` + joinsSQL + `
WHERE r.id BETWEEN ?1 AND ?2
ORDER BY r.id`
	// detailsSQL walks the same with all answers of each, and all that is known.
	// The last decision about the row's pictures counts, and where there is none,
	// the last about others.
	detailsSQL = rowSQL + `,
       r.id, r.manifest, r.line, r.key, a.slot, p.id, d.decision, d.text, d.prediction, d.decided_by, d.decided_at,
       p.intended_at, p.ended_at, coalesce(p.caption, p.answer),
       (SELECT count(*) FROM predictions WHERE item = i.id AND state <> 'refused'), i.prompt, coalesce(i.pictures, r.pictures), d.pictures
FROM rows r
LEFT JOIN answers a ON a.row = r.id` + joinsSQL + `
LEFT JOIN decisions d ON d.id = coalesce(
  (SELECT max(id) FROM decisions WHERE manifest = r.manifest AND key = r.key AND slot = coalesce(a.slot, '')
    AND (pictures IS NULL OR pictures = coalesce(i.pictures, r.pictures))),
  (SELECT max(id) FROM decisions WHERE manifest = r.manifest AND key = r.key AND slot = coalesce(a.slot, '')))
WHERE r.id BETWEEN ?1 AND ?2
ORDER BY r.id, a.slot`
)

// Outcomes walks the given rows in the manifest's order. What it shows is one
// moment of the ledger, however long the walk takes; a run may write
// meanwhile. An error ends the walk. The outcome is reused between steps.
//
// A few hundred rows are read ahead while the caller works on those before.
func (l *Ledger) Outcomes(ctx context.Context, rows pipeline.Range) iter.Seq2[*pipeline.Outcome, error] {
	return walkPages(ctx, func(ctx context.Context, take takePage) error { return l.OutcomePages(ctx, rows, take) })
}

// Details is Outcomes in full: with the places of the rows and where their
// texts come from.
func (l *Ledger) Details(ctx context.Context, rows pipeline.Range) iter.Seq2[*pipeline.Outcome, error] {
	return walkPages(ctx, func(ctx context.Context, take takePage) error { return l.DetailPages(ctx, rows, take) })
}

// OutcomePages is Outcomes by the page, for those who work on several at once.
// Each page is handed to take, whose it is from then on, and which gives the
// memory for another one: a page of before that is not needed any more, or nil.
// The ledger is read in between.
func (l *Ledger) OutcomePages(ctx context.Context, rows pipeline.Range, take func([]pipeline.Outcome) ([]pipeline.Outcome, error)) error {
	var rich bool
	if err := l.readers.QueryRowContext(ctx, richSQL).Scan(&rich); err != nil {
		return fmt.Errorf("read results: %w", err)
	}
	if rich {
		return l.DetailPages(ctx, rows, take)
	}
	return l.readPages(ctx, outcomesSQL, rows, take)
}

// DetailPages is Details by the page.
func (l *Ledger) DetailPages(ctx context.Context, rows pipeline.Range, take func([]pipeline.Outcome) ([]pipeline.Outcome, error)) error {
	return l.readPages(ctx, detailsSQL, rows, take)
}

// richSQL tells whether there is more than the only answers of rows.
const richSQL = `SELECT EXISTS (SELECT 1 FROM decisions) OR EXISTS (SELECT 1 FROM manifests WHERE slots <> '[""]')`

// plainColumns is how many columns outcomesSQL has; the others are of
// detailsSQL.
const plainColumns = 17

func (p *pager) readOutcome(o *pipeline.Outcome, row []driver.Value) (err error) {
	o.ID, o.Cells, o.Fate, o.Alt = text(row[0]), text(row[2]), pipeline.RowStatus(text(row[3])), text(row[4])
	if err := p.readAnswer(o, row); err != nil {
		return err
	}
	o.Others = nil
	o.Images, err = pipeline.ParseStrings(text(row[1]), o.Images[:0])
	return err
}

// readAnswer reads what became of a question.
func (p *pager) readAnswer(o *pipeline.Outcome, row []driver.Value) error {
	asked, err := p.asked.find(number(row[9]))
	if err != nil {
		return err
	}
	o.State, o.Reason, o.Detail = stateOf(row[5]), text(row[6]), text(row[7])
	o.Caption, o.Model, o.Form, o.Remote = text(row[8]), asked.label, asked.form, text(row[10])
	o.Pictures, o.Cost, o.Twin = hash(row[11]), price.Micros(number(row[12])), number(row[13]) != 0
	o.Item, o.Held = pipeline.ItemID(number(row[14])), text(row[16])
	o.Leads = o.Item == 0 || p.seen.add(o.Item)
	o.First = o.Leads && number(row[15]) != 0
	if len(row) == plainColumns {
		return nil
	}
	return p.readDetails(o, asked, row[plainColumns:])
}

// stateOf reads a state. Nearly all are done, for which a number stands.
func stateOf(v driver.Value) pipeline.State {
	if number(v) != 0 {
		return pipeline.Done
	}
	return pipeline.State(text(v))
}

// readDetails reads what detailsSQL has besides, in its order.
func (p *pager) readDetails(o *pipeline.Outcome, asked *askedOf, row []driver.Value) error {
	o.Place = pipeline.Place{Manifest: number(row[1]), Line: int(number(row[2])), Key: hash(row[3]), Pictures: hash(row[16])}
	o.Slot, o.Prediction = text(row[4]), pipeline.PredictionID(number(row[5]))
	o.Decision = pipeline.Decision{Verdict: pipeline.Verdict(text(row[6])), Text: text(row[7]),
		Prediction: pipeline.PredictionID(number(row[8])), Pictures: hash(row[17]), By: text(row[9]), At: moment(number(row[10]))}
	if o.Decision.Verdict == pipeline.Undo {
		o.Decision = pipeline.Decision{}
	}
	o.Provenance = pipeline.Provenance{ModelID: asked.model, Parameters: asked.params, PromptHash: asked.hash,
		AskedAt: moment(number(row[11])), AnsweredAt: moment(number(row[12])), RawText: text(row[13]), Attempts: int(number(row[14]))}
	own, err := p.asked.find(number(row[15]))
	if err == nil && own.hash != asked.hash {
		o.Provenance.RepairOf, o.Provenance.Repaired = own.hash, own.params
	}
	return err
}
