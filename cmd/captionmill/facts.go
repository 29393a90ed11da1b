package main

import (
	"context"
	"strings"
	"unicode"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/prompt"
	"github.com/captionmill/captionmill/pipeline/quality"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// judge judges the rows of some manifests. Their texts are compared with one
// another, for which all of them are read once before, unless that finding is
// switched off or there is nothing to compare.
func (s *settings) judge(ctx context.Context, l *sqlite.Ledger, manifests []sqlite.Manifest) (*pipeline.Judge, error) {
	j := &pipeline.Judge{Rules: s.altRules()}
	var rows, questions int64
	for _, m := range manifests {
		rows += m.Tally.Rows * int64(max(1, len(m.Slots)))
		questions += m.Questions
	}
	if s.asManifest || questions < 2 || j.Rules.Severity(quality.Duplicate) == quality.Off {
		return j, nil
	}
	j.Census = quality.NewLongCensus(int(rows))
	var about quality.Context
	for _, m := range manifests {
		err := l.Captions(ctx, m.Rows, func(caption string, pictures pipeline.Hash) {
			about.Picture = string(pictures[:])
			j.Census.Count(caption, &about)
		})
		if err != nil {
			return nil, err
		}
	}
	return j, nil
}

// besides are the roles of the texts beside a picture that its own text is
// compared with, in the order in which surround takes them.
var besides = []string{"title", "caption", manifest.LinkText, "nearby", "product", "lang"}

// textsIn are those texts: in the columns that a person has named, by their
// roles, or else to be found by the usual names. A link's column that is named
// may be any.
func textsIn(named map[string]string) []manifest.Text {
	all := make([]manifest.Text, len(besides))
	for i, role := range besides {
		all[i].Role = role
		if role == manifest.LinkText {
			role = "link"
		}
		if column, ok := named[role]; ok {
			all[i] = manifest.Text{Role: role, Column: column}
		}
	}
	return all
}

// facts understands what rows say beside their pictures. It is not safe for
// concurrent use.
type facts struct {
	languages map[string]string // their codes, by what rows call them
}

// mostLanguages bounds how many names of languages are remembered.
const mostLanguages = 512

// factsOf gives what reads the facts of a manifest's rows.
func factsOf(m sqlite.Manifest) func(*pipeline.Result, *quality.Context) {
	finder, f := manifest.NewFinder(m.Header, textsIn(m.Texts)), facts{}
	return func(r *pipeline.Result, about *quality.Context) {
		f.surround(about, finder.Find(r.Cells, r.Object))
	}
}

// surround says what stands beside a picture, in the order of besides; nil is
// nothing. An address says nothing that a text repeats.
func (f *facts) surround(about *quality.Context, found []string) {
	if found == nil {
		return
	}
	about.Title, about.Caption, about.Nearby, about.Product = found[0], found[1], found[3], found[4]
	if !isTarget(found[2]) {
		about.Link = found[2]
	}
	about.Lang = f.language(found[5])
}

// language is the code of a language, "" for a name that nobody knows.
func (f *facts) language(name string) string {
	if strings.TrimSpace(name) == "" {
		return ""
	}
	code, ok := f.languages[name]
	if ok {
		return code
	}
	if lang, err := prompt.ParseLanguage(name); err == nil {
		code = lang.Code
	}
	if f.languages == nil || len(f.languages) >= mostLanguages {
		f.languages = map[string]string{}
	}
	f.languages[name] = code
	return code
}

// isTarget tells where a link leads from what it says.
func isTarget(text string) bool {
	return strings.ContainsAny(text, "/#:") && !strings.ContainsFunc(text, unicode.IsSpace)
}
