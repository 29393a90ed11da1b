package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

var (
	// ErrUnwritable reports a file or folder that a ledger cannot be written to.
	ErrUnwritable = errors.New("a ledger cannot be written here")
	// ErrNetwork reports a ledger on a network file system, where neither
	// SQLite's locks nor its shared memory can be relied on.
	ErrNetwork = errors.New("on a network file system a ledger would be damaged")
	// ErrCorrupt reports a ledger whose file is damaged.
	ErrCorrupt = errors.New("the ledger's file is damaged; put a backup in its place")
)

// Check refuses places where no ledger can be kept, before anything is written
// to them: with errors that wrap [ErrUnwritable], [ErrNetwork] or, for a
// folder, [ErrNotLedger]. A file that is not there yet is fine.
func Check(name string) error {
	if err := check(name); err != nil {
		return fmt.Errorf("open ledger %s: %w", name, err)
	}
	return nil
}

func check(name string) error {
	name = realName(name)
	folder := filepath.Dir(name)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fmt.Errorf("%w: there is no folder %s; make it, or name another ledger with --db", ErrUnwritable, folder)
	}
	if system := networkOf(folder); system != "" {
		return fmt.Errorf("%w: %s is on %s; name a file on a local disk with --db", ErrNetwork, folder, system)
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%w: it is a folder; name a file inside it with --db", ErrNotLedger)
	case err == nil && linked(info):
		return fmt.Errorf("%w: the file has a second name (a hard link), under which another run could not see this one; remove the other name", ErrUnwritable)
	case err == nil && (info.Mode().Perm()&0o222 == 0 || !writable(name)):
		return fmt.Errorf("%w: the file is read-only; make it writable, or name another ledger with --db", ErrUnwritable)
	case !writable(folder):
		return fmt.Errorf("%w: the folder %s is read-only, and SQLite needs files beside the ledger; make it writable, or name another ledger with --db", ErrUnwritable, folder)
	}
	return nil
}

// realName is a file's own name: links to it lead to one ledger, and so to one
// lock, one log and one rescue file.
func realName(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(name)); err == nil {
		return filepath.Join(folder, filepath.Base(name)) // it is not there yet
	}
	return name
}

// probe reads the first row of every table: enough to notice a file that was
// cut short or written over, at a cost that does not grow with it.
func probe(ctx context.Context, db *sql.DB) error {
	tables, err := words(ctx, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`)
	if err != nil {
		return err
	}
	for _, table := range tables {
		rows, err := db.QueryContext(ctx, `SELECT * FROM `+table+` LIMIT 1`) // names of our own
		if err != nil {
			return err
		}
		for rows.Next() {
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
	}
	return nil
}

// words reads a column of text.
func words(ctx context.Context, db *sql.DB, query string) (all []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var word string
		if err := rows.Scan(&word); err != nil {
			return nil, err
		}
		all = append(all, word)
	}
	return all, rows.Err()
}

// Explain makes an error that wraps [ErrCorrupt] of any in which SQLite says
// that the file is damaged, whichever statement met it. Other errors, nil
// among them, stay as they are.
func Explain(err error) error {
	failure, ok := errors.AsType[sqlite3.Error](err)
	if !ok || errors.Is(err, ErrCorrupt) || errors.Is(err, ErrNotLedger) ||
		failure.Code != sqlite3.ErrCorrupt && failure.Code != sqlite3.ErrNotADB {
		return err
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}
