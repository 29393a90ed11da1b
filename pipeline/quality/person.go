package quality

import (
	"maps"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

var (
	givenNames = sync.OnceValue(func() map[string]bool { return set("names.txt") })
	notNames   = sync.OnceValue(func() map[string]bool { return set("not-names.txt") })
)

// titles are words before the name of a person, in lower case, that make the
// one or two capitalised words after them a name.
var titles = map[string]bool{"president": true, "senator": true, "chancellor": true, "mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "professor": true,
	"actor": true, "actress": true, "singer": true, "footballer": true, "politician": true, "rapper": true, "comedian": true, "astronaut": true, "ex-president": true,
	"schauspieler": true, "schauspielerin": true, "sänger": true, "sängerin": true, "bundeskanzler": true, "bundeskanzlerin": true, "herr": true, "frau": true,
	"acteur": true, "actrice": true, "chanteur": true, "chanteuse": true, "monsieur": true, "madame": true, "presidente": true, "cantante": true, "attore": true, "attrice": true, "ator": true, "atriz": true}

// heads are titles that go with one name.
var heads = map[string]bool{"queen": true, "king": true, "pope": true, "prince": true, "princess": true, "president": true, "senator": true, "chancellor": true}

// personName finds the name of a person whom the row does not mention: a
// common given name and a capitalised word after it, or a title and two
// capitalised words. Rather than guess, it leaves out quotes, the names of
// places, things and brands, single names, and texts in capitals.
func personName(s *subject) *fault {
	if name := s.known(); name != "" && !s.mentioned(name) {
		return &fault{detail: "it names a person whom the row does not mention: " + name, ofRow: true}
	}
	if !s.capitals() {
		return nil
	}
	performs := s.performs()
	if !performs && !s.named() {
		return nil
	}
	words := s.words()
	if name, ok := performer(words); performs && ok && !s.mentioned(name) {
		return &fault{detail: "it names a person whom the row does not mention: " + shorten(name), ofRow: true}
	}
	for i := 0; i+1 < len(words); i++ {
		name, ok := nameAt(words[i:])
		if ok && !s.mentioned(name) && !(i > 0 && s.called(words[i-1])) {
			return &fault{detail: "it names a person whom the row does not mention: " + shorten(name), ofRow: true}
		}
	}
	return nil
}

// calling are the words of which one is in every text that names somebody: given
// names, titles and heads.
var calling = sync.OnceValue(func() map[string]bool {
	all := maps.Clone(givenNames())
	for name := range famous() {
		first, _ := word(name)
		all[first] = true
	}
	maps.Copy(all, titles)
	maps.Copy(all, heads)
	return all
})

// named tells whether the text has a given name or a title in it at all.
func (s *subject) named() bool {
	all, start := calling(), 0
	for i := 0; i < len(s.low); {
		c, n := s.low[i], 1
		letter := 'a' <= c && c <= 'z' || c == '-'
		if c >= utf8.RuneSelf {
			var r rune
			r, n = utf8.DecodeRuneInString(s.low[i:])
			letter = unicode.IsLetter(r)
		}
		if !letter {
			if i > start && all[s.low[start:i]] {
				return true
			}
			start = i + n
		}
		i += n
	}
	return all[s.low[min(start, len(s.low)):]]
}

// performing is what nobody but people do whose names are known, as the third
// word of a text that begins with a name.
var performing = wordSet("sings raps performs speaks addresses testifies campaigns delivers singing performing speaking addressing")

// performs tells whether the third word of the text is one of them.
func (s *subject) performs() bool {
	_, rest := word(s.low)
	_, rest = word(rest)
	third, _ := word(rest)
	return performing[third]
}

// performer gives the name of somebody who performs, of two capitalised words of
// which neither is known as that of a place, a brand or a thing.
func performer(words []string) (string, bool) {
	if len(words) < 3 || !surname(words[0]) || !surname(words[1]) || ends(words[0]) || ends(words[1]) {
		return "", false
	}
	first, last := strings.ToLower(words[0]), strings.ToLower(words[1])
	if notNames()[first] || notNames()[last] || notNames()[first+" "+last] || nicknames[first] {
		return "", false
	}
	return words[0] + " " + words[1], true
}

// nicknames are first words of the names of characters, groups and choirs.
var nicknames = wordSet("the a an big little old young new great golden red blue black white green grey gray royal saint san santa los las el la le mickey minnie donald darth captain father mother mister doctor uncle aunt king queen prince princess north south east west united bruno kermit miss elvis school church boys girls gospel barn song lyre house western eastern northern southern common")

// capitals tells whether the text has two capitals that begin words, of which
// the first one may begin the sentence, and has small letters too.
func (s *subject) capitals() bool {
	n, small, before := 0, false, byte(' ')
	for i := range len(s.core) {
		c := s.core[i]
		small = small || 'a' <= c && c <= 'z' || c == 0xd1
		if ('A' <= c && c <= 'Z' || c >= 0xc3 && c <= 0xc5 || c == 0xd0 && i+1 < len(s.core) && s.core[i+1] < 0xb0) && (before == ' ' || before == '(' || before == '-') {
			n++
		}
		before = c
	}
	return small && n >= 2
}

// words are the words of the text that stand outside quotes, without the
// brackets and marks before them.
func (s *subject) words() []string {
	var words []string
	for w := range strings.FieldsSeq(unquotedOnce(unquoted(s.core))) {
		words = append(words, strings.TrimLeft(w, "(*"))
	}
	return words
}

// nameAt gives the name with which words begin.
func nameAt(words []string) (string, bool) {
	first := strings.ToLower(strings.TrimRight(words[0], "."))
	if titles[first] && len(words) >= 3 && surname(words[1]) && surname(words[2]) && !notNames()[plainWord(words[2])] {
		return strings.TrimRight(words[1]+" "+bare(words[2]), "."), true
	}
	if !ends(words[0]) && heads[first] && surname(words[0]) && surname(words[1]) && (first == "president" || first == "senator" || first == "chancellor" || givenNames()[plainWord(words[1])]) &&
		!thing(first, words[1], words[2:]) {
		return words[0] + " " + bare(words[1]), true
	}
	if (first == "mr" || first == "mrs" || first == "ms") && surname(words[1]) && surname(words[0]) {
		return words[0] + " " + bare(words[1]), true
	}
	if unicode.IsUpper(firstRune(words[0])) && !ends(words[0]) && surname(words[1]) && famous()[first+" "+plainWord(words[1])] && !belongs(words[1], words[2:]) {
		return words[0] + " " + bare(words[1]), true
	}
	if !surname(words[0]) || ends(words[0]) || !givenNames()[first] {
		return "", false
	}
	last, after := words[1], words[2:]
	if len(after) > 0 && (particle(last) || initial(last)) {
		last, after = after[0], after[1:]
	}
	if !surname(last) || thing(first, last, after) {
		return "", false
	}
	return words[0] + " " + bare(last), true
}

// thing tells whether a name is that of a place, a brand or a thing.
func thing(first, last string, after []string) bool {
	next := plainWord(last)
	if strings.HasSuffix(last, "'s") || strings.HasSuffix(last, "’s") {
		next = next[:max(0, len(next)-2)]
	}
	if notNames()[next] || notNames()[first+" "+next] || givenNames()[next] && len(after) > 0 && strings.EqualFold(after[0], "and") {
		return true
	}
	return belongs(last, after)
}

// belongs tells whether a name is that of whom a thing or place is called after, or
// to whom it belongs: Charles de Gaulle airport, Jane Austen's desk.
func belongs(last string, after []string) bool {
	if ends(last) || len(after) == 0 {
		return false
	}
	next := plainWord(after[0])
	if strings.HasSuffix(last, "'s") || strings.HasSuffix(last, "’s") {
		return !ofBody[next]
	}
	return notNames()[next]
}

// surname tells whether a word is written as a name is: a capital, and then
// small letters, perhaps with more capitals, as in McCartney.
func surname(w string) bool {
	w = bare(w)
	first, n := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(first) || len(w) < n+2 {
		return false
	}
	small := false
	for _, r := range w[n:] {
		if !unicode.IsLetter(r) && r != '\'' && r != '’' && r != '-' {
			return false
		}
		small = small || unicode.IsLower(r)
	}
	return small
}

// particle and initial may stand between a given name and a surname.
func particle(w string) bool {
	switch w {
	case "de", "da", "di", "del", "della", "van", "von", "der", "den", "al", "bin", "la", "le", "dos", "du", "ter", "ten", "El", "Van", "Von", "De", "Di":
		return true
	}
	return false
}

func initial(w string) bool {
	return len(w) == 2 && w[1] == '.' && 'A' <= w[0] && w[0] <= 'Z'
}

// bare is a word without punctuation after it.
func bare(w string) string { return strings.TrimRight(w, ".,;:!?)…*") }

func plainWord(w string) string { return strings.ToLower(bare(w)) }

// ends tells whether a sentence or part of it ends with the word.
func ends(w string) bool { return bare(w) != w }

// ofBody are parts of a person, and people, that are seen where somebody's are.
var ofBody = wordSet("hand hands face eyes head back hair smile arm arms feet legs portrait wedding funeral wife husband son daughter mother father family")

// mentioned tells whether the row speaks of that surname, or of the given name
// with another one.
func (s *subject) mentioned(name string) bool {
	last := strings.TrimSuffix(strings.TrimSuffix(lower(name[strings.LastIndexByte(name, ' ')+1:]), "'s"), "'")
	for _, text := range s.ctx.around() {
		if text != "" && strings.Contains(lower(text), last) {
			return true
		}
	}
	for _, image := range s.ctx.Images {
		if strings.Contains(lower(image), last) {
			return true
		}
	}
	return false
}
