package quality

import (
	"regexp"
	"strings"
	"sync"
)

var (
	// turn is what stands before the answer where a model gives back the whole
	// conversation: what was asked, and who answers, on a line of its own.
	turn = sync.OnceValue(func() *automaton {
		return newAutomaton(`(?is)^(?:#+ ?|\*\*)?(?:human|user|prompt|instruction)s?(?:\*\*)? ?:.*\n\s*(?:#+ ?|\*\*)?(?:assistant|ai|response|answer|bot|model|output)(?:\*\*)? ?:(?:\*\*)?\s*`)
	})
	// attribute is the alternative text as it is written in HTML.
	attribute = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^alt ?= ?(?:"([^"]+)"|“([^“”]+)”|'([^']+)')\.?$`)
	})
	// reserve is what a model says that it cannot tell, before it tells the rest.
	reserve = sync.OnceValue(func() *automaton {
		return newAutomaton(`(?i)^(?:while|although|though) i (?:can['’]?t|cannot|can not|am (?:not able|unable) to|won['’]t|do(?:n['’]t| not)) [^.,!?:"]{1,80}, i can (?:say|tell you|see|describe|note|confirm|mention) (?:that )?`)
	})
	// choices are several texts in one answer, where one was asked for.
	choices = sync.OnceValue(func() *automaton {
		of := func(n string) string {
			return `(?:option|version|variant|alternative|choice|suggestion|caption|description|alt[ -]?text|variante|vorschlag|opción|opzione|opção|optie|opcja|вариант) ?#?` + n + ` ?(?:[:)]|[–-] ) ?\S`
		}
		return newAutomaton(`^(?:\W*` + of(`(?:1|a|one)`) + `.*[^\pL\pN]` + of(`(?:2|b|two)`) + `|.{2,}\s` + of(`(?:2|b|two)`) + `.*\s` + of(`(?:3|c|three)`) + `|.{2,}\s(?:alt[ -]?text|caption) ?#?(?:2|two|b) ?: ?\S|title ?: .{1,100} (?:description|caption|alt(?:ernative)?[ -]?text) ?: )`)
	})
)

// unturned takes off the question that a model repeats before its answer. The
// text in a picture may well be a conversation.
func (r *Rules) unturned(text string) string {
	if r.Kind == OCR {
		return text
	}
	if at := turn().index(text); at != nil && at[1] < len(text) {
		return text[at[1]:]
	}
	return text
}

// unattributed is the alternative text of an attribute of HTML.
func unattributed(text string) string {
	if len(text) < 6 || !strings.EqualFold(text[:3], "alt") || strings.IndexByte(text, '=') < 0 {
		return text
	}
	if found := attribute().FindStringSubmatch(text); found != nil {
		return strings.TrimSpace(found[1] + found[2] + found[3])
	}
	return text
}

// unreserved takes off what the model cannot tell, where what is left is a good
// sentence.
func unreserved(text string) string {
	found := reserve().find(text)
	if rest := text[len(found):]; found != "" && sentence(rest) {
		return capital(rest)
	}
	return text
}

// several tells whether a text in lower case is a choice of texts, or one with
// a title before it.
func several(low string) bool { return choiceHints.in(low) && choices().match(low) }

// choiceHints are parts of words of which each of them has one.
var choiceHints = newNeedles("option", "version", "varian", "alternative", "choice", "suggestion", "caption", "descri", "alt", "vorschlag", "opci", "opzion", "opç", "optie", "opcj", "вариант")
