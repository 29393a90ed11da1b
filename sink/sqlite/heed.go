package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"

	"github.com/mattn/go-sqlite3"

	"github.com/captionmill/captionmill/pipeline"
)

// heed makes of a reading what the past says of its rows: a text that came from
// here is not taken for a person's, and nothing is asked about rows that a
// person has decided. Both look at rows only where there is something to find.
func (r *Reading) heed(ctx context.Context) error {
	if err := r.recognize(ctx); err != nil {
		return err
	}
	if err := r.recognizeElsewhere(ctx); err != nil {
		return err
	}
	return r.obey(ctx)
}

// What came back is found by the keys of the rows that were answered before, of
// which each is looked at once. Of rows that share a key the first one counts. A
// row with another picture brings nothing back: the text is none of ours for it.
const (
	returnTablesSQL = `
CREATE TEMP TABLE answered (key BLOB PRIMARY KEY, row INTEGER) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE returned (row INTEGER PRIMARY KEY, was INTEGER) STRICT`
	answeredSQL = `
INSERT OR IGNORE INTO temp.answered SELECT key, id FROM rows WHERE id BETWEEN ? AND ? AND fate IS NULL ORDER BY key, id`
	returnedSQL = `
SELECT n.id, n.alt, o.row, i.state, p.caption, CASE WHEN d.decision = 'edit' OR d.prediction IS NOT NULL THEN d.text END
FROM (SELECT id, alt, key, manifest, pictures FROM rows WHERE id > ?1 AND id <= ?2 AND fate IS NOT NULL AND fate = 'kept' ORDER BY id LIMIT ?3) n
CROSS JOIN temp.answered o ON o.key = n.key
CROSS JOIN answers a ON a.row = o.row
JOIN items i ON i.id = a.item AND i.pictures = n.pictures
LEFT JOIN predictions p ON p.id = i.prediction
LEFT JOIN decisions d ON d.id = (SELECT max(id) FROM decisions WHERE manifest = n.manifest AND key = n.key AND slot = a.slot
  AND (pictures IS NULL OR pictures = n.pictures))`
	returnedPageSQL = `
SELECT coalesce(max(id), 0) FROM (SELECT id FROM rows WHERE id > ? AND id <= ? AND fate IS NOT NULL AND fate = 'kept' ORDER BY id LIMIT ?)`
	returnAnswersSQL = `
INSERT INTO answers SELECT t.row, a.slot, a.item FROM temp.returned t JOIN answers a ON a.row = t.was ORDER BY t.row, a.slot`
	returnRowsSQL = `
UPDATE rows SET fate = NULL WHERE id IN (SELECT row FROM temp.returned)`
)

// returnPage is how many kept rows are looked at together.
const returnPage = 10_000

// recognize finds the rows whose text is the one that the last reading's row
// was given here. They go on as that row did: with its questions, and without
// asking anything.
func (r *Reading) recognize(ctx context.Context) error {
	if r.Tally.Kept == 0 || r.before.First > r.before.Last {
		return nil
	}
	if err := r.exec(ctx, returnTablesSQL); err != nil {
		return err
	}
	if err := r.exec(ctx, answeredSQL, r.before.First, r.before.Last); err != nil {
		return err
	}
	for after := r.Rows.First - 1; ; {
		var last int64
		if err := r.conn.QueryRowContext(ctx, returnedPageSQL, after, r.Rows.Last, returnPage).Scan(&last); err != nil {
			return err
		}
		if last == 0 {
			return r.takeBack(ctx)
		}
		if err := r.returned(ctx, after); err != nil {
			return err
		}
		after = last
	}
}

// returned notes the rows of one page whose text is ours.
func (r *Reading) returned(ctx context.Context, after int64) error {
	found := bulk{into: "OR IGNORE INTO temp.returned (row, was)", columns: 2}
	return r.walk(ctx, returnedSQL, []driver.Value{after, r.Rows.Last, int64(returnPage)}, func(conn *sqlite3.SQLiteConn, row []driver.Value) error {
		if !ours(row) {
			return nil
		}
		return found.put(conn, row[0], row[2])
	}, &found)
}

// walk hands over what a query finds, row by row, and writes what is then left
// in some loads.
func (r *Reading) walk(ctx context.Context, query string, args []driver.Value, use func(*sqlite3.SQLiteConn, []driver.Value) error, loads ...*bulk) error {
	return r.conn.Raw(func(c any) error {
		conn := c.(*sqlite3.SQLiteConn)
		rows, err := conn.QueryContext(ctx, query, ordinal(args))
		if err != nil {
			return err
		}
		err = walkRows(rows, func(row []driver.Value) error { return use(conn, row) })
		err = errors.Join(err, rows.Close())
		for _, b := range loads {
			err = errors.Join(err, b.flush(conn), b.close())
		}
		return err
	})
}

// ours tells whether a row of returnedSQL has the text that it was given here.
func ours(row []driver.Value) bool {
	o := pipeline.Outcome{State: pipeline.State(text(row[3])), Caption: text(row[4]), Decision: pipeline.Decision{Text: text(row[5])}}
	return o.Wrote(text(row[1]))
}

// takeBack makes the rows that were recognized ordinary ones.
func (r *Reading) takeBack(ctx context.Context) error {
	n, err := r.unkeep(ctx, returnRowsSQL, returnAnswersSQL)
	if err == nil && n > 0 {
		r.Slots, err = r.slotsWith(ctx, r.Slots)
	}
	return err
}

// unkeep makes ordinary rows of kept ones by one statement, and joins them with
// their questions by another. It gives how many they were.
func (r *Reading) unkeep(ctx context.Context, rows, answers string, args ...any) (n int64, err error) {
	if err := r.exec(ctx, answers, args...); err != nil {
		return 0, err
	}
	res, err := r.conn.ExecContext(ctx, rows)
	if err != nil {
		return 0, err
	}
	n, err = res.RowsAffected()
	r.Tally.Kept -= n
	r.heeded = r.heeded || n > 0
	return n, err
}

// slotsWith adds the slots of the last reading, whose questions are asked on.
func (r *Reading) slotsWith(ctx context.Context, slots []string) ([]string, error) {
	before, err := r.ledger.manifest(ctx, `WHERE id = ?`, r.ID)
	if err != nil {
		return nil, err
	}
	if len(slots) == 0 {
		return before.Slots, nil
	}
	return union(slots, before.Slots), nil
}

// rowCellsSQL are the cells of a row, none where SQLite cannot read them: a JSONL row
// may be nested more deeply than it bears.
const rowCellsSQL = `json_each(CASE WHEN json_valid(rows.cells) THEN rows.cells ELSE '[]' END)`

// A row that a person has decided is not asked anything new about the pictures
// that the person saw: it keeps the question whose answer that was. One that had
// none, and for which a person wrote a text, has that text, and so has one whose own
// text was approved, as long as it is among the row's cells. A text that was rejected
// is no reason not to ask, and neither is what was taken back.
const (
	decidedSQL = `
SELECT EXISTS (SELECT 1 FROM decisions WHERE manifest = ?)`
	keepItemSQL = `
UPDATE answers SET item = d.item
FROM rows r, items n, decisions d
WHERE r.id BETWEEN ?2 AND ?3 AND answers.row = r.id AND n.id = answers.item AND n.state = 'pending' AND n.attempts = 0
  AND d.id = (SELECT max(id) FROM decisions WHERE manifest = ?1 AND key = r.key AND slot = answers.slot AND (pictures IS NULL OR pictures = n.pictures))
  AND d.decision NOT IN ('reject', 'undo') AND d.item <> n.id
  AND EXISTS (SELECT 1 FROM items WHERE id = d.item AND state IN ('done', 'failed') AND pictures = n.pictures)`
	keepTextSQL = `
UPDATE rows SET fate = 'kept', alt = coalesce(d.text, ''), pictures = n.pictures
FROM answers a, items n, decisions d
WHERE rows.id BETWEEN ?2 AND ?3 AND rows.fate IS NULL AND a.row = rows.id AND n.id = a.item
  AND d.id = (SELECT max(id) FROM decisions WHERE manifest = ?1 AND key = rows.key AND slot = '' AND (pictures IS NULL OR pictures = n.pictures))
  AND d.item IS NULL AND (d.decision IN ('edit', 'decorative')
    OR d.decision = 'approve' AND EXISTS (SELECT 1 FROM ` + rowCellsSQL + ` WHERE trim(value) = trim(d.text)))`
	dropKeptSQL = `
DELETE FROM answers WHERE row IN (SELECT id FROM rows WHERE id BETWEEN ? AND ? AND fate IS NOT NULL)`
)

// obey keeps the rows that a person has decided from being asked again.
func (r *Reading) obey(ctx context.Context) error {
	var decided bool
	if err := r.conn.QueryRowContext(ctx, decidedSQL, r.ID).Scan(&decided); err != nil || !decided {
		return err
	}
	r.heeded = true
	if err := r.exec(ctx, keepItemSQL, r.ID, r.Rows.First, r.Rows.Last); err != nil {
		return err
	}
	res, err := r.conn.ExecContext(ctx, keepTextSQL, r.ID, r.Rows.First, r.Rows.Last)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	r.Tally.Kept += n
	return errors.Join(err, r.exec(ctx, dropKeptSQL, r.Rows.First, r.Rows.Last))
}

// union is all of a, and what b has besides.
func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}
