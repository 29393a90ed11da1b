package quality

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// units are what the length of a text is counted in.
const units = `(characters?|chars?|letters|words?|zeichen|wörter|caract[eè]res|mots|palabras|caratteri|parole|palavras|tekens|woorden|tecken|tegn|znaków|słów|символ(?:а|ов)?|знаков|слов|文字|字符|字|자)`

var (
	// bracketed is the length of a text in brackets behind it, and limit one that it
	// was not to be longer than.
	bracketed = sync.OnceValue(func() *automaton {
		return newAutomaton(`(?i)\s*[(\[](?:(?:about|length:) |[~≈] ?)?(\d{1,4})(?:/\d+)? ?` + units + `(?: (?:total|long|(?:with|including) spaces))?[)\]]\.?$`)
	})
	limit = sync.OnceValue(func() *automaton {
		some := `\d+(?:/\d+)? ?(?:characters|chars|words)`
		return newAutomaton(`(?i)\s*[(\[](?:(?:(?:max\.?|under) |[<≤] ?)` + some + `|` + some + ` (?:max(?:imum)?|or (?:less|fewer)|limit))[)\]]\.?$`)
	})
	// tallied is the length of a text behind it in other ways.
	tallied = sync.OnceValue(func() *automaton {
		return newAutomaton(`(?:[—–-] ?|[.!?"”)] |[(\[] ?)(?:(?:length|(?:character|char|word|letter)s? count|count|länge|zeichen(?:zahl|anzahl)?|longueur|nombre de caractères|longitud|lunghezza|comprimento|lengte) ?: ?)?(\d{1,4})(?: ?` + units + `)?[)\].]*$`)
	})
	// noted begins a remark behind a text, with a word for what it is.
	noted = sync.OnceValue(func() *automaton {
		return newAutomaton(`(?:[.!?"”)*]|[^.!?"”)*]\() ?[(\[*_]{0,3}(?:(alternatively|alternativ|why (?:this|it) works|key (?:elements|details|features)|keywords|hashtags|schlagw[oö]rter|mots[- ]clés|palabras clave|(?:for )?(?:an? )?(?:(?:slightly|much) )?(?:shorter|longer|briefer|simpler|more [a-z]+) (?:version|alternative|option|description|caption))` +
			`|explanation|reasoning|rationale|justification|(?:please )?note|notes|context|erklärung|begründung|hinweis|anmerkung|remarque|explication|explicación|nota|observación|observação|spiegazione|toelichting|opmerking|uwaga|anmärkning|bemærk|примечание|пояснение|注|備考|참고)[*_]{0,2} ?[:：]`)
	})
	// ofItself is a sentence of a model about its own text.
	ofItself = sync.OnceValue(func() *automaton {
		return newAutomaton(`[.!?"”)] (?:` +
			`(?:this|the|my|it|that|each) (?:(?:short|concise|brief|above|proposed|suggested|revised|final|[a-z]+ly) )*(?:alt(?:ernative)?[ -]?text|alt tag|caption|description|text|version|phrasing|wording|summary) (?:[a-z]+ly )?(?:focus|captur|convey|describ|provid|keeps|avoid|omit|follow|highlight|emphasi[sz]|includ|ensur|aims|meets|gives|serves|should|would|works|fits|complies|adheres|covers|stays|mention|leaves|summari|communicat|balanc|prioriti|offers|` +
			`(?:is|was|has)(?: been)?(?: [a-z]+ly)? (?:\d+ |about|exactly|under|within|below|kept|written|concise|brief|short|clear|designed|intended|meant|suitable))` +
			`|(?:dieser|der) (?:alt-?text|alternativtext) |(?:ce|le) texte (?:alternatif|alt) |(?:este|el) texto (?:alternativo|alt) |(?:questo|il) testo (?:alternativo|alt) |(?:deze|de) (?:alt-?tekst|alternatieve tekst) |ten tekst alternatywny |этот альтернативный текст )`)
	})
	// aside is a remark in brackets at the end.
	aside = sync.OnceValue(func() *automaton {
		return newAutomaton(`[(\[](?:kept|written|omitted|avoided|focus(?:ed|ing)|within|shortened|trimmed|adjusted|optimi[sz]ed|suitable|as requested|per your|note|this|i|i've|i have|all|without) [^()\[\]]{3,200}[)\]]\.?$`)
	})
	// tagged is a text with hashtags at its end.
	tagged = sync.OnceValue(func() *automaton { return newAutomaton(`(?: #[\pL\d_]+){2,}$`) })
	// selves are of what models speak in such a remark.
	selves = newNeedles("alt text", "alt-text", "alternativtext", "texte alternatif", "texto alternativo", "testo alternativo", "alt-tekst", " caption", "descri", "beschreib", " i ", " i'", "character", "zeichen", "caract", "caratt", "tekens", "znak", "симв", "image", "bild", "imagen", "immagine", "imagem", "afbeelding", "obraz", "изображ",
		"main subject", "avoid", "vermeid", "identif", "erkenn", "omit", "included", "concise", "guideline", "requested", "accessib", "reader", "erwähn", "画像", "图")
)

// remarks tells whether a model speaks of its own text behind it: counts it,
// explains it, or adds what was not asked for.
func (s *subject) remarks() bool {
	if s.rules.Kind == OCR || len(s.low) > maxOpening {
		return false
	}
	if strings.IndexByte(s.low, ':') > 0 {
		if at := noted().parts(s.low); at != nil && at[0] > 0 && s.isNote(at) {
			return true
		}
	}
	switch {
	case s.digits > 0 && s.has.any(":-—)].") && measured(s.low, tallied(), 3), s.digits > 1 && s.has.any(")]") && s.miscounted():
		return true
	case s.has.any(")]") && aside().match(s.low) && selves.in(s.low[strings.LastIndexAny(s.low, "(["):]):
		return true
	case strings.HasSuffix(strings.TrimRight(s.low, ".)]"), "(alt text"):
		return true
	case s.has.has('#') && tagged().match(s.low), s.signed():
		return true
	case !strings.Contains(s.low, ". ") && !s.has.any("!?\")") || !has(s.low, "text", "tekst", "текст", "caption", "descri", "version", "summary", "wording", "phrasing"):
		return false
	default:
		at := ofItself().index(s.low)
		return at != nil && !hasLettering(s.low[:at[0]])
	}
}

// isNote tells whether what begins with such a word is a remark of the model's:
// on a line of its own, or about a text.
func (s *subject) isNote(at []int) bool {
	word := strings.Trim(s.low[at[0]:at[1]], ".!?\"”)([*_:： ")
	switch before, tail := s.low[:at[0]], s.low[at[1]:]; {
	case selves.in(tail):
		return true
	case hasLettering(before):
		return false
	default:
		return at[2] >= 0 || startsLine(lower(s.raw), word)
	}
}

// startsLine tells whether a line of a text, but not the first one, begins with a
// word.
func startsLine(low, word string) bool {
	for _, rest, found := strings.Cut(low, "\n"); found; _, rest, found = strings.Cut(rest, "\n") {
		if strings.HasPrefix(strings.TrimLeft(rest, " *_#([\n"), word) {
			return true
		}
	}
	return false
}

// endsCounted tells whether the last number of a text stands at its end, behind a
// mark, and alone or with what it may count. So do all that are its length, and
// others; it is quick to see.
func endsCounted(text string) bool {
	end := strings.LastIndexAny(text, "0123456789") + 1
	if end == 0 {
		return false
	}
	rest := strings.TrimLeft(text[end:], " ")
	if strings.Trim(rest, ")]. ") != "" && family(rest) == "" && !unitWords[lower(firstWord(rest))] {
		return false
	}
	before := strings.TrimRight(strings.TrimRight(text[:end], "0123456789"), " ~≈")
	last, _ := utf8.DecodeLastRuneInString(before)
	return !unicode.IsLetter(last) || strings.HasSuffix(lower(before), "about")
}

// unitWords are the first words of units.
var unitWords = wordSet("character characters char chars letters word words zeichen wörter caracteres caractères mots palabras caratteri parole palavras tekens woorden tecken tegn znaków słów символ символа символов знаков слов")

// An ownLength is what stands behind a text as its own: all of it, the number and the
// unit, which may be "".
type ownLength struct {
	before, all, unit string
	n                 int
}

// lengthOf finds a number at the end of a text by one of the patterns for them.
func lengthOf(text string, count *automaton) (found ownLength, ok bool) {
	start := max(0, len(text)-maxCount)
	end := text[start:]
	if !endsCounted(end) {
		return found, false
	}
	at := count.parts(end)
	if at == nil {
		return found, false
	}
	found = ownLength{before: text[:start+at[0]], all: end[at[0]:]}
	found.n, _ = strconv.Atoi(end[at[2]:at[3]])
	if at[4] >= 0 {
		found.unit = end[at[4]:at[5]]
	}
	return found, true
}

// measured tells whether a text ends in a number that is about as large as its
// own length, by a factor, for models count badly: the people in a picture, or
// the most characters of a form, are not.
func measured(text string, count *automaton, factor int) bool {
	said, ok := lengthOf(text, count)
	if !ok {
		return false
	}
	before := strings.TrimSpace(said.before)
	length := utf8.RuneCountInString(before)
	if strings.Contains(said.all, "word count") || wordUnits[lower(said.unit)] {
		length = len(strings.Fields(before))
	}
	return said.n*factor >= length && said.n <= length*factor && strings.Contains(before, " ")
}

// counters are things in a picture for which characters are counted.
var counters = wordSet("field fields box input password passphrase username counter limit form tweet post message sms text code key keyboard font alphabet string line lines tile tiles display cast play chapter paragraph")

// miscounted tells whether a text ends in a number of characters in brackets,
// about as large as an alternative text is long but not this one, and speaks of
// nothing that has so many.
func (s *subject) miscounted() bool {
	said, ok := lengthOf(s.low, bracketed())
	if !ok || !strings.HasPrefix(said.unit, "char") && !strings.HasPrefix(said.unit, "zeichen") && !strings.HasPrefix(said.unit, "cara") {
		return false
	}
	return said.n >= minCount && said.n <= 4*advised && !hasLettering(said.before) && !speaksOf(said.before, counters)
}

// minCount is the fewest characters that are taken for the length of a text that
// was counted wrongly: people and letters are fewer.
const minCount = 40

// maxCount is the longest count behind a text, in bytes.
const maxCount = 60

var wordUnits = wordSet("word words wörter mots palabras parole palavras woorden słów слов")
