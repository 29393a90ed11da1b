package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// write runs do in a transaction of its own, and returns once it is durable:
// for what is written now and then. Steps of items are written together.
func (l *Ledger) write(do func(*sql.Tx) error) error {
	if l.writer == nil {
		return fmt.Errorf("write ledger %s: %w", l.name, errors.New("the ledger is closed"))
	}
	tx, err := l.writer.BeginTx(context.Background(), nil)
	if err != nil {
		return fmt.Errorf("write ledger %s: %w", l.name, err)
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("write ledger %s: %w", l.name, err)
	}
	return nil
}
