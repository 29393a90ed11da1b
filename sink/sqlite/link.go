package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// linkSQL finds the item of every question of a reading. New items are
// numbered by where they were first asked, so that they come in the manifest's
// order. The one sort is by fingerprint: the known ones are then met in the
// order in which they are stored.
const linkSQL = `
INSERT INTO temp.linked
SELECT row, slot, coalesce(f.item, ?1 + first), f.item IS NULL AND n = first, q.fingerprint, pictures, prompt
FROM (SELECT *, min(n) OVER (PARTITION BY fingerprint) AS first FROM temp.asks) q
LEFT JOIN fingerprints f ON f.fingerprint = q.fingerprint`

// Each table is then written in its own order.
const (
	newFingerprintsSQL = `INSERT INTO fingerprints SELECT fingerprint, item FROM temp.linked WHERE fresh ORDER BY rowid`
	newItemsSQL        = `INSERT INTO items (id, prompt, pictures) SELECT item, prompt, pictures FROM temp.linked WHERE fresh ORDER BY item`
	newAnswersSQL      = `INSERT INTO answers SELECT row, slot, item FROM temp.linked ORDER BY row, slot`
)

// Link says that the manifest's end was reached: its rows are joined with
// their questions, known ones and new. It ends the reading, and leaves it to
// [Ledger.Adopt] to make the rows current.
func (r *Reading) Link(ctx context.Context, format string, header []string) error {
	r.Format, r.Header = format, header
	err := r.link(ctx)
	if err != nil {
		err = fmt.Errorf("read %s into the ledger: %w", r.Name, err)
	}
	return errors.Join(err, r.close())
}

func (r *Reading) link(ctx context.Context) error {
	if err := r.turn(ctx); err != nil {
		return err
	}
	var last int64
	if err := r.conn.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM items`).Scan(&last); err != nil {
		return err
	}
	if err := r.exec(ctx, linkSQL, last); err != nil {
		return err
	}
	for _, q := range []string{newFingerprintsSQL, newItemsSQL, newAnswersSQL, `COMMIT`} {
		if err := r.exec(ctx, q); err != nil {
			return err
		}
	}
	return r.countRepeated(ctx)
}

// countRepeated counts rows whose id another row has too. Rows without ids of
// their own may well repeat.
func (r *Reading) countRepeated(ctx context.Context) error {
	if !r.named {
		return nil
	}
	return r.conn.QueryRowContext(ctx, `SELECT coalesce(sum(n - 1), 0) FROM
		(SELECT count(*) AS n FROM rows WHERE id BETWEEN ? AND ? AND name IS NOT NULL GROUP BY key HAVING n > 1)`,
		r.Rows.First, r.Rows.Last).Scan(&r.Tally.RepeatedIDs)
}

// Adopt makes linked readings current, all at once, and removes the rows that
// were current before them.
func (l *Ledger) Adopt(ctx context.Context, readings ...*Reading) error {
	return l.write(func(tx *sql.Tx) error {
		for _, r := range readings {
			if err := adopt(ctx, tx, r); err != nil {
				return fmt.Errorf("make %s current: %w", r.Name, err)
			}
		}
		return nil
	})
}

func adopt(ctx context.Context, tx *sql.Tx, r *Reading) error {
	header, err := json.Marshal(r.Header)
	if err != nil {
		return err
	}
	var old pipeline.Range
	if err := tx.QueryRowContext(ctx, `SELECT first_row, last_row FROM manifests WHERE id = ?`, r.ID).Scan(&old.First, &old.Last); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE manifests SET folder = ?, format = ?, header = ?, content = ?, generation = generation + 1,
		first_row = ?, last_row = ?, kept = ?, skipped = ?, failed = ?, changed_at = ? WHERE id = ?`,
		r.Folder, r.Format, string(header), r.Content[:], r.Rows.First, r.Rows.Last,
		r.Tally.Kept, r.Tally.Skipped, r.Tally.Failed, millis(time.Now()), r.ID)
	if err != nil {
		return err
	}
	return forget(ctx, tx, old)
}
