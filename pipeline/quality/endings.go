package quality

import (
	"strings"
	"sync"
)

// ending is what programs write behind the texts that they have made: Microsoft
// Office in the language of its user, with how sure it is, and others that name
// what wrote them. It stands at the end, and may be all there is: what it is asked
// about is a text from some place on.
var ending = sync.OnceValue(func() *automaton {
	text := `(?:(?:image|picture|photo) )?(?:alt(?:ernative)?[ -]?text|description|caption|text)`
	author := `(?:an? )?(?:ai|artificial intelligence|chatgpt|gpt-[0-9a-z.]+|copilot|gemini|claude)(?: (?:model|assistant|tool))?`
	return newAutomaton(`(?i)^[(\[*_]*(?:` + strings.Join([]string{
		`description (?:automatically generated|generated automatically)(?: with (?:very )?(?:low|medium|high) confidence)?`,
		`ai[- ]generated (?:content|descriptions?|captions?|alt text) (?:may|might|can) be (?:incorrect|inaccurate|wrong)`,
		`(?:this )?` + text + ` (?:(?:was|is) )?(?:automatically )?(?:generated|created|written|produced) (?:by|with|using) ` + author,
		`(?:automatically |auto-?|ai-?|machine-?)generated ` + text,
		`automatisch generierte beschreibung(?: mit (?:sehr )?(?:geringer|niedriger|mittlerer|hoher) (?:zuverlässigkeit|sicherheit))?`, `ki-generierte inhalte können fehlerhaft sein`,
		`description générée automatiquement(?: avec un niveau de confiance (?:très )?(?:faible|bas|moyen|élevé))?`, `le contenu généré par l['’]ia peut être incorrect`,
		`descripción generada automáticamente(?: con (?:un nivel de )?confianza (?:muy )?(?:baja|bajo|media|medio|alta|alto))?`, `el contenido generado por (?:la )?ia puede ser incorrecto`,
		`descrizione generata automaticamente(?: con (?:un livello di )?(?:attendibilità|affidabilità) (?:bassa|media|alta))?`, `il contenuto generato dall['’]ia potrebbe non essere corretto`,
		`descrição gerada automaticamente(?: com (?:baixa |média |alta )?confiança(?: baixa| média| alta)?)?`, `o conteúdo gerado por ia pode estar incorreto`,
		`automatisch gegenereerde beschrijving(?: met (?:lage|gemiddelde|hoge) betrouwbaarheid)?`, `door ai gegenereerde inhoud is mogelijk onjuist`,
	}, "|") + `)[.!)\]*_]*$`)
})

// endWords are the last words of those, in lower case.
var endWords = wordSet(`generated automatically confidence incorrect inaccurate wrong ai intelligence chatgpt copilot gemini claude model assistant tool text description caption
	beschreibung zuverlässigkeit sicherheit sein automatiquement faible bas moyen élevé automáticamente incorrecto baja bajo media medio alta alto automaticamente bassa corretto
	confiança baixa média incorreto beschrijving betrouwbaarheid onjuist`)

// endingHints are parts of which each of them has one.
var endingHints = newNeedles("gener", "génér", "gerad", "created", "written", "produced")

// endingAt is where what a program wrote begins at the end of a text, less than
// zero where there is nothing of the kind.
func endingAt(text string) int {
	bare := strings.TrimRight(text, ".!)]*_")
	last := bare[strings.LastIndexByte(bare, ' ')+1:]
	if len(last) > 16 || !endWords[lower(last)] && !strings.HasPrefix(lower(last), "gpt-") {
		return -1
	}
	from := max(0, len(text)-maxEnding)
	if !endingHints.in(lower(text[from:])) {
		return -1
	}
	for at := range text[from:] {
		if ending().match(text[from+at:]) {
			return from + at
		}
	}
	return -1
}

// maxEnding is the longest such end, in bytes.
const maxEnding = 100

// unsigned drops what a program wrote behind a text of some words, where that is
// surely no part of it.
func unsigned(text string) string {
	at := endingAt(text)
	if at <= 0 || !separate(text[:at], text[at:]) {
		return text
	}
	if rest := strings.TrimSpace(text[:at]); strings.Contains(rest, " ") {
		return rest
	}
	return text
}

// signed tells whether a program wrote something of its own behind the text.
func (s *subject) signed() bool {
	at := endingAt(s.text)
	return at > 0 && separate(s.text[:at], s.text[at:])
}

// separate tells whether an end stands on a line of its own, behind a sentence or
// in brackets, or begins as a sentence behind words of which none says that it is
// in the picture. It is in no quotes.
func separate(before, end string) bool {
	text := strings.TrimSpace(before)
	has := bytesOf(text)
	last, _ := lastWord(lower(text))
	if text == "" || unfinished(&has, text) || lettering().says[last] || strings.HasSuffix(text, ":") {
		return false
	}
	if strings.ContainsAny(before[len(text):], "\r\n") || strings.IndexByte(enders+closing, text[len(text)-1]) >= 0 || end[0] == '(' || end[0] == '[' {
		return true
	}
	first, rest, _ := strings.Cut(strings.TrimLeft(end, "*_"), " ")
	return len(first) > 1 && rest != "" && 'A' <= first[0] && first[0] <= 'Z' && 'a' <= first[1] && first[1] <= 'z' && 'a' <= rest[0] && rest[0] <= 'z'
}
