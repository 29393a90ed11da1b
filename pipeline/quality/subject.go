package quality

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A subject is one text under examination, and what every check would have to
// find out again.
type subject struct {
	rules *Rules
	ctx   *Context
	raw   string
	text  string // without the mark of the emulated API
	// core is the text without labels, quotes and markup around it. It is the
	// text itself, unless that was not cleaned.
	core string
	// low is the core in lower case, with straight apostrophes.
	low string
	// chars are the text's characters, letters and digits what they say; width
	// is both of these together, with letters of scripts without spaces thrice.
	chars, width, letters, digits int
	wordy                         bool
	has                           byteSet
	heard                         voice // zero before [subject.voice] was asked
	echoed                        echo  // zero before [subject.echo] was asked
}

// read looks through the text once.
func (s *subject) read(clean string) {
	s.text, _ = unmarked(clean)
	s.has = bytesOf(s.text)
	s.measure()
	s.width += s.letters + s.digits
	s.wordy = s.letters+s.digits > 0
	s.core = s.text
	if s.wrapped() {
		s.core, _ = unmarked(s.rules.Clean(s.text))
	}
	s.low = lower(s.core)
}

// measure counts the characters.
func (s *subject) measure() {
	for _, r := range s.text {
		s.chars++
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
			s.letters++
		case '0' <= r && r <= '9':
			s.digits++
		case r >= utf8.RuneSelf:
			s.count(r)
		}
	}
}

func (s *subject) count(r rune) {
	switch {
	case unicode.IsLetter(r):
		s.letters++
		if spaceless(r) {
			s.width += 2
		}
	case unicode.IsDigit(r):
		s.digits++
	}
}

// wrapped tells whether the text may have something around it that cleaning
// takes off.
func (s *subject) wrapped() bool {
	return s.text != "" && (strings.IndexByte("\"'`*_#-<{[>", s.text[0]) >= 0 || s.text[0] == ' ' || s.has.any(":\n") ||
		s.text[0] >= utf8.RuneSelf && s.fancy())
}

// fancy tells whether the text begins with a quote or colon that is not ASCII.
func (s *subject) fancy() bool {
	open := firstRune(s.text)
	return closers[open] != "" || unicode.IsSpace(open) || strings.Contains(s.text, "：")
}

// lower is the text in lower case, with straight apostrophes.
func lower(text string) string {
	low := strings.ToLower(text)
	if strings.IndexByte(low, "’"[0]) >= 0 {
		low = strings.ReplaceAll(low, "’", "'")
	}
	return low
}

// spaceless tells whether the letter is of a script that has no spaces between
// words, where one letter says as much as three.
func spaceless(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// anySpaceless tells whether a text has such a letter, which all begin with a byte
// that few texts have.
func anySpaceless(text string) bool {
	for i := range len(text) {
		if text[i] >= "\u0e00"[0] {
			return strings.ContainsFunc(text[i:], spaceless)
		}
	}
	return false
}

// byteSet tells which bytes are in a text.
type byteSet [256]bool

func bytesOf(text string) (set byteSet) {
	for i := range len(text) {
		set[text[i]] = true
	}
	return set
}

func (b *byteSet) has(c byte) bool { return b[c] }

func (b *byteSet) any(of string) bool {
	for i := range len(of) {
		if b.has(of[i]) {
			return true
		}
	}
	return false
}

// unmarkedStart is a text in lower case without marks before it, which most
// have not.
func unmarkedStart(low, marks string) string {
	if low != "" && 'a' <= low[0] && low[0] <= 'z' {
		return low
	}
	return strings.TrimLeft(low, marks)
}

// word cuts the first word off a text: what stands before the first space, and
// without punctuation at its end.
func word(text string) (first, rest string) {
	first, rest, _ = strings.Cut(text, " ")
	if n := len(first); n > 0 && isLetter(first[n-1]) {
		return first, rest // as most words end
	}
	return strings.TrimRight(first, ",.:;!?。、，！"), rest
}

// sameWords tells whether two texts are the same but for case, punctuation and
// spaces. Texts without a word are never the same.
func sameWords(a, b string) bool {
	x, _ := nextLetter(a)
	y, _ := nextLetter(b)
	if x != y && max(x, y) < utf8.RuneSelf {
		return false // as most are, for whatever follows
	}
	return sameLetters(composed(a), composed(b))
}

// sameLetters is sameWords of texts that are composed.
func sameLetters(a, b string) bool {
	some := false
	for {
		x, n := nextLetter(a)
		y, m := nextLetter(b)
		if x != y {
			return false
		}
		if x == 0 {
			return some
		}
		some, a, b = true, a[n:], b[m:]
	}
}

// nextLetter gives what [letterOf] makes of the first letter, digit or mark of a
// text and where what follows begins, 0 at the end.
func nextLetter(text string) (letter rune, end int) {
	for i, r := range text {
		if letter = letterOf(r); letter != 0 {
			return letter, i + utf8.RuneLen(r)
		}
	}
	return 0, len(text)
}

// composed is a text in Unicode's composed form (NFC of UAX 15), so that é is one
// letter however it was written. Without a character from U+0300 on, which are
// the first marks, every text is.
func composed(text string) string {
	for i := range len(text) {
		if text[i] >= "\u0300"[0] {
			return norm.NFC.String(text)
		}
	}
	return text
}

// letterOf is what a character of a composed text says: a letter or digit in
// lower case, or a mark that belongs to how a word is spelt, 0 for all else.
func letterOf(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z':
		return r
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return unicode.ToLower(r)
	case spells(r):
		return r
	default:
		return 0
	}
}

// spells tells whether a character is a mark without which a word is another one,
// as the vowels of Hindi and the tones of Thai are. The points of Hebrew and the
// vowels of Arabic are not, for most writers leave them out, nor are the selectors
// that make an emoji of a sign, or what is drawn around one.
func spells(r rune) bool {
	switch {
	case r < '\u0300', '\u0591' <= r && r <= '\u05c7', '\u064b' <= r && r <= '\u0652':
		return false
	default:
		return unicode.In(r, unicode.Mn, unicode.Mc) && !unicode.Is(unicode.Variation_Selector, r)
	}
}
