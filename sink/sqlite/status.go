package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A Status counts what the ledger holds about some rows.
type Status struct {
	Rows      int64
	RowStatus map[pipeline.RowStatus]int64
	// Items counts the questions that the rows ask, by state.
	Items map[pipeline.State]int64
	// Failures counts the rows that failed, by reason.
	Failures map[string]int64
	// Reserved is set aside for predictions whose bill nobody has seen; Charged
	// and Refunded are what the bills of the others say. All three are for the
	// whole ledger; what counts against the caps is their [Status.Cost].
	Reserved, Charged, Refunded price.Micros
}

// Cost is what the whole ledger has cost, as far as it is known.
func (s *Status) Cost() price.Micros { return s.Reserved + s.Charged - s.Refunded }

// Status counts. It costs in proportion to what is not done, not to what is.
func (l *Ledger) Status(ctx context.Context, work pipeline.Work) (Status, error) {
	s := Status{
		RowStatus: map[pipeline.RowStatus]int64{},
		Items:     map[pipeline.State]int64{},
		Failures:  map[string]int64{},
	}
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s, err
	}
	defer tx.Rollback()
	for _, count := range []func(context.Context, *sql.Tx, pipeline.Work) error{s.countRows, s.countItems, s.countMoney} {
		if err := count(ctx, tx, work); err != nil {
			return s, fmt.Errorf("count %s: %w", l.name, err)
		}
	}
	return s, nil
}

// countRows counts rows by status. Done ones are what is left of all.
func (s *Status) countRows(ctx context.Context, tx *sql.Tx, work pipeline.Work) error {
	for _, r := range work {
		s.Rows += r.Last - r.First + 1
	}
	asking := s.Rows
	err := each(ctx, tx, `SELECT fate, coalesce(reason, ''), count(*) FROM rows
		WHERE fate IS NOT NULL AND `+within("id", work)+` GROUP BY 1, 2`, func(fate, reason string, n int64) {
		s.RowStatus[pipeline.RowStatus(fate)] += n
		asking -= n
		if fate == string(pipeline.RowFailed) {
			s.Failures[reason] += n
		}
	})
	if err != nil {
		return err
	}
	err = each(ctx, tx, `SELECT i.state, coalesce(i.reason, ''), count(*) FROM items i JOIN answers a ON a.item = i.id
		WHERE i.state <> 'done' AND a.slot = '' AND `+within("a.row", work)+` GROUP BY 1, 2`, func(state, reason string, n int64) {
		status := pipeline.RowStatusOf(pipeline.State(state))
		s.RowStatus[status] += n
		asking -= n
		if status == pipeline.RowFailed {
			s.Failures[reason] += n
		}
	})
	if asking > 0 {
		s.RowStatus[pipeline.RowDone] = asking
	}
	return err
}

// countItems counts questions by state.
func (s *Status) countItems(ctx context.Context, tx *sql.Tx, work pipeline.Work) error {
	for _, state := range pipeline.States {
		s.Items[state] = 0
	}
	return each(ctx, tx, `SELECT i.state, '', count(DISTINCT i.id) FROM answers a JOIN items i ON i.id = a.item
		WHERE `+within("a.row", work)+` GROUP BY 1`, func(state, _ string, n int64) {
		s.Items[pipeline.State(state)] = n
	})
}

// countMoney reads the sums. The whole purse holds what is reserved and what
// bills come to together.
func (s *Status) countMoney(ctx context.Context, tx *sql.Tx, _ pipeline.Work) error {
	for name, sum := range map[string]*price.Micros{"total": &s.Reserved, billed: &s.Charged, givenBack: &s.Refunded} {
		err := tx.QueryRowContext(ctx, `SELECT spent FROM purses WHERE name = ?`, name).Scan(sum)
		if err := ignore(err, sql.ErrNoRows); err != nil {
			return err
		}
	}
	s.Reserved -= s.Charged - s.Refunded
	return nil
}

// each runs a query for two words and a count.
func each(ctx context.Context, tx *sql.Tx, query string, f func(a, b string, n int64)) error {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var (
			a, b string
			n    int64
		)
		if err := rows.Scan(&a, &b, &n); err != nil {
			return err
		}
		f(a, b, n)
	}
	return rows.Err()
}

// An Outlook is what a run over some rows has before it.
type Outlook struct {
	// Pending counts the questions to be asked, by prompt.
	Pending []Questions
	// Again counts those among them that take the place of a question about
	// the same pictures that has an answer already.
	Again int64
	// Open counts the questions that earlier runs have submitted, or left
	// unconfirmed.
	Submitted, Unconfirmed int64
}

// Questions counts questions that share a prompt.
type Questions struct {
	Prompt *pipeline.Prompt
	Count  int64
}

// Outlook counts what the rows still ask. Before are the rows that were
// current when these were read; none when they are the current ones.
func (l *Ledger) Outlook(ctx context.Context, work, before pipeline.Work) (Outlook, error) {
	var o Outlook
	err := l.inSnapshot(ctx, func(tx *sql.Tx) error {
		pending, err := countPending(ctx, tx, work)
		if err != nil {
			return err
		}
		if o.Pending, err = l.byPrompt(ctx, pending); err != nil {
			return err
		}
		if err := o.countOpen(ctx, tx, work); err != nil {
			return err
		}
		if len(pending) == 0 || len(before) == 0 {
			return nil
		}
		return tx.QueryRowContext(ctx, fmt.Sprintf(againSQL, within("a.row", work), within("b.row", before), within("c.row", work))).Scan(&o.Again)
	})
	return o, err
}

// againSQL counts pending questions about pictures whose answered question the
// new rows no longer ask: the question was changed. A further question about a
// picture, while the answered one is still asked, is none of these.
const againSQL = `
SELECT count(*) FROM items i
WHERE i.state = 'pending' ` + undone + ` AND EXISTS (SELECT 1 FROM answers a WHERE a.item = i.id AND %s)
  AND i.pictures IN (
    SELECT d.pictures FROM answers b JOIN items d ON d.id = b.item
    WHERE %s AND d.state IN ('done', 'submitting', 'submitted', 'unconfirmed') AND NOT EXISTS (SELECT 1 FROM answers c WHERE c.item = d.id AND %s))`

func countPending(ctx context.Context, tx *sql.Tx, work pipeline.Work) (map[int64]int64, error) {
	return countByPrompt(ctx, tx, `i.state = 'pending' `+undone+` AND EXISTS (SELECT 1 FROM answers a WHERE a.item = i.id AND `+within("a.row", work)+`)`)
}

func (o *Outlook) countOpen(ctx context.Context, tx *sql.Tx, work pipeline.Work) error {
	return each(ctx, tx, `SELECT i.state, '', count(*) FROM items i WHERE i.state IN ('submitted', 'unconfirmed') `+undone+`
		AND EXISTS (SELECT 1 FROM answers a WHERE a.item = i.id AND `+within("a.row", work)+`) GROUP BY 1`,
		func(state, _ string, n int64) {
			if pipeline.State(state) == pipeline.Submitted {
				o.Submitted = n
			} else {
				o.Unconfirmed = n
			}
		})
}

// inSnapshot reads one moment of the ledger.
func (l *Ledger) inSnapshot(ctx context.Context, read func(*sql.Tx) error) error {
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(read(tx), tx.Rollback())
}

// Spent is what one run has cost as far as is known, and how many submissions it
// made that were not refused.
func (l *Ledger) Spent(ctx context.Context, run pipeline.RunID) (spent price.Micros, submissions int64, err error) {
	err = l.readers.QueryRowContext(ctx, `SELECT coalesce(sum(coalesce(charged, reserved) - coalesce(refunded, 0)), 0), count(*) FROM predictions
		WHERE run = ? AND state <> 'refused'`, run).Scan(&spent, &submissions)
	return spent, submissions, err
}

// FailedSince counts the rows that have failed, or become unconfirmed, since.
func (l *Ledger) FailedSince(ctx context.Context, work pipeline.Work, since time.Time) (n int64, err error) {
	err = l.readers.QueryRowContext(ctx, `SELECT count(*) FROM items i JOIN answers a ON a.item = i.id
		WHERE i.state IN ('failed', 'unconfirmed') `+undone+` AND i.since >= ? AND a.slot = '' AND `+within("a.row", work), millis(since)).Scan(&n)
	return n, err
}
