package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/mattn/go-sqlite3"
)

//go:embed schema/*.sql
var schema embed.FS

// applicationID marks a SQLite file as a ledger: "CMIL" in its header.
const applicationID = 0x434d494c

// schemas are the names of the numbered files, in their order.
func schemas() []string {
	files, _ := fs.Glob(schema, "schema/*.sql") // it only fails for a malformed pattern
	return files
}

// migrate brings the schema up to date by the numbered files that user_version does
// not count yet, all of them in one transaction: a new ledger costs one sync.
func migrate(ctx context.Context, db *sql.DB) error {
	have, err := version(ctx, db)
	if err != nil {
		return err
	}
	files := schemas()
	switch {
	case have == len(files):
		return nil
	case have > len(files):
		return newer(have, len(files))
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := upgrade(ctx, tx, files); err != nil {
		return err
	}
	return tx.Commit()
}

// newer is the error about a schema that this version does not know.
func newer(have, known int) error {
	return fmt.Errorf("%w (schema %d, this one knows %d): install the newer version, or name another file with --db", ErrNewer, have, known)
}

// recognize gives the schema's number, 0 for none yet, and refuses a file that is not
// ours before anything is done to it: already the switch to WAL mode would change it.
func recognize(ctx context.Context, name string) (int, error) {
	if info, err := os.Stat(name); err != nil || info.Size() == 0 {
		return 0, nil // it will be made, or the reason said why not
	}
	n, err := versionAs(ctx, name, "ro")
	var failure sqlite3.Error
	if errors.As(err, &failure) && failure.Code == sqlite3.ErrReadonly {
		n, err = versionAs(ctx, name, "rw") // a transaction was cut off, and has to be undone first
	}
	return n, err
}

func versionAs(ctx context.Context, name, mode string) (int, error) {
	db, err := connect(name, mode, 1)
	if err != nil {
		return 0, err
	}
	n, err := version(ctx, db)
	return n, errors.Join(err, db.Close())
}

// version reads the schema's number, and refuses files that are not ours.
func version(ctx context.Context, db *sql.DB) (int, error) {
	var id, version, tables int
	err := db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`).Scan(&id, &version, &tables)
	var failure sqlite3.Error
	if errors.As(err, &failure) && failure.Code == sqlite3.ErrNotADB {
		return 0, fmt.Errorf("%w: it is no SQLite file", ErrNotLedger)
	}
	if err != nil {
		return 0, err
	}
	if tables > 0 && id != applicationID {
		return 0, fmt.Errorf("%w: it is a SQLite file of something else", ErrNotLedger)
	}
	return version, nil
}

// upgrade applies the files that are missing. Another process, which only wants to look
// perhaps, may have been faster.
func upgrade(ctx context.Context, tx *sql.Tx, files []string) error {
	var have int
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&have); err != nil {
		return err
	}
	if have > len(files) {
		return newer(have, len(files))
	}
	for n := have; n < len(files); n++ {
		if err := apply(ctx, tx, files[n], n+1); err != nil {
			return fmt.Errorf("schema %d: %w", n+1, err)
		}
	}
	return nil
}

func apply(ctx context.Context, tx *sql.Tx, file string, n int) error {
	text, err := schema.ReadFile(file)
	if err != nil {
		return err
	}
	mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, n)
	_, err = tx.ExecContext(ctx, string(text)+"\n"+mark)
	return err
}
