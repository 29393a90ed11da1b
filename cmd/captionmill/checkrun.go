package main

import (
	"cmp"
	"context"
	"iter"
	"runtime"
	"sync"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// checkPage is how many texts are checked at once by one worker.
const checkPage = 256

// A page is some texts on their way to be checked. It is used again and again.
type page struct {
	texts  []checked
	images []string      // room for those of the texts' pictures
	done   chan struct{} // takes a value once all are checked
}

// check checks all texts, and reports them in their order. They are counted
// first, so that every row with a repeated text is found.
func (k *checking) check(ctx context.Context, all texts, report func(*checked) error) error {
	census := quality.NewCensus()
	if err := eachPage(ctx, all(ctx), 1, func(*page) {}, func(c *checked) error {
		if c.has && !c.long {
			census.Count(c.words, &c.ctx)
		}
		return nil
	}); err != nil {
		return err
	}
	return eachPage(ctx, all(ctx), runtime.GOMAXPROCS(0), func(p *page) { k.judge(p.texts, census) }, report)
}

// judge checks some texts.
func (k *checking) judge(texts []checked, census *quality.Census) {
	for i := range texts {
		if c := &texts[i]; c.has {
			if !c.long {
				c.ctx.Census = census
			}
			c.findings = cmp.Or(c.rules, k.rules).Check(c.words, c.words, &c.ctx)
		}
	}
}

// eachPage reads texts, lets some workers judge them page by page, and takes
// them in their order. It returns when all of that has ended.
func eachPage(ctx context.Context, texts iter.Seq2[checked, error], workers int, judge func(*page), take func(*checked) error) error {
	ctx, cancel := context.WithCancel(ctx)
	h := handing{todo: make(chan *page), ordered: make(chan *page, 2*workers), free: make(chan *page, 4*workers)}
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	var failed error // of the reader; to be read once ordered is closed
	all.Go(func() {
		defer close(h.ordered)
		defer close(h.todo)
		failed = h.read(ctx, texts)
	})
	for range workers {
		all.Go(func() {
			for p := range h.todo {
				judge(p)
				p.done <- struct{}{}
			}
		})
	}
	for p := range h.ordered {
		<-p.done
		for i := range p.texts {
			if err := take(&p.texts[i]); err != nil {
				return err
			}
		}
		h.giveBack(p)
	}
	return failed
}

// A handing is pages on their way: to some worker, to who takes them in order,
// and back to be filled again.
type handing struct{ todo, ordered, free chan *page }

// read hands out texts page by page.
func (h *handing) read(ctx context.Context, texts iter.Seq2[checked, error]) error {
	p := h.page()
	for text, err := range texts {
		if err != nil {
			return firstOf(h.hand(ctx, p), err)
		}
		if p.add(&text); len(p.texts) < checkPage {
			continue
		}
		if err := h.hand(ctx, p); err != nil {
			return err
		}
		p = h.page()
	}
	return h.hand(ctx, p)
}

// hand gives a page to a worker first, so that those who wait for a page in its
// turn do not wait for ever.
func (h *handing) hand(ctx context.Context, p *page) error {
	for _, to := range []chan<- *page{h.todo, h.ordered} {
		select {
		case to <- p:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// page is an empty one.
func (h *handing) page() *page {
	select {
	case p := <-h.free:
		p.texts, p.images = p.texts[:0], p.images[:0]
		return p
	default:
		return &page{texts: make([]checked, 0, checkPage), done: make(chan struct{}, 1)}
	}
}

// giveBack keeps a page that nobody needs any more, if there is room.
func (h *handing) giveBack(p *page) {
	select {
	case h.free <- p:
	default:
	}
}

// add takes a text, and keeps the names of its pictures.
func (p *page) add(c *checked) {
	from := len(p.images)
	p.images = append(p.images, c.ctx.Images...)
	p.texts = append(p.texts, *c)
	p.texts[len(p.texts)-1].ctx.Images = p.images[from:len(p.images):len(p.images)]
}
