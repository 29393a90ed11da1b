package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"
)

// wire is the writing connection without database/sql around it, for the few
// statements that a run executes for every item: half of their time was spent
// on the way to the driver. It belongs to whoever holds the connection.
type wire struct {
	conn  *sqlite3.SQLiteConn
	stmts [statements]*sqlite3.SQLiteStmt
	sums  sums // of the transaction under way

	latest latest

	numbered []driver.NamedValue // the last statement's, to be used again
}

// statement names one of those statements; texts holds what they say.
type statement int

const (
	stmtBegin statement = iota
	stmtCommit
	stmtRollback
	stmtSavepoint
	stmtRollbackTo
	stmtRelease
	stmtPrompt
	stmtIntend
	stmtSubmit
	stmtMove
	stmtFollowUp
	stmtName
	stmtPrices
	stmtTwin
	stmtClaimTwin
	stmtKeep
	stmtDrop
	stmtSee
	stmtHold
	stmtLetGo
	stmtVersion
	stmtUntil
	stmtOwner
	stmtOrder
	stmtMoveUntil
	stmtSum
	stmtKeepSum
	statements // how many there are
)

// onWire lends out the writing connection. The statements are prepared when
// they are first used on it.
func (l *Ledger) onWire(use func(*wire) error) error {
	if l.writer == nil {
		return errors.New("the ledger is closed")
	}
	conn, err := l.writer.Conn(context.Background())
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error {
		if raw := c.(*sqlite3.SQLiteConn); l.wire.conn != raw {
			l.wire = wire{conn: raw, sums: sums{}}
		}
		return use(&l.wire)
	})
}

// exec runs a statement and tells what it changed.
func (w *wire) exec(s statement, args ...driver.Value) (driver.Result, error) {
	stmt, err := w.prepare(s)
	if err != nil {
		return nil, err
	}
	w.numbered = w.numbered[:0]
	for i, arg := range args {
		w.numbered = append(w.numbered, driver.NamedValue{Ordinal: i + 1, Value: arg})
	}
	return stmt.ExecContext(context.Background(), w.numbered)
}

// change runs a statement that must change as many rows as wanted; otherwise
// something was not where it should be, and change returns otherwise.
func (w *wire) change(s statement, want int64, otherwise error, args ...driver.Value) error {
	res, err := w.exec(s, args...)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != want {
		return errors.Join(err, otherwise)
	}
	return nil
}

// row reads the one row that a statement gives.
func (w *wire) row(s statement, dest []driver.Value, args ...driver.Value) error {
	stmt, err := w.prepare(s)
	if err != nil {
		return err
	}
	rows, err := stmt.Query(args)
	if err != nil {
		return err
	}
	return errors.Join(rows.Next(dest), rows.Close())
}

// number reads the one number that a statement gives.
func (w *wire) number(s statement, args ...driver.Value) (int64, error) {
	dest := make([]driver.Value, 1)
	err := w.row(s, dest, args...)
	return number(dest[0]), err
}

func (w *wire) prepare(s statement) (*sqlite3.SQLiteStmt, error) {
	if w.stmts[s] != nil {
		return w.stmts[s], nil
	}
	stmt, err := w.conn.Prepare(texts[s])
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", texts[s], err)
	}
	w.stmts[s] = stmt.(*sqlite3.SQLiteStmt)
	return w.stmts[s], nil
}

// close lets go of the statements, so that the connection can be closed.
func (w *wire) close() error {
	var errs []error
	for i, stmt := range w.stmts {
		if stmt != nil {
			errs = append(errs, stmt.Close())
			w.stmts[i] = nil
		}
	}
	return errors.Join(errs...)
}
