package quality

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

var (
	// offer announces several texts, of which somebody is to choose, and begins
	// the first of them. Cleaning takes it off, and would leave all of them
	// behind as one.
	offer = sync.OnceValue(func() *automaton {
		return newAutomaton(`(?i)^(?:(?:sure|certainly|of course|absolutely|okay|ok|gerne|bien sûr|claro|certo)[,!.]+ )?` +
			`(?:here (?:are|is)|these are|below are|i have|i've|two|three|four|five|some|several|hier (?:sind|ist|zijn)|zwei|drei|voici|deux|trois|aquí (?:tienes|hay|están)|dos|tres|ecco|due|tre|aqui est(?:ão|á)|her er|här är|oto|вот) (?:[^\n:]{0,60}[^\n:\pL])?` +
			`(?:options?|alternatives|suggestions|versions|proposals|possibilities|candidates|variants|alt[ -]texts|captions|descriptions|vorschläge|varianten|möglichkeiten|propositions|variantes|opciones|propuestas|sugerencias|opzioni|proposte|opções|sugestões|opties|suggesties|forslag|förslag|propozycje|варианты?|вариантов)` +
			`(?:[ ,(][^\n:]{0,60})?:\s*(?:["“„«*•1-]|[a(]\)|(?:option|version|variante?) ?\d)`)
	})
	// twoQuotes is two texts in quotes between which somebody is to choose.
	twoQuotes = sync.OnceValue(func() *automaton {
		return newAutomaton(`["“„«]([^"“”„«»]{8,200})["“”»][.,]? ?(?:or|oder|ou|o|of|eller|lub|или|/|\||(and|und|et|y|e|en|och|og|i|и)) ?["“„«]([^"“”„«»]{8,200})["“”»]`)
	})
	// item is what stands before one text of a list.
	item = sync.OnceValue(func() *automaton { return newAutomaton(`^(?:[-*•·–] |\(?[1-9a-c][.)] |#[1-9] )`) })
	// numeral parts texts that are numbered on one line.
	numeral = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|[.!?"”]) ?\(?[1-5][.)] `) })
)

// offers tells whether an answer is several texts, of which one was asked for.
func (s *subject) offers() bool {
	if s.rules.Kind == OCR {
		return false
	}
	if (s.has.has('"') || s.has.has(0xe2)) && s.quotesTwo() {
		return true
	}
	raw := strings.TrimLeft(s.raw, " *_#\n")
	if len(raw) > maxOpening {
		return false
	}
	return strings.IndexByte(raw, ':') > 0 && (offer().match(raw) || relabelled(raw)) || s.rules.Kind == Prose && listed(s.raw)
}

// quotesTwo tells whether the text has two texts in quotes, of which one is to be
// chosen, and which nothing in the picture says. With an "and" between them they
// have to be all of it.
func (s *subject) quotesTwo() bool {
	text := s.core[:min(len(s.core), maxOpening)]
	if s.core == s.text && !s.has.any("\xc2\xe2") && strings.Count(text, `"`) < 4 {
		return false
	}
	at := twoQuotes().parts(text)
	if at == nil || at[4] >= 0 && (at[0] > 0 || at[1] < len(text)-1) {
		return false
	}
	return alike([]string{text[at[2]:at[3]], text[at[6]:at[7]]}) && !hasLettering(lower(text[:at[0]]))
}

// relabelled tells whether an answer has several labels, of texts of several
// sizes or for several places, from its beginning on.
func relabelled(raw string) bool {
	colon := strings.IndexByte(raw, ':')
	if colon > maxLabel {
		return false
	}
	if at := shortLabel().index(raw); at != nil && at[0] == 0 || longLabel().match(raw[:colon+1]) {
		short, long, ok := halves(raw)
		return ok && len(contents(short)) > 0 && len(contents(long)) > 0
	}
	if first := strings.ToLower(raw[:colon]); styles[first] && startsWithArticle([]string{raw[colon+1:]}) {
		for _, rest, found := strings.Cut(raw[colon+1:], ". "); found; _, rest, found = strings.Cut(rest, ". ") {
			if name, _, colon := strings.Cut(rest, ":"); colon && styles[strings.ToLower(name)] {
				return true
			}
		}
	}
	if rest := unlabel(raw); rest != raw && has(lower(rest), " title:", "\ntitle:", " caption:", "\ncaption:", " description:", "\ndescription:") {
		return true
	}
	return false
}

// styles are labels of texts that differ in how they are written, and of those
// that a model writes on its way to the last one.
var styles = wordSet("formal casual neutral poetic simple technical descriptive playful minimal basic standard seo creative factual literal extended medium draft final revised revision original check critique improved better professional friendly neutral informal")

// maxLabel is the longest label of a text, in bytes.
const maxLabel = 40

// listed tells whether an answer is a list of texts for the same picture, or two
// with the word or on a line between them.
func listed(raw string) bool {
	switch {
	case strings.IndexByte(raw, '\n') >= 0:
		return alike(itemsOf(raw))
	case strings.IndexByte(raw, '|') >= 0:
		items := strings.Split(raw, " | ")
		return (len(items) > 2 || startsWithArticle(items)) && alike(items)
	default:
		return strings.HasPrefix(raw, "1") && numberedTexts(numeral().Split(raw, 6)[1:])
	}
}

// numberedTexts tells whether numbered texts are alike, or are some words each with
// an article before them.
func numberedTexts(texts []string) bool {
	if len(texts) > 1 && startsWithArticle(texts) && !slices.ContainsFunc(texts, func(text string) bool { return strings.Count(strings.TrimSpace(text), " ") < 3 }) {
		return true
	}
	return alike(texts)
}

// itemsOf are the texts behind the marks of a list, or those before and behind a
// line that says or.
func itemsOf(raw string) (items []string) {
	end := 0
	for line := range strings.Lines(raw) {
		start := end
		end += len(line)
		line = strings.TrimSpace(line)
		if mark := item().find(line); mark != "" {
			items = append(items, line[len(mark):])
		} else if ors[strings.ToLower(strings.Trim(line, " *_-:."))] {
			return []string{raw[:start], raw[end:]}
		}
	}
	return items
}

// startsWithArticle tells whether all texts do, as captions and no names of pages.
func startsWithArticle(texts []string) bool {
	for _, text := range texts {
		if first, _ := word(strings.ToLower(strings.TrimSpace(text))); !articles[first] {
			return false
		}
	}
	return true
}

// ors are the words for or, alone on a line.
var ors = wordSet("or oder ou o of eller lub или tai nebo veya atau")

// alike tells whether texts are of one thing: all are sentences, or parts of
// some, and have a word of the first one that is no small word.
func alike(texts []string) bool {
	if len(texts) < 2 {
		return false
	}
	known := contents(texts[0])
	for _, text := range texts {
		shared := false
		for w := range contents(text) {
			shared = shared || known[w]
		}
		if !shared || strings.Count(strings.TrimSpace(text), " ") < 2 {
			return false
		}
	}
	return true
}

// contents are the words of a text in lower case that are no small words of any
// language.
func contents(text string) map[string]bool {
	all := make(map[string]bool)
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		if utf8.RuneCountInString(w) > 2 && small()[w] == 0 {
			all[w] = true
		}
	}
	return all
}
