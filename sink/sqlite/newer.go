package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// What a person has put into a manifest after something else was decided about
// the row is that person's newer word, and no decision of before takes its place
// in what is published. It is newer where the row did not have it the last time,
// and is written down as an edit. What a check blocks, such as a file name, is
// perhaps nobody's word, and changes nothing.
//
// Rows with one id have decisions of their own by their pictures; of several texts
// beside the same ones none is the newer word.
const (
	newerTableSQL = `
CREATE TEMP TABLE newer (key BLOB, pictures BLOB, text TEXT, PRIMARY KEY (key, pictures)) STRICT, WITHOUT ROWID`
	otherTextSQL = `
INSERT INTO temp.newer
SELECT n.key, n.pictures, n.alt
FROM rows n
CROSS JOIN decisions d ON d.id = (SELECT max(id) FROM decisions WHERE manifest = ?1 AND key = n.key AND slot = '' AND (pictures IS NULL OR pictures = n.pictures))
WHERE n.id BETWEEN ?2 AND ?3 AND n.fate IS NOT NULL AND n.fate = 'kept' AND n.pictures IS NOT NULL
  AND d.decision IN ('edit', 'decorative') AND trim(n.alt) NOT IN ('', coalesce(trim(d.text), ''))
ON CONFLICT DO UPDATE SET text = '' WHERE text <> excluded.text`
	sameAsBeforeSQL = `
DELETE FROM temp.newer WHERE (key, pictures) IN (
  SELECT w.key, w.pictures FROM rows CROSS JOIN temp.newer w ON w.key = rows.key
  WHERE rows.id BETWEEN ?1 AND ?2 AND EXISTS (SELECT 1 FROM ` + rowCellsSQL + ` WHERE trim(value) = trim(w.text)))`
	newerSQL = `
SELECT DISTINCT w.key, w.text, w.pictures FROM rows o CROSS JOIN temp.newer w ON w.key = o.key WHERE o.id BETWEEN ?1 AND ?2`
	dropNewerSQL = `
DROP TABLE temp.newer`
)

// heedNewer takes newer words of a reading for decisions, while the rows that
// were current before it are there.
func heedNewer(ctx context.Context, tx *sql.Tx, r *Reading, old pipeline.Range) error {
	var decided bool
	if err := tx.QueryRowContext(ctx, decidedSQL, r.ID).Scan(&decided); err != nil || !decided || r.Tally.Kept == 0 {
		return err
	}
	if _, err := tx.ExecContext(ctx, newerTableSQL); err != nil {
		return err
	}
	newer, err := newerWords(ctx, tx, r, old)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, dropNewerSQL); err != nil {
		return err
	}
	return insertDecisions(ctx, tx, newer)
}

// newerWords are the edits that a reading brings. Only where there may be one the
// rows of before are looked through.
func newerWords(ctx context.Context, tx *sql.Tx, r *Reading, old pipeline.Range) ([]Decided, error) {
	res, err := tx.ExecContext(ctx, otherTextSQL, r.ID, r.Rows.First, r.Rows.Last)
	if err != nil {
		return nil, err
	}
	if n, err := res.RowsAffected(); n == 0 {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, sameAsBeforeSQL, old.First, old.Last); err != nil {
		return nil, err
	}
	return newerEdits(ctx, tx, r.ID, old)
}

// newerEdits makes edits of the words that are left.
func newerEdits(ctx context.Context, tx *sql.Tx, manifest int64, old pipeline.Range) (edits []Decided, err error) {
	rows, err := tx.QueryContext(ctx, newerSQL, old.First, old.Last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var key, pictures []byte
		edit := Decided{Manifest: manifest, Decision: pipeline.Decision{Verdict: pipeline.Edit, By: "manifest", At: time.Now()}}
		if err := rows.Scan(&key, &edit.Text, &pictures); err != nil {
			return nil, err
		}
		if !pipeline.PersonsWord(edit.Text) {
			continue
		}
		copy(edit.Key[:], key)
		copy(edit.Pictures[:], pictures)
		edits = append(edits, edit)
	}
	return edits, rows.Err()
}
