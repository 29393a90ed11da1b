package main

import (
	"cmp"
	"context"
	"iter"
	"runtime"
	"slices"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// checkPage is how many texts are checked at once by one worker.
const checkPage = 256

// A page is some texts on their way to be checked. It is used again and again.
type page struct {
	texts  []checked
	images []string // room for those of the texts' pictures
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
	read := func(ctx context.Context, d *desk[page]) error { return fillPages(ctx, d, texts) }
	return sideBySide(ctx, slices.Repeat([]func(*page){judge}, workers), read, func(p *page) error {
		for i := range p.texts {
			if err := take(&p.texts[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// fillPages hands texts out page by page, and those before an error as well.
func fillPages(ctx context.Context, d *desk[page], texts iter.Seq2[checked, error]) error {
	h, err := emptyPage(ctx, d)
	if err != nil {
		return err
	}
	for text, err := range texts {
		if err != nil {
			d.hand(h)
			return err
		}
		if h.page.add(&text); len(h.page.texts) < checkPage {
			continue
		}
		d.hand(h)
		if h, err = emptyPage(ctx, d); err != nil {
			return err
		}
	}
	d.hand(h)
	return nil
}

func emptyPage(ctx context.Context, d *desk[page]) (*handed[page], error) {
	h, err := d.empty(ctx)
	if err == nil {
		h.page.texts, h.page.images = slices.Grow(h.page.texts[:0], checkPage), h.page.images[:0]
	}
	return h, err
}

// add takes a text, and keeps the names of its pictures.
func (p *page) add(c *checked) {
	from := len(p.images)
	p.images = append(p.images, c.ctx.Images...)
	p.texts = append(p.texts, *c)
	p.texts[len(p.texts)-1].ctx.Images = p.images[from:len(p.images):len(p.images)]
}
