package quality

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// closers gives, for each mark that can open a quotation, those that close it.
var closers = map[rune]string{
	'"': `"`, '\'': `'`, '`': "`",
	'“': "”", '‘': "’", '„': "“”", '‚': "‘’",
	'«': "»", '»': "«", '‹': "›", '「': "」", '『': "』",
}

// unwrap takes off one pair of quotes around the whole text. Quotes that only
// happen to stand at both ends stay, as in: "Open" beside "Closed".
func unwrap(text string) string {
	open, n := utf8.DecodeRuneInString(text)
	end, m := utf8.DecodeLastRuneInString(text)
	if len(text) > maxWrapped || len(text) < n+m || !strings.ContainsRune(closers[open], end) {
		return text
	}
	inside := text[n : len(text)-m]
	if apart(inside, open, end) {
		return text
	}
	return inside
}

// apart tells whether the first mark inside closes the outer one, or the last
// one opens it: then the outer two are not a pair.
func apart(inside string, open, end rune) bool {
	first, last := -1, -1
	for i, r := range inside {
		if (r == open || r == end) && !apostrophe(inside, i, r) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return false
	}
	if open != end {
		return starts(inside[first:], end) || starts(inside[last:], open)
	}
	return closes(inside[:first]) || !closes(inside[:last])
}

func starts(s string, r rune) bool { return strings.HasPrefix(s, string(r)) }

// closes tells whether a mark that opens and closes alike closes after the
// text before it: it follows something, and not a space or a bracket.
func closes(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return before != "" && !unicode.IsSpace(r) && !unicode.Is(unicode.Ps, r)
}

// apostrophe tells whether the mark at i stands inside a word, as in don't.
func apostrophe(s string, i int, mark rune) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after := firstRune(s[i+utf8.RuneLen(mark):])
	return (mark == '\'' || mark == '’') && unicode.IsLetter(before) && unicode.IsLetter(after)
}
