package main

import (
	"slices"
	"strings"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline/prompt"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// wanted are the texts that lists are read with.
func (k *checking) wanted() []manifest.Text { return textsIn(k.columns) }

// roles are the columns that the command line names for what makes a row.
func (k *checking) roles() map[string]string {
	roles := map[string]string{}
	for _, role := range []string{"image", "id", "alt"} {
		if column, named := k.columns[role]; named {
			roles[role] = column
		}
	}
	return roles
}

// A place is where in a table's rows a text stands, and for which question it
// is: the slot is "" where there is only one.
type place struct {
	column int
	slot   string
	lang   string         // of the slot, "" if it is not for one
	long   bool           // it is the long description beside an alt text
	rules  *quality.Rules // nil for those of the command line
}

// ownPlaces are where our own results have their texts; none in other lists.
// Of these the texts count that we wrote, and not one that the manifest had.
func ownPlaces(header []string) []place {
	for _, names := range [][]string{{"cm_alt_text", "alt_text"}, {"cm_publish", "publish"}, {"cm_prediction_id", "prediction_id"}} {
		if !slices.ContainsFunc(names, func(name string) bool { return slices.Contains(header, name) }) {
			return nil
		}
	}
	first := max(slices.Index(header, "cm_alt_text"), slices.Index(header, "alt_text"))
	places := []place{{column: first}}
	for i, name := range header[first+1:] {
		slot, ok := strings.CutPrefix(strings.TrimPrefix(name, "cm_"), "alt_text_")
		if !ok {
			break
		}
		places = append(places, place{column: first + 1 + i, slot: slot, lang: slotLanguage(slot)})
	}
	return places
}

// slotLanguage is the language at the end of a slot's name, such as short_de or
// pt_br, and "" if there is none. Words of three letters and more are more
// likely to be names of questions.
func slotLanguage(slot string) string {
	for end := slot; ; {
		if base, _, _ := strings.Cut(end, "_"); len(base) == 2 {
			if lang, err := prompt.ParseLanguage(end); err == nil {
				return lang.Code
			}
		}
		var more bool
		if _, end, more = strings.Cut(end, "_"); !more {
			return ""
		}
	}
}
