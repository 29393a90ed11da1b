package sqlite

import (
	"context"
	"database/sql"
	"strings"
)

// bulk inserts many rows with few statements: the way into SQLite is short,
// but it is walked for every call.
type bulk struct {
	into    string // table and columns
	columns int
	full    *sql.Stmt // inserts bulkRows rows
	args    []any
}

// bulkRows is how many rows one statement takes.
const bulkRows = 40

// prepare makes the statement for full loads.
func (b *bulk) prepare(ctx context.Context, conn *sql.Conn) (err error) {
	b.full, err = conn.PrepareContext(ctx, b.insert(bulkRows))
	return err
}

// insert is the statement for so many rows.
func (b *bulk) insert(rows int) string {
	row := "(?" + strings.Repeat(",?", b.columns-1) + ")"
	return "INSERT INTO " + b.into + " VALUES " + row + strings.Repeat(","+row, rows-1)
}

// add takes one row, and writes when enough are waiting.
func (b *bulk) add(ctx context.Context, values ...any) error {
	b.args = append(b.args, values...)
	if len(b.args) < bulkRows*b.columns {
		return nil
	}
	_, err := b.full.ExecContext(ctx, b.args...)
	b.empty()
	return err
}

// flush writes what is waiting.
func (b *bulk) flush(ctx context.Context, conn *sql.Conn) error {
	rows := len(b.args) / b.columns
	if rows == 0 {
		return nil
	}
	_, err := conn.ExecContext(ctx, b.insert(rows), b.args...)
	b.empty()
	return err
}

func (b *bulk) empty() {
	clear(b.args)
	b.args = b.args[:0]
}

func (b *bulk) close() error {
	if b.full == nil {
		return nil
	}
	return b.full.Close()
}
