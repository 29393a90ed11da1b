package main

import (
	"encoding/json"
	"strings"
	"unicode"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// A fact is something that a column says about the picture beside its text.
type fact int

const (
	aTitle fact = iota
	aCaption
	aLink
	nearText
	aProduct
	aLanguage
	facts // how many there are
)

// factNames are the names that such columns have in practice, from the
// likeliest to the least, in lower case and without what separates words.
//
// "caption" and "text" are left out on purpose: they are as often the answer.
var factNames = [facts][]string{
	aTitle:    {"pagetitle", "title", "articletitle", "posttitle", "documenttitle", "headline"},
	aCaption:  {"figcaption", "figurecaption", "imagecaption", "photocaption"},
	aLink:     {"linktext", "linktitle", "linktarget"},
	nearText:  {"nearbytext", "nearby", "surroundingtext", "textnearby", "textaround", "paragraph", "context"},
	aProduct:  {"productname", "producttitle", "product"},
	aLanguage: {"lang", "language", "locale", "langcode", "languagecode"},
}

// factsByName are the facts with the ranks of their names.
var factsByName = func() map[string]ranked {
	all := map[string]ranked{}
	for f, names := range factNames {
		for rank, name := range names {
			all[name] = ranked{fact(f), rank}
		}
	}
	return all
}()

// A ranked is a fact, and how well a column's name says it: 0 is best.
type ranked struct {
	fact
	rank int
}

// factOf tells which fact a column says by its name, if any.
func factOf(name string) (ranked, bool) {
	r, ok := factsByName[strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)]
	return r, ok
}

// columns are where in a table's rows things stand, -1 for nowhere.
type columns struct {
	alt   int
	facts [facts]int
}

// newColumns finds the facts of a header.
func newColumns(header []string) columns {
	c := columns{alt: -1}
	var best [facts]int
	for f := range c.facts {
		c.facts[f] = -1
	}
	for i, name := range header {
		if r, ok := factOf(name); ok && (c.facts[r.fact] < 0 || r.rank < best[r.fact]) {
			c.facts[r.fact], best[r.fact] = i, r.rank
		}
	}
	return c
}

// fill reads the facts of a table's row.
func (c *columns) fill(ctx *quality.Context, cells []string) {
	for f, i := range c.facts {
		if i >= 0 && i < len(cells) {
			fact(f).set(ctx, cells[i])
		}
	}
}

// fillObject reads the facts of a JSONL row. What is no text says nothing.
func fillObject(ctx *quality.Context, object []byte) {
	var members map[string]json.RawMessage
	if json.Unmarshal(object, &members) != nil {
		return
	}
	best := [facts]int{}
	for name, value := range members {
		r, ok := factOf(name)
		if !ok || best[r.fact] != 0 && len(factNames[r.fact])-r.rank <= best[r.fact] {
			continue
		}
		var text string
		if json.Unmarshal(value, &text) == nil && text != "" {
			best[r.fact] = len(factNames[r.fact]) - r.rank
			r.set(ctx, text)
		}
	}
}

func (f fact) set(ctx *quality.Context, text string) {
	*[facts]*string{&ctx.Title, &ctx.Caption, &ctx.Link, &ctx.Nearby, &ctx.Product, &ctx.Lang}[f] = text
}
