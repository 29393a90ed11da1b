package main

import (
	"context"
	"io"
	"runtime"
	"sync"

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
}

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
	ctx, cancel := context.WithCancel(ctx)
	d := newDesk(2 * (len(clerks) + 1))
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	all.Go(func() { d.read(ctx, e.pages(), m.Rows) })
	for _, c := range clerks {
		all.Go(func() { c.work(d.todo) })
	}
	for f := range d.ordered {
		<-f.done
		if err := e.take(f); err != nil {
			return err
		}
		d.free <- f
	}
	return d.err
}

// take writes the lines of a folder, and counts its rows.
func (e *exporter) take(f *folder) error {
	for publish, n := range f.publish {
		e.counts.publish[publish] += n
	}
	_, err := e.to.Write(f.lines)
	return firstOf(err, f.err)
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
	lines    []byte
	err      error         // what came behind the lines
	turn     chan struct{} // closed when the census was asked about all rows before
	next     chan struct{} // to be closed when it was asked about these as well
	done     chan struct{} // takes a value when the lines are there
}

// A desk is where folders pass from hand to hand: from the one who reads to a
// clerk and, in the order of their rows, to the one who writes, and back. There
// is room for all of them in each place.
type desk struct {
	todo, ordered, free chan *folder
	turn                chan struct{} // of the next folder
	err                 error         // of reading; to be looked at once ordered is closed
}

func newDesk(folders int) *desk {
	d := &desk{todo: make(chan *folder, folders), ordered: make(chan *folder, folders), free: make(chan *folder, folders), turn: make(chan struct{})}
	for range folders {
		d.free <- &folder{publish: map[pipeline.Publish]int64{}, done: make(chan struct{}, 1)}
	}
	close(d.turn)
	return d
}

// read puts rows into folders, as soon as there are free ones.
func (d *desk) read(ctx context.Context, pages readPages, rows pipeline.Range) {
	defer close(d.ordered)
	defer close(d.todo)
	d.err = pages(ctx, rows, func(page []pipeline.Outcome) ([]pipeline.Outcome, error) {
		select {
		case f := <-d.free:
			return d.hand(f, page), nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	})
}

// hand gives a page to the clerks, and the folder's old one back.
func (d *desk) hand(f *folder, page []pipeline.Outcome) []pipeline.Outcome {
	f.turn, f.next = d.turn, make(chan struct{})
	d.turn = f.next
	page, f.outcomes = f.outcomes, page
	d.todo <- f
	d.ordered <- f
	return page
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

// clerks are so many for the rows of a manifest.
func (e *exporter) clerks(m sqlite.Manifest, n int) ([]*clerk, error) {
	all := make([]*clerk, n)
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
		c.lines, all[i] = lines, c
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

// work does what there is to do, until there is no more.
func (c *clerk) work(todo <-chan *folder) {
	for f := range todo {
		c.folder, f.lines = f, f.lines[:0]
		f.results, f.err = c.judge.Page(f.results, f.outcomes, func(ask func()) {
			<-f.turn
			ask()
			close(f.next)
		})
		f.err = firstOf(c.write(f), f.err)
		f.done <- struct{}{}
	}
}

// write makes lines of the rows that are wanted.
func (c *clerk) write(f *folder) error {
	clear(f.publish)
	for i := range f.results {
		r := &f.results[i]
		f.publish[r.Publish]++
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
