package sqlite

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A purse is a sum that caps are held against.
type purse struct {
	name  string
	scope scope
}

type scope int

const (
	perRun scope = iota
	perMonth
	forEver
)

// pursesOf lists the purses that a prediction of that moment spends from.
// Months are calendar months in UTC.
func pursesOf(run int64, at time.Time) [3]purse {
	return [3]purse{
		{fmt.Sprintf("run %d", run), perRun},
		{"month " + at.UTC().Format("2006-01"), perMonth},
		{"total", forEver},
	}
}

// caps gives the limits that this purse is held to; 0 is none.
func (p purse) caps(c pipeline.Caps) (limit price.Micros, submissions int) {
	switch p.scope {
	case perMonth:
		return c.Month, 0
	case forEver:
		return c.Total, 0
	default:
		return c.Run, c.Submissions
	}
}

// words says what a purse's sum of money is limited to.
func (p purse) words(limit price.Micros) string {
	switch p.scope {
	case perMonth:
		return fmt.Sprintf("%s for the calendar month (UTC)", limit)
	case forEver:
		return fmt.Sprintf("%s for this ledger", limit)
	default:
		return fmt.Sprintf("%s for one run", limit)
	}
}

// holds says whether one more submission may be paid from a purse that holds so
// much: nil, or an error that wraps [pipeline.ErrCap].
func (p purse) holds(s sum, in pipeline.Intent) error {
	limit, submissions := p.caps(in.Caps)
	switch {
	case submissions > 0 && s.asked >= int64(submissions):
		return fmt.Errorf("%w: %d submissions in one run", pipeline.ErrCap, submissions)
	case limit > 0 && s.spent+in.Price > limit:
		return fmt.Errorf("%w: %s", pipeline.ErrCap, p.words(limit))
	}
	return nil
}

// reserve takes the price of an intent out of every purse it spends from, all
// or none.
func (w *wire) reserve(in pipeline.Intent) error {
	purses := pursesOf(int64(in.Purse), in.At)
	for _, p := range purses {
		s, err := w.sums.of(w, p.name)
		if err != nil {
			return err
		}
		if err := p.holds(s, in); err != nil {
			return err
		}
	}
	for _, p := range purses {
		w.sums.add(p.name, in.Price, 1)
	}
	return nil
}

// openPurses makes the purses that an intent spends from, where they are not.
func (l *Ledger) openPurses(in pipeline.Intent) error {
	return l.write(func(tx *sql.Tx) error {
		for _, p := range pursesOf(int64(in.Purse), in.At) {
			if _, err := tx.Exec(`INSERT OR IGNORE INTO purses VALUES (?, 0, 0)`, p.name); err != nil {
				return fmt.Errorf("open purse %s: %w", p.name, err)
			}
		}
		return nil
	})
}

// giveBack undoes the reservation of a prediction that never came to be.
func (w *wire) giveBack(id pipeline.PredictionID) error {
	row := make([]driver.Value, 3)
	if err := w.row(stmtPrices, row, int64(id)); err != nil {
		return err
	}
	for _, p := range pursesOf(row[1].(int64), time.UnixMilli(row[2].(int64))) {
		if _, err := w.sums.of(w, p.name); err != nil {
			return ignore(err, errNoPurse)
		}
		w.sums.add(p.name, -price.Micros(row[0].(int64)), -1)
	}
	return nil
}

// ignore is err, or nil when it is the one that does not matter.
func ignore(err, harmless error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}
