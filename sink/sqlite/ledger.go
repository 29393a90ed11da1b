// Package sqlite keeps the ledger in one SQLite file: everything that was
// read, asked, paid and answered, so that any run can be killed at any instant
// and carried on.
//
// What a method has returned without an error is on disk: the file is in WAL
// mode with synchronous=FULL. There is one writing connection, which gathers
// what is waiting into one transaction, and a pool of reading ones. The
// package does not decide anything: when to ask, retry or stop is package
// pipeline's business.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/mattn/go-sqlite3" // the driver, too
)

// A Ledger is an open ledger file. It is safe for use by many goroutines.
type Ledger struct {
	name    string
	writer  *sql.DB // one connection
	readers *sql.DB
	commits commits
	wire    wire
	prompts prompts
	rescue  rescue
}

var (
	// ErrNotLedger reports a file that is no SQLite database, or one that
	// captionmill did not write.
	ErrNotLedger = errors.New("not a captionmill ledger")
	// ErrNewer reports a ledger written by a newer captionmill.
	ErrNewer = errors.New("written by a newer captionmill")
	// ErrLocked reports a ledger that another run holds.
	ErrLocked = errors.New("another run has the ledger")
)

// Open opens the ledger file, which it creates when missing, and brings its
// schema up to date. It returns errors that wrap [ErrNotLedger], [ErrNewer],
// [ErrCorrupt], [ErrUnwritable] or [ErrNetwork] where a person has to act.
func Open(ctx context.Context, name string) (*Ledger, error) {
	return openFile(ctx, name, true)
}

// openFile opens a ledger for somebody who holds its lock, or does not.
func openFile(ctx context.Context, name string, locked bool) (*Ledger, error) {
	name = realName(name)
	for began := time.Now(); ; {
		l := &Ledger{name: name, rescue: rescue{name: name + ".rescue"}}
		err := l.open(ctx, locked)
		if err == nil {
			return l, nil
		}
		closed := l.Close()
		if !busy(err) || time.Since(began) > openPatience || pause(ctx, openPause) != nil {
			return nil, errors.Join(fmt.Errorf("open ledger %s: %w", name, Explain(err)), closed)
		}
	}
}

// A file that is being made by another process is locked in a way that SQLite
// does not wait for; making one takes some milliseconds.
const (
	openPatience = 2 * time.Second
	openPause    = 20 * time.Millisecond
)

func busy(err error) bool {
	var failure sqlite3.Error
	return errors.As(err, &failure) && (failure.Code == sqlite3.ErrBusy || failure.Code == sqlite3.ErrLocked)
}

// pause waits, or until ctx ends; then it returns the cause.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// OpenExisting is Open for a file that must be there already, without its lock. It
// takes that to bring the schema up to date, so that no older version is at work
// meanwhile, and returns an error that wraps [ErrLocked] when one is.
func OpenExisting(ctx context.Context, name string) (*Ledger, error) {
	if _, err := os.Stat(name); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	return openFile(ctx, name, false)
}

func (l *Ledger) open(ctx context.Context, locked bool) error {
	if err := check(l.name); err != nil {
		return err
	}
	have, err := recognize(ctx, l.name)
	if err != nil {
		return err
	}
	if have > 0 && have < len(schemas()) && !locked {
		lock, err := LockFile(l.name, "who brings it up to date")
		if err != nil {
			return fmt.Errorf("bring it up to date, while nobody is at work with it: %w", err)
		}
		defer lock.Unlock()
	}
	if l.writer, err = connect(l.name, "rwc", 1); err != nil {
		return err
	}
	if err := migrate(ctx, l.writer); err != nil {
		return err
	}
	if err := checkPragmas(ctx, l.writer); err != nil {
		return err
	}
	if _, err := l.writer.ExecContext(ctx, checkpoints); err != nil {
		return err
	}
	if l.readers, err = connect(l.name, "ro", max(4, runtime.GOMAXPROCS(0))); err != nil {
		return err
	}
	return probe(ctx, l.readers)
}

// checkpoints bounds the write-ahead log at about 32 MB. With SQLite's own 4 MB the
// pages that every step touches are copied into the file again and again.
const checkpoints = `PRAGMA wal_autocheckpoint = 8000`

// Close closes the file. Closing twice, or a ledger that failed to open, is
// fine.
func (l *Ledger) Close() error {
	errs := []error{l.wire.close(), l.rescue.remove()}
	for _, db := range []*sql.DB{l.readers, l.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Name is the ledger's file name.
func (l *Ledger) Name() string { return l.name }

// connect opens a pool. Pragmas stand in the data source name because they
// belong to a connection, and a pool opens connections when it likes.
//
// Their caches are small. The system has the file in memory as well, and to read
// a page from there again takes less than to let a cache grow by one.
func connect(name, mode string, conns int) (*sql.DB, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	pragmas := url.Values{
		"mode":          {mode},
		"_synchronous":  {"FULL"},
		"_busy_timeout": {"10000"},
		"_mutex":        {"no"}, // database/sql gives a connection to one goroutine at a time
		"_foreign_keys": {"on"},
		"_cache_size":   {"-1000"}, // 1 MB, for each of the readers
	}
	switch mode {
	case "ro":
		pragmas.Set("_query_only", "on")
	case "rwc":
		pragmas.Set("_cache_size", "-4000")
		pragmas.Set("_txlock", "immediate")
		pragmas.Set("_journal_mode", "WAL")
	}
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: abs}).EscapedPath(), RawQuery: pragmas.Encode()}
	db, err := sql.Open("sqlite3", dsn.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// checkPragmas reads back what durability rests on.
func checkPragmas(ctx context.Context, db *sql.DB) error {
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("PRAGMA %s is %s, not %s: is the file on a network file system? Put the ledger on a local disk", pragma, got, want)
		}
	}
	return nil
}
