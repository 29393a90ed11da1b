package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// An output is one file of results.
type output struct {
	name      string // "-" for standard output
	manifests []sqlite.Manifest
	kept      bool // was there already, and is up to date
	written   bool // whole, and in its place
	counts    *census
}

// A census is what was seen on the way into a file.
type census struct {
	publish map[pipeline.Publish]int64 // all rows, also those that were not wanted
	lines   int64                      // that were written
}

func newCensus() *census { return &census{publish: map[pipeline.Publish]int64{}} }

// there tells whether the results are to be found under the name.
func (o *output) there() bool { return o.kept || o.written }

// outputs decides which manifest's rows go where.
func (s *settings) outputs(manifests []sqlite.Manifest) ([]output, error) {
	switch {
	case s.out == "none":
		return nil, nil
	case s.out != "":
		return []output{{name: s.out, manifests: manifests, counts: newCensus()}}, s.sameColumns(manifests)
	}
	var all []output
	for _, m := range manifests {
		name := sink.NameFor(titleOf(m), s.format)
		for _, other := range all {
			if other.name == name {
				return nil, usage(fmt.Errorf("two manifests would write %s: name the file with --out", name))
			}
		}
		all = append(all, output{name: name, manifests: []sqlite.Manifest{m}, counts: newCensus()})
	}
	return all, nil
}

// titleOf is what files about a manifest are called after: its own name, that
// of a single picture without its ending, or the folder of several.
func titleOf(m sqlite.Manifest) string {
	switch {
	case m.Format != string(manifest.Names):
		return m.Name
	case hasMeta(m.Name), m.Name == slashed(m.Folder), m.Name == slashed(m.Folder)+setName:
		return m.Folder
	}
	name := unquoteMeta(m.Name)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// sameColumns makes sure that one table can hold all manifests.
func (s *settings) sameColumns(manifests []sqlite.Manifest) error {
	for _, m := range manifests[min(1, len(manifests)):] {
		if s.format == sink.CSV && !slices.Equal(m.Header, manifests[0].Header) {
			return usage(fmt.Errorf("%s and %s have different columns, so one CSV file cannot hold both: leave --out away, or add --format jsonl", manifests[0].Name, m.Name))
		}
	}
	return nil
}

// signature names what was written where, so that the same need not be written
// again.
func (s *settings) signature(outputs []output) string {
	names := []string{s.format, s.only}
	if s.with != "" {
		names = append(names, "with "+s.with)
	}
	for _, o := range outputs {
		abs, err := absolute(o.name)
		if err != nil {
			return ""
		}
		names = append(names, abs)
	}
	if words := s.ruleWords(); words != "" {
		names = append(names, words)
	}
	b, err := json.Marshal(names)
	if err != nil {
		return ""
	}
	return string(b)
}

// current tells whether a result file holds all there is to say.
func (ss *session) current(ctx context.Context, o output, signature string) bool {
	if o.name == "-" {
		return false
	}
	info, err := os.Stat(o.name)
	if err != nil {
		return false
	}
	last, changed, err := ss.ledger.LastOutput(ctx)
	return err == nil && last == signature && info.ModTime().After(changed)
}

// exportRun writes what a run has to show.
func (ss *session) exportRun(ctx context.Context, outputs []output) error {
	ctx, cancel := toTheEnd(ctx)
	defer cancel()
	signature := ss.signature(outputs)
	var errs []error
	for i := range outputs {
		o := &outputs[i]
		if o.kept = ss.current(ctx, *o, signature); o.kept {
			continue
		}
		err := ss.write(ctx, *o)
		o.written = err == nil
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// write writes one output, a file all at once.
func (ss *session) write(ctx context.Context, o output) error {
	err := writeResults(ctx, ss.ledger, ss.settings, ss.std.out, o)
	what := "writing " + o.name
	if o.name == "-" {
		what = "writing to standard output"
	}
	return inTime(ctx, err, what, `"captionmill export" with the same --db does it`)
}

func writeResults(ctx context.Context, l *sqlite.Ledger, s *settings, stdout io.Writer, o output) error {
	write := writeRows
	if s.review != "" {
		write = writeSheet
	}
	if o.name == "-" {
		return write(ctx, l, s, stdout, o)
	}
	f, err := sink.Create(o.name)
	if err != nil {
		return err
	}
	defer f.Close()
	shown := time.Now()
	if err := write(ctx, l, s, f, o); err != nil {
		return fmt.Errorf("write %s: %w", o.name, err)
	}
	if err := f.Commit(); err != nil {
		return err
	}
	// The file's own time may lag some milliseconds behind the clock, and the
	// next run would take it for older than what it shows. If that cannot be
	// mended the file is only written once more.
	_ = os.Chtimes(o.name, shown, shown)
	return nil
}

// writer begins the results of some manifests, or a new manifest of their rows.
func (s *settings) writer(w io.Writer, manifests []sqlite.Manifest, shape sink.Shape) (sink.Writer, error) {
	if s.asManifest {
		rows, err := sink.NewManifest(familyOf(manifests[0]), w, shape.Header)
		return rows, usage(err)
	}
	results, err := sink.NewShaped(s.format, w, shape)
	return results, usage(err)
}

// shape says which columns the results of some manifests have.
func (s *settings) shape(ctx context.Context, l *sqlite.Ledger, manifests []sqlite.Manifest) (sink.Shape, error) {
	shape := sink.Shape{Provenance: s.with == "provenance"}
	if len(manifests) > 0 {
		shape.Header = manifests[0].Header
	}
	if s.asManifest {
		return shape, nil
	}
	for _, m := range manifests {
		long, err := l.Parted(ctx, m.Rows)
		if err != nil {
			return shape, err
		}
		shape.Slots, shape.Long = append(shape.Slots, m.Slots...), append(shape.Long, long...)
	}
	return shape, nil
}

// wanted tells whether a row passes --only.
func (s *settings) wanted(r *pipeline.Result) bool {
	switch s.only {
	case "publishable":
		return r.Publish == pipeline.PublishYes || r.Publish == pipeline.PublishDecorative
	case "review":
		return r.Publish == pipeline.PublishReview
	case "done":
		return r.Status == pipeline.RowDone
	case "failed":
		return r.Status == pipeline.RowFailed
	default:
		return true
	}
}

// quick is how long results may take to write once a signal has come.
const quick = 3 * time.Second

// toTheEnd is a context for what has to be done at the end of a run: it is not
// ended by the signal that ended the run, but by little time after it.
func toTheEnd(ctx context.Context) (context.Context, context.CancelFunc) {
	if ctx.Err() == nil {
		return context.WithCancel(context.WithoutCancel(ctx))
	}
	return context.WithTimeout(context.WithoutCancel(ctx), quick)
}
