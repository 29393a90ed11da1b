package quality

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind is what a preset asks for. Each kind has faults of its own.
type Kind string

// The kinds of text.
const (
	Prose Kind = ""      // one or two sentences of alt text
	Dense Kind = "dense" // a description of any length
	Tags  Kind = "tags"  // a list of tags, separated by commas
	OCR   Kind = "ocr"   // the text that stands in the picture
)

// Period says what becomes of the period at the end of a text.
type Period string

// What [Rules.Clean] does with the last period.
const (
	KeepPeriod Period = ""     // as the model wrote it
	AddPeriod  Period = "add"  // every text that ends in a word gets one
	DropPeriod Period = "drop" // a single sentence has none
)

// Rules are how texts are cleaned and judged. The zero value is for alt text
// in any language, and so is a nil *Rules. Rules are safe for use by many
// goroutines, as long as nobody changes them.
type Rules struct {
	Kind Kind
	// Severities take the place of the kind's own, by code.
	Severities map[string]Severity
	// MaxChars is the most characters of a text. Zero is what the kind
	// advises: 125 for prose, no limit for the others. Less than zero is no
	// limit.
	MaxChars int
	// MinChars is the fewest letters and digits of a text; those of Chinese,
	// Japanese, Korean and Thai count three times. Zero is 4; less than zero is
	// no limit.
	MinChars int
	// Lang is the language that texts have to be in, such as "de" or "pt-BR".
	// With "" any language will do.
	Lang string
	// Sentence makes the first letter a capital, unless the first word is
	// written in a way of its own, such as iPhone.
	Sentence bool
	Period   Period
}

// Context is what is known of a row beside its text. What is empty is unknown;
// a nil *Context knows nothing.
type Context struct {
	// Images are the names of the row's pictures: addresses or paths.
	Images []string
	// Picture tells the row's picture from others, such as the hash of its
	// content. With "" it is told by the names in Images.
	Picture string
	// Title, Caption, Link and Nearby are the picture's title, its caption
	// (figcaption), the text of the link around it, and the text beside it.
	Title, Caption, Link, Nearby string
	// Product is what is sold in the picture, and by which brand.
	Product string
	// Lang is the row's own language. It wins over that of the rules.
	Lang string
	// Census has counted the texts of all rows, or of those before this one;
	// nil means that texts are not compared.
	Census *Census
	// Inquiry, when set, is asked in the place of the census.
	Inquiry *Inquiry
}

// others is how many rows have the same text for other pictures.
func (c *Context) others(text string) int {
	switch {
	case c.Inquiry != nil:
		return c.Inquiry.others(text, c)
	case c.Census != nil:
		return c.Census.others(c.Census.query(text, c))
	default:
		return 0
	}
}

// around are the texts that stand beside the picture.
func (c *Context) around() [5]string {
	return [5]string{c.Title, c.Caption, c.Link, c.Nearby, c.Product}
}

var (
	alone   Rules
	unknown Context
)

// Err says what is wrong with the rules, as when they come from a person's
// file: a kind, a code, a severity or a period that there is not.
func (r *Rules) Err() error {
	if _, ok := columns[r.Kind]; !ok {
		return fmt.Errorf("a kind of text %q does not exist; there are %q, %q, %q, and none for alt text", r.Kind, Dense, Tags, OCR)
	}
	if !slices.Contains([]Period{KeepPeriod, AddPeriod, DropPeriod}, r.Period) {
		return fmt.Errorf("a final period can be %q or %q, not %q", AddPeriod, DropPeriod, r.Period)
	}
	for _, code := range slices.Sorted(maps.Keys(r.Severities)) {
		if !slices.Contains(Codes(), code) {
			return fmt.Errorf("a check %q does not exist; there are: %s", code, strings.Join(Codes(), ", "))
		}
		if !slices.Contains([]Severity{Block, Warn, Info, Off}, r.Severities[code]) {
			return fmt.Errorf("the check %s can be block, warn, info or off, not %q", code, r.Severities[code])
		}
	}
	return nil
}

// Severity is how much a finding of that code matters under these rules.
func (r *Rules) Severity(code string) Severity {
	if r == nil {
		r = &alone
	}
	if s, ok := r.Severities[code]; ok {
		return s
	}
	for i := range checks {
		if checks[i].code == code {
			return checks[i].severities[columns[r.Kind]]
		}
	}
	return Off
}

// most is the most characters of a text, less than zero for any number.
func (r *Rules) most() int {
	switch {
	case r.MaxChars != 0:
		return r.MaxChars
	case r.Kind == Prose:
		return advised
	default:
		return -1
	}
}

// fewest is the least width of a text.
func (r *Rules) fewest() int {
	if r.MinChars != 0 {
		return r.MinChars
	}
	return 4
}
