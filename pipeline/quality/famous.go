package quality

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// famous are people whom models name by sight; those in Chinese, Japanese and
// Korean letters are needles.
var (
	famous        = sync.OnceValue(func() map[string]bool { return set("famous.txt") })
	famousNeedles = sync.OnceValue(func() []string {
		var all []string
		for name := range famous() {
			if spaceless(firstRune(name)) {
				all = append(all, name)
			}
		}
		slices.Sort(all)
		return all
	})
)

// known gives the name of somebody famous who has one: the first word of a text, or
// a name in letters that have no capitals, anywhere but in quotes.
func (s *subject) known() string {
	first, rest := word(s.core)
	if len(first) > 3 && !isLower(first[0]) {
		low := lower(first)
		if next, _ := word(rest); famous()[low] && unicode.IsUpper(firstRune(first)) && !notNames()[lower(next)] {
			return first
		}
	}
	if s.width == s.letters+s.digits {
		return "" // no letter is of a script without spaces
	}
	text := unquoted(s.low)
	for _, name := range famousNeedles() {
		if strings.Contains(text, name) {
			return name
		}
	}
	return ""
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

// firstRune is the first character of a text, or U+FFFD where there is none.
func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// called tells whether the word before a name makes it that of a place, or of who
// made a work whose title stands in quotes before it.
func (s *subject) called(before string) bool {
	switch lower(before) {
	case "san", "santa", "saint", "st.", "st", "são", "sankt":
		return true
	case "by", "von", "par", "de", "di":
		for _, mark := range [...]string{`"`, "”", "“", "’", "'", "»", "«"} {
			if strings.Contains(s.core, mark+" "+before+" ") {
				return true
			}
		}
	}
	return false
}

// unquotedOnce is a text without what stands in single quotes, which an apostrophe
// is none of: they open behind a space, and close before one or a mark.
func unquotedOnce(text string) string {
	for _, marks := range [...][2]string{{"'", "'"}, {"‘", "’"}} {
		open := strings.Index(" "+text, " "+marks[0])
		if open < 0 {
			continue
		}
		rest := text[open+len(marks[0]):]
		for end := strings.Index(rest, marks[1]); end >= 0; {
			after := firstRune(rest[end+len(marks[1]):])
			if !unicode.IsLetter(after) && !unicode.IsDigit(after) {
				return text[:open] + rest[end+len(marks[1]):]
			}
			next := strings.Index(rest[end+1:], marks[1])
			if next < 0 {
				break
			}
			end += 1 + next
		}
	}
	return text
}
