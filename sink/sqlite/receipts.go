package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

const unbilledSQL = `
SELECT id, remote, state = 'done', coalesce(ended_at, 0), coalesce(charged, reserved) - coalesce(refunded, 0) FROM predictions
WHERE settled_at IS NULL AND remote IS NOT NULL
  AND intended_at BETWEEN ?2 AND min(?3, coalesce((SELECT intended_at FROM predictions WHERE id = ?1), ?3))
  AND (id < ?1 OR intended_at < (SELECT intended_at FROM predictions WHERE id = ?1))
ORDER BY intended_at DESC, id DESC LIMIT ?4`

// Unbilled gives predictions that were intended between two moments and whose
// bill was not read to its end: the latest before one, or of all where that is
// 0.
func (l *Ledger) Unbilled(ctx context.Context, before pipeline.PredictionID, from, to time.Time, size int) (all []pipeline.Unbilled, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	rows, err := l.readers.QueryContext(ctx, unbilledSQL, before, from.UnixMilli(), to.UnixMilli(), size)
	if err != nil {
		return nil, fmt.Errorf("predictions without a bill: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var (
			u     pipeline.Unbilled
			ended int64
		)
		if err := rows.Scan(&u.Prediction, &u.Remote, &u.Done, &ended, &u.Counted); err != nil {
			return nil, fmt.Errorf("predictions without a bill: %w", err)
		}
		u.Ended = moment(ended)
		all = append(all, u)
	}
	return all, rows.Err()
}

// Settle writes down what was really paid, and sets the purses right: what a
// prediction counts against the caps is its bill from now on, even where that
// passes one of them.
func (l *Ledger) Settle(ctx context.Context, at time.Time, receipts ...pipeline.Receipt) error {
	return l.write(func(tx *sql.Tx) error {
		for _, r := range receipts {
			if err := settle(ctx, tx, at, r); err != nil {
				return fmt.Errorf("settle prediction %d: %w", r.Prediction, err)
			}
		}
		return nil
	})
}

const billSQL = `
SELECT r.purse, p.intended_at, p.reserved, coalesce(p.charged, 0), coalesce(p.refunded, 0), p.charged IS NOT NULL
FROM predictions p JOIN runs r ON r.id = p.run WHERE p.id = ?`

func settle(ctx context.Context, tx *sql.Tx, at time.Time, r pipeline.Receipt) error {
	var (
		run, intended               int64
		reserved, charged, refunded price.Micros
		known                       bool
	)
	if err := tx.QueryRowContext(ctx, billSQL, r.Prediction).Scan(&run, &intended, &reserved, &charged, &refunded, &known); err != nil {
		return err
	}
	counted := reserved
	if known {
		counted = charged - refunded
	}
	_, err := tx.ExecContext(ctx, `UPDATE predictions SET charged = ?, refunded = ?, settled_at = CASE WHEN ? THEN ? END WHERE id = ?`,
		r.Charged, r.Refunded, r.Settled, millis(at), r.Prediction)
	if err != nil {
		return err
	}
	sums := map[string]price.Micros{billed: r.Charged - charged, givenBack: r.Refunded - refunded}
	for _, p := range pursesOf(run, moment(intended)) {
		sums[p.name] = r.Charged - r.Refunded - counted
	}
	if net := r.Charged - r.Refunded; net != counted {
		if err := touchLast(ctx, tx); err != nil { // results show what rows have cost
			return err
		}
	}
	for name, more := range sums {
		_, err := tx.ExecContext(ctx, `INSERT INTO purses VALUES (?, ?, 0) ON CONFLICT DO UPDATE SET spent = spent + excluded.spent`, name, more)
		if err != nil {
			return err
		}
	}
	return nil
}

// What all bills come to is kept beside the purses, so that nobody has to add
// them up. No cap is held against it.
const (
	billed    = "billed"
	givenBack = "given back"
)
