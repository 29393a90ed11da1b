package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A mark says how the catalogue and the table stand to one another.
type mark string

const (
	markSame    mark = "same"
	markDiffers mark = "differs"
	markNew     mark = "new"  // the table lacks it
	markGone    mark = "gone" // the catalogue lacks it
)

// A listedModel is a model of the catalogue, of the table, or of both. Its
// prices are those of a call before anything in its input changes them.
type listedModel struct {
	Model   string        `json:"model"`
	Name    string        `json:"name,omitempty"` // in the table
	Type    string        `json:"type,omitempty"` // in the catalogue
	Price   *price.Micros `json:"price_usd,omitempty"`
	Table   *price.Micros `json:"table_usd,omitempty"`
	Mark    mark          `json:"mark"`
	Formula string        `json:"formula,omitempty"` // how the input changes the price

	parameters []string
}

// compare puts the catalogue beside the table, sorted by ID. Where the
// catalogue has a model twice, the higher price counts.
func compare(offers []api.Offer, table model.Table) []listedModel {
	all := map[string]listedModel{}
	for _, o := range offers {
		if before, again := all[o.Model]; !again || o.Price > *before.Price {
			all[o.Model] = listedModel{Model: o.Model, Type: printable(o.Type), Price: &o.Price, Mark: markNew,
				Formula: printable(o.Formula), parameters: o.Parameters}
		}
	}
	for _, m := range table {
		l, offered := all[m.ID]
		l.Model, l.Name, l.Table = m.ID, m.Name, &m.Price
		switch {
		case !offered:
			l.Mark = markGone
		case *l.Price == m.Price:
			l.Mark = markSame
		default:
			l.Mark = markDiffers
		}
		all[m.ID] = l
	}
	return slices.SortedFunc(maps.Values(all), func(a, b listedModel) int { return cmp.Compare(a.Model, b.Model) })
}

// captions tells whether a model answers about pictures in text, as far as its
// type and the names of its parameters tell. The table has no others.
func (l listedModel) captions() bool {
	if l.Table != nil || l.Type == "image-to-text" {
		return true
	}
	takesPictures := slices.Contains(l.parameters, "image") || slices.Contains(l.parameters, "images")
	return takesPictures && answersInText(l.Type)
}

// answersInText tells whether a type ends in -to-text, or speaks of language
// models.
func answersInText(kind string) bool {
	words := strings.FieldsFunc(strings.ToLower(kind), func(r rune) bool { return !unicode.IsLetter(r) })
	return strings.HasSuffix(strings.ToLower(kind), "-to-text") || slices.Contains(words, "llm") || slices.Contains(words, "vlm")
}

// choose keeps the models that a person has named, by ID or by a name that the
// table knows; without any, those that caption pictures, or all.
func choose(listed []listedModel, table model.Table, names []string, all bool) ([]listedModel, error) {
	if len(names) == 0 {
		return slices.DeleteFunc(listed, func(l listedModel) bool { return !all && !l.captions() }), nil
	}
	wanted := map[string]bool{}
	for _, name := range names {
		id, err := identify(listed, table, name)
		if err != nil {
			return nil, err
		}
		wanted[id] = true
	}
	return slices.DeleteFunc(listed, func(l listedModel) bool { return !wanted[l.Model] }), nil
}

// identify finds the ID of a model by what a person calls it.
func identify(listed []listedModel, table model.Table, name string) (string, error) {
	var known []string
	for _, l := range listed {
		if l.Model == name {
			return name, nil
		}
		known = append(known, l.Model)
		if l.Name != "" {
			known = append(known, l.Name)
		}
	}
	m, err := table.Find(name)
	if err != nil {
		return "", usage(fmt.Errorf("the API's catalogue has no model %q, and captionmill knows none%s; captionmill models --all lists them",
			clip(printable(name), 100), perhaps("", name, known)))
	}
	return m.ID, nil
}
