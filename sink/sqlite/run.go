package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// A Run is one start of the program as the ledger knows it.
type Run struct {
	ID pipeline.RunID
	// Purse is the run whose purse this one spends from: itself, or the first
	// of those that were cut off before it.
	Purse pipeline.RunID
	// Since is when that run began: what has failed since then nobody was told
	// of.
	Since time.Time
}

// unfinished are the exit codes of runs that the next one goes on with, purse
// and all: the API was down, or a signal came. A run without a code was killed.
const unfinished = `exit_code IS NULL OR exit_code IN (75, 130, 143)`

// Begin writes down that a run has started.
func (l *Ledger) Begin(ctx context.Context, owner, version, provider string) (run Run, err error) {
	err = l.write(func(tx *sql.Tx) error {
		run, err = begin(ctx, tx, owner, version, provider)
		return err
	})
	return run, err
}

func begin(ctx context.Context, tx *sql.Tx, owner, version, provider string) (run Run, err error) {
	var last sql.NullInt64
	err = tx.QueryRowContext(ctx, `SELECT purse FROM runs WHERE id = (SELECT max(id) FROM runs) AND (`+unfinished+`)`).Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return run, err
	}
	// A run that was killed may have changed anything until now.
	if _, err := tx.ExecContext(ctx, `UPDATE runs SET changed_at = ? WHERE ended_at IS NULL AND changed_at IS NULL`, millis(time.Now())); err != nil {
		return run, err
	}
	err = tx.QueryRowContext(ctx, `INSERT INTO runs (purse, owner, version, provider, started_at, last_before)
		VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM predictions)) RETURNING id`, last.Int64, owner, version, provider, millis(time.Now())).Scan(&run.ID)
	if err != nil {
		return run, err
	}
	run.Purse = pipeline.RunID(last.Int64)
	if !last.Valid {
		run.Purse = run.ID
		if _, err := tx.ExecContext(ctx, `UPDATE runs SET purse = id WHERE id = ?`, run.ID); err != nil {
			return run, err
		}
	}
	var since int64
	err = tx.QueryRowContext(ctx, `SELECT started_at FROM runs WHERE id = ?`, run.Purse).Scan(&since)
	run.Since = moment(since)
	return run, err
}

// Touch writes down that a run has changed what there is to show.
func (l *Ledger) Touch(ctx context.Context, run pipeline.RunID) error {
	return l.write(func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE runs SET changed_at = ? WHERE id = ?`, millis(time.Now()), run)
		return err
	})
}

// End writes down how a run ended, and what it wrote where.
func (l *Ledger) End(ctx context.Context, run pipeline.RunID, code int, output string) error {
	return l.write(func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE runs SET ended_at = ?, exit_code = ?, output = ? WHERE id = ?`,
			millis(time.Now()), code, output, run)
		return err
	})
}

// LastOutput is what the last run that came to its end wrote where, and when
// anything that results show has last changed.
func (l *Ledger) LastOutput(ctx context.Context) (output string, changed time.Time, err error) {
	var at int64
	err = l.readers.QueryRowContext(ctx, `SELECT
		coalesce((SELECT output FROM runs WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1), ''),
		max((SELECT coalesce(max(changed_at), 0) FROM manifests), (SELECT coalesce(max(changed_at), 0) FROM runs))`).Scan(&output, &at)
	return output, moment(at), err
}

// Provider is whose answers the ledger holds, "" while it holds none.
func (l *Ledger) Provider(ctx context.Context) (provider string, err error) {
	err = l.readers.QueryRowContext(ctx, `SELECT provider FROM prompts LIMIT 1`).Scan(&provider)
	return provider, ignore(err, sql.ErrNoRows)
}

// Recover makes unconfirmed what was being submitted when its process died:
// nobody knows whether those submissions arrived. It must be called under the
// ledger's lock, before the first intent. It returns how many there were.
func (l *Ledger) Recover(ctx context.Context) (n int64, err error) {
	const why = `reason = 'interrupted', detail = 'the program ended while this was being submitted; it may have been accepted, and paid'`
	err = l.write(func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE predictions SET state = 'unconfirmed', `+why+`
			WHERE id IN (SELECT i.prediction FROM items i WHERE i.state = 'submitting' AND `+undone+`)`)
		if err != nil {
			return fmt.Errorf("recover: %w", err)
		}
		res, err := tx.ExecContext(ctx, `UPDATE items AS i SET state = 'unconfirmed', since = ?, `+why+` WHERE i.state = 'submitting' AND `+undone, millis(time.Now()))
		if err != nil {
			return fmt.Errorf("recover: %w", err)
		}
		n, err = res.RowsAffected()
		return err
	})
	return n, err
}

// mostRecent is more submissions than any account can make in a minute.
const mostRecent = 100_000

// Recent gives the times of the last minute's submissions, oldest first, so
// that a restart keeps within the rate of the minute it starts in. Predictions
// are numbered in the order of their intents, so that only the last ones have
// to be looked at.
func (l *Ledger) Recent(ctx context.Context, now time.Time) ([]time.Time, error) {
	rows, err := l.readers.QueryContext(ctx, `SELECT intended_at FROM predictions
		WHERE id > (SELECT max(id) FROM predictions) - ? AND intended_at > ? AND state <> 'refused'
		ORDER BY intended_at`, mostRecent, millis(now.Add(-time.Minute)))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var times []time.Time
	for rows.Next() {
		var at int64
		if err := rows.Scan(&at); err != nil {
			return nil, err
		}
		times = append(times, moment(at))
	}
	return times, rows.Err()
}
