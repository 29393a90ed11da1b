package main

import (
	"context"
	"sync"
)

// sideBySide has pages read in a goroutine of its own, worked on by some workers
// and taken in the order in which they were read. Pages are zero at first, and
// come back as they are. It returns when nobody works on them any more, with
// what ended it: the error of take, or that of read once all before it are taken.
func sideBySide[P any](ctx context.Context, workers []func(*P), read func(context.Context, *desk[P]) error, take func(*P) error) error {
	ctx, cancel := context.WithCancel(ctx)
	d := newDesk[P](2 * (len(workers) + 1))
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	var failed error // of read; to be looked at once ordered is closed
	all.Go(func() {
		defer close(d.ordered)
		defer close(d.todo)
		failed = read(ctx, d)
	})
	for _, work := range workers {
		all.Go(func() { d.work(work) })
	}
	for h := range d.ordered {
		<-h.done
		if err := take(&h.page); err != nil {
			return err
		}
		d.free <- h
	}
	return failed
}

// A desk is where pages pass from hand to hand: from the one who reads to a
// worker and, in the order in which they were read, to the one who takes them,
// and back. There is room for all of them in each place, so that nobody waits
// but for a page.
type desk[P any] struct{ todo, ordered, free chan *handed[P] }

// A handed page is on its way.
type handed[P any] struct {
	page P
	done chan struct{} // takes a value when it was worked on
}

func newDesk[P any](pages int) *desk[P] {
	d := &desk[P]{todo: make(chan *handed[P], pages), ordered: make(chan *handed[P], pages), free: make(chan *handed[P], pages)}
	for range pages {
		d.free <- &handed[P]{done: make(chan struct{}, 1)}
	}
	return d
}

// empty gives a page to be filled, as soon as there is one.
func (d *desk[P]) empty(ctx context.Context) (*handed[P], error) {
	select {
	case h := <-d.free:
		return h, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// hand passes a page on. It is the workers' turn first, in the same order.
func (d *desk[P]) hand(h *handed[P]) {
	d.todo <- h
	d.ordered <- h
}

// work works on pages, until there are no more.
func (d *desk[P]) work(on func(*P)) {
	for h := range d.todo {
		on(&h.page)
		h.done <- struct{}{}
	}
}
