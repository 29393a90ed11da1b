package main

import (
	"context"
	"io"
	"runtime"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// An exporter writes rows in their order, which clerks make lines of.
type exporter struct {
	*settings
	ledger    *sqlite.Ledger
	to        io.Writer
	manifests []sqlite.Manifest
	counts    *census
	shape     sink.Shape
	judge     *pipeline.Judge // that each clerk has a copy of
	forms     []form          // by which presets are named
	holds     []pipeline.Hold // that the ledger does not know of yet
}

// mostHolds is how many the ledger is told of at once.
const mostHolds = 4096

// writeRows writes every row of some manifests in order.
func writeRows(ctx context.Context, l *sqlite.Ledger, s *settings, w io.Writer, out output) error {
	e := exporter{settings: s, ledger: l, to: w, manifests: out.manifests, counts: out.counts}
	if err := e.prepare(ctx); err != nil {
		return err
	}
	head, err := s.writer(w, e.manifests, e.shape)
	if err != nil {
		return err
	}
	if err := head.Close(); err != nil {
		return err
	}
	for _, m := range e.manifests {
		if err := e.write(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// prepare finds out what all rows have in common.
func (e *exporter) prepare(ctx context.Context) (err error) {
	if e.shape, err = e.settings.shape(ctx, e.ledger, e.manifests); err != nil {
		return err
	}
	if e.judge, err = e.settings.judge(ctx, e.ledger, e.manifests); err != nil {
		return err
	}
	if e.shape.Provenance {
		e.forms, err = presetForms()
	}
	return err
}

// write writes the rows of one manifest. It returns when nobody works on them
// any more.
func (e *exporter) write(ctx context.Context, m sqlite.Manifest) error {
	clerks, err := e.clerks(m, runtime.GOMAXPROCS(0))
	if err != nil {
		return err
	}
	err = sideBySide(ctx, clerks, func(ctx context.Context, d *desk[folder]) error { return e.read(ctx, d, m.Rows) },
		func(f *folder) error { return e.take(ctx, m, f) })
	return firstOf(err, e.hold(ctx, m, 0))
}

// read puts rows into folders, as soon as there are empty ones.
func (e *exporter) read(ctx context.Context, d *desk[folder], rows pipeline.Range) error {
	turn := make(chan struct{}) // of the next folder
	close(turn)
	return e.pages()(ctx, rows, func(page []pipeline.Outcome) ([]pipeline.Outcome, error) {
		h, err := d.empty(ctx)
		if err != nil {
			return nil, err
		}
		f := &h.page
		f.turn, f.next = turn, make(chan struct{})
		turn = f.next
		page, f.outcomes = f.outcomes, page
		d.hand(h)
		return page, nil
	})
}

// take writes the lines of a folder, and counts its rows.
func (e *exporter) take(ctx context.Context, m sqlite.Manifest, f *folder) error {
	for publish, n := range f.publish {
		e.counts.publish[publish] += n
	}
	e.holds = append(e.holds, f.holds...)
	_, err := e.to.Write(f.lines)
	return firstOf(firstOf(err, f.err), e.hold(ctx, m, mostHolds))
}

// hold tells the ledger what waits for a person, if that is so much or more.
func (e *exporter) hold(ctx context.Context, m sqlite.Manifest, least int) error {
	if len(e.holds) < least {
		return nil
	}
	err := e.ledger.Hold(ctx, m.ID, e.holds)
	e.holds = e.holds[:0]
	return err
}

// readPages reads the outcomes of rows page by page.
type readPages func(context.Context, pipeline.Range, func([]pipeline.Outcome) ([]pipeline.Outcome, error)) error

func (e *exporter) pages() readPages {
	if e.shape.Provenance {
		return e.ledger.DetailPages
	}
	return e.ledger.OutcomePages
}

// A folder is a page of rows on its way into the file. It is used again and
// again.
type folder struct {
	outcomes []pipeline.Outcome
	results  []pipeline.Result
	publish  map[pipeline.Publish]int64 // of all rows, also those that are not wanted
	holds    []pipeline.Hold            // of all rows
	lines    []byte
	err      error         // what came behind the lines
	turn     chan struct{} // closed when the census was asked about all rows before
	next     chan struct{} // to be closed when it was asked about these as well
}

// A clerk judges rows and makes lines of them. Clerks work side by side, but
// for asking the census.
type clerk struct {
	*settings
	judge   pipeline.Judge
	presets func(*pipeline.Result)
	lines   sink.Writer // into the folder at hand
	folder  *folder
}

// clerks are the work of so many on the rows of a manifest.
func (e *exporter) clerks(m sqlite.Manifest, n int) ([]func(*folder), error) {
	all := make([]func(*folder), n)
	for i := range all {
		c := &clerk{settings: e.settings, judge: *e.judge, presets: func(*pipeline.Result) {}, folder: &folder{}}
		if e.shape.Provenance {
			c.presets = namePresets(e.forms)
		}
		c.judge.Facts = factsOf(m)
		lines, err := e.writer(c, e.manifests, e.shape)
		if err != nil {
			return nil, err
		}
		c.lines, all[i] = lines, c.work
		if err := lines.Flush(); err != nil { // what stands before the rows is written
			return nil, err
		}
	}
	return all, nil
}

// Write adds to the lines of the folder at hand.
func (c *clerk) Write(p []byte) (int, error) {
	c.folder.lines = append(c.folder.lines, p...)
	return len(p), nil
}

// work judges the rows of a folder, and makes its lines.
func (c *clerk) work(f *folder) {
	c.folder, f.lines = f, f.lines[:0]
	f.results, f.err = c.judge.Page(f.results, f.outcomes, func(ask func()) {
		<-f.turn
		ask()
		close(f.next)
	})
	f.err = firstOf(c.write(f), f.err)
}

// write makes lines of the rows that are wanted.
func (c *clerk) write(f *folder) error {
	f.publish, f.holds = map[pipeline.Publish]int64{}, f.holds[:0]
	for i := range f.results {
		r := &f.results[i]
		f.publish[r.Publish]++
		if !c.asManifest { // which has no results
			f.holds = r.Holds(f.holds, &f.outcomes[i])
		}
		if !c.wanted(r) {
			continue
		}
		c.presets(r)
		if err := c.lines.Write(r); err != nil {
			return firstOf(err, c.lines.Flush())
		}
	}
	return c.lines.Flush()
}
