package quality

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// endless are the words that no sentence ends in, by language. They are fewer
// than the small words of a language: "turned on", "macht mit" and "leave
// behind" are complete.
var endless = sync.OnceValue(func() map[string]languages {
	all := make(map[string]languages)
	for lang, list := range byLanguage("endless.txt") {
		for _, w := range list {
			all[w] |= tongue(lang)
		}
	}
	return all
})

// truncated finds a text that ends in the middle of a sentence: without an end
// and in a word or mark that goes on, or with something open. That it has no
// period is no fault of alt text.
func truncated(s *subject) *fault {
	text := strings.TrimRight(s.core, " ")
	last, _ := utf8.DecodeLastRuneInString(text)
	switch {
	case unbegun(s.core):
		return &fault{detail: "it ends before it says anything: " + text}
	case strings.ContainsRune(",;:([{&=–—、，；：（「“„«", last) && !smiles(text) && !closed(text, last), last == '-' && !strings.HasSuffix(text, "--"), strings.HasSuffix(text, " +"):
		return &fault{detail: "it ends in the middle of a sentence: …" + tail(text)}
	case strings.HasSuffix(text, "…") || strings.HasSuffix(text, "..."):
		return s.elliptic(text)
	case unfinished(&s.has, text):
		return &fault{detail: "it opens a bracket or quote that it does not close"}
	case spaceless(last) && (strings.ContainsRune("をがはと和与與及或", last) || strings.HasSuffix(text, "และ") || last == 'に' && besideIt(text)) && s.letters > 6, s.goesOn(text, last):
		return &fault{detail: "it ends in the middle of a sentence: …" + tail(text)}
	case 'a' <= last && last <= 'z' && s.cutOff(text):
		return &fault{detail: "it ends in the middle of a word: …" + tail(text)}
	}
	return nil
}

// maxUnbegun is the most bytes of a text of small words alone.
const maxUnbegun = 24

// bareEnds are articles and prepositions that stand for nothing where they are
// all of a text, or its end behind other small words. Some that are words of
// another kind in another language are not here, such as Van and Die, nor those
// that switches and gates have on them.
var (
	bareEnds = wordSet("a an the of with into der das dem ein eine einen einem einer le une avec los una unos unas gli della delle dello uno uma umas het een ett jest")
	bareMids = wordSet("in on at to by for from and or is as und mit auf et y e og och")
)

// unbegun tells whether a text is nothing but such words, as the beginning of a
// sentence is. In capitals they may stand in the picture.
func unbegun(text string) bool {
	if len(text) > maxUnbegun {
		return false
	}
	text = strings.TrimRight(text, ".!")
	if last, _ := lastWord(text); !bareEnds[lower(last)] || len(text) > 1 && shouted(text) {
		return false
	}
	words := strings.Fields(lower(text))
	return !slices.ContainsFunc(words, func(w string) bool { return !bareEnds[w] && !bareMids[w] })
}

// besideIt tells whether a Japanese text ends in where something is beside what it
// named, and not in what.
func besideIt(text string) bool {
	at := strings.LastIndex(text, "その")
	return at > 0 && slices.Contains([]string{"隣に", "横に", "前に", "後ろに", "上に", "下に", "中に", "先に"}, text[at+len("その"):])
}

// elliptic finds an end that the model left open. Few words may well be quoted.
func (s *subject) elliptic(text string) *fault {
	if strings.Count(text, " ") < 3 && s.width < 20 {
		return nil
	}
	return &fault{detail: "it ends in an ellipsis"}
}

// goesOn tells whether the last word is one that no sentence ends in, in the
// language of the text.
func (s *subject) goesOn(text string, last rune) bool {
	if !unicode.IsLetter(last) && last != '\'' && last != '’' {
		return false
	}
	end := text[strings.LastIndexByte(text, ' ')+1:]
	if strings.Count(text, " ") < 2 || len(end) > 20 || end != strings.ToLower(end) {
		return false
	}
	end = lower(end)
	if i := strings.LastIndexByte(end, '\''); i >= 0 && i < len(end)-1 {
		end = end[i+1:]
	}
	if i := strings.LastIndexByte(text[:len(text)-len(end)-1], ' '); complete[strings.ToLower(text[i+1:])] || i >= 0 && len(end) == 1 && isDigit(text[len(text)-len(end)-2]) {
		return false // of the second kind are units: 6 × 1.5 l
	}
	if opensClause(text) || opensRange(text) {
		return true
	}
	_, rest := lastWord(text)
	if before, _ := lastWord(rest); before == end || beings[end] && (pronouns[before] || relative[lower(text[:strings.IndexByte(text, ' ')])]) {
		return false // Where the wild things are; The way we were; La la la
	}
	in := endless()[end]
	if in == 0 {
		return hanging[end] && s.dangles(text, end)
	}
	of := s.tongues()
	if of&(ofSwedish|ofDanish) != 0 && particles[end] && loose(end, lower(rest)) {
		return false
	}
	return in&of != 0 && (of&tongue("en") == 0 || in&tongue("en") != 0) // no English word: a green door
}

// subordinate are conjunctions behind which a sentence follows, and determiners
// words behind which its subject does.
var (
	subordinate = wordSet("while whereas because although")
	determiners = wordSet("the a an his her their its two some other another several many")
	// beforeArticle are words of German behind which "ein" belongs to no verb.
	beforeArticle = wordSet("und oder während weil obwohl wobei neben vor hinter für durch ohne um gegen als wie ist sind steht sitzt liegt hängt trägt hält")
	// adverbs end in the letter of a plural, and a clause with none of its own.
	adverbs = wordSet("outdoors indoors upstairs downstairs overseas always sometimes besides afterwards this")
)

// relative are the words that begin titles which end in one of beings.
var (
	relative = wordSet("where who what how as because all nothing")
	beings   = wordSet("is are was were at from")
	pronouns = wordSet("we they it he she you i")
)

// opensClause tells whether a text ends in a conjunction and the subject of a
// sentence that does not go on.
func opensClause(text string) bool {
	last, rest := lastWord(text)
	second, rest := lastWord(rest)
	if subordinate[second] {
		return strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss") && !adverbs[last]
	}
	if last == "ein" {
		return beforeArticle[second]
	}
	third, _ := lastWord(rest)
	return subordinate[third] && determiners[second]
}

// superlatives are words behind which a text says within what something is so.
var superlatives = wordSet("highest lowest largest smallest biggest tallest longest shortest oldest youngest most fewest greatest widest deepest busiest")

// opensRange tells whether a text ends before what a superlative is one of, as
// "the highest value in" does.
func opensRange(text string) bool {
	last, rest := lastWord(text)
	if last != "in" {
		return false
	}
	_, rest = lastWord(rest)
	third, rest := lastWord(rest)
	fourth, _ := lastWord(rest)
	return superlatives[third] && (fourth == "the" || fourth == "its")
}

// lastWord cuts the last word off a text.
func lastWord(text string) (last, rest string) {
	i := strings.LastIndexByte(text, ' ')
	return text[i+1:], text[:max(i, 0)]
}

// complete are two words that a sentence may end in, though the last one alone
// seems to go on.
var complete = map[string]bool{"made of": true, "composed of": true, "proud of": true, "fond of": true, "heard of": true, "dreamed of": true, "thought of": true,
	"come from": true, "comes from": true, "came from": true, "drink from": true, "drinks from": true, "away from": true, "where from": true, "look at": true, "looking at": true,
	"looked at": true, "laughing at": true, "smiling at": true, "better than": true, "and/or": true, "jump into": true, "look into": true, "climb into": true, "came with": true, "come with": true, "comes with": true, "play with": true, "plays with": true, "live with": true,
	"lives with": true, "work with": true, "start with": true, "begin with": true, "made from": true, "made with": true, "choose from": true, "afraid of": true, "scared of": true, "tired of": true, "aware of": true, "dreaming of": true, "care of": true}

// smiles tells whether the text ends in a face.
func smiles(text string) bool {
	return strings.HasSuffix(text, ":(") || strings.HasSuffix(text, ";(") || strings.HasSuffix(text, ":-(") || strings.HasSuffix(text, "=(")
}

// closed tells whether the last mark of a text, which opens a quote in some
// languages, closes one that began „ or », as in German and Czech.
func closed(text string, last rune) bool {
	switch last {
	case '“':
		return strings.Count(text, "„") >= strings.Count(text, "“")
	case '«':
		return strings.Count(text, "»") >= strings.Count(text, "«")
	default:
		return false
	}
}

// tongues are the languages that the text may be in: the one asked for, or the
// one that its words tell.
func (s *subject) tongues() languages {
	if lang := s.lang(); lang != "" && tongue(lang) != 0 {
		return tongue(lang)
	}
	return spoken(unquoted(s.low))
}

// unfinished tells whether a bracket or quote is opened at the end and never
// closed. A mark after a digit is one of feet or inches.
func unfinished(has *byteSet, text string) bool {
	if has.has('(') && strings.Count(text, "(") > strings.Count(text, ")") && !strings.Contains(text, ":(") {
		return true
	}
	if strings.Count(text, "“") > strings.Count(text, "”")+strings.Count(text, "„") && !strings.Contains(text, "„") && !has.has('"') {
		return true
	}
	if !has.has('"') {
		return false
	}
	n := 0
	for i := range len(text) {
		if text[i] == '"' && (i == 0 || text[i-1] < '0' || text[i-1] > '9') {
			n++
		}
	}
	return n%2 == 1 && strings.Count(text, `"`)%2 == 1
}

// tail is the end of a text, for a message.
func tail(text string) string {
	return oneLine(tidy(text[max(0, len(text)-30):]))
}
