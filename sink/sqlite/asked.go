package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/mattn/go-sqlite3"

	"github.com/captionmill/captionmill/pipeline"
)

// askedOf is what an export says of a prompt. Most rows have the same one.
type askedOf struct {
	label, model, params string
	form                 pipeline.Form
	hash                 pipeline.Hash
}

const askedOfSQL = `
SELECT label, kind, max_chars, lang, model, params, hash FROM prompts WHERE id = ?`

// askedBy finds what there is to say of prompts, on the connection of those who
// read the rows, and remembers some thousand.
type askedBy struct {
	conn *sqlite3.SQLiteConn
	stmt driver.Stmt // nil until one is looked up
	byID map[int64]*askedOf
	last *askedOf
	id   int64 // of the last one
}

// find gives what is known of a prompt, nothing for 0.
func (a *askedBy) find(id int64) (*askedOf, error) {
	if a.last != nil && a.id == id {
		return a.last, nil
	}
	found, ok := a.byID[id]
	if !ok {
		var err error
		if found, err = a.read(id); err != nil {
			return nil, err
		}
	}
	a.last, a.id = found, id
	return found, nil
}

func (a *askedBy) read(id int64) (*askedOf, error) {
	if a.byID == nil || len(a.byID) >= mostPrompts {
		a.byID = map[int64]*askedOf{}
	}
	found := &askedOf{}
	a.byID[id] = found
	if id == 0 {
		return found, nil
	}
	rows, err := a.query(id)
	if err != nil {
		return nil, err
	}
	err = walkRows(rows, func(row []driver.Value) error {
		found.label, found.model, found.params, found.hash = text(row[0]), text(row[4]), text(row[5]), hash(row[6])
		found.form = pipeline.Form{Kind: text(row[1]), MaxChars: int(number(row[2])), Lang: text(row[3])}
		return nil
	})
	return found, errors.Join(err, rows.Close())
}

// query asks the ledger. It is not cancelled: that would stop the walk over the rows
// on the same connection too, which heeds the context itself.
func (a *askedBy) query(id int64) (rows driver.Rows, err error) {
	if a.stmt == nil {
		if a.stmt, err = a.conn.Prepare(askedOfSQL); err != nil {
			return nil, err
		}
	}
	return a.stmt.(driver.StmtQueryContext).QueryContext(context.Background(), ordinal([]driver.Value{id}))
}

// close lets go of what the ledger was asked with.
func (a *askedBy) close() error {
	if a.stmt == nil {
		return nil
	}
	return a.stmt.Close()
}

// seen remembers items, a bit for each; their numbers lie close together.
type seen map[int64]*[seenWords]uint64

const seenWords = 1 << 10

// add remembers an item, and tells whether it was not there before.
func (s *seen) add(item pipeline.ItemID) bool {
	if *s == nil {
		*s = seen{}
	}
	word, bit := int64(item)>>6, uint64(1)<<(item&63)
	part := (*s)[word/seenWords]
	if part == nil {
		part = new([seenWords]uint64)
		(*s)[word/seenWords] = part
	}
	at := &part[word%seenWords]
	is := *at&bit == 0
	*at |= bit
	return is
}
