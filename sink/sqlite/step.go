package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// Intend writes an intent to ask and reserves its price, both or neither.
// It returns [pipeline.ErrStale] when the item is not pending any more, and an
// error that wraps [pipeline.ErrCap] when a cap would be passed.
func (l *Ledger) Intend(ctx context.Context, in pipeline.Intent) (id pipeline.PredictionID, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	err = l.write(func(tx *sql.Tx) error {
		id, err = l.intend(tx, in)
		return err
	})
	return id, err
}

func (l *Ledger) intend(tx *sql.Tx, in pipeline.Intent) (pipeline.PredictionID, error) {
	if err := l.reserve(tx, in); err != nil {
		return 0, err
	}
	res, err := tx.Stmt(l.steps.insertPrediction).Exec(in.Item, in.Run, in.Owner, string(in.Images), string(in.Extras), in.BaseURL, in.Price, millis(in.At))
	if err := changed(res, err); err != nil {
		return 0, err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	return pipeline.PredictionID(id), changed(tx.Stmt(l.steps.submit).Exec(in.Item, id, millis(in.At)))
}

// Record makes one move durable. It returns [pipeline.ErrStale] when the item
// is not where the step says it is. When the file cannot be written, the id of
// a paid prediction is saved beside it; see [Ledger.Rescue].
func (l *Ledger) Record(_ context.Context, s pipeline.Step) error {
	if !s.From.Leads(s.To) || s.To == pipeline.Submitting { // that way reserves a price: see Intend
		return fmt.Errorf("item %d: no way leads from %s to %s", s.Item, s.From, s.To)
	}
	return l.salvage(s, l.write(func(tx *sql.Tx) error { return l.record(tx, s) }))
}

func (l *Ledger) record(tx *sql.Tx, s pipeline.Step) error {
	err := changed(tx.Stmt(l.steps.move).Exec(s.Item, s.From, s.Prediction, s.To,
		s.Paid, s.Refused, millis(s.NextTry), null(s.Reason), null(s.Detail), millis(s.At)))
	if err != nil {
		return err
	}
	if s.Prediction == 0 || s.From == pipeline.Pending || s.From == pipeline.Failed {
		return nil // nothing was asked, or it has ended before
	}
	if s.Refused {
		if err := l.giveBack(tx, s.Prediction); err != nil {
			return err
		}
	}
	_, err = tx.Stmt(l.steps.followUp).Exec(s.Prediction, predictionState(s), s.Remote, millis(s.At),
		took(s.Took), null(s.Caption), null(string(s.Answer)), null(s.Reason), null(s.Detail))
	return err
}

// predictionState is what a step makes of the prediction it is about, which is
// not always what it makes of the item: an item that is asked again leaves a
// failed or refused prediction behind.
func predictionState(s pipeline.Step) string {
	switch {
	case s.Refused:
		return "refused"
	case s.Lost:
		return "failed"
	default:
		return string(s.To)
	}
}

// changed turns "no row was where it should be" into ErrStale.
func changed(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = pipeline.ErrStale
	}
	return err
}

// millis is a time as the ledger keeps it; 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment is the inverse of millis.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

func took(d time.Duration) any {
	if d == 0 {
		return nil
	}
	return d.Milliseconds()
}

// null keeps empty text out of the file.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
