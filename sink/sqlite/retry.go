package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// A Failure counts what has failed for one reason.
type Failure struct {
	Reason string
	// Questions have failed, and can be put back by [Ledger.Retry].
	Questions int64
	// Rows could not be read right and ask nothing; only a better manifest
	// helps.
	Rows int64
}

// Failures counts what has failed among the given rows, by reason.
func (l *Ledger) Failures(ctx context.Context, work pipeline.Work) (all []Failure, err error) {
	rows, err := l.readers.QueryContext(ctx, `SELECT reason, sum(questions), sum(rows) FROM (
		SELECT coalesce(i.reason, '') AS reason, count(*) AS questions, 0 AS rows FROM items i WHERE `+failed(work)+` GROUP BY 1
		UNION ALL
		SELECT coalesce(reason, ''), 0, count(*) FROM rows WHERE fate = 'failed' AND `+within("id", work)+` GROUP BY 1)
		GROUP BY 1 ORDER BY 1`)
	if err != nil {
		return nil, fmt.Errorf("count failures: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var f Failure
		if err := rows.Scan(&f.Reason, &f.Questions, &f.Rows); err != nil {
			return nil, fmt.Errorf("count failures: %w", err)
		}
		all = append(all, f)
	}
	return all, rows.Err()
}

// failed is the condition that an item has failed and a wanted row asks for it.
func failed(work pipeline.Work) string {
	return `i.state = 'failed' AND ` + among(work) + ` AND EXISTS (SELECT 1 FROM answers a WHERE a.item = i.id AND ` + within("a.row", work) + `)`
}

// Retry puts failed questions that the given rows ask back to pending, as if
// they had never been asked: those that failed for one of the reasons, or all
// when there are none. What was paid for them stays counted. It must be called
// under the ledger's lock. It returns what was put back, by prompt.
func (l *Ledger) Retry(ctx context.Context, work pipeline.Work, reasons ...string) (put []Questions, err error) {
	list, err := json.Marshal(append([]string{}, reasons...))
	if err != nil {
		return nil, err
	}
	where := failed(work) + ` AND (?1 = '[]' OR coalesce(i.reason, '') IN (SELECT value FROM json_each(?1)))`
	counts := map[int64]int64{}
	err = l.write(func(tx *sql.Tx) error {
		if counts, err = countByPrompt(ctx, tx, where, string(list)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE items AS i SET state = 'pending', attempts = 0, tries = 0, hindered = 0, next_try = 0, fault = NULL, faults = 0,
			put_back = (SELECT coalesce(max(id), 0) FROM predictions), reason = NULL, detail = NULL, since = ?2 WHERE `+where, string(list), millis(time.Now()))
		if err != nil {
			return err
		}
		return touchLast(ctx, tx)
	})
	if err != nil {
		return nil, fmt.Errorf("put failed questions back: %w", err)
	}
	return l.byPrompt(ctx, counts)
}

// countByPrompt counts items under a condition, by prompt.
func countByPrompt(ctx context.Context, tx *sql.Tx, where string, args ...any) (map[int64]int64, error) {
	rows, err := tx.QueryContext(ctx, `SELECT i.prompt, count(*) FROM items i WHERE `+where+` GROUP BY 1`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[int64]int64{}
	for rows.Next() {
		var prompt, n int64
		if err := rows.Scan(&prompt, &n); err != nil {
			return nil, err
		}
		counts[prompt] = n
	}
	return counts, rows.Err()
}

// byPrompt looks the prompts of such counts up.
func (l *Ledger) byPrompt(ctx context.Context, counts map[int64]int64) (all []Questions, err error) {
	for id, n := range counts {
		p, err := l.prompt(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, Questions{Prompt: p, Count: n})
	}
	return all, nil
}

// Decided writes down that a person has changed what there is to show, so that
// the next run writes its results anew.
func (l *Ledger) Decided(ctx context.Context) error {
	return l.write(func(tx *sql.Tx) error { return touchLast(ctx, tx) })
}

func touchLast(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE runs SET changed_at = ? WHERE id = (SELECT max(id) FROM runs)`, millis(time.Now()))
	return err
}
