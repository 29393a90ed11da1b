package quality

import (
	"math/bits"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// entry are the languages of which a word is a small one, and of which it is
// another that captions are made of.
type entry struct{ small, common languages }

// lexicon are the words by which a text's language is told.
var lexicon = sync.OnceValue(func() map[string]entry {
	all := make(map[string]entry, 5000)
	for w, in := range small() {
		all[w] = entry{small: in}
	}
	for lang, list := range byLanguage("common.txt") {
		for _, w := range list {
			e := all[w]
			e.common |= tongue(lang)
			all[w] = e
		}
	}
	return all
})

// A ballot is what the words of a text say of its language. Words that the wanted
// language has as well say nothing for another one, and those of a name say little:
// Museu d'Art Contemporani de Barcelona is no Catalan in an English text.
type ballot struct {
	want  languages
	words int
	// strange are words in lower case of which nothing is known.
	strange int
	sets    []languages // of the words of which something is
	votes   [32]vote
	others  int         // words of which the wanted language has none
	pending []languages // small words that may belong to a name
	single  uint32      // the words of one letter that came before, which count once
}

// A vote is how many of the words speak for one language: plain ones, small words
// within names, and of the plain ones those that captions are made of, and those
// that are told by their letters.
type vote struct{ plain, named, common, lettered uint32 }

// read counts the words of a text. One without a small letter is read as if it
// had no capitals.
func (b *ballot) read(text string) {
	if capitalsOnly(text) {
		text = strings.ToLower(text)
	}
	start := true
	for text != "" {
		from := wordStart(text)
		start = start || from > 1 && strings.ContainsAny(text[:from], ".!?:")
		text = text[from:]
		if end := wordStop(text); end > 0 {
			first := firstRune(text)
			b.count(strings.ToLower(text[:end]), unicode.IsUpper(first), start)
			start, text = false, text[end:]
		}
	}
	b.settle(false)
}

// capitalsOnly tells whether a text has no small letter.
func capitalsOnly(text string) bool {
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// count takes a word in lower case, which may have had a capital, as the first word
// of a sentence has in any case.
func (b *ballot) count(word string, capital, start bool) {
	b.words++
	e := lexicon()[word]
	if len(word) == 1 {
		bit := uint32(1) << (word[0] & 31)
		if b.single&bit != 0 {
			return
		}
		b.single |= bit
	}
	switch {
	case e.small != 0:
		b.pending = append(b.pending, e.small|e.common)
	case capital && !start:
		b.settle(true)
		b.cast(e.common&ofGerman, func(v *vote) { v.plain++; v.common++ })
	case e.common != 0:
		b.settle(false)
		b.cast(e.common, func(v *vote) { v.plain++; v.common++ })
		b.cast(spelling(word)&e.common, func(v *vote) { v.lettered++ })
	default:
		b.settle(false)
		if !capital {
			b.guess(word)
		}
	}
}

// guess takes a word that no list has.
func (b *ballot) guess(word string) {
	if in := spelling(word); in != 0 {
		b.cast(in, func(v *vote) { v.plain++; v.lettered++ })
	} else if in = inflected(word); in != 0 {
		b.cast(in, func(v *vote) { v.plain++ })
	} else {
		b.strange++
	}
}

// settle counts the small words that came last, as those of a name when one
// follows.
func (b *ballot) settle(name bool) {
	for _, in := range b.pending {
		if name {
			b.cast(in, func(v *vote) { v.named++ })
		} else {
			b.cast(in, func(v *vote) { v.plain++ })
		}
	}
	b.pending = b.pending[:0]
}

// cast notes a word's languages, and counts it for them if the wanted one is not
// among them.
func (b *ballot) cast(in languages, add func(*vote)) {
	if in != 0 {
		b.sets = append(b.sets, in)
	}
	if in&b.want != 0 || in == 0 {
		return
	}
	b.others++
	for ; in != 0; in &= in - 1 {
		add(&b.votes[bits.TrailingZeros64(uint64(in))])
	}
}

// sum is how many words speak for a language. The small words of names count where
// something beside them does: a word that captions are made of, or a small one and
// words in lower case. In German, whose nouns have capitals, several do.
func (b *ballot) sum(i int) int {
	v := b.votes[i]
	if v.named > 0 && (v.common > 0 || v.plain > 0 && b.strange > 1 || ofGerman == 1<<i && b.germanic(v)) {
		return int(v.plain + v.named)
	}
	return int(v.plain)
}

func (b *ballot) germanic(v vote) bool {
	return v.named > 2 || v.named > 1 && b.strange > 1 || v.plain > 0 && b.strange > 0
}

// against is how many words the wanted language has that another one has not.
func (b *ballot) against(i int) (n int) {
	for _, in := range b.sets {
		if in&b.want != 0 && in&(1<<i) == 0 {
			n++
		}
	}
	return n
}

// elected is the language for which most words speak, less than zero where these
// are too few. In a text of few words one has to be of those that captions are
// made of: Crème de la crème is no sentence.
func (b *ballot) elected() int {
	if b.others == 0 {
		return -1
	}
	best := 0
	for i := range tongueNames {
		if b.sum(i) > b.sum(best) {
			best = i
		}
	}
	most, v, wanted := b.sum(best), b.votes[best], b.against(best)
	switch {
	case b.words >= minWords && most >= 2 && most > 2*wanted && most-wanted >= 2 && most*6 >= b.words,
		b.words >= minTold && b.words < minWords && most >= 2 && most*2 >= b.words && v.common > 0 && wanted == 0:
		return best
	default:
		return b.nordic()
	}
}

// nordic is Danish, or Norwegian, for a Swedish text that has a letter or word of
// theirs and none of its own, and Swedish for one the other way round, less than
// zero for all else.
func (b *ballot) nordic() int {
	dane, swede := bits.TrailingZeros64(uint64(ofDanish)), bits.TrailingZeros64(uint64(ofSwedish))
	switch {
	case b.words < minWords:
		return -1
	case b.want == ofSwedish && b.votes[dane].lettered+b.votes[dane].common > 0 && b.against(dane) == 0:
		return dane
	case b.want == ofDanish && b.votes[swede].lettered > 0 && b.against(swede) == 0:
		return swede
	default:
		return -1
	}
}

// Languages that need rules of their own.
var ofEnglish, ofGerman, ofSwedish, ofDanish = tongue("en"), tongue("de"), tongue("sv"), tongue("da")

// wordStart is where the first word of a text begins, and wordStop where one ends
// with which it begins.
func wordStart(text string) int {
	for i, r := range text {
		if letterOrMark(r) {
			return i
		}
	}
	return len(text)
}

func wordStop(text string) int {
	for i, r := range text {
		if !letterOrMark(r) {
			return i
		}
	}
	return len(text)
}

func letterOrMark(r rune) bool {
	if r < utf8.RuneSelf {
		return isLetter(byte(r))
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

// letters are those that few languages have, each with the ones that do.
var letters = sync.OnceValue(func() map[rune]languages {
	all := make(map[rune]languages)
	for _, line := range [...]struct{ letters, langs string }{
		{"ığ", "tr"}, {"ş", "tr ro"}, {"łńśźż", "pl"}, {"ąę", "pl lt"}, {"ć", "pl hr"}, {"řěůťďň", "cs"},
		{"šž", "cs hr lt lv et fi"}, {"č", "cs hr lt lv"}, {"őű", "hu"}, {"țșţ", "ro"}, {"ă", "ro vi"}, {"ß", "de"}, {"ñ", "es"},
		{"ã", "pt vi"}, {"õ", "pt et vi"}, {"øæ", "da"}, {"å", "sv da"}, {"ä", "de sv fi et cs"}, {"ö", "de sv fi et hu tr"},
		{"ėįų", "lt"}, {"āēīģķļņ", "lv"}, {"ū", "lt lv"}, {"đ", "hr vi"}, {"ơư", "vi"},
	} {
		for _, r := range line.letters {
			for lang := range strings.FieldsSeq(line.langs) {
				all[r] |= tongue(lang)
			}
		}
	}
	return all
})

// spelling are the languages that have all the letters of a word, if one of these
// is a letter that few have.
func spelling(word string) languages {
	in := languages(0)
	for _, r := range word {
		if r < utf8.RuneSelf {
			continue
		}
		if of := letters()[r]; of != 0 && in == 0 {
			in = of
		} else if of != 0 {
			in &= of
		}
	}
	return in
}

// inflections are the ends of words that few languages have, as the cases of Finnish and
// the verbs of Turkish are.
var inflections = sync.OnceValue(func() []inflection {
	of := func(ending string, langs ...string) inflection {
		in := languages(0)
		for _, lang := range langs {
			in |= tongue(lang)
		}
		return inflection{ending, in}
	}
	return []inflection{
		of("ing", "en", "nl", "sv", "da", "id"), of("ssa", "fi", "it"), of("lla", "fi", "it", "es", "ca"), of("inen", "fi", "de", "nl"),
		of("yor", "tr"), of("ler", "tr", "de", "sv", "da", "fr", "en", "nl"), of("lar", "tr", "es", "pt", "ca", "sv", "en", "nl"), of("ları", "tr"), of("leri", "tr"), of("daki", "tr"), of("deki", "tr"),
	}
})

// An inflection is the end of a word, and the languages whose words end so.
type inflection struct {
	ending string
	in     languages
}

// inflected are the languages whose words end as this one does.
func inflected(word string) languages {
	if len(word) < 6 {
		return 0
	}
	for _, e := range inflections() {
		if strings.HasSuffix(word, e.ending) {
			return e.in
		}
	}
	return 0
}
