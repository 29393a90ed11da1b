package quality

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// maxRefusal is the longest refusal, in characters. A longer text that begins
// as one is likely to describe the picture after all, for a person to shorten.
const maxRefusal = 400

// maxOpening is how many bytes of a text can hold the beginning that a grammar
// looks for.
const maxOpening = 2 << 10

// A grammar is how models decline in one language, in lower case and anchored
// at the beginning: words such as "sorry" inside a text are likely to stand in
// the picture. It is a matter of the first person and of what cannot be done,
// so that "Sorry, we're closed" and "I can't believe it" are no refusals.
type grammar struct {
	// english is set for the grammars of what English platforms and models say.
	english bool
	// first are all words that it can begin with, separated by spaces.
	first string
	// polite are the words before the refusal itself.
	polite string
	// object is the picture or the request, where a language names it before
	// the refusal: "this picture I cannot describe".
	object string
	// cannot and act are its two halves, with at most six words between them.
	cannot, act string
	// other are refusals of another build.
	other string
}

// pattern is what the whole of it has to match.
func (g grammar) pattern() string {
	polite := ""
	if g.polite != "" {
		polite = `(?:(?:` + g.polite + `)[,.!:;…]*(?:\s+[—–-])?\s+(?:(?:but|aber|mais|pero|ma|mas|maar|ale|но|але|men|fakat|ancak|tapi|tetapi|mutta|de|však|insa|însă|dar)\s+)?)*`
	}
	core := g.other
	if g.object != "" {
		polite += `(?:(?:` + g.object + `),?\s+(?:[^\s.!?:"„“«]+\s+){0,2}?)?`
	}
	if g.cannot != "" {
		core = `(?:` + g.cannot + `)(?:\s+[^\s.!?"“]+){0,6}?\s+(?:` + g.act + `)` + or(g.other)
	}
	return `^` + polite + `(?:` + core + `)`
}

func (g *grammar) automaton() *automaton { return newAutomaton(g.pattern()) }

func or(other string) string {
	if other == "" {
		return ""
	}
	return "|" + other
}

// book is all grammars, each one made when a text may need it.
type book struct {
	byWord map[string][]int
	all    []func() *automaton
}

var refusals = sync.OnceValue(func() *book {
	b := &book{byWord: make(map[string][]int)}
	for i, g := range grammars {
		b.all = append(b.all, sync.OnceValue(g.automaton))
		for _, w := range strings.Fields(g.first) {
			b.byWord[w] = append(b.byWord[w], i)
		}
	}
	return b
})

func (b *book) match(text string) bool {
	for _, i := range b.byWord[firstWord(text)] {
		if b.all[i]().match(text) {
			return true
		}
	}
	return false
}

// isEnglish tells whether the text is a refusal by one of the English grammars.
func (b *book) isEnglish(text string) bool {
	for i := range grammars {
		if grammars[i].english && b.all[i]().match(text) {
			return true
		}
	}
	return false
}

// firstWord is the first run of letters and apostrophes, or the name of the
// script where words are not separated. Such a script ends a word of another.
func firstWord(text string) string {
	if name := family(text); name != "" {
		return name
	}
	for i, r := range text {
		switch lower := r | 0x20; {
		case 'a' <= lower && lower <= 'z', r == '\'':
		case r < utf8.RuneSelf, !unicode.IsLetter(r) && !unicode.IsMark(r), spaceless(r):
			return text[:i]
		}
	}
	return text
}

// family is the name of the script that a text begins in, if its words are not
// separated there.
func family(text string) string {
	first := firstRune(text)
	switch {
	case first < 0x0e00:
		return ""
	case unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return "han"
	case unicode.Is(unicode.Hangul, first):
		return "hangul"
	case unicode.Is(unicode.Thai, first):
		return "thai"
	default:
		return ""
	}
}

// english and foreign are first words with which many descriptions begin as
// well, so that a text has to have one of the hints too.
var (
	english = wordSet("the this that these as in to while for after since based it on at but there there's no image from your you we one i")
	foreign = wordSet("das die eine für zu aus en il la de er esta a por jako nie det der bir bu par como come per su al este no le les las el los the den dit het ne te to o as az ez ce on man mi kun hier dies dit har ser zie ten ta esta mais toto")
)

func wordSet(words string) map[string]bool {
	all := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// hints tells whether a text that begins as many do has a word which every
// refusal with that beginning has: an "I", or what the refusal is about.
func hints(low, first string) bool {
	if foreign[first] {
		return allHints.in(low)
	}
	return englishHints.in(low)
}

var (
	inEnglish = []string{" i ", " i'", " me ", "image", "photo", "picture", "request", "prompt", "content", "quer", "question", "visual", "file", "screenshot", "attach", "upload",
		"descri", "caption", "response", "guideline", "assistant", "model", "alt text", "alt-text", "enough ", " url", " link", "filter", "moderat", "polic", "flagged", "identif", "analysis", "context",
		"cannot", "unable", "assist", "provided", "violat"}
	englishHints = newNeedles(inEnglish...)
	allHints     = newNeedles(append(inEnglish, "anfrage", "bild", " ich ", "foto", "imagen", "imagem", "immagin", "solicit", "richiesta", " je ", "demande", "afbeelding", "aanvraag", " ik ", " yo ", " no ", "puedo", "tengo", " veo", "soy ", " non ",
		" não ", "nie ", "zdję", "obraz", "görsel", "resm", "görüntü", "isteğ", "konu", "zeka", " jeg ", " jag ", "ikke", "inte", "dil model",
		"imatge", "képet", "kuva", "kuvi", " voi ", "pysty", "imaginea", "obráz", "slik", "attēl", " ich nicht",
		"pièce", "contenu", "petici", "texto", "podido", "poder", " niet", "osaa", "auttaa", "nemoh", "nepom", "yazık", " soc ", "ajudar", "fényk", "fotó", "žēl", "mümkün", "m'est", "csatol", "feltölt", "malheur", "beeld", "beschreib", "inhalt", "antwort", "prośb")...)
)

// needles are strings of at least three bytes to look for all at once, by the
// first three. Where they stand begins with one more than in starts, so that 0
// is nowhere.
type needles struct {
	starts [1 << 12]uint16 // by the hash of three bytes
	rest   [][]string
}

func newNeedles(all ...string) *needles {
	n := new(needles)
	for _, s := range all {
		at := &n.starts[tripleHash(uint32(s[0])<<16|uint32(s[1])<<8|uint32(s[2]))]
		if *at == 0 {
			n.rest = append(n.rest, nil)
			*at = uint16(len(n.rest))
		}
		n.rest[*at-1] = append(n.rest[*at-1], s)
	}
	return n
}

func tripleHash(triple uint32) uint32 { return triple * 2654435761 >> 20 }

// in tells whether one of them is in the text.
func (n *needles) in(text string) bool {
	if len(text) < 3 {
		return false
	}
	triple := uint32(text[0])<<8 | uint32(text[1])
	for i := 2; i < len(text); i++ {
		triple = triple<<8&0xffffff | uint32(text[i])
		if at := n.starts[tripleHash(triple)]; at != 0 && n.at(at, text[i-2:]) {
			return true
		}
	}
	return false
}

// at tells whether the text begins with one of those that stand there.
func (n *needles) at(at uint16, text string) bool {
	for _, s := range n.rest[at-1] {
		if strings.HasPrefix(text, s) {
			return true
		}
	}
	return false
}

func has(low string, hints ...string) bool {
	for _, hint := range hints {
		if strings.Contains(low, hint) {
			return true
		}
	}
	return false
}

// disclaims tells whether the text speaks in the first person of what cannot
// be done with the picture: as its first words, or in any sentence that stands
// in no quotes and is not said to be in the picture.
func disclaims(low string) bool {
	start := low[:min(len(low), 200)]
	first := strings.HasPrefix(low, "i ") || strings.HasPrefix(low, "i'")
	if !first && !speaks(start) {
		return false
	}
	if has(start, " '", "‘") {
		low = unsingled(strings.ReplaceAll(low, "‘", "'"))
	}
	low = low[:min(len(low), 200)]
	if !first && (!speaks(low) || !has(low, " i can", " i'm ", " i am ", " i must ", " i won't ", " i will not ")) || strings.ContainsAny(low, "\"“„«") {
		return false
	}
	if has(low, " sign", " poster", " banner", " printed", " painted", " written", "t-shirt", " shirt", " message on", " screen", " say", " reads", " reading", " words ", " slogan", " lettering", " titled", " quote", " mug", " badge", " sticker", " song", " book", " card", " magnet", " knitted", " tote") {
		return false
	}
	if reported(low) {
		return false
	}
	if first {
		return has(low, "can't ", "cannot", "couldn't", "unable", "not able", " don't ", " do not ", "didn't", " won't ", " not ", " no ", "trouble", "difficult", "decline", "refuse", " lack") &&
			has(low, " image", " picture", " photo", "describ", "identify", "identit", " assist", " request", "individuals", "guidelines", "language model", " ai ")
	}
	return has(low, " i can't ", " i cannot ", " i can not ", " i'm unable ", " i am unable ", " i'm not able ", " i am not able ", " i must decline", " i won't ", " i will not ") &&
		has(low, " describe", " identify", " assist", " view ", " see images", " see the image", " process", " help with", " provide", " recogni", " disclose")
}

// reported tells whether the text says "I" for the first time where somebody in
// the picture does: behind a verb of speech, or behind a colon and words for
// something that has words on it or for somebody who says them.
func reported(low string) bool {
	at := strings.Index(low, " i")
	for at >= 0 && at+2 < len(low) && low[at+2] != ' ' && low[at+2] != '\'' {
		at = indexFrom(low, " i", at+2)
	}
	if at <= 0 {
		return false
	}
	before, colon := strings.CutSuffix(strings.TrimRight(low[:at], " ,"), ":")
	last := before[strings.LastIndexByte(before, ' ')+1:]
	if reporting[last] || lettering().says[last] {
		return strings.Count(before, " ") > 1
	}
	return colon && strings.Count(before, " ") > 1 && hasLettering(before) && !mentions(before) && !strings.Contains(before, " you ")
}

// reporting are verbs of speech beside those of [lettering].
var reporting = wordSet("answers answer answering answered writes write writing wrote replied reply replying responds respond responding responded said say tell telling told complains admits claims explains announces declares insists thinks thinking jokes texts posts posted tweets tweeted types typing displays displaying announcing exclaims mutters message")

// speaks tells whether the text has an "I" in it that is not its first word.
func speaks(low string) bool {
	for i := 1; i+1 < len(low); i++ {
		if low[i] == 'i' && low[i-1] == ' ' && (low[i+1] == ' ' || low[i+1] == '\'') {
			return true
		}
	}
	return false
}

// declines tells whether the text is a refusal by one of the grammars.
func declines(low string) bool {
	first := firstWord(low)
	if (english[first] && first != "i" || foreign[first]) && !hints(low, first) {
		return false
	}
	return refusals().match(low)
}

// declinesInPart tells whether a sentence of a text that speaks to somebody, or a
// part of one, is a refusal by one of the grammars, as behind a description:
// A man in a suit; I cannot tell you who he is. People who first speak of what is
// their own tell of their own picture: My twins. I can't tell who is who.
func (s *subject) declinesInPart() bool {
	for sentence := range sentences(lower(unlettered(s.core[:min(len(s.core), maxOpening)]))) {
		for part := range clauses(sentence) {
			if part = unmarkedStart(part, " .…-–—¡¿[("); !article(part) && declines(part) && !staged(part) {
				return !speaksOf(sentence[:strings.Index(sentence, part)], mine)
			}
		}
		if speaksOf(sentence, mine) {
			return false
		}
	}
	return false
}

// mine are words for what is one's own.
var mine = wordSet("my our we us mein meine meinen meiner unser unsere wir mon notre nous mis nuestro nuestra mio mia nostro nostra meu minha nosso nossa mijn onze ons min mitt vår vårt vores mój moja nasz nasza мой моя наш наша мы")

// clauses are a sentence in lower case, and what begins anew in it.
func clauses(sentence string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if !yield(sentence) {
			return
		}
		for _, mark := range [...]string{"; ", " – ", " — ", " - ", ", but ", ", aber ", ", mais ", ", pero ", ", ma ", ", mas ", ", maar ", ", ale ", ", но ",
			", so ", ", donc ", ", así que ", ", por lo que ", ", quindi ", ", então ", ", więc ", ", поэтому "} {
			if _, rest, found := strings.Cut(sentence, mark); found && !yield(rest) {
				return
			}
		}
	}
}

// uttered tells whether somebody in the picture says the words, as in a comic.
func uttered(low string) bool {
	return has(low, ", says ", ", said ", " says a ", " says the ", ", asks ", "speech bubble", "speech balloon")
}

// article tells whether an English text begins with its article, and not with a
// Portuguese or Hungarian one and the picture.
func article(low string) bool {
	rest, ok := strings.CutPrefix(low, "a ")
	return ok && !has(rest[:min(len(rest), 6)], "imag", "foto", "fotó", "kép", "szem", "desc", "solic")
}

func refusal(s *subject) *fault {
	low := unmarkedStart(s.low[:min(len(s.low), maxOpening)], " .…-¡¿[(")
	detail := ""
	switch {
	case disclaims(low):
		detail = "it says that the picture cannot be described"
	case !article(low) && declines(low) && !uttered(low) && !staged(low):
		detail = "it declines to describe the picture"
	case s.voice() == speaking && !muses(low):
		detail = "it speaks to its reader, and describes nothing"
	case s.voice() == hinted && s.declinesInPart():
		detail = "it declines to describe some of the picture"
	default:
		return nil
	}
	return &fault{detail: detail, mild: s.chars > maxRefusal || s.rules.Kind == OCR && !owned(low)}
}

// owned tells whether a refusal in the place of the text in a picture is surely
// the model's own: it speaks in the first person of the picture, or of what it
// was asked. Other words may as well stand in the picture, on a page that asks
// for a photo or in a window in which somebody can write to a company.
func owned(low string) bool {
	first := firstWord(low)
	if begging[first] {
		return false
	}
	if latin := first != "" && first[0] < utf8.RuneSelf; latin && refusals().isEnglish(low) {
		return has(" "+low, " i ", " i'", " my ") && ownHints.in(low)
	}
	return true
}

// begging are the first words of those who ask for a picture.
var begging = wordSet("please bitte veuillez por per vui silakan proszę пожалуйста будь lütfen कृपया 请 請 يرجى how what hello hi upload")

// ownHints are what a model speaks of when it declines.
var ownHints = newNeedles("image", "photo", "picture", "assist", "request", "describ", "transcri", "extract", "language model", " ai ", " ai,", "identify", "help with that", "help with this", " the text", " any text")
