package quality

import (
	"slices"
	"strings"
	"sync"
	"unicode"
)

// A presetLine is a sentence of a preset: how it begins, and its words as
// [plainWords] gives them. Behind an open one stands what is known of a row.
type presetLine struct {
	start, words string
	open         bool
}

// maxStart is how many bytes of its beginning are looked at first.
const maxStart = 16

// presetLines are those of the presets that ship, by their first two words.
var presetLines = sync.OnceValue(func() map[string][]presetLine {
	all := make(map[string][]presetLine)
	for line := range strings.Lines(read("presets.txt")) {
		if line = lower(strings.TrimSpace(line)); line != "" && line[0] != '#' {
			key := twoWords(line)
			all[key] = append(all[key], presetLine{line[:min(len(line), maxStart)], plainWords(line), strings.HasSuffix(line, "…")})
		}
	}
	return all
})

// demand is what questions ask of a text beside what it is to say. A sentence of
// them is an instruction, too, and many have no verb.
var demand = sync.OnceValue(func() *automaton {
	some := `(?:(?:any|all|the|short|visible|readable|legible|complete|concise|plain|simple|brief|full) )*`
	most := `(?:at most|no more than|not more than|maximum(?: of)?|max\.?|up to|under|below|fewer than|less than|limit(?: of)?):? `
	mark := `(?:markdown|preamble|explanations?|greetings?|commentary|introductions?|quotation marks|formatting|opinions|speculation|(?:extra|other|additional) text)`
	return newAutomaton(`^(?:` + strings.Join([]string{
		`(?:(?:exactly|use|write|in|only|` + most + `) ?)?(?:one|two|three|[1-3])(?: ?(?:or|to|-|–) ?(?:two|three|[23]))? ` + some + `sentences?(?:,? (?:in all|in total|or (?:fewer|less)|at most|maximum)|,? ` + most + `\d+ (?:characters|chars|words)[^.:"“]{0,40})*[.!]?$`,
		most + `\d+ (?:characters|chars|words|sentences)(?:,? (?:in all|in total|total|long|maximum|(?:with|including) spaces|or (?:fewer|less)))*[.!]?$`,
		`plain text only(?:[.!]?$|[.:;,] ?(?:no|without|do not|don't)\b)`,
		`no ` + mark + `(?:(?:, and|, or|,| and| or) (?:no )?(?:` + mark + `|lists?|labels?|quotes|emojis?|hashtags?|advertising))*[.!]?$`,
		`(?:say|describe|state|mention|report|write|include|note|name) only what (?:can be seen|is (?:(?:clearly|actually|directly) )?(?:visible|shown)|you (?:can )?(?:(?:clearly|actually) )?see)(?: in (?:the|this) ` + sight + `)?[.!]?$`,
		`(?:put|state|mention|name|begin with|start with|lead with) the (?:most important|main|key) (?:thing|subject|part|element|point|information|detail)s?(?: first)?(?:[.!]?$|[:,;] (?:what|then|followed)\b)`,
		`(?:quote|copy|transcribe|include|reproduce) ` + some + `(?:text|words|lettering)(?: (?:in|on|from|within) (?:the|this) ` + sight + `)?,? (?:word for word|exactly|verbatim|literally|as (?:it|they) (?:is|are|stands?|appears?))\b`,
		`(?:do not|don't|never|avoid) (?:guess|guessing|speculat(?:e|ing)(?: about)?|assum(?:e|ing)|infer|inferring|invent|inventing|identify|identifying) (?:who\b|(?:the |their |any |a |a person's |people's )?(?:identity|identities|names?|race|gender|age|emotions?|feelings|ethnicity|people|values?|facts|details|person)\b)[^"“:]{0,120}$`,
	}, "|") + `)`)
})

// demanders are the first words of those sentences.
var demanders = wordSet("exactly use write in only at no not maximum max up under below fewer less limit one two three plain say describe state mention report include note name put begin start lead quote copy transcribe reproduce do don't never avoid")

// minEcho is the fewest words of a sentence that was cut off for one of them.
const minEcho = 4

// An echo is how much of a text is the question.
type echo int8

const (
	unasked echo = iota + 1
	begun        // its first sentence is
	entire       // all of it is
)

// echo looks for the question in the text once.
func (s *subject) echo() echo {
	if s.echoed == 0 {
		s.echoed = echoOf(s.low)
	}
	return s.echoed
}

// echoOf tells how much of a text in lower case is a question's own sentences.
func echoOf(low string) echo {
	low = unmarkedStart(low, " *#-")
	if !mayAsk(low) || len(low) > maxEcho {
		return unasked
	}
	if asked(low) {
		return entire
	}
	asks, all := 0, 0
	for sentence := range sentences(low) {
		if all++; asked(strings.TrimLeft(sentence, " *#-)”\"")) {
			asks++
		} else if all == 1 {
			return unasked
		}
	}
	switch {
	case asks == all:
		return entire
	case hasLettering(low) || lesson(low):
		return unasked
	default:
		return begun
	}
}

// mayAsk tells whether a text begins as one of the sentences does.
func mayAsk(low string) bool {
	return demanders[firstWord(low)] || slices.ContainsFunc(presetLines()[twoWords(low)], func(line presetLine) bool { return strings.HasPrefix(low, line.start) })
}

// asked tells whether a sentence is one of the presets', or begins one, or asks
// what they do.
func asked(sentence string) bool {
	if demanders[firstWord(sentence)] && demand().match(sentence) && !lesson(sentence) {
		return true
	}
	return slices.ContainsFunc(presetLines()[twoWords(sentence)], func(line presetLine) bool { return line.is(sentence) })
}

// is tells whether a sentence is this one, or what is left of it where it was cut.
func (line *presetLine) is(sentence string) bool {
	if !strings.HasPrefix(sentence, line.start) {
		return false
	}
	words := plainWords(sentence)
	if line.open {
		return strings.HasPrefix(words, line.words+" ") && has(sentence, ": “", `: "`)
	}
	return words == line.words || strings.HasPrefix(line.words, words+" ") && strings.Count(words, " ") >= minEcho-1
}

// twoWords are the first two words of a text without the mark behind them, "" for
// a text of one.
func twoWords(low string) string {
	first := strings.IndexByte(low, ' ')
	if first < 0 {
		return ""
	}
	end := len(low)
	if second := strings.IndexByte(low[first+1:], ' '); second >= 0 {
		end = first + 1 + second
	}
	return strings.TrimRight(low[:end], ",.:;!")
}

// plainWords are the words of a text in lower case with single spaces between
// them and nothing else, every number as 0.
func plainWords(low string) string {
	words := strings.FieldsFunc(low, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
	for i, w := range words {
		if isDigit(w[0]) {
			words[i] = "0"
		}
	}
	return strings.Join(words, " ")
}
