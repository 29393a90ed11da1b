package quality

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A cue is a phrase by which a text is heard to speak to somebody, under its
// first word.
type cue struct {
	rest string // what follows that word, with the space before it
	// weight is 2 for a phrase that tells alone, and 1 for a hint.
	weight int
	// own is set for what the one who speaks says of himself.
	own bool
	// opens is set for a phrase that counts only where a sentence or a part of
	// it begins.
	opens bool
	// first is the language of a word for oneself.
	first languages
	// plain is set for words that people use of themselves, and to others, in
	// descriptions of their own pictures too: they are speech, and no answer.
	plain bool
	// english phrases in capitals are titles: Let's Dance.
	english bool
}

// cues are all of them by their first words, which are in the set of hashes,
// and those of scripts that do not separate words.
type cues struct {
	hashes [1 << 9]uint64
	byWord map[string][]cue
	han    []cue
}

var voiceCues = sync.OnceValue(func() *cues {
	c := &cues{byWord: make(map[string][]cue)}
	c.read("voice-own.txt", cue{weight: 2, own: true})
	c.read("voice-reader.txt", cue{weight: 2})
	c.read("voice-hints.txt", cue{weight: 1})
	c.read("voice-plain.txt", cue{weight: 2, own: true, plain: true})
	c.read("voice-you.txt", cue{weight: 1, plain: true})
	for w, first := range oneself() {
		c.add(w, cue{weight: 2, own: true, plain: true, first: first, english: first == tongue("en")})
	}
	c.add("me", cue{weight: 1, own: true, plain: true, english: true})
	for order := range orders {
		for what := range ordered {
			c.add("^"+order+" "+what, cue{weight: 1, english: true})
		}
	}
	for _, list := range c.byWord {
		slices.SortStableFunc(list, func(a, b cue) int { return len(b.rest) - len(a.rest) })
	}
	return c
})

// oneself gives the words for oneself, and all the languages of each.
func oneself() map[string]languages {
	all := make(map[string]languages)
	for lang, list := range byLanguage("voice-first.txt") {
		for _, w := range list {
			all[w] |= tongue(lang)
		}
	}
	return all
}

// read adds the phrases of a list, each of which is like the given one.
func (c *cues) read(list string, like cue) {
	for line := range strings.Lines(read(list)) {
		lang, phrases, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || lang[0] == '#' {
			continue
		}
		like.english = lang == "en"
		if lang == "not" {
			like.weight = 0
		}
		for phrase := range strings.SplitSeq(phrases, ", ") {
			if lang == "han" {
				c.han = append(c.han, cue{rest: phrase, weight: like.weight, own: like.own, plain: like.plain})
			} else {
				c.add(phrase, like)
			}
		}
	}
}

func (c *cues) add(phrase string, like cue) {
	phrase, like.opens = strings.CutPrefix(phrase, "^")
	first, _, _ := strings.Cut(phrase, " ")
	like.rest = phrase[len(first):]
	c.byWord[first] = append(c.byWord[first], like)
	h := wordHash(first)
	c.hashes[h>>6] |= 1 << (h & 63)
}

// in tells whether a text in lower case may have a cue, as few descriptions
// do. It is asked of every text.
func (c *cues) in(low string) bool {
	h, start := uint32(0), 0
	for i := range len(low) {
		switch b := low[i]; {
		case wordByte[b] && (b < utf8.RuneSelf || !between(low, start, i)):
			h = h*hashFactor + uint32(b)
			continue
		case c.has(h) && c.at(low, start, i) != nil:
			return true
		}
		h, start = 0, i+1
	}
	return c.has(h) && c.at(low, start, len(low)) != nil
}

// has tells whether one of the first words may have that hash.
func (c *cues) has(h uint32) bool {
	h = h * 2654435761 >> 17
	return c.hashes[h>>6]&(1<<(h&63)) != 0
}

// at gives the longest cue that begins with the word there.
func (c *cues) at(low string, start, end int) *cue {
	list := c.byWord[low[start:end]]
	for i := range list {
		if q := &list[i]; (!q.opens || beginsAfter(low[:start])) && goesOn(low[end:], q.rest) {
			return q
		}
	}
	return nil
}

// goesOn tells whether the text begins with those words.
func goesOn(text, words string) bool {
	rest, ok := strings.CutPrefix(text, words)
	return ok && (rest == "" || !wordByte[rest[0]] || separates(rest))
}

// beginsAfter tells whether a sentence or a part of one begins after that text.
func beginsAfter(before string) bool {
	before = strings.TrimRight(before, " ")
	last, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || !unicode.IsLetter(last) && !unicode.IsDigit(last) && !unicode.IsMark(last)
}

// wordByte are the bytes of words: letters, digits, apostrophes, hyphens, and
// those of all characters that are not ASCII.
var wordByte = func() (all byteSet) {
	for c := range len(all) {
		all[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '\'' || c == '-' || c >= utf8.RuneSelf
	}
	return all
}()

// separates tells whether a character that is not ASCII and no part of a word
// stands there, such as ¿ or an ellipsis.
func separates(text string) bool {
	return text[0] == 0xc2 || strings.HasPrefix(text, "\xe2\x80") && !strings.HasPrefix(text, "\u200c") || strings.HasPrefix(text, "\xe3\x80") || strings.HasPrefix(text, "\xef\xbc")
}

// hashFactor is by what a word's hash is multiplied for every byte.
const hashFactor = 131

func wordHash(w string) (h uint32) {
	for i := range len(w) {
		h = h*hashFactor + uint32(w[i])
	}
	return h * 2654435761 >> 17
}

// wordEnd is where the word ends that begins there.
func wordEnd(text string, start int) int {
	for i := start; i < len(text); i++ {
		if c := text[i]; !wordByte[c] || c >= 0xc2 && separates(text[i:]) {
			return i
		}
	}
	return len(text)
}

// between tells whether a byte that is not ASCII belongs to a character between
// words. Where a word would begin with the middle of one, that is so.
func between(text string, start, i int) bool {
	b := text[i]
	return i == start && b < 0xc0 || (b == 0xc2 || b >= 0xe2) && separates(text[i:])
}

// gapAt is the length of the character that ends a word there.
func gapAt(text string) int {
	if text == "" || text[0] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRuneInString(text)
	return n
}
