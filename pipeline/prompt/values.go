package prompt

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fields are the names of what a template can say about a row, besides the
// manifest's columns by name.
var Fields = []string{"Title", "Nearby", "Caption", "Link", "Product", "Keywords", "Lang", "Alt", "Role"}

// Values are what is known of one row, as it stands there. "" is not known.
type Values struct {
	Title    string // of the page that the image stands on
	Nearby   string // the text around the image
	Caption  string // that people can read below the image
	Link     string // where the image leads
	Product  string // the name of what is sold
	Keywords string // that the text should hold where they fit
	Lang     string // the language to write in, as English calls it
	Alt      string // the alt text that the image has
	Role     string // what the image is there for
	// Columns are the texts of columns by name.
	Columns map[string]string
}

// Column is the text of a column, for templates.
func (v *Values) Column(name string) string { return v.Columns[name] }

// Set sets the value that a place in a template wants.
func (v *Values) Set(u Use, text string) {
	if u.Column != "" {
		if v.Columns == nil {
			v.Columns = map[string]string{}
		}
		v.Columns[u.Column] = text
		return
	}
	if field := v.field(u.Field); field != nil {
		*field = text
	}
}

func (v *Values) get(u Use) string {
	if u.Column != "" {
		return v.Columns[u.Column]
	}
	if field := v.field(u.Field); field != nil {
		return *field
	}
	return ""
}

func (v *Values) field(name string) *string {
	switch name {
	case "Title":
		return &v.Title
	case "Nearby":
		return &v.Nearby
	case "Caption":
		return &v.Caption
	case "Link":
		return &v.Link
	case "Product":
		return &v.Product
	case "Keywords":
		return &v.Keywords
	case "Lang":
		return &v.Lang
	case "Alt":
		return &v.Alt
	case "Role":
		return &v.Role
	}
	return nil
}

// maxValue is the most bytes of one value in a prompt.
const maxValue = 1000

// Clean makes a row's text fit to be quoted in a prompt between “ and ”: one
// line of at most 1,000 bytes, cut behind a word, without anything that would
// end the quotation or that nobody sees, and without double brackets, which
// stand around answers that mean something. Its form is fixed for ever, like
// the texts of presets: it is a part of what was asked.
func Clean(text string) string {
	if len(text) > 4*maxValue { // white space goes, so there may be more to take
		text = text[:4*maxValue]
	}
	text = strings.Map(tame, strings.ToValidUTF8(text, ""))
	text = strings.Join(strings.Fields(text), " ")
	text = single(single(text, '['), ']')
	return shorten(text, maxValue)
}

// tame makes control characters spaces and quotation marks straight, and drops
// what is not seen. The joiners stay: emoji and whole scripts need them.
func tame(r rune) rune {
	switch {
	case ' ' <= r && r <= '~':
		return r
	case r == '“', r == '”', r == '„', r == '‟':
		return '"'
	case r == '\u200c', r == '\u200d':
		return r
	case unicode.IsControl(r):
		return ' '
	case unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

// single leaves one of each run of a letter.
func single(text string, letter byte) string {
	twice := string([]byte{letter, letter})
	for strings.Contains(text, twice) {
		text = strings.ReplaceAll(text, twice, twice[:1])
	}
	return text
}

// shorten cuts a text to so many bytes, with an ellipsis behind the last whole
// word that fits; a text of one endless word is cut within it.
func shorten(text string, most int) string {
	if len(text) <= most {
		return text
	}
	cut := most - len("…")
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	if text[cut] != ' ' {
		if space := strings.LastIndexByte(text[:cut], ' '); space > 0 {
			cut = space
		}
	}
	return strings.TrimRight(text[:cut], " ") + "…"
}
