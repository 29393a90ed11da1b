package quality

import (
	"regexp"
	"strings"
	"sync"
)

// The proposals that answers make in the place of a text. They are stable:
// exports and filters name them.
const (
	// ProposeDecorative is that the picture only decorates: see [Decorative].
	ProposeDecorative = "decorative"
	// ProposeNoText is that no words stand in the picture: see [NoText].
	ProposeNoText = "no_text"
)

// decorative and noText are the tokens that prompts ask for, as models really
// write them; wordless is the second in a sentence.
var (
	decorative = regexp.MustCompile(`(?i)^\[* ?decorative ?\]*\.?$`)
	noText     = regexp.MustCompile(`(?i)^\[* ?no[ _-]?text ?\]*\.?$`)
	wordless   = regexp.MustCompile(`(?i)^(?:(?:(?:there is|it contains|i (?:can )?see|(?:the|this) (?:image|picture|photo) (?:contains|has|shows)) )?no|(?:there isn't|(?:it|(?:the|this) (?:image|picture|photo)) (?:does not|doesn't) (?:contain|have|show)) any)` +
		`(?: (?:visible|readable|legible|written|discernible))* text(?: (?:is|are))?(?: (?:visible|present|found|detected|to (?:read|copy|transcribe)|shown))?(?: (?:in|on) (?:this|the) (?:image|picture|photo))?\.?$`)
)

// besideText is a token that stands in a text, and not in its place. With single
// brackets it is one at the beginning alone.
var besideText = sync.OnceValue(func() *automaton {
	return newAutomaton(`^\[(?:decorative|no[ _-]?text)\] |\[\[ ?(?:decorative|no[ _-]?text) ?\]\]`)
})

// token is one that stands in the text, "" for none: in quotes, or between words
// of what can be read or of where it stands, the picture shows it.
func (s *subject) token() string {
	if !s.has.has('[') {
		return ""
	}
	at := besideText().find(s.low)
	if at == "" || at == s.low || quoted(s.low, at) {
		return ""
	}
	if outside := strings.HasPrefix(s.low, at) || strings.HasSuffix(strings.TrimRight(s.low, ".!"), at); !outside && (described(s.low) || hasLettering(s.low) || speaksOf(s.low, lettering().says)) {
		return ""
	}
	return at
}

// Proposal is what an answer proposes in the place of a text, "" for an answer
// that is one. It is no fault, and no text: a person has to decide.
func Proposal(raw string) string {
	switch {
	case Decorative(raw):
		return ProposeDecorative
	case NoText(raw):
		return ProposeNoText
	default:
		return ""
	}
}

// Decorative tells whether the answer proposes that the image is decorative:
// the token [[decorative]], whatever its case, brackets and final period.
func Decorative(raw string) bool {
	raw = unthink(strings.TrimSpace(raw))
	return len(raw) <= maxWrapped && mayDecorate(raw) && decorative.MatchString(token(raw))
}

// NoText tells whether the answer says that there are no words in the picture:
// the token [[no text]], whatever its case, brackets and final period, or a
// sentence that says no more.
func NoText(raw string) bool {
	raw = unthink(strings.TrimSpace(raw))
	if len(raw) > maxWrapped || !mayLackText(raw) {
		return false
	}
	text := token(raw)
	return noText.MatchString(text) || wordless.MatchString(text)
}

// token is a short answer without what models put around it.
func token(raw string) string {
	text := Clean(raw)
	if rest, ok := unmarked(text); ok {
		text = rest
	}
	return text
}

// mayDecorate tells whether the text holds the d's, c and v of the token, which
// few others do, so that most need not be cleaned.
func mayDecorate(raw string) bool {
	return holds(raw, 'v') && holds(raw, 'c') && holds(raw, 'd')
}

// holds tells whether the text has a letter of ASCII, in either case.
func holds(text string, letter byte) bool {
	return strings.IndexByte(text, letter) >= 0 || strings.IndexByte(text, letter-'a'+'A') >= 0
}

// mayLackText tells whether the text holds the word "text", which few others do.
func mayLackText(raw string) bool {
	if !holds(raw, 'x') {
		return false
	}
	for i := 3; i < len(raw); i++ {
		if raw[i]|0x20 == 't' && raw[i-1]|0x20 == 'x' && raw[i-2]|0x20 == 'e' && raw[i-3]|0x20 == 't' {
			return true
		}
	}
	return false
}
