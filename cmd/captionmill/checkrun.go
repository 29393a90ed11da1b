package main

import (
	"context"
	"iter"
	"runtime"
	"sync"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// checkPage is how many rows are checked at once by one worker.
const checkPage = 256

// A page is some rows on their way to be checked.
type page struct {
	rows []checked
	done chan struct{} // closed once all are checked
}

// check checks all texts, and reports the rows in their order. What can be read
// twice is counted first, so that every row with a repeated text is found; of
// what cannot, all but the first.
func (k *checking) check(ctx context.Context, t texts, report func(*checked) error) error {
	census := quality.NewCensus()
	if t.once {
		return eachPage(ctx, t.read(ctx), 1, func(p *page) { k.judge(p.rows, census, true) }, report)
	}
	for row, err := range t.read(ctx) {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if row.has {
			census.Count(row.text, &row.ctx)
		}
	}
	return eachPage(ctx, t.read(ctx), runtime.GOMAXPROCS(0), func(p *page) { k.judge(p.rows, census, false) }, report)
}

// judge checks some rows, and counts each after it, if that is wanted.
func (k *checking) judge(rows []checked, census *quality.Census, count bool) {
	for i := range rows {
		row := &rows[i]
		if !row.has {
			continue
		}
		if row.object != nil {
			fillObject(&row.ctx, row.object)
		}
		row.ctx.Census = census
		row.findings = k.rules.Check(row.text, row.text, &row.ctx)
		if count {
			census.Count(row.text, &row.ctx)
		}
	}
}

// eachPage reads rows, lets some workers judge them page by page, and takes
// them in their order. It returns when all of that has ended.
func eachPage(ctx context.Context, rows iter.Seq2[checked, error], workers int, judge func(*page), take func(*checked) error) error {
	ctx, cancel := context.WithCancel(ctx)
	todo, ordered := make(chan *page), make(chan *page, 2*workers)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	var failed error // of the reader; to be read once ordered is closed
	all.Go(func() {
		defer close(ordered)
		defer close(todo)
		failed = readPages(ctx, rows, todo, ordered)
	})
	for range workers {
		all.Go(func() {
			for p := range todo {
				judge(p)
				close(p.done)
			}
		})
	}
	for p := range ordered {
		<-p.done
		for i := range p.rows {
			if err := take(&p.rows[i]); err != nil {
				return err
			}
		}
	}
	return failed
}

// readPages hands out rows page by page, each to a worker first, so that those
// who wait for a page in its turn do not wait for ever.
func readPages(ctx context.Context, rows iter.Seq2[checked, error], todo, ordered chan<- *page) error {
	hand := func(p *page) error {
		for _, to := range []chan<- *page{todo, ordered} {
			select {
			case to <- p:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		return nil
	}
	p := newPage()
	for row, err := range rows {
		if err != nil {
			return firstOf(hand(p), err)
		}
		if p.rows = append(p.rows, row); len(p.rows) == checkPage {
			if err := hand(p); err != nil {
				return err
			}
			p = newPage()
		}
	}
	return hand(p)
}

func newPage() *page {
	return &page{rows: make([]checked, 0, checkPage), done: make(chan struct{})}
}
