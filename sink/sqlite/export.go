package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/captionmill/captionmill/pipeline"
)

// outcomesSQL walks rows in order, each with its answer.
const outcomesSQL = `
SELECT r.name, r.images, r.cells, coalesce(r.fate, ''), coalesce(r.alt, ''),
       coalesce(i.state, ''), coalesce(r.reason, i.reason, ''), coalesce(r.detail, i.detail, ''),
       CASE WHEN i.state = 'done' THEN coalesce(p.caption, '') ELSE '' END,
       coalesce(q.label, ''), coalesce(p.remote, ''),
       (SELECT coalesce(sum(coalesce(charged, reserved) - coalesce(refunded, 0)), 0) FROM predictions WHERE item = i.id),
       i.id IS NULL OR r.id = (SELECT min(row) FROM answers WHERE item = i.id),
       p.item IS NOT NULL AND p.item <> i.id
FROM rows r
LEFT JOIN answers a ON a.row = r.id AND a.slot = ''
LEFT JOIN items i ON i.id = a.item
LEFT JOIN prompts q ON q.id = i.prompt
LEFT JOIN predictions p ON p.id = i.prediction
WHERE r.id BETWEEN ? AND ?
ORDER BY r.id`

// Outcomes walks the given rows in the manifest's order. What it shows is one
// moment of the ledger, however long the walk takes; a run may write
// meanwhile. An error ends the walk. The outcome is reused between steps.
func (l *Ledger) Outcomes(ctx context.Context, rows pipeline.Range) iter.Seq2[*pipeline.Outcome, error] {
	return func(yield func(*pipeline.Outcome, error) bool) {
		found, err := l.readers.QueryContext(ctx, outcomesSQL, rows.First, rows.Last)
		if err != nil {
			yield(nil, fmt.Errorf("read results: %w", err))
			return
		}
		defer found.Close()
		var o pipeline.Outcome
		for found.Next() {
			if err := scanOutcome(&o, found); err != nil {
				yield(nil, fmt.Errorf("read results: %w", err))
				return
			}
			if !yield(&o, nil) {
				return
			}
		}
		if err := found.Err(); err != nil {
			yield(nil, fmt.Errorf("read results: %w", err))
		}
	}
}

func scanOutcome(o *pipeline.Outcome, rows *sql.Rows) error {
	var (
		name   sql.NullString
		images sql.RawBytes
	)
	err := rows.Scan(&name, &images, &o.Cells, &o.Fate, &o.Alt, &o.State, &o.Reason, &o.Detail,
		&o.Caption, &o.Model, &o.Remote, &o.Cost, &o.First, &o.Twin)
	if err != nil {
		return err
	}
	o.ID, o.Images = name.String, o.Images[:0]
	return json.Unmarshal(images, &o.Images)
}
