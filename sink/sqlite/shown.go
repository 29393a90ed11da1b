package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/captionmill/captionmill/pipeline"
)

const shownSQL = `
SELECT i.pictures FROM predictions p JOIN items i ON i.id = p.item WHERE p.id = ?`

// Shown names the pictures that a prediction was asked about, as
// [pipeline.Ask.Seen] does; zero where there is no such prediction.
func (l *Ledger) Shown(ctx context.Context, id pipeline.PredictionID) (pipeline.Hash, error) {
	var pictures []byte
	err := l.readers.QueryRowContext(ctx, shownSQL, int64(id)).Scan(&pictures)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return pipeline.Hash{}, fmt.Errorf("pictures of prediction %d: %w", id, err)
	}
	return hash(pictures), nil
}

// A decision about a row whose pictures nobody knew, such as one without any, is
// about those that the row comes to have first, and about no others after them.
const (
	unboundSQL = `
SELECT EXISTS (SELECT 1 FROM decisions WHERE manifest = ? AND pictures IS NULL AND decision <> 'undo')`
	bindSQL = `
WITH found AS MATERIALIZED (
  SELECT d.id, coalesce(i.pictures, r.pictures) AS pictures
  FROM rows r
  CROSS JOIN decisions d ON d.manifest = ?1 AND d.key = r.key AND d.pictures IS NULL AND d.decision <> 'undo'
  LEFT JOIN answers a ON a.row = r.id
  LEFT JOIN items i ON i.id = a.item
  WHERE r.id BETWEEN ?2 AND ?3)
UPDATE decisions SET pictures = found.pictures FROM found WHERE decisions.id = found.id AND found.pictures IS NOT NULL`
)

// bind gives such decisions the pictures of a reading that becomes current.
func bind(ctx context.Context, tx *sql.Tx, r *Reading) error {
	var unbound bool
	if err := tx.QueryRowContext(ctx, unboundSQL, r.ID).Scan(&unbound); err != nil || !unbound {
		return err
	}
	_, err := tx.ExecContext(ctx, bindSQL, r.ID, r.Rows.First, r.Rows.Last)
	return err
}
