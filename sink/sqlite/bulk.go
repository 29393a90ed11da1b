package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// bulk inserts many rows with few statements: the way into SQLite is short,
// but it is walked for every call.
type bulk struct {
	into    string // what follows INSERT: where to, and the columns
	columns int
	full    *sqlite3.SQLiteStmt // inserts bulkRows rows
	args    []driver.NamedValue
}

// bulkRows is how many rows one statement takes.
const bulkRows = 40

// add takes one row, and tells whether as many are waiting as one statement
// takes.
func (b *bulk) add(values ...driver.Value) (full bool) {
	if b.args == nil {
		b.args = make([]driver.NamedValue, 0, bulkRows*b.columns)
	}
	for _, v := range values {
		b.args = append(b.args, driver.NamedValue{Ordinal: len(b.args) + 1, Value: v})
	}
	return len(b.args) == bulkRows*b.columns
}

// take gives what is waiting away, as something to be done on a connection.
func (b *bulk) take() func(*sql.Conn) error {
	args := b.args
	b.args = nil
	return func(conn *sql.Conn) error {
		return conn.Raw(func(c any) error { return b.write(c.(*sqlite3.SQLiteConn), args) })
	}
}

// put takes one row, and writes a full load.
func (b *bulk) put(conn *sqlite3.SQLiteConn, values ...driver.Value) error {
	if !b.add(values...) {
		return nil
	}
	return b.flush(conn)
}

// flush writes what is waiting, on a connection at hand.
func (b *bulk) flush(conn *sqlite3.SQLiteConn) error {
	err := b.write(conn, b.args)
	b.args = b.args[:0]
	return err
}

func (b *bulk) write(conn *sqlite3.SQLiteConn, args []driver.NamedValue) error {
	if len(args) == 0 {
		return nil
	}
	stmt, err := b.prepare(conn, len(args)/b.columns)
	if err != nil {
		return err
	}
	if stmt != b.full {
		defer stmt.Close()
	}
	return insertRows(stmt, args)
}

// insertRows runs an INSERT as a query, which gives no row: the driver then
// hands over all values at once, and not one by one.
func insertRows(stmt *sqlite3.SQLiteStmt, args []driver.NamedValue) error {
	rows, err := stmt.QueryContext(context.Background(), args)
	if err != nil {
		return err
	}
	if err := rows.Next(nil); err != io.EOF {
		return errors.Join(err, rows.Close())
	}
	return rows.Close()
}

// prepare gives the statement for so many rows. That for full loads is kept.
func (b *bulk) prepare(conn *sqlite3.SQLiteConn, rows int) (*sqlite3.SQLiteStmt, error) {
	if rows == bulkRows && b.full != nil {
		return b.full, nil
	}
	prepared, err := conn.Prepare(b.insert(rows))
	if err != nil {
		return nil, err
	}
	stmt := prepared.(*sqlite3.SQLiteStmt)
	if rows == bulkRows {
		b.full = stmt
	}
	return stmt, nil
}

// insert is the statement for so many rows.
func (b *bulk) insert(rows int) string {
	row := "(?" + strings.Repeat(",?", b.columns-1) + ")"
	return "INSERT " + b.into + " VALUES " + row + strings.Repeat(","+row, rows-1)
}

func (b *bulk) close() error {
	if b.full == nil {
		return nil
	}
	return b.full.Close()
}
