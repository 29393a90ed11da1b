package sqlite

import (
	"database/sql/driver"
	"errors"
	"io"

	"github.com/captionmill/captionmill/pipeline/price"
)

// errNoPurse reports a purse that does not exist yet.
var errNoPurse = errors.New("there is no such purse")

// sums are what the purses hold in the transaction under way, by name. Each is
// read when it is first asked for and written once, before the commit: all parts
// of a transaction spend from the same few. Nobody else can write meanwhile, as
// the transaction has the file to itself from its beginning.
type sums map[string]sum

type sum struct {
	spent   price.Micros
	asked   int64
	changed bool
}

// of is what a purse holds; errNoPurse when there is none.
func (s sums) of(w *wire, name string) (sum, error) {
	if known, ok := s[name]; ok {
		return known, nil
	}
	row := make([]driver.Value, 2)
	err := w.row(stmtSum, row, name)
	if errors.Is(err, io.EOF) {
		return sum{}, errNoPurse
	}
	if err != nil {
		return sum{}, err
	}
	read := sum{spent: price.Micros(row[0].(int64)), asked: row[1].(int64)}
	s[name] = read
	return read, nil
}

// add changes a purse that was asked for before.
func (s sums) add(name string, spent price.Micros, asked int64) {
	had := s[name]
	s[name] = sum{had.spent + spent, had.asked + asked, true}
}

// keep writes the sums that have changed.
func (s sums) keep(w *wire) error {
	for name, now := range s {
		if !now.changed {
			continue
		}
		if err := w.change(stmtKeepSum, 1, errNoPurse, name, int64(now.spent), now.asked); err != nil {
			return err
		}
	}
	return nil
}
