package sqlite

import (
	"database/sql"
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

// words says which limit was reached.
func (p purse) words(c pipeline.Caps) string {
	limit, submissions := p.caps(c)
	switch {
	case p.scope == perMonth:
		return fmt.Sprintf("%s for the calendar month (UTC)", limit)
	case p.scope == forEver:
		return fmt.Sprintf("%s for this ledger", limit)
	case limit == 0:
		return fmt.Sprintf("%d submissions in one run", submissions)
	case submissions == 0:
		return fmt.Sprintf("%s for one run", limit)
	default:
		return fmt.Sprintf("%s or %d submissions for one run", limit, submissions)
	}
}

// reserve takes the price of an intent out of every purse it spends from.
func (l *Ledger) reserve(tx *sql.Tx, in pipeline.Intent) error {
	for _, p := range pursesOf(int64(in.Purse), in.At) {
		ok, err := l.takeOut(tx, p, in)
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("%w: %s", pipeline.ErrCap, p.words(in.Caps))
		}
	}
	return nil
}

// takeOut takes the price out of one purse, and makes the purse when it is the
// first to spend from it.
func (l *Ledger) takeOut(tx *sql.Tx, p purse, in pipeline.Intent) (bool, error) {
	limit, submissions := p.caps(in.Caps)
	for range 2 {
		err := changed(tx.Stmt(l.steps.reserve).Exec(p.name, in.Price, limit, submissions))
		if !errors.Is(err, pipeline.ErrStale) {
			return err == nil, err
		}
		if err := changed(tx.Stmt(l.steps.newPurse).Exec(p.name)); err != nil {
			return false, ignore(err, pipeline.ErrStale) // it exists: the cap it is
		}
	}
	return false, nil
}

// giveBack undoes the reservation of a prediction that never came to be.
func (l *Ledger) giveBack(tx *sql.Tx, id pipeline.PredictionID) error {
	var (
		reserved  price.Micros
		purse, at int64
	)
	if err := tx.Stmt(l.steps.prices).QueryRow(id).Scan(&reserved, &purse, &at); err != nil {
		return err
	}
	for _, p := range pursesOf(purse, time.UnixMilli(at)) {
		if _, err := tx.Stmt(l.steps.giveBack).Exec(p.name, reserved); err != nil {
			return err
		}
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
