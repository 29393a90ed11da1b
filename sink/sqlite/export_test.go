package sqlite

import "context"

// FillDisk keeps the ledger's file from growing, as a full disk does.
func (l *Ledger) FillDisk(ctx context.Context) error {
	_, err := l.writer.ExecContext(ctx, `PRAGMA max_page_count = 1`) // SQLite makes it what there is
	return err
}
