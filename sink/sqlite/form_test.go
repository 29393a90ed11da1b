package sqlite_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// What a good answer looks like stays with the prompt, and a manifest that is
// read anew brings what was not known before.
func TestForms(t *testing.T) {
	t.Parallel()
	l := create(t)
	form := pipeline.Form{Kind: "dense", MaxChars: 500, Lang: "de"}
	plain, dense := ledgertest.Alt(), words("Describe all.")
	fill(t, l, "images", []pipeline.Row{named(1, "a", plain, dense)})
	dense.Form = form
	m := fill(t, l, "images", []pipeline.Row{named(1, "a", plain, dense), named(2, "b", plain, dense)})
	l = reopen(t, l)
	run := begin(t, l)
	for _, it := range claim(t, l, pipeline.Pending) {
		if want := it.Prompt.Params == dense.Params; (it.Prompt.Form == form) != want || !want && it.Prompt.Form != (pipeline.Form{}) {
			t.Errorf("the form of %s is %+v", it.Prompt.Params, it.Prompt.Form)
		}
		caption(t, l, run, it)
	}
	var walked, counted []string
	for o, err := range l.Outcomes(t.Context(), m.Rows) {
		check(t, err)
		if len(o.Others) != 1 || o.Form != (pipeline.Form{}) || o.Others[0].Form != form || o.Pictures != o.Others[0].Pictures || o.Pictures == (pipeline.Hash{}) {
			t.Errorf("%+v", o)
			continue
		}
		walked = append(walked, fmt.Sprint(o.Caption, o.Pictures), fmt.Sprint(o.Others[0].Caption, o.Others[0].Pictures))
	}
	check(t, l.Captions(t.Context(), m.Rows, func(caption string, pictures pipeline.Hash) {
		counted = append(counted, fmt.Sprint(caption, pictures))
	}))
	if len(walked) != 4 || !slices.Equal(walked, counted) {
		t.Errorf("captions %q, want those of the outcomes %q", counted, walked)
	}
}

// Columns that were named stay with the manifest until it is read anew.
func TestNamedTexts(t *testing.T) {
	t.Parallel()
	l := create(t)
	for _, named := range []map[string]string{{"title": "Heading", "lang": "Sprache"}, {"title": "Other"}, {}} {
		r, err := l.Read(t.Context(), sqlite.Manifest{Name: "images", Texts: named})
		check(t, err)
		check(t, r.Link(t.Context(), "csv", []string{"image", "Heading"}))
		check(t, l.Adopt(t.Context(), r))
		l = reopen(t, l)
		m, _, err := l.Manifest(t.Context(), "images")
		all, err2 := l.Manifests(t.Context())
		if err != nil || err2 != nil || !maps.Equal(m.Texts, named) || !maps.Equal(all[0].Texts, named) {
			t.Errorf("named are %q and %q, want %q, %v", m.Texts, all[0].Texts, named, errors.Join(err, err2))
		}
	}
}

// Of an answer in two parts the short one is compared with other texts.
func TestCaptionsOfParts(t *testing.T) {
	t.Parallel()
	l := create(t)
	two := words("Write two texts.")
	two.Form.Kind = "complex"
	m := fill(t, l, "charts", []pipeline.Row{ask(1, "a", two), ask(2, "b", words("What is it?"))})
	run := begin(t, l)
	for _, it := range claim(t, l, pipeline.Pending) {
		it = intend(t, l, run, it, time.Now())
		told := answer(it)
		told.Caption = "Short: A chart.\nLong: It has four bars."
		record(t, l, it, it.Answered(told))
	}
	var counted []string
	check(t, l.Captions(t.Context(), m.Rows, func(caption string, _ pipeline.Hash) { counted = append(counted, caption) }))
	if !slices.Equal(counted, []string{"A chart.", "Short: A chart.\nLong: It has four bars."}) {
		t.Errorf("counted %q", counted)
	}
}

// What a failed question was answered is shown to nobody, and so not compared.
func TestCaptionsOfFailedItems(t *testing.T) {
	t.Parallel()
	l := create(t)
	m := fill(t, l, "images", []pipeline.Row{ask(1, "a", words("What is it?")), ask(2, "b", words("What is it?"))})
	run := begin(t, l)
	items := claim(t, l, pipeline.Pending)
	it := intend(t, l, run, items[0], time.Now())
	record(t, l, it, it.Spoiled(answer(it), time.Time{}, "loop", "it says the same over and over"))
	caption(t, l, run, items[1])
	var counted []string
	check(t, l.Captions(t.Context(), m.Rows, func(caption string, _ pipeline.Hash) { counted = append(counted, caption) }))
	if !slices.Equal(counted, []string{"A picture of b"}) {
		t.Errorf("counted %q", counted)
	}
}
