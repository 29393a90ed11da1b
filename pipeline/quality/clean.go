// Package quality cleans captions and finds faults in alt text, with pure
// functions of the text alone.
//
// It does not look at pictures, compares nothing with the page or the row
// around them, and decides nothing: whether a text is published, asked again
// or shown to a person is for the caller.
package quality

import (
	"regexp"
	"strings"
	"unicode"
)

// Mark begins every text of the emulated API. [Clean] keeps it in front, and
// the checks look at what follows it.
const Mark = "[emulated]"

// maxWrapped is the longest text, in bytes, whose wrapping is taken off. No
// alt text is as long, and it bounds the work on nested quotes.
const maxWrapped = 4 << 10

// label is what models write before the text that they were asked for.
var label = regexp.MustCompile(`(?i)^(?:\*\*|__)?(?:suggested |short |image )?` +
	`(?:alt(?:ernative)?[ -]text|alt|caption|description)(?:\*\*|__)?\s?[:：](?:\*\*|__)?`)

// maxLabel is more bytes than a label can have.
const maxLabel = 64

// escapes are a terminal's control sequences (ECMA-48, 5.4 and 5.6): CSI ones,
// such as colours, and OSC ones, such as links, with all that belongs to them.
var escapes = regexp.MustCompile(`(?:\x1b\[|\x{9b})[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x{9d})[^\x07\x1b\x{9c}]*(?:\x07|\x1b\\|\x{9c})`)

// Clean makes a model's answer one line of plain text: white space and control
// characters become single spaces; a terminal's control sequences and
// characters that nobody sees, quotes around the whole and a label such as
// "Alt text:" go. Everything else stays, and nothing is ever cut for length.
//
// The result is valid UTF-8, never longer than raw, and clean: cleaning it
// again changes nothing.
func Clean(raw string) string {
	mark, text := "", oneLine(raw)
	for {
		before := text
		if rest, ok := unmarked(text); ok && mark == "" {
			mark, text = Mark, rest
		}
		text = strings.TrimSpace(unwrap(unlabel(text)))
		if text != before {
			continue
		}
		if mark == "" {
			return text
		}
		return strings.TrimSpace(mark + " " + text)
	}
}

// Decorative tells whether the answer proposes that the image is decorative:
// the token [[decorative]], whatever its case, brackets and final period.
func Decorative(raw string) bool {
	const token = "decorative"
	text, _ := unmarked(Clean(raw))
	text = strings.TrimPrefix(strings.TrimLeft(text, "["), " ")
	if len(text) < len(token) || !strings.EqualFold(text[:len(token)], token) {
		return false
	}
	text = strings.TrimLeft(strings.TrimPrefix(text[len(token):], " "), "]")
	return text == "" || text == "."
}

func oneLine(s string) string {
	if isLine(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "")
	if strings.ContainsAny(s, "\x1b\u009b\u009d") {
		s = escapes.ReplaceAllString(s, "")
	}
	return strings.Join(strings.FieldsFunc(strings.Map(seen, s), blank), " ")
}

// isLine tells that a text is one line of words in ASCII already, as most
// answers are: single spaces, none at the ends, and nothing that is not seen.
func isLine(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return s == "" || before != ' '
}

// seen drops characters that show nothing but change how text is read: those
// that override or isolate its direction, U+200B and U+FEFF. The joiners stay,
// for emoji and whole scripts need them.
func seen(r rune) rune {
	switch {
	case r == '\u200b', r == '\ufeff', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
		return -1
	}
	return r
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func unmarked(text string) (string, bool) {
	rest, ok := strings.CutPrefix(text, Mark)
	if !ok || (rest != "" && rest[0] != ' ') {
		return text, false
	}
	return strings.TrimSpace(rest), true
}

func unlabel(text string) string {
	head := text[:min(len(text), maxLabel)]
	if strings.IndexByte(head, ':') < 0 && !strings.Contains(head, "：") {
		return text
	}
	return text[len(label.FindString(text)):]
}
