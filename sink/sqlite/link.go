package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// The item of a question that is asked for the first time is numbered by its
// place in the reading, so that items come in the manifest's order, and nearly
// every question of a first reading has the item of its own place. Only the
// others, which were asked before, are looked for: they stand in temp.known.
//
// What was asked is stored in the order of the pictures, so that questions are
// sorted by them; of equal ones the first is kept. Every other table is written in
// the order in which the questions were asked.
const (
	newAskedSQL = `
INSERT INTO asked SELECT pictures, prompt, ?1 + n FROM temp.asks WHERE true ORDER BY pictures, prompt, n
ON CONFLICT DO NOTHING`
	sortedSQL = `
CREATE TEMP TABLE sorted AS SELECT pictures, prompt, n FROM temp.asks ORDER BY pictures, prompt, n`
	knownSQL = `
INSERT INTO temp.known
SELECT s.n, a.item FROM temp.sorted s CROSS JOIN asked a ON a.pictures = s.pictures AND a.prompt = s.prompt
WHERE a.item <> ?1 + s.n ORDER BY s.n`
	newItemsSQL = `
INSERT INTO items (id, prompt, pictures)
SELECT ?1 + s.n, s.prompt, s.pictures FROM temp.asks s LEFT JOIN temp.known k ON k.n = s.n WHERE k.n IS NULL ORDER BY s.n`
	newAnswersSQL = `
INSERT INTO answers
SELECT s.row, s.slot, coalesce(k.item, ?1 + s.n) FROM temp.asks s LEFT JOIN temp.known k ON k.n = s.n ORDER BY s.n`
)

// Link says that the manifest's end was reached: its rows are joined with
// their questions, known ones and new. It ends the reading, and leaves it to
// [Ledger.Adopt] to make the rows current.
func (r *Reading) Link(ctx context.Context, format string, header []string) error {
	r.Format, r.Header = format, header
	if len(r.Slots) == 0 {
		r.Slots = []string{""}
	}
	err := r.link(ctx)
	if err != nil {
		err = fmt.Errorf("read %s into the ledger: %w", r.Name, err)
	}
	return errors.Join(err, r.close())
}

func (r *Reading) link(ctx context.Context) error {
	if err := r.turn(); err != nil {
		return err
	}
	if err := r.scribe.finish(); err != nil {
		return err
	}
	r.giveBack()
	var last int64
	if err := r.conn.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM items`).Scan(&last); err != nil {
		return err
	}
	if err := r.find(ctx, last); err != nil {
		return err
	}
	for _, q := range []string{newItemsSQL, newAnswersSQL} {
		if err := r.exec(ctx, q, last); err != nil {
			return err
		}
	}
	if err := r.heed(ctx); err != nil {
		return err
	}
	if err := r.exec(ctx, keepSpanSQL, r.Rows.First, r.Rows.Last); err != nil {
		return err
	}
	if err := r.exec(ctx, `COMMIT`); err != nil {
		return err
	}
	if err := r.countQuestions(ctx); err != nil {
		return err
	}
	return r.countRepeated(ctx)
}

// giveBack returns the memory that rows were read with, before SQLite takes its
// own to sort them.
func (r *Reading) giveBack() {
	if r.Tally.Rows >= firstKeys {
		r.ids, r.recall.items, r.recall.turns = sieve{}, nil, nil
		debug.FreeOSMemory()
	}
}

// countQuestions counts the different questions, unless all were new.
func (r *Reading) countQuestions(ctx context.Context) error {
	if r.fresh == r.asked && r.recall.found == 0 && !r.heeded {
		r.Questions = r.fresh
		return nil
	}
	return r.conn.QueryRowContext(ctx, fmt.Sprintf(askedSQL, within("row", pipeline.Work{r.Rows}))).Scan(&r.Questions)
}

// find writes down the questions that were not known, and finds the items of
// those that were.
func (r *Reading) find(ctx context.Context, last int64) error {
	res, err := r.conn.ExecContext(ctx, newAskedSQL, last)
	if err != nil {
		return err
	}
	if r.fresh, err = res.RowsAffected(); err != nil || r.fresh == r.asked {
		return err
	}
	if err := r.exec(ctx, sortedSQL); err != nil {
		return err
	}
	return r.exec(ctx, knownSQL, last)
}

const repeatedSQL = `
SELECT coalesce(sum(n - 1), 0) FROM (
  SELECT count(*) AS n FROM rows
  WHERE id BETWEEN ? AND ? AND name IS NOT NULL AND key IN (SELECT key FROM temp.suspects) GROUP BY key HAVING n > 1)`

// countRepeated counts rows whose id another row has too. Rows without ids of
// their own may well repeat.
func (r *Reading) countRepeated(ctx context.Context) error {
	if !r.suspected {
		return nil
	}
	return r.conn.QueryRowContext(ctx, repeatedSQL, r.Rows.First, r.Rows.Last).Scan(&r.Tally.RepeatedIDs)
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
	slots, err := json.Marshal(r.Slots)
	if err != nil {
		return err
	}
	texts, err := json.Marshal(r.Texts)
	if err != nil {
		return err
	}
	var old pipeline.Range
	if err := tx.QueryRowContext(ctx, `SELECT first_row, last_row FROM manifests WHERE id = ?`, r.ID).Scan(&old.First, &old.Last); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE manifests SET folder = ?, format = ?, header = ?, content = ?, generation = generation + 1,
		first_row = ?, last_row = ?, kept = ?, skipped = ?, failed = ?, questions = ?, slots = ?, texts = ?, image_key = ?, changed_at = ? WHERE id = ?`,
		r.Folder, r.Format, string(header), r.Content[:], r.Rows.First, r.Rows.Last,
		r.Tally.Kept, r.Tally.Skipped, r.Tally.Failed, r.Questions, string(slots), string(texts), r.ImageKey, millis(time.Now()), r.ID)
	if err != nil {
		return err
	}
	if err := bind(ctx, tx, r); err != nil {
		return err
	}
	if err := heedNewer(ctx, tx, r, old); err != nil {
		return err
	}
	return forget(ctx, tx, old)
}
