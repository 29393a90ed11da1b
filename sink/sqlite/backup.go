package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

// Backup writes a copy of the ledger as it is at this moment, also while a run
// writes to it. The copy stands under its name only once it is whole, checked
// and on the disk. It returns an error that wraps [fs.ErrExist] when there is
// a file of that name, which stays.
//
// While it copies, the ledger's write-ahead log grows with what is written.
func (l *Ledger) Backup(ctx context.Context, name string) error {
	if err := l.backup(ctx, name); err != nil {
		return fmt.Errorf("back up %s to %s: %w", l.name, name, err)
	}
	return nil
}

func (l *Ledger) backup(ctx context.Context, name string) (err error) {
	if err := absent(name); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Dir(name)); err != nil {
		return err
	}
	dir, base := filepath.Split(name)
	temp := filepath.Join(dir, "."+base+".tmp-"+rand.Text())
	defer func() { err = errors.Join(err, discard(temp)) }()
	if err := l.copyTo(ctx, temp); err != nil {
		return err
	}
	if err := toDisk(temp); err != nil {
		return err
	}
	if err := absent(name); err != nil { // copying takes its time
		return err
	}
	if err := os.Rename(temp, name); err != nil {
		return err
	}
	return toDisk(filepath.Dir(name))
}

// absent refuses a name that is taken.
func absent(name string) error {
	_, err := os.Lstat(name)
	if err == nil {
		return fmt.Errorf("%w; name another, or remove it first", fs.ErrExist)
	}
	return ignore(err, fs.ErrNotExist)
}

// copyTo copies the ledger into a new file, and checks the copy.
func (l *Ledger) copyTo(ctx context.Context, name string) (err error) {
	db, err := connectCopy(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	from, err := l.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer to.Close()
	if err := copyPages(ctx, to, from); err != nil {
		return err
	}
	return intact(ctx, to)
}

// connectCopy opens a file that nobody else has: without a journal, since a
// copy that was cut off is thrown away, and without shared memory, since it
// may well be meant for another disk.
func connectCopy(name string) (*sql.DB, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: abs}).EscapedPath(),
		RawQuery: "mode=rwc&_journal_mode=OFF&_locking_mode=EXCLUSIVE&_synchronous=FULL"}
	db, err := sql.Open("sqlite3", dsn.String())
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// stepPages is how much is copied between two looks at the context: 4 MB.
const stepPages = 1024

// copyPages copies a database page by page. A read transaction holds the
// moment: without it, every write of a run would make the copy begin anew.
func copyPages(ctx context.Context, to, from *sql.Conn) (err error) {
	if _, err := from.ExecContext(ctx, `BEGIN`); err != nil {
		return err
	}
	defer func() {
		_, end := from.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		err = errors.Join(err, end)
	}()
	var tables int // a transaction begins with its first look
	if err := from.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return err
	}
	return to.Raw(func(dst any) error {
		return from.Raw(func(src any) error {
			b, err := dst.(*sqlite3.SQLiteConn).Backup("main", src.(*sqlite3.SQLiteConn), "main")
			if err != nil {
				return err
			}
			return errors.Join(stepThrough(ctx, b), b.Finish())
		})
	})
}

func stepThrough(ctx context.Context, b *sqlite3.SQLiteBackup) error {
	for {
		done, err := b.Step(stepPages)
		if done || err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
}

// intact reads every page of a copy, and holds indexes against their tables.
func intact(ctx context.Context, conn *sql.Conn) error {
	var found string
	if err := conn.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return fmt.Errorf("%w: the copy is damaged as well: %s", ErrCorrupt, found)
	}
	return nil
}

// toDisk waits until a file, or what a folder lists, is on the disk.
func toDisk(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(ignore(f.Sync(), errors.ErrUnsupported), f.Close())
}

// discard removes a copy that did not take its name, and what SQLite may have
// left beside it.
func discard(temp string) error {
	var errs []error
	for _, name := range []string{temp, temp + "-wal", temp + "-shm"} {
		errs = append(errs, ignore(os.Remove(name), fs.ErrNotExist))
	}
	return errors.Join(errs...)
}
