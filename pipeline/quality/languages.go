package quality

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
)

// languages is a set of languages that are told apart by their small words.
type languages uint64

// The languages, each with a bit of its own. Those that nobody can tell apart
// by a sentence share one.
var tongueNames = []string{"en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da nb no nn", "fi", "cs sk", "hu", "ro", "tr", "id ms", "vi", "ca", "hr sr bs sl", "ru", "uk", "bg", "ar", "fa", "ur", "hi", "mr", "et", "lt", "lv"}

// tongue is the set of one language, empty when it is not known.
func tongue(lang string) languages {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	lang, _, _ = strings.Cut(lang, "_")
	for i, names := range tongueNames {
		for name := range strings.FieldsSeq(names) {
			if name == lang {
				return 1 << i
			}
		}
	}
	return 0
}

// small are the small words of all languages: articles, conjunctions,
// prepositions, which every sentence has.
var small = sync.OnceValue(func() map[string]languages {
	all := make(map[string]languages, 2000)
	for lang, list := range byLanguage("small.txt") {
		for _, w := range list {
			all[w] |= tongue(lang)
		}
	}
	return all
})

// tally counts the words of a text and, for each language, its small ones.
func tally(low string) (n int, hits [64]int) {
	known := small()
	for w := range strings.FieldsFuncSeq(low, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		n++
		for set, i := known[w], 0; set != 0; set, i = set>>1, i+1 {
			if set&1 != 0 {
				hits[i]++
			}
		}
	}
	return n, hits
}

// spoken are the languages with the most small words in a text. A text without
// any may be in all of them.
func spoken(low string) languages {
	_, hits := tally(low)
	most, in := 0, languages(0)
	for i, n := range hits[:len(tongueNames)] {
		if n > most {
			most, in = n, 0
		}
		if n == most {
			in |= 1 << i
		}
	}
	if most == 0 {
		return 1 // English, as most texts are
	}
	return in
}

// lang is the language that the text has to be in, "" for any. What the
// emulated API says is English, whatever it was asked for.
func (s *subject) lang() string {
	if _, emulated := unmarked(s.raw); emulated {
		return ""
	}
	if s.ctx.Lang != "" {
		return s.ctx.Lang
	}
	return s.rules.Lang
}

// minWords is the fewest words by which a language can be told.
const minWords = 5

// wrongLanguage finds a text in another language than the one asked for, first
// by its script and then by its small words. Quoted text is left out, since it
// stands in the picture. Measured against lingua-go, the best detector there is
// in Go, this knows fewer languages, and is a hundredth of its size and time:
// that one adds 130 MB to the binary and takes seconds to start.
func wrongLanguage(s *subject) *fault {
	lang := s.lang()
	if lang == "" {
		return nil
	}
	low := unquoted(s.low)
	if script, ok := otherScript(lang, low); ok {
		return &fault{detail: fmt.Sprintf("it is written in %s letters, and not in %q", script, lang), ofRow: s.ctx.Lang != ""}
	}
	if other := neighbour(lang, low); other != "" {
		return &fault{detail: fmt.Sprintf("it seems to be in %q, and not in %q", other, lang), ofRow: s.ctx.Lang != ""}
	}
	want := tongue(lang)
	if want == 0 {
		return nil
	}
	if other := otherTongue(low, want); other != "" {
		return &fault{detail: fmt.Sprintf("it seems to be in %q, and not in %q", other, lang), ofRow: s.ctx.Lang != ""}
	}
	return nil
}

// neighbour names the language of a text in one that shares most of its letters
// with the wanted one, where letters tell them apart: Ukrainian has some that
// Russian has not, and the other way round, and Japanese sentences have kana
// where Chinese ones have the characters of its own small words.
func neighbour(lang, low string) string {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	switch russian, ukrainian := strings.ContainsAny(low, "ыэъё"), strings.ContainsAny(low, "іїєґ"); {
	case lang == "ru" && ukrainian && !russian:
		return "uk"
	case lang == "uk" && russian && !ukrainian:
		return "ru"
	case lang == "ja" && strings.ContainsAny(low, "了们这着個") && !strings.ContainsFunc(low, kana):
		return "zh"
	default:
		return ""
	}
}

func kana(r rune) bool { return 0x3041 <= r && r <= 0x30ff }

// otherTongue names the language whose small words the text has, where it has
// hardly any of the wanted one.
func otherTongue(low string, want languages) string {
	n, hits := tally(low)
	wanted, best := 0, -1
	for i := range tongueNames {
		switch {
		case want&(1<<i) != 0:
			wanted = hits[i]
		case best < 0 || hits[i] > hits[best]:
			best = i
		}
	}
	most := hits[best]
	if n < minWords || most < 2 || most < 2*wanted+1 || most-wanted < 2 || most*6 < n {
		return ""
	}
	name, _, _ := strings.Cut(tongueNames[best], " ")
	return name
}

// unquoted is a text without what stands in double quotes.
func unquoted(low string) string {
	if !strings.ContainsAny(low, "\"“„«「") {
		return low
	}
	var rest strings.Builder
	open := false
	for _, r := range low {
		switch r {
		case '"':
			open = !open
		case '“', '„', '«', '「', '『':
			open = !open || r != '“'
		case '”', '»', '」', '』':
			open = false
		default:
			if !open {
				rest.WriteRune(r)
			}
		}
	}
	return rest.String()
}

// A script is a family of letters and the languages that are written in it.
type script struct {
	name  string
	table *unicode.RangeTable
	langs string
}

var scripts = []script{
	{"Latin", unicode.Latin, ""},
	{"Cyrillic", unicode.Cyrillic, "ru uk bg be mk kk ky mn tg"},
	{"Greek", unicode.Greek, "el"},
	{"Hebrew", unicode.Hebrew, "he iw yi"},
	{"Arabic", unicode.Arabic, "ar fa ur ps ckb"},
	{"Devanagari", unicode.Devanagari, "hi mr ne"},
	{"Bengali", unicode.Bengali, "bn"},
	{"Tamil", unicode.Tamil, "ta"},
	{"Telugu", unicode.Telugu, "te"},
	{"Thai", unicode.Thai, "th"},
	{"Georgian", unicode.Georgian, "ka"},
	{"Armenian", unicode.Armenian, "hy"},
	{"Hangul", unicode.Hangul, "ko"},
	{"Japanese", unicode.Hiragana, "ja"},
	{"Chinese", unicode.Han, "zh ja yue"},
}

// either are languages that are written in more than one script.
const either = " sr uz az bs ku pa kk "

// otherScript names the script of a text that is not in the wanted language's:
// nearly none of its letters are. Names and brands are in Latin everywhere, so
// that Latin text has to be a few words to count.
func otherScript(lang, low string) (string, bool) {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	if strings.Contains(either, " "+lang+" ") {
		return "", false
	}
	var counts [16]int
	total := 0
	for _, r := range low {
		if i := scriptOf(r); i >= 0 {
			counts[i]++
			total++
		}
	}
	most := 0
	for i := range scripts {
		if counts[i] > counts[most] {
			most = i
		}
	}
	own := written(lang, counts[:])
	switch {
	case total < 4 && !(total >= 2 && most == len(scripts)-1), own*5 > total:
		return "", false
	case lang == "zh" && counts[13]*5 > total:
		return scripts[13].name, true
	case most == 0 && strings.Count(low, " ") < minWords-1:
		return "", false
	default:
		return scripts[most].name, counts[most]*10 >= total*6
	}
}

// written counts the letters that may be of a language. Kana beside Han are
// Japanese; a text of Han alone may be either.
func written(lang string, counts []int) (own int) {
	found := false
	for i, s := range scripts {
		for l := range strings.FieldsSeq(s.langs) {
			if l == lang {
				own, found = own+counts[i], true
			}
		}
	}
	switch {
	case !found:
		return counts[0]
	case (lang == "zh" || lang == "yue") && counts[13]*5 > own:
		return 0
	default:
		return own
	}
}

func scriptOf(r rune) int {
	switch {
	case 'a' <= r && r <= 'z':
		return 0
	case r < 0x80:
		return -1
	case 0x30a0 <= r && r <= 0x30ff:
		return 13
	}
	for i := range scripts {
		if unicode.Is(scripts[i].table, r) {
			return i
		}
	}
	return -1
}
