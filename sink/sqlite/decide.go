package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/captionmill/captionmill/pipeline"
)

// A Decided is a decision and the row that it is about.
type Decided struct {
	Manifest int64
	Key      pipeline.Hash
	Slot     string
	// Item is the question whose answer the person saw, 0 for none.
	Item pipeline.ItemID
	pipeline.Decision
}

const decideSQL = `
INSERT INTO decisions (manifest, key, slot, decision, text, decided_at, item, prediction, decided_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

// Decide writes down what people decided, all or nothing. The last decision
// about a row and slot counts, and those before it stay on record. Where one is
// taken back the manifest is read anew by the next run, even if nothing in it
// has changed: its rows may have to be asked what they were not asked before.
func (l *Ledger) Decide(ctx context.Context, all []Decided) error {
	if len(all) == 0 {
		return nil
	}
	return l.write(func(tx *sql.Tx) error {
		insert, err := tx.PrepareContext(ctx, decideSQL)
		if err != nil {
			return fmt.Errorf("write decisions: %w", err)
		}
		defer insert.Close()
		for _, d := range all {
			_, err := insert.ExecContext(ctx, d.Manifest, d.Key[:], d.Slot, string(d.Verdict), null(d.Text), millis(d.At),
				orNull(int64(d.Item)), orNull(int64(d.Prediction)), null(d.By))
			if err != nil {
				return fmt.Errorf("write decisions: %w", err)
			}
			if err := readAnew(ctx, tx, &d); err != nil {
				return err
			}
		}
		return touchLast(ctx, tx)
	})
}

// readAnew lets the manifest of an undone decision be read by the next run.
func readAnew(ctx context.Context, tx *sql.Tx, d *Decided) error {
	if d.Verdict != pipeline.Undo {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE manifests SET content = NULL WHERE id = ?`, d.Manifest); err != nil {
		return fmt.Errorf("take a decision back: %w", err)
	}
	return nil
}

// orNull keeps the number of nothing out of the file.
func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
