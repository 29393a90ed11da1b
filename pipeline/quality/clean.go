// Package quality cleans captions and finds faults in alt text, with pure
// functions of the text and of what is known of its row.
//
// It does not look at pictures and decides nothing: whether a text is
// published, asked again or shown to a person is for the caller.
package quality

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Mark begins every text of the emulated API. [Clean] keeps it in front, and
// the checks look at what follows it.
const Mark = "[emulated]"

// maxWrapped is the longest text, in bytes, whose wrapping is taken off. No
// alt text is as long, and it bounds the work on nested wrappings.
const maxWrapped = 4 << 10

// escapes are a terminal's control sequences (ECMA-48, 5.4 and 5.6): CSI ones,
// such as colours, and OSC ones, such as links, with all that belongs to them.
var escapes = regexp.MustCompile(`(?:\x1b\[|\x{9b})[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x{9d})[^\x07\x1b\x{9c}]*(?:\x07|\x1b\\|\x{9c})`)

// introducers are the characters with which they begin.
const introducers = "\x1b\u009b\u009d"

// Clean makes a model's answer one line of plain text: white space and control
// characters become single spaces, and what is not the description goes: a
// terminal's control sequences and characters that nobody sees; Markdown, JSON
// and HTML around it; labels such as "Alt text:", talk such as "Sure! Here is a
// caption:" and "This image shows", where a good sentence remains; quotes around
// the whole. Everything else stays: nothing is ever cut for length or in the
// middle of a sentence. Text in a picture keeps its Markdown, which it may have.
//
// The result is valid UTF-8, never longer than raw but for a final period, and
// clean: cleaning it again changes nothing.
func (r *Rules) Clean(raw string) string {
	if r == nil {
		r = &alone
	}
	sound := seemly(raw)
	mark, text := "", strings.TrimSpace(raw)
	if !sound {
		text = tidy(raw)
	}
	if rest, ok := unmarked(text); ok {
		mark, text = Mark, rest
	}
	if (sound || seemly(text)) && bareText(text) {
		return strings.TrimSpace(mark + " " + r.finish(text))
	}
	for {
		before := text
		if rest, ok := unmarked(text); ok && mark == "" {
			mark, text = Mark, rest
		}
		text = r.finish(tidy(r.peel(text)))
		if text == before {
			return strings.TrimSpace(mark + " " + text)
		}
	}
}

// bareText tells whether a seemly text surely has nothing around it that
// cleaning takes off, as most answers have not.
func bareText(text string) bool {
	if text == "" {
		return true
	}
	set := bytesOf(text)
	first := firstRune(text)
	return unicode.IsLetter(first) && !spaceless(first) && !set.any("<&*_~`[{#:=\n\\>") && !(set.has(0xef) && strings.Contains(text, "：")) &&
		!introducible(text) && !(set.any("LIHFW)") && talks(text)) && endingAt(text) < 0
}

// Clean makes a model's answer clean alt text, as [Rules.Clean] does by the
// rules for alt text.
func Clean(raw string) string { return alone.Clean(raw) }

// peel takes the outermost layer off a text, whatever that is, if it has one.
func (r *Rules) peel(text string) string {
	if text = unthink(text); len(text) > maxWrapped {
		return oneLine(text)
	}
	if r.Kind == OCR {
		text = untold(text)
	}
	text = unjson(unfence(text))
	if strings.ContainsAny(text, "<&") {
		text = unhtml(text)
	}
	if strings.IndexByte(text, '\n') >= 0 {
		text = unchat(r.unturned(text))
	}
	if r.Kind != OCR {
		text = unmarkdown(unsigned(text))
	}
	if text = oneLine(text); talks(text) {
		text = unended(text)
	}
	return strings.TrimSpace(unwrap(unattributed(unintroduce(unlabel(r.unpictured(r.unnamed(text)))))))
}

// tidy drops what nobody sees, and keeps lines.
func tidy(s string) string {
	if seemly(s) {
		return strings.TrimSpace(s)
	}
	s = strings.ToValidUTF8(s, "")
	if strings.ContainsAny(s, introducers) {
		s = escapes.ReplaceAllString(s, "")
	}
	s = strings.Map(seen, strayTags().ReplaceAllString(s, "$1"))
	if strings.ContainsFunc(s, directs) && !strings.ContainsFunc(s, leftward) {
		s = strings.Map(undirected, s)
	}
	return strings.TrimFunc(s, blank)
}

// strayTags are Unicode's tag characters, in which a whole sentence may hide, and
// as $1 the flags in which they belong: a black flag, the code of a region and
// the tag that ends it (UTS 51, ED-14a), as of Scotland.
var strayTags = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(\x{1f3f4}[\x{e0030}-\x{e0039}\x{e0061}-\x{e007a}]{3,6}\x{e007f})|[\x{e0000}-\x{e007f}]`)
})

func hidden(r rune) bool { return 0xe0000 <= r && r <= 0xe007f }

// directs tells whether the character is a mark that gives what stands beside it
// a direction. Between words from right to left and others these decide on which
// side a period or a number stands, and stay; elsewhere they do nothing good.
func directs(r rune) bool { return r == '\u200e' || r == '\u200f' || r == '\u061c' }

// leftward tells whether the letter is of a script that runs from right to left.
func leftward(r rune) bool {
	return r >= 0x0590 && unicode.IsLetter(r) &&
		unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam, unicode.Hanifi_Rohingya)
}

func undirected(r rune) rune {
	if directs(r) {
		return -1
	}
	return r
}

// seemly tells whether a text is one line of characters that are seen, and of
// single spaces.
func seemly(s string) bool {
	i, before := 0, 'x'
	for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
		if c := rune(s[i]); c == ' ' && before == ' ' || c < ' ' || c == 0x7f {
			return false
		}
		before = rune(s[i])
	}
	for _, r := range s[i:] {
		switch {
		case r == ' ' && before == ' ', r < ' ', r == 0x7f:
			return false
		case r < utf8.RuneSelf:
		case r == utf8.RuneError, blank(r), seen(r) != r, hidden(r), directs(r):
			return false
		}
		before = r
	}
	return true
}

// seen drops characters that show nothing but change how text is read or found:
// those that override or isolate its direction, join words or part them where no
// one sees it, U+00AD, U+200B and U+FEFF. The joiners of letters stay, for emoji
// and whole scripts need them.
func seen(r rune) rune {
	switch {
	case r == '\u00ad', r == '\u200b', r == '\ufeff', '\u202a' <= r && r <= '\u202e', '\u2060' <= r && r <= '\u206f':
		return -1
	case r == '\u2028', r == '\u2029', r == '\r':
		return '\n'
	}
	return r
}

// oneLine joins lines, and makes every run of blank characters one space.
func oneLine(s string) string {
	if seemly(s) {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.FieldsFunc(s, blank), " ")
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func unmarked(text string) (string, bool) {
	rest, ok := strings.CutPrefix(text, Mark)
	if !ok || (rest != "" && rest[0] != ' ') {
		return text, false
	}
	return strings.TrimSpace(rest), true
}

// finish gives the text the first letter and the last period that the rules
// ask for. A token such as [[decorative]] stays as it is.
func (r *Rules) finish(text string) string {
	if text == "" || text[0] == '[' || !r.Sentence && r.Period == KeepPeriod {
		return text
	}
	if r.Sentence {
		text = capital(text)
	}
	switch r.Period {
	case AddPeriod:
		return addPeriod(text)
	case DropPeriod:
		return dropPeriod(text)
	default:
		return text
	}
}

// capital makes the first letter a capital, if its word has no others, as in
// iPhone, and if that takes no more bytes.
func capital(text string) string {
	first, n := utf8.DecodeRuneInString(text)
	upper := unicode.ToUpper(first)
	head, _ := word(text)
	if upper == first || utf8.RuneLen(upper) > n || strings.ContainsFunc(head, unicode.IsUpper) || strings.ContainsAny(head, ".:/@_") {
		return text
	}
	return string(upper) + text[n:]
}

// addPeriod ends a text that ends in a word with the period of its script, also
// behind a bracket or quote, unless the sentence in there has an end of its own.
func addPeriod(text string) string {
	inside := strings.TrimRight(strings.TrimSuffix(text, " »"), closing)
	last, _ := utf8.DecodeLastRuneInString(inside)
	switch {
	case inside == "", unicode.IsSpace(last), strings.ContainsRune(stops, last):
		return text
	case inside == text && !unicode.IsLetter(last) && !unicode.IsDigit(last) && !unicode.IsMark(last):
		return text
	default:
		return text + period(lastLetter(inside))
	}
}

const (
	// closing are the marks behind which a sentence may have its period.
	closing = `)"”“’»」』）`
	// enders are the marks that end a sentence, stops these and others after which
	// no period follows.
	enders = ".!?。！？।؟۔።։"
	stops  = enders + "…॥:;,-–—：；，、"
	// periods are those of enders that a text may do without.
	periods = ".。।"
)

// period is the mark that ends a sentence in the script of a letter, "" for
// scripts in which a space ends it, as in Thai, or a mark of their own. Other
// scripts of India than these had the danda and write the period today.
func period(letter rune) string {
	switch {
	case unicode.In(letter, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo):
		return "。"
	case unicode.In(letter, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Oriya):
		return "।"
	case unicode.In(letter, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Ethiopic, unicode.Armenian):
		return ""
	default:
		return "."
	}
}

// lastLetter is the last letter that belongs to one script, 0 where there is
// none: the long vowel of katakana is one of hiragana, too.
func lastLetter(text string) rune {
	for text != "" {
		r, n := utf8.DecodeLastRuneInString(text)
		if unicode.IsLetter(r) && !unicode.Is(unicode.Common, r) {
			return r
		}
		text = text[:len(text)-n]
	}
	return 0
}

// dropPeriod takes the period off a single sentence. It stays after an
// abbreviation, which is a short word or one with another period.
func dropPeriod(text string) string {
	end, n := utf8.DecodeLastRuneInString(text)
	rest := text[:len(text)-n]
	if !strings.ContainsRune(periods, end) || strings.ContainsAny(rest, enders) {
		return text
	}
	last := rest[strings.LastIndexByte(rest, ' ')+1:]
	if n := utf8.RuneCountInString(last); n <= 3 && strings.ContainsFunc(last, unicode.IsUpper) || n <= 1 || abbreviations[strings.ToLower(last)] {
		return text
	}
	return rest
}

// abbreviations are those that captions end in, without their period.
var abbreviations = map[string]bool{"etc": true, "inc": true, "ltd": true, "corp": true, "co": true, "jr": true, "sr": true, "approx": true,
	"ave": true, "blvd": true, "usw": true, "bzw": true, "cca": true, "vs": true, "bros": true, "dept": true, "ecc": true, "enz": true}
