package main

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"strings"

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
		judge := pipeline.Judge{Rules: k.rules}
		beside := manifest.NewFinder(m.Header, k.beside(m))
		for o, err := range l.Outcomes(ctx, m.Rows) {
			var r *pipeline.Result
			if err == nil {
				r, err = judge.Result(o)
			}
			if err != nil {
				yield(checked{}, err)
				return
			}
			row := k.rowOf(o, r, beside)
			if !row.each(answersOf(&judge, o, r), func(c checked) bool { return yield(c, nil) }) {
				return
			}
		}
	}
}

// beside are the texts that rows of a manifest are compared with. Columns that
// the command line names take the place of those that a run has named.
func (k *checking) beside(m sqlite.Manifest) []manifest.Text {
	named := map[string]string{}
	maps.Copy(named, m.Texts)
	maps.Copy(named, k.columns)
	return textsIn(named)
}

// rowOf is a row of a ledger without its texts. Rows that were answered have the
// same picture if their answers are about the same one, and not by its name.
func (k *checking) rowOf(o *pipeline.Outcome, r *pipeline.Result, beside *manifest.Finder) checked {
	row := checked{id: r.ID}
	row.shows(r.Images)
	if o.Pictures != (pipeline.Hash{}) {
		row.ctx.Picture = string(o.Pictures[:])
	}
	k.facts.surround(&row.ctx, beside.Find(r.Cells, r.Object))
	return row
}

// answersOf are the texts of a row's answers, each with the rules for what was
// asked.
func answersOf(judge *pipeline.Judge, o *pipeline.Outcome, r *pipeline.Result) iter.Seq2[said, place] {
	return func(yield func(said, place) bool) {
		for i, a := range r.Parts() {
			form := o.Form
			if i > 0 {
				form = o.Others[i-1].Form
			}
			at := place{slot: a.Slot, lang: cmp.Or(form.Lang, slotLanguage(a.Slot)), rules: judge.RulesOf(form)}
			if !yield(textOf(&a), at) || a.Parted && !yield(longOf(&a), at.besides()) {
				return
			}
		}
	}
}

// besides is the place of the long description beside an answer's text.
func (p place) besides() place {
	p.slot, p.long = strings.TrimSuffix("long_description_"+p.slot, "_"), true
	p.rules = pipeline.LongRules(p.rules)
	return p
}

// longOf is the long description of an answer, or what would be it if nothing
// blocked it or the text beside it, unless a person wants none.
func longOf(a *pipeline.Answer) said {
	if a.Publish == pipeline.PublishDecorative || a.Reason == "rejected" {
		return said{}
	}
	return said{a.LongDraft, true}
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
