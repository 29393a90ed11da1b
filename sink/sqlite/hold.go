package sqlite

import (
	"context"

	"github.com/captionmill/captionmill/pipeline"
)

const (
	holdSQL = `
INSERT INTO held (item, code) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET code = ?2`
	letGoSQL = `
DELETE FROM held WHERE item = ?`
)

// Hold notes which texts wait for a person, and which do not any more.
func (l *Ledger) Hold(_ context.Context, holds []pipeline.Hold) error {
	if len(holds) == 0 {
		return nil
	}
	return l.together(func(w *wire) error {
		for _, h := range holds {
			if err := w.hold(h); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *wire) hold(h pipeline.Hold) (err error) {
	if h.Code == "" {
		_, err = w.exec(stmtLetGo, int64(h.Item))
	} else {
		_, err = w.exec(stmtHold, int64(h.Item), h.Code)
	}
	return err
}
