package sqlite

import (
	"context"
	"errors"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

const (
	holdSQL = `
INSERT INTO held (prediction, manifest, code) SELECT coalesce(draft, prediction), ?2, ?3 FROM items
WHERE id = ?1 AND coalesce(draft, prediction) IS NOT NULL ON CONFLICT DO UPDATE SET code = excluded.code`
	letGoSQL = `
DELETE FROM held WHERE prediction = (SELECT coalesce(draft, prediction) FROM items WHERE id = ?1) AND manifest = ?2`
)

// holdPatience is how long Hold waits for other processes that write: one that
// reads a long manifest takes minutes.
const holdPatience = 5 * time.Minute

// Hold notes which texts wait for a person because of the rows of a manifest, and
// which do not any more. It waits for other processes that write, or until ctx ends.
func (l *Ledger) Hold(ctx context.Context, manifest int64, holds []pipeline.Hold) error {
	if len(holds) == 0 {
		return nil
	}
	for began := time.Now(); ; {
		err := l.together(func(w *wire) error { return w.hold(manifest, holds) })
		switch {
		case !busy(err):
			return err
		case time.Since(began) > holdPatience:
			return errors.Join(errors.New("another process writes into the ledger all the time; try again when it has ended"), err)
		}
		if pause(ctx, openPause) != nil {
			return err
		}
	}
}

func (w *wire) hold(manifest int64, holds []pipeline.Hold) (err error) {
	for _, h := range holds {
		if h.Code == "" {
			_, err = w.exec(stmtLetGo, int64(h.Item), manifest)
		} else {
			_, err = w.exec(stmtHold, int64(h.Item), manifest, h.Code)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
