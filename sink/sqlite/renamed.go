package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/mattn/go-sqlite3"

	"github.com/captionmill/captionmill/pipeline"
)

const (
	// waitingSQL gives the rows that wait to be asked about, question by question.
	waitingSQL = `
SELECT i.id, i.pictures, r.manifest, r.images FROM items i CROSS JOIN answers a ON a.item = i.id CROSS JOIN rows r ON r.id = a.row
WHERE i.state = 'pending' AND %s AND %s ORDER BY i.id`
	// paidNameSQL tells whether a question about some pictures has an answer, or may
	// have been paid for one.
	paidNameSQL = `
SELECT EXISTS (SELECT 1 FROM asked k CROSS JOIN items d ON d.id = k.item
WHERE k.pictures = ? AND d.state IN ` + paidStates + `)`
)

// A Former names a row's pictures as its manifest did when it was read before.
type Former func(manifest int64, images []string) (pipeline.Hash, error)

// Renamed counts the questions of rows that wait to be asked about pictures which
// went by another name before, and have an answer under that, or may get one. It
// costs a look for each row, and is meant for manifests whose names have changed.
func (l *Ledger) Renamed(ctx context.Context, rows pipeline.Work, former Former) (n int64, err error) {
	err = l.reading(ctx, func(conn *sqlite3.SQLiteConn) error {
		r := renaming{ctx: ctx, conn: conn, former: former, answered: map[pipeline.Hash]bool{}}
		defer func() { n = r.found }()
		return eachRowOf(ctx, conn, fmt.Sprintf(waitingSQL, among(rows), within("a.row", rows)), r.row)
	})
	return n, err
}

// A renaming looks for the answers under the names of before.
type renaming struct {
	ctx    context.Context
	conn   *sqlite3.SQLiteConn
	former Former

	found, last int64                  // questions, and the latest of them
	answered    map[pipeline.Hash]bool // what was looked for of late
}

// row looks at a row that waits. It is enough if one of a question's rows had an
// answer.
func (r *renaming) row(row []driver.Value) error {
	if number(row[0]) == r.last {
		return nil
	}
	images, err := pipeline.ParseStrings(text(row[3]), nil)
	if err != nil {
		return err
	}
	name, err := r.former(number(row[2]), images)
	if err != nil || name == hash(row[1]) {
		return err
	}
	answered, err := r.hasAnswer(name)
	if answered {
		r.found, r.last = r.found+1, number(row[0])
	}
	return err
}

// hasAnswer remembers what it has found: a picture may have thousands of questions,
// which are all looked through where none has an answer.
func (r *renaming) hasAnswer(name pipeline.Hash) (answered bool, err error) {
	if answered, known := r.answered[name]; known {
		return answered, nil
	}
	err = eachRowOf(r.ctx, r.conn, paidNameSQL, func(row []driver.Value) error {
		answered = number(row[0]) != 0
		return nil
	}, name[:])
	if len(r.answered) >= mostPrompts {
		clear(r.answered)
	}
	r.answered[name] = answered
	return answered, err
}
