package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// Intend writes an intent to ask and reserves its price, both or neither.
// It returns [pipeline.ErrStale] when the item is not pending any more,
// [pipeline.ErrTwin] when the same was asked about the same bytes by another
// prediction than the one that it knows to have failed, and an error that wraps
// [pipeline.ErrCap] when a cap would be passed.
func (l *Ledger) Intend(ctx context.Context, in pipeline.Intent) (id pipeline.PredictionID, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	id, err = l.intend(in)
	if errors.Is(err, errNoPurse) { // the first of its month, say
		if err := l.openPurses(in); err != nil {
			return 0, err
		}
		return l.intend(in)
	}
	return id, err
}

func (l *Ledger) intend(in pipeline.Intent) (id pipeline.PredictionID, err error) {
	err = l.together(func(w *wire) error {
		if err := w.untwinned(in.Question, in.Twin); err != nil {
			return err
		}
		if err := w.reserve(in); err != nil {
			return err
		}
		prompt, err := w.prompt(in.Prompt)
		if err != nil {
			return err
		}
		at, draft := millis(in.At), numbered(in.Draft)
		res, err := w.exec(stmtIntend, int64(in.Item), int64(in.Run), in.Owner, string(in.Images), string(in.Extras), in.BaseURL, int64(in.Price), at,
			prompt, null(in.Repairs), draft)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, pipeline.ErrStale)
		}
		last, err := res.LastInsertId()
		id = pipeline.PredictionID(last)
		return errors.Join(err, w.change(stmtSubmit, 1, pipeline.ErrStale, int64(in.Item), last, at, draft), w.claimTwin(in.Question, last))
	})
	return id, err
}

// prompt writes a prompt that may be new, and gives its hash; nil for none.
func (w *wire) prompt(p *pipeline.Prompt) (hash any, err error) {
	if p == nil {
		return nil, nil
	}
	hash = hashOf(p)
	_, err = w.exec(stmtPrompt, hash, p.Provider, p.Model, p.Label, p.Params, null(p.Form.Kind), orNull(int64(p.Form.MaxChars)), null(p.Form.Lang))
	return hash, err
}

// untwinned makes sure that nobody asks the same about the same bytes, or has done
// so in vain besides the one that is known to have failed.
func (w *wire) untwinned(question pipeline.Hash, failed pipeline.PredictionID) error {
	if question == (pipeline.Hash{}) {
		return nil
	}
	err := w.row(stmtTwin, make([]driver.Value, 1), question[:], int64(failed))
	switch {
	case err == nil:
		return pipeline.ErrTwin
	case errors.Is(err, io.EOF):
		return nil
	default:
		return err
	}
}

// claimTwin makes a prediction the one that is asked about these bytes.
func (w *wire) claimTwin(question pipeline.Hash, prediction int64) error {
	if question == (pipeline.Hash{}) {
		return nil
	}
	_, err := w.exec(stmtClaimTwin, question[:], prediction)
	return err
}

// Record makes one move durable. It returns [pipeline.ErrStale] when the item
// is not where the step says it is. When the file cannot be written, the id of
// a paid prediction is saved beside it; see [Ledger.Rescue].
func (l *Ledger) Record(_ context.Context, s pipeline.Step) error {
	if !s.From.Leads(s.To) || s.To == pipeline.Submitting { // that way reserves a price: see Intend
		return fmt.Errorf("item %d: no way leads from %s to %s", s.Item, s.From, s.To)
	}
	if s.From == pipeline.Pending && s.To == pipeline.Done && s.Twin == 0 {
		return fmt.Errorf("item %d: an item that was not asked is done by a twin's answer, and by nothing else", s.Item)
	}
	if s.Twin != 0 && (s.From != pipeline.Pending || s.To != pipeline.Done && s.Fault == "") {
		return fmt.Errorf("item %d: a twin lends its answer or its fault, and that to an item that was not asked", s.Item)
	}
	return l.salvage(s, l.together(func(w *wire) error { return w.record(s) }))
}

func (w *wire) record(s pipeline.Step) error {
	reason, detail := null(s.Reason), null(s.Detail)
	if s.Stands != 0 {
		reason, detail = nil, nil // they are about what was to be better
	}
	err := w.change(stmtMove, 1, pipeline.ErrStale, int64(s.Item), string(s.From), int64(s.Prediction), string(s.To),
		s.Paid, s.Refused, millis(s.NextTry), reason, detail, millis(s.At), numbered(s.Twin), s.Hindered, numbered(s.Stands), null(s.Fault), hashOf(s.Asks), int64(s.Faults))
	if err != nil {
		return err
	}
	if s.Prediction == 0 || s.From == pipeline.Pending || s.From == pipeline.Failed {
		return nil // nothing was asked, or it has ended before
	}
	if s.Refused {
		if err := w.giveBack(s.Prediction); err != nil {
			return err
		}
	}
	return w.followUp(s)
}

// followUp writes what became of the prediction that a step is about.
func (w *wire) followUp(s pipeline.Step) error {
	became := predictionState(s)
	args := []driver.Value{int64(s.Prediction), became, ended(became, s.At), took(s.Took),
		null(s.Caption), null(string(s.Answer)), null(s.Reason), null(s.Detail)}
	if s.Remote == "" || s.From == pipeline.Submitted { // has its name already
		_, err := w.exec(stmtFollowUp, args...)
		return err
	}
	if err := w.give(s.Remote, s.Prediction); err != nil {
		return err
	}
	if _, err := w.exec(stmtName, append(args, s.Remote, millis(s.At))...); err != nil {
		return err
	}
	return w.putInOrder(s.Prediction)
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

// ended is when a prediction came into a state, nothing for one that goes on.
func ended(state string, at time.Time) any {
	switch state {
	case "done", "failed", "refused":
		return millis(at)
	default:
		return nil
	}
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

// numbered is a prediction, nothing where there is none.
func numbered(id pipeline.PredictionID) any {
	if id == 0 {
		return nil
	}
	return int64(id)
}

// hashOf is a prompt's hash, nothing where there is no prompt.
func hashOf(p *pipeline.Prompt) any {
	if p == nil {
		return nil
	}
	h := p.Hash()
	return h[:]
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
