package quality

import (
	"strings"
	"sync"
)

// mojibake is text in UTF-8 that somebody read as Windows-1252 or ISO 8859-1: a
// letter that begins a sequence there, and those that go on with it. Marks that
// end words as well, such as quotes and dashes, are none of these. What Latin
// languages have in capitals does not stand behind a small letter.
var mojibake = sync.OnceValue(func() *automaton {
	next := `[\x{a1}-\x{aa}\x{ac}-\x{ba}\x{bc}-\x{bf}€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]`
	return newAutomaton(`[ÃÂÐÎÏ]` + next + `|[ÑÄÅ]` + next + `\pL|\pL[ÑÄÅ]` + next + `|\p{Ll}[ÃÂ](?:$|[ \pL])|[ØÙÚÛ]` + next + `[ØÙÚÛ]|×[•˜™š›œžŸ\x{a1}-\x{aa}]×|[ã-í]` + next + `{2}|â(?:€|‚¬|œ|˜|†|ˆ|„¢)|ï(?:¿½|»¿)|ðŸ`)
})

// leading is the byte in UTF-8 that all the letters have which begin a sequence,
// and going those of the letters that go on.
const (
	leading = 0xc3
	going   = "\xc2\xc5\xc6\xcb\xe2"
)

// mixed tells whether two such letters stand side by side, as in few texts, or
// one of those that are rare.
func mixed(text string) bool {
	for i := 0; ; i += 2 {
		next := strings.IndexByte(text[i:], leading)
		if i += next; next < 0 || i+1 >= len(text) {
			return false
		}
		if letter := text[i : i+2]; letter == "Ã" || letter == "Â" || i+2 < len(text) && strings.IndexByte(going, text[i+2]) >= 0 {
			return true
		}
	}
}

// lost is the character that stands in the place of those that could not be read.
const lost = "\ufffd"

// garbled gives what is left of letters that a program read wrongly, "" for none.
// A picture may show some, in quotes, or the character for them.
func (s *subject) garbled() string {
	at := ""
	switch {
	case s.has.has(lost[0]) && strings.Contains(s.text, lost):
		at = lost
	case s.has.has(leading) && mixed(s.text):
		at = mojibake().find(s.text)
	}
	if at == "" || garbling.in(s.low) {
		return ""
	}
	return at
}

// garbling are words of descriptions for such letters.
var garbling = newNeedles("garbled", "mojibake", "encoding", "unreadable", "replacement char", "replacement symbol", "question mark", "misprint", "wrong character", "broken character", "zeichensalat", "illisible", "ilegible", "нечитаем", "кракозябр", "乱码", "亂碼", "文字化け", "glyph", "unicode")
