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
INSERT INTO decisions (manifest, key, slot, decision, text, decided_at, item, prediction, decided_by, pictures)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, CASE WHEN ?4 <> 'undo' THEN coalesce((SELECT pictures FROM items WHERE id = ?7), ?10) END)`

// Decide writes down what people decided, all or nothing. The last decision
// about a row, a slot and its pictures counts, and those before it stay on record;
// an [pipeline.Undo] takes back all about the row and slot, whatever its pictures.
// Where one is taken back the manifest is read anew by the next run, even if
// nothing in it has changed: its rows may have to be asked what they were not
// asked before.
func (l *Ledger) Decide(ctx context.Context, all []Decided) error {
	if len(all) == 0 {
		return nil
	}
	return l.write(func(tx *sql.Tx) error {
		if err := insertDecisions(ctx, tx, all); err != nil {
			return err
		}
		undone := map[int64]bool{}
		for _, d := range all {
			if d.Verdict == pipeline.Undo {
				undone[d.Manifest] = true
			}
		}
		if err := undo(ctx, tx, undone); err != nil {
			return fmt.Errorf("take decisions back: %w", err)
		}
		return touchLast(ctx, tx)
	})
}

// insertDecisions puts decisions on record.
func insertDecisions(ctx context.Context, tx *sql.Tx, all []Decided) error {
	insert, err := tx.PrepareContext(ctx, decideSQL)
	if err != nil {
		return fmt.Errorf("write decisions: %w", err)
	}
	defer insert.Close()
	for _, d := range all {
		_, err := insert.ExecContext(ctx, d.Manifest, d.Key[:], d.Slot, string(d.Verdict), null(d.Text), millis(d.At),
			orNull(int64(d.Item)), orNull(int64(d.Prediction)), null(d.By), known(d.Pictures))
		if err != nil {
			return fmt.Errorf("write decisions: %w", err)
		}
	}
	return nil
}

// A row that never had a question may stand with a text that a person wrote for
// it. When that is taken back, neither the text nor a question is left until the
// manifest is read anew, unless the manifest has the text itself.
const (
	takeTextSQL = `
UPDATE rows SET fate = 'skipped', alt = NULL, reason = 'undone', detail = 'a person took back the text that stood here; run the manifest again, and the picture is asked about'
FROM decisions d, manifests m
WHERE m.id = ?1 AND rows.id BETWEEN m.first_row AND m.last_row AND rows.fate IS NOT NULL AND rows.fate = 'kept'
  AND d.id = (SELECT max(id) FROM decisions WHERE manifest = ?1 AND key = rows.key AND slot = '') AND d.decision = 'undo'
  AND EXISTS (SELECT 1 FROM decisions WHERE manifest = ?1 AND key = rows.key AND slot = '' AND item IS NULL
    AND decision IN ('edit', 'decorative') AND coalesce(text, '') = rows.alt)
  AND NOT EXISTS (SELECT 1 FROM ` + rowCellsSQL + ` WHERE trim(value) = trim(rows.alt) AND rows.alt <> '')`
	readAnewSQL = `
UPDATE manifests SET content = NULL, kept = kept - ?2, skipped = skipped + ?2 WHERE id = ?1`
)

// undo takes back what was decided in some manifests: each is read by the next
// run.
func undo(ctx context.Context, tx *sql.Tx, manifests map[int64]bool) error {
	for id := range manifests {
		res, err := tx.ExecContext(ctx, takeTextSQL, id)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, readAnewSQL, id, n); err != nil {
			return err
		}
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
