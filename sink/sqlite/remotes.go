package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"

	"github.com/captionmill/captionmill/pipeline"
)

// latestMost is among how many of the last predictions remote ids are looked for
// one by one. More make a start slower, fewer put the ids in order more often.
const latestMost = 1 << 13

// latest are the remote ids that are not in order yet: those of the predictions
// after one. They are read when the first is to be given, and read anew when
// somebody else has written to the file. The zero value is unread.
type latest struct {
	ids     map[string]pipeline.PredictionID // nil: unread
	until   pipeline.PredictionID
	version int64 // of the file, as it counts what others have written

	// Of the transaction under way: whether the ids are known to be as it finds
	// them, which of them it has given, and whether it has put some in order.
	current bool
	given   []string
	ordered bool
}

// begin is what is known of them when a transaction begins.
func (l *latest) begin() { l.current, l.given, l.ordered = false, l.given[:0], false }

// takeBack forgets what the transaction has given, but for the first few.
func (l *latest) takeBack(first int) {
	if l.ordered { // what is known was read after that
		*l = latest{ordered: true}
		return
	}
	for _, remote := range l.given[first:] {
		delete(l.ids, remote)
	}
	l.given = l.given[:first]
}

// untilSQL tells up to which prediction remote ids are in order. Those are found
// by ownerSQL, the others by latestSQL.
const (
	untilSQL  = `SELECT prediction FROM remotes_until`
	ownerSQL  = `SELECT prediction FROM remotes WHERE remote = ?`
	latestSQL = `SELECT remote, id FROM predictions WHERE id > ? AND remote IS NOT NULL`
)

// orderSQL puts the latest ids in order, and moveUntilSQL says so. Two that are
// the same can only be there where an older version was at work meanwhile.
const (
	orderSQL     = `INSERT OR IGNORE INTO remotes SELECT remote, id FROM predictions WHERE id > ? AND remote IS NOT NULL ORDER BY remote`
	moveUntilSQL = `UPDATE remotes_until SET prediction = (SELECT max(id) FROM predictions)`
)

// give makes a remote id a prediction's. It returns [pipeline.ErrTaken] when it
// is another's.
func (w *wire) give(remote string, to pipeline.PredictionID) error {
	if err := w.readLatest(); err != nil {
		return err
	}
	owner, err := w.owner(remote)
	if err != nil || owner == to {
		return err
	}
	if owner != 0 {
		return pipeline.ErrTaken
	}
	w.latest.ids[remote] = to
	w.latest.given = append(w.latest.given, remote)
	return nil
}

// owner is the prediction that has a remote id, 0 for none.
func (w *wire) owner(remote string) (pipeline.PredictionID, error) {
	if id, ok := w.latest.ids[remote]; ok {
		return id, nil
	}
	n, err := w.number(stmtOwner, remote)
	if errors.Is(err, io.EOF) {
		return 0, nil
	}
	return pipeline.PredictionID(n), err
}

// readLatest reads the latest ids, unless they are known as they are now.
func (w *wire) readLatest() error {
	if w.latest.current {
		return nil
	}
	version, err := w.number(stmtVersion)
	if err != nil {
		return err
	}
	if w.latest.ids != nil && version == w.latest.version {
		w.latest.current = true
		return nil
	}
	return w.readLatestAnew(version)
}

// readLatestAnew reads them at a version of the file: all of them, or none.
func (w *wire) readLatestAnew(version int64) error {
	w.latest = latest{ordered: w.latest.ordered}
	until, err := w.number(stmtUntil)
	if err != nil {
		return err
	}
	ids := map[string]pipeline.PredictionID{}
	err = eachRowOf(context.Background(), w.conn, latestSQL, func(row []driver.Value) error {
		ids[text(row[0])] = pipeline.PredictionID(number(row[1]))
		return nil
	}, until)
	if err != nil {
		return err
	}
	w.latest.ids, w.latest.until, w.latest.version, w.latest.current = ids, pipeline.PredictionID(until), version, true
	return nil
}

// putInOrder puts the latest ids in order once a prediction that has one is far
// behind those that are.
func (w *wire) putInOrder(prediction pipeline.PredictionID) error {
	if prediction < w.latest.until+latestMost {
		return nil
	}
	if _, err := w.exec(stmtOrder, int64(w.latest.until)); err != nil {
		return err
	}
	w.latest = latest{ordered: true}
	_, err := w.exec(stmtMoveUntil)
	return err
}
