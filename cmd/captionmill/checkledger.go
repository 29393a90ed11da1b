package main

import (
	"context"
	"iter"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// ledgerTexts reads the texts of a ledger's current rows.
func (k *checking) ledgerTexts(ctx context.Context, name string) iter.Seq2[checked, error] {
	return func(yield func(checked, error) bool) {
		l, err := sqlite.OpenExisting(ctx, name)
		if err != nil {
			yield(checked{}, noLedger(name, err))
			return
		}
		defer l.Close()
		manifests, err := l.Manifests(ctx)
		if err != nil {
			yield(checked{}, err)
			return
		}
		for _, m := range manifests {
			for row, err := range k.outcomes(ctx, l, m) {
				if !yield(row, err) || err != nil {
					return
				}
			}
		}
	}
}

// outcomes reads the texts of one manifest's rows.
func (k *checking) outcomes(ctx context.Context, l *sqlite.Ledger, m sqlite.Manifest) iter.Seq2[checked, error] {
	return func(yield func(checked, error) bool) {
		beside := manifest.NewFinder(m.Header, k.wanted())
		for o, err := range l.Outcomes(ctx, m.Rows) {
			var r *pipeline.Result
			if err == nil {
				o.Rules = k.rules
				r, err = o.Result()
			}
			if err != nil {
				yield(checked{}, err)
				return
			}
			if !k.eachAnswer(r, beside, func(c checked) bool { return yield(c, nil) }) {
				return
			}
		}
	}
}

// eachAnswer gives the texts of a ledger's row, and a row without any as one.
func (k *checking) eachAnswer(r *pipeline.Result, beside *manifest.Finder, yield func(checked) bool) bool {
	row := checked{id: r.ID}
	row.shows(r.Images)
	k.facts.surround(&row.ctx, beside.Find(r.Cells, r.Object))
	return row.each(func(yield func(said, place) bool) {
		for _, a := range r.Parts() {
			if !yield(textOf(&a), place{slot: a.Slot, lang: slotLanguage(a.Slot)}) {
				return
			}
		}
	}, yield)
}

// textOf is the text of an answer, or what would be its text if nothing blocked
// it. Where a person rejected it or is to decide, there is none.
func textOf(a *pipeline.Answer) said {
	switch {
	case a.AltText != "":
		return said{a.AltText, true}
	case a.Status == pipeline.RowDone && a.Publish == pipeline.PublishNo && a.Reason != "rejected":
		return said{a.Draft, true}
	}
	return said{}
}
