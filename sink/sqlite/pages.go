package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/mattn/go-sqlite3"

	"github.com/captionmill/captionmill/pipeline"
)

// pageSize is how many outcomes are handed over at once.
const pageSize = 128

// takePage takes a page of outcomes, and gives memory for another one.
type takePage = func([]pipeline.Outcome) ([]pipeline.Outcome, error)

// readPages hands over what a query finds of rows, page by page.
func (l *Ledger) readPages(ctx context.Context, query string, rows pipeline.Range, take takePage) error {
	p := pager{take: take}
	err := l.reading(ctx, func(conn *sqlite3.SQLiteConn) error {
		p.asked.conn = conn
		err := eachRowOf(ctx, conn, query, p.add, int64(rows.First), int64(rows.Last))
		return errors.Join(err, p.asked.close())
	})
	if err == nil && len(p.page) > 0 {
		_, err = take(p.page)
	}
	if err != nil {
		return fmt.Errorf("read results: %w", err)
	}
	return nil
}

// A pager gathers outcomes.
type pager struct {
	take takePage
	page []pipeline.Outcome
	row  int64 // the last one, where a row may have several answers

	asked askedBy
	seen  seen
}

// add takes one more answer, and hands the page over when it is full and a new
// row begins.
func (p *pager) add(row []driver.Value) error {
	if len(row) > plainColumns {
		if len(p.page) > 0 && p.row == number(row[plainColumns]) {
			return p.addOther(row)
		}
		p.row = number(row[plainColumns])
	}
	if len(p.page) == cap(p.page) {
		if err := p.turn(); err != nil {
			return err
		}
	}
	n := len(p.page)
	p.page = p.page[:n+1]
	return p.readOutcome(&p.page[n], row)
}

// turn begins a new page.
func (p *pager) turn() (err error) {
	if len(p.page) > 0 {
		p.page, err = p.take(p.page)
	}
	if p.page = p.page[:0]; cap(p.page) == 0 {
		p.page = make([]pipeline.Outcome, 0, pageSize)
	}
	return err
}

// addOther takes a further answer of the last row.
func (p *pager) addOther(row []driver.Value) error {
	var o pipeline.Outcome
	if err := p.readAnswer(&o, row); err != nil {
		return err
	}
	first := &p.page[len(p.page)-1]
	first.Others = append(first.Others, o)
	return nil
}

// walkPages walks the outcomes of pages that are read by a goroutine of its own.
func walkPages(ctx context.Context, read func(context.Context, takePage) error) iter.Seq2[*pipeline.Outcome, error] {
	return func(yield func(*pipeline.Outcome, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		a := newAhead()
		var reader sync.WaitGroup
		reader.Go(func() {
			defer close(a.full)
			a.err = read(ctx, func(page []pipeline.Outcome) ([]pipeline.Outcome, error) { return a.swap(ctx, page) })
		})
		defer reader.Wait()
		defer cancel()
		for page := range a.full {
			for i := range page {
				if !yield(&page[i], nil) {
					return
				}
			}
			a.empty <- page
		}
		if a.err != nil {
			yield(nil, a.err)
		}
	}
}

// pagesAhead is how many pages there are: one with the reader, one with the
// caller, one between.
const pagesAhead = 3

// ahead hands pages over and back. There is room for every page.
type ahead struct {
	full, empty chan []pipeline.Outcome
	err         error // why the reader ended early; to be read once full is closed
}

func newAhead() *ahead {
	a := &ahead{full: make(chan []pipeline.Outcome, pagesAhead), empty: make(chan []pipeline.Outcome, pagesAhead)}
	for range pagesAhead - 1 {
		a.empty <- nil
	}
	return a
}

// swap gives a page away for another.
func (a *ahead) swap(ctx context.Context, page []pipeline.Outcome) ([]pipeline.Outcome, error) {
	a.full <- page
	select {
	case page = <-a.empty:
		return page, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
