package sqlite

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/api"
)

// rescue is a file of last resort beside the ledger. When a paid prediction's
// id cannot be written into the ledger, because the disk is full, it is
// written here: the file has its blocks already, so that no space is needed.
type rescue struct {
	name string
	mu   sync.Mutex
	file *os.File
	used int64
}

// rescueSize is room for some 500 ids: more than submissions are open at once
// on any account, and by then the run has long been told to stop.
const rescueSize = 64 << 10

// rescued is one line of the file.
type rescued struct {
	Item       pipeline.ItemID       `json:"item"`
	Prediction pipeline.PredictionID `json:"prediction"`
	Remote     string                `json:"remote"`
	At         int64                 `json:"at"`
}

// prepare makes the file, its blocks on disk. Blanks are what is not used yet.
func (r *rescue) prepare() error {
	f, err := os.OpenFile(r.name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteAt([]byte(strings.Repeat(" ", rescueSize-1)+"\n"), 0)
	if err := errors.Join(err, f.Sync()); err != nil {
		return errors.Join(err, f.Close())
	}
	r.file, r.used = f, 0
	return nil
}

// save writes an id over the blanks, durably.
func (r *rescue) save(s pipeline.Step) error {
	line, err := json.Marshal(rescued{s.Item, s.Prediction, s.Remote, millis(s.At)})
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return fs.ErrClosed
	}
	if _, err := r.file.WriteAt(append(line, '\n'), r.used); err != nil {
		return err
	}
	r.used += int64(len(line)) + 1
	return r.file.Sync()
}

// read gives what an earlier run has saved.
func (r *rescue) read() ([]rescued, error) {
	f, err := os.Open(r.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []rescued
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 2*rescueSize)
	for lines.Scan() {
		var one rescued
		if json.Unmarshal(lines.Bytes(), &one) == nil && one.Remote != "" {
			all = append(all, one)
		}
	}
	return all, lines.Err()
}

// remove ends the use of the file, which holds nothing that the ledger lacks.
func (r *rescue) remove() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	err := r.file.Close()
	r.file = nil
	if r.used > 0 {
		return err // the next run has to read it
	}
	return errors.Join(err, os.Remove(r.name))
}

// Rescue takes over what an earlier run could only save beside the ledger, and
// prepares for the same to happen again. It must be called under the ledger's
// lock, before [Ledger.Recover] and the first intent. It returns how many
// predictions were taken over.
func (l *Ledger) Rescue(ctx context.Context) (n int, err error) {
	saved, err := l.rescue.read()
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", l.rescue.name, err)
	}
	for _, one := range saved {
		err := l.takeOver(ctx, one)
		if ignore(ignore(err, pipeline.ErrStale), pipeline.ErrTaken) != nil {
			return n, fmt.Errorf("take over prediction %s from %s: %w", one.Remote, l.rescue.name, err)
		}
		if err == nil {
			n++
		}
	}
	if err := l.rescue.prepare(); err != nil {
		return n, fmt.Errorf("prepare %s: %w", l.rescue.name, err)
	}
	return n, nil
}

// takeOver records an acceptance that could not be recorded when it came.
func (l *Ledger) takeOver(ctx context.Context, one rescued) error {
	for _, state := range []pipeline.State{pipeline.Submitting, pipeline.Unconfirmed} {
		it := pipeline.Item{ID: one.Item, State: state, Prediction: one.Prediction}
		step := it.Accepted(api.Prediction{ID: one.Remote})
		step.At = time.UnixMilli(one.At)
		if err := l.Record(ctx, step); !errors.Is(err, pipeline.ErrStale) {
			return err
		}
	}
	return pipeline.ErrStale // it was recorded after all
}

// salvage is the last thing to do for a step that could not be recorded: the
// id of a paid prediction must not be lost.
func (l *Ledger) salvage(s pipeline.Step, err error) error {
	if err == nil || errors.Is(err, pipeline.ErrStale) || errors.Is(err, pipeline.ErrTaken) || s.From != pipeline.Submitting || s.Remote == "" {
		return err
	}
	lost := l.rescue.save(s)
	if lost != nil {
		return fmt.Errorf("%w; the paid prediction %s of item %d could not be saved in %s either (%w): keep this line", err, s.Remote, s.Item, l.rescue.name, lost)
	}
	return fmt.Errorf("%w; the paid prediction %s is safe in %s, and the next run takes it over", err, s.Remote, l.rescue.name)
}
