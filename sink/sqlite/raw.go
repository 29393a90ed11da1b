package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"

	"github.com/mattn/go-sqlite3"

	"github.com/captionmill/captionmill/pipeline"
)

// eachRow runs a query on a reading connection without database/sql around it,
// for those that give a row for every row of a manifest. What use is given is
// overwritten by the next row; its strings stay.
func (l *Ledger) eachRow(ctx context.Context, query string, use func([]driver.Value) error, args ...driver.Value) error {
	return l.reading(ctx, func(conn *sqlite3.SQLiteConn) error { return eachRowOf(ctx, conn, query, use, args...) })
}

// reading lends out a reading connection.
func (l *Ledger) reading(ctx context.Context, use func(*sqlite3.SQLiteConn) error) error {
	conn, err := l.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error { return use(c.(*sqlite3.SQLiteConn)) })
}

// eachRowOf is eachRow on a connection at hand. While it walks, use may ask the same
// connection, and sees the same moment of the ledger.
func eachRowOf(ctx context.Context, conn *sqlite3.SQLiteConn, query string, use func([]driver.Value) error, args ...driver.Value) error {
	rows, err := conn.QueryContext(ctx, query, ordinal(args))
	if err != nil {
		return err
	}
	return errors.Join(walkRows(rows, use), rows.Close())
}

func walkRows(rows driver.Rows, use func([]driver.Value) error) error {
	row := make([]driver.Value, len(rows.Columns()))
	for {
		err := rows.Next(row)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := use(row); err != nil {
			return err
		}
	}
}

// ordinal numbers arguments.
func ordinal(args []driver.Value) []driver.NamedValue {
	numbered := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		numbered[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	return numbered
}

// text is a column of text, "" for NULL.
func text(v driver.Value) string {
	s, _ := v.(string)
	return s
}

// number is a column of whole numbers, 0 for NULL.
func number(v driver.Value) int64 {
	n, _ := v.(int64)
	return n
}

// hash is a column that holds one, zero for NULL.
func hash(v driver.Value) (h pipeline.Hash) {
	b, _ := v.([]byte)
	copy(h[:], b)
	return h
}
