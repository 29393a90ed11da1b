package quality

import (
	"regexp"
	"strings"
	"sync"
)

var (
	// offer announces several texts, of which somebody is to choose. Cleaning
	// takes it off, and would leave all of them behind as one.
	offer = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:(?:sure|certainly|of course|absolutely|okay|ok|gerne|bien sûr|claro|certo)[,!.]+ )?` +
			`(?:here (?:are|is)|these are|below are|i have|i've|hier (?:sind|ist|zijn)|voici|aquí (?:tienes|hay|están)|ecco|aqui est(?:ão|á)|her er|här är|oto|вот) [^\n:]{0,60}` +
			`(?:options?|alternatives|suggestions|versions|proposals|possibilities|candidates|variants|alt[ -]texts|captions|descriptions|vorschläge|varianten|möglichkeiten|propositions|variantes|opciones|propuestas|sugerencias|opzioni|proposte|opções|sugestões|opties|suggesties|forslag|förslag|propozycje|варианты?|вариантов)` +
			`(?:[ ,(][^\n:]{0,60})?:`)
	})
	// remark is what a model says of its text behind it.
	remark = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`[.!?"”)]\s+(?:explanation|reasoning|rationale|alternatively|justification|erklärung|begründung|alternativ|explication|explicación|spiegazione|toelichting|(?:character|word) count) ?:|` +
			`[(\[](?:note ?:|(?:character|word) count ?:|\d+ characters[)\]])|` +
			`^["“][^"“”]{5,200}["”][.,]? (?:or|oder|ou|o|of) ["“]|` +
			`[^:]\btitle ?: .{1,100}\b(?:caption|description) ?: `)
	})
)

// offers tells whether an answer announces several texts, or remarks on its own.
func (s *subject) offers() bool {
	if s.rules.Kind == OCR {
		return false
	}
	raw := strings.TrimLeft(s.raw, " *_#\n")
	head := raw[:min(len(raw), 200)]
	return strings.IndexByte(head, ':') > 0 && offer().MatchString(head) ||
		s.has.any(":)\"]") && (has(s.low, "explan", "reason", "rational", "alternativ", "justif", "begründ", "erklär", "explic", "spiega", "toelicht", "note", " count", "characters", " title") || strings.HasPrefix(s.low, `"`)) && remark().MatchString(s.low)
}
