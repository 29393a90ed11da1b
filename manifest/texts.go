package manifest

import (
	"slices"
	"strings"
)

// A Text is a column that is wanted for what it says.
type Text struct {
	// Role is what the text is about: one of [TextRoles], [LinkText], or "" for
	// a column that is only known by its name.
	Role string
	// Column is its name; "" looks for the names that such columns usually
	// have. Names match as those of Options.Columns do. A column that is named
	// for a role and is not there is an error like the one of those.
	Column string
}

// TextRoles are what texts of the usual names can be about, in the order in
// which people are told of them.
var TextRoles = []string{"title", "nearby", "caption", "link", "product", "keywords", "lang", "role"}

// LinkText is the role of what the link around an image says. The role "link"
// may as well be where it leads, which is no text that anyone reads.
const LinkText = "link text"

// usual are the names that such columns have in practice, from the likeliest
// to the least, as squeeze leaves them.
//
// Left out on purpose are names under which answers may stand, as in a result
// that is read again ("caption", "alttext", "tags", "model", "reason"), and
// "role", which is as often somebody's position.
var usual = map[string][]string{
	"title":    {"pagetitle", "title", "articletitle", "posttitle", "documenttitle", "headline"},
	"nearby":   {"nearbytext", "nearby", "surroundingtext", "textnearby", "textaround", "paragraph", "context"},
	"caption":  {"figcaption", "figurecaption", "imagecaption", "photocaption"},
	"link":     {"linktarget", "linkhref", "linkurl", "linktext", "linktitle", "href", "targeturl"},
	LinkText:   {"linktext", "linktitle", "anchortext", "linktarget"},
	"product":  {"productname", "producttitle", "product"},
	"keywords": {"keywords", "seokeywords", "focuskeyword", "focuskeywords", "focuskeyphrase"},
	"lang":     {"lang", "language", "locale", "langcode", "languagecode"},
	"role":     {"imagerole", "imagepurpose", "altrole"},
}

// rank is how well a column's name fits the text: 0 is best, -1 not at all.
func (t Text) rank(name string) int {
	squeezed := squeeze(name)
	switch {
	case t.Column == "":
		return slices.Index(usual[t.Role], squeezed)
	case name == t.Column:
		return 0
	case squeezed == squeeze(t.Column):
		return 1
	}
	return -1
}

// texts finds the wanted texts in rows that were read already, so that reading
// costs nothing more where none are wanted.
type texts struct {
	wanted  []Text
	found   []string // the name of the column of each, "" for none yet
	columns []int    // where in a table's rows it is, -1 for nowhere
	ranks   map[string][]int
	best    []int // of the current record
	row     []string
}

func newTexts(wanted []Text) *texts {
	if len(wanted) == 0 {
		return nil
	}
	n := len(wanted)
	return &texts{wanted: wanted, found: make([]string, n), best: make([]int, n), row: make([]string, n)}
}

// header says what a table's columns are called. Of columns that fit equally
// well the first is taken.
func (t *texts) header(names []string) error {
	t.columns = make([]int, len(t.wanted))
	for i, text := range t.wanted {
		t.columns[i] = -1
		best := 0
		for j, name := range names {
			if rank := text.rank(name); rank >= 0 && (t.columns[i] < 0 || rank < best) {
				t.columns[i], t.found[i], best = j, name, rank
			}
		}
	}
	return t.missing(names)
}

// missing reports the first text whose column was named for a role and is not
// among the names.
func (t *texts) missing(names []string) error {
	for i, text := range t.wanted {
		if text.Role != "" && text.Column != "" && t.found[i] == "" {
			return noColumn(text.Role, text.Column, names)
		}
	}
	return nil
}

// fill gives a row its texts.
func (t *texts) fill(row *Row) {
	clear(t.row)
	row.Texts = t.row
	switch {
	case row.Problem != nil: // what is where in the record is not known
	case row.Object != nil:
		t.fromObject(row.Object)
	default:
		for i, column := range t.columns {
			if column >= 0 && column < len(row.Cells) {
				t.row[i] = row.Cells[column]
			}
		}
	}
}

func (t *texts) fromObject(object []byte) {
	for i := range t.best {
		t.best[i] = -1
	}
	for name, value := range members(object) {
		for i, rank := range t.ranksOf(name) {
			if rank >= 0 && (t.best[i] < 0 || rank < t.best[i]) {
				t.row[i], t.best[i] = plain(value), rank
			}
		}
	}
}

// ranksOf is how well a key, with its quotes, fits each text.
func (t *texts) ranksOf(quoted []byte) []int {
	if ranks, ok := t.ranks[string(quoted)]; ok {
		return ranks
	}
	name := unquote(quoted)
	ranks := make([]int, len(t.wanted))
	for i, text := range t.wanted {
		ranks[i] = text.rank(name)
		if ranks[i] >= 0 && t.found[i] == "" {
			t.found[i] = name
		}
	}
	if t.ranks == nil {
		t.ranks = map[string][]int{}
	}
	if len(t.ranks) < maxKeys && len(quoted) <= maxKey {
		t.ranks[string(quoted)] = ranks
	}
	return ranks
}

// plain is a JSON value as text: strings, numbers and lists of these. Of what
// else there is nothing can be said.
func plain(value []byte) string {
	switch {
	case value[0] == '"':
		return unquote(value)
	case value[0] == '[':
		return plainList(value)
	case value[0] == '-' || value[0] >= '0' && value[0] <= '9':
		return string(value)
	}
	return ""
}

// plainList is a JSON list as text. Lists within it say nothing.
func plainList(list []byte) string {
	var parts []string
	for element := range elements(list) {
		if element[0] == '[' {
			continue
		}
		if text := plain(element); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}
