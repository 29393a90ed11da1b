package quality

import (
	"strings"
	"sync"
	"unicode"
)

// placeholders are the words and phrases that would suit any picture.
var placeholders = sync.OnceValue(func() map[string]bool { return set("placeholders.txt") })

// answers are what models and programs answer when they say nothing, where that
// is the whole text.
var answers = sync.OnceValue(func() map[string]bool { return set("answers.txt") })

// slots are what a program was to put something else in the place of.
var slots = sync.OnceValue(func() *automaton {
	return newAutomaton(`^(?:%(?:[0-9.]*[sdvfu@]|\([a-z_]+\)s)|%[a-z_]+%|\$\{?[a-z_][a-z0-9_.]*\}?|\{{1,3} ?[a-z0-9_.-]* ?(?:\|[^{}]*)?\}{1,3}|<%.*%>|\[object [a-z]+\]|\[/?[a-z_]+\]|</?[a-z][a-z0-9_|-]*(?: [^<>]*=[^<>]*)?/?>|<\|[^<>]*\|>|@[a-z]+@|__[a-z_]+__)$`)
})

// assents are answers that buttons have on them as well.
var assents = wordSet("yes no ok okay safe ja nein oui non sí no sì sim não nee tak nie да нет так ні evet hayır はい いいえ 是 否 예 아니요")

// maxPlaceholder is the longest of them, in bytes, with what may be around it.
const maxPlaceholder = 80

func placeholder(s *subject) *fault {
	low := s.low
	if instructs(low) || s.echo() == entire {
		return &fault{detail: "it is an instruction, as a question would be: " + shorten(s.core)}
	}
	if len(low) > maxPlaceholder && !strings.HasPrefix(low, "lorem ipsum dolor") {
		return nil
	}
	switch bare, inside := trimmed(low), slot(low); {
	case generic(bare), inside != "" && generic(inside):
		return &fault{detail: "it would suit any picture: " + shorten(s.core)}
	case assents[bare] && len(bare) == len(strings.TrimSpace(s.raw)):
		return &fault{detail: "it is no more than an answer: " + shorten(s.core), mild: true}
	case endingAt(low) == 0:
		return &fault{detail: "it says no more than what wrote it: " + shorten(s.core)}
	case compliments(low):
		return &fault{detail: "it praises the picture and does not describe it: " + shorten(s.core)}
	case unwritten(low):
		return &fault{detail: "it stands where a text was to be written: " + shorten(s.core)}
	case answers()[bare], answers()[inside], answers()[keyed(bare)], unfilled(low), s.text != s.core && unfilled(lower(s.text)):
		return &fault{detail: "it is an answer that says nothing: " + shorten(s.core)}
	}
	return nil
}

// blanks are what a template says where somebody was to write a text.
var blanks = sync.OnceValue(func() *automaton {
	text := `(?:(?:alt(?:ernative)?[ -]?text|alt tag|(?:short |brief |image |picture |photo )*(?:description|caption))s?)`
	sight := `(?: (?:of|for) (?:the|this|your|an?) (?:image|picture|photo|photograph|graphic|figure))?`
	return newAutomaton(`^\[?(?:(?:todo|tbd|fixme)[ :-]+)?(?:(?:please )?(?:insert|add|enter|type|put|write|paste|place|fill in|provide)(?: in)? (?:(?:an?|the|your|some) )?(?:` + text + sight + `|(?:image|picture|photo))(?: (?:here|below|text|of image|of picture))*|` +
		`(?:(?:an?|the|your|some) )?` + text + sight + ` (?:(?:goes|comes|belongs|should go|should be|will go|will appear|will be added|to be (?:added|written|provided|done)|to (?:go|come|follow)|coming|pending|missing|needed|required)(?: (?:in|right))?(?: (?:here|soon|later|shortly))?|here))[ .!\]]*$`)
})

// blankHints are words of which each of them has one.
var blankHints = newNeedles("descri", "caption", "alt", "image", "picture", "photo")

// unwritten tells whether the text is one of those.
func unwritten(low string) bool {
	return blankHints.in(low) && blanks().match(low)
}

// keys are what programs write before a value, as in "Output: null".
var keys = wordSet("result output response answer caption alt text description value message data status")

// keyed is what stands behind a key, "" for a text without one.
func keyed(low string) string {
	key, value, ok := strings.Cut(low, ": ")
	if !ok || !keys[key] {
		return ""
	}
	return trimmed(value)
}

// nothings are how programs print that there is nothing, or an object.
var nothings = sync.OnceValue(func() *automaton {
	return newAutomaton(`^(?:(?:null|none|undefined|nan)(?:[ ,;]*(?:null|none|undefined|nan))*|[a-z_]+ ?= ?(?:none|null|undefined|nan|''|"")|[a-z]+\((?:[a-z_]+=)?(?:none|null|undefined|)\)|<[a-z]+ \[?[a-z0-9]+\]?>|(?:object|promise|map|array) ?\{.*\}|b(?:''|""))$`)
})

// nothingHints are parts of which each of them has one, unless it has brackets.
var nothingHints = newNeedles("nul", "none", "undef", "nan", "promise", "object", "b''")

// leftover is all that remains of a model's own marks between parts of a
// conversation.
var leftover = sync.OnceValue(func() *automaton {
	return newAutomaton(`^(?:<?\|?[a-z_]*\|> ?)+$`)
})

// unfilled tells whether the text is a slot of a template that nobody filled, or
// a value that is none.
func unfilled(low string) bool {
	if (strings.IndexByte(low, '<') >= 0 || strings.Contains(low, "()") || nothingHints.in(low)) && nothings().match(low) {
		return true
	}
	if strings.Contains(low, "|>") && leftover().match(low) {
		return true
	}
	return low != "" && strings.IndexByte("%${<[@_", low[0]) >= 0 && slots().match(strings.TrimRight(low, "."))
}

// generic tells whether a text is a placeholder, perhaps with an article before
// it, or a number after it.
func generic(low string) bool {
	all := placeholders()
	if all[low] || all[unarticled(low)] || strings.HasPrefix(low, "lorem ipsum dolor") {
		return true
	}
	bare := trimmed(strings.TrimRightFunc(low, func(r rune) bool {
		return unicode.IsDigit(r) || r == '#' || r == ' ' || r == '_' || r == '-' || r == '(' || r == ')'
	}))
	return bare != low && numbered(low[len(bare):]) && (all[bare] || all[unarticled(bare)])
}

// numbered tells whether what follows a word is a plain number: "1", " 12", "#3".
func numbered(end string) bool { return strings.ContainsFunc(end, unicode.IsDigit) && len(end) <= 12 }

// slot is what stands in brackets around the whole text, where a person or a
// program was to put one: [description here].
func slot(low string) string {
	inside, open := strings.CutPrefix(low, "[")
	inside, shut := strings.CutSuffix(inside, "]")
	if !open || !shut {
		return ""
	}
	return trimmed(inside)
}

// trimmed is a text without punctuation around it.
func trimmed(low string) string {
	return strings.TrimFunc(low, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '[' && r != ']' || r == '<' || r == '>' || r == '=' || r == '~'
	})
}

// unarticled is a text without an article or the word this before it.
func unarticled(low string) string {
	if first, rest, ok := strings.Cut(low, " "); ok && determined[first] {
		return rest
	}
	if rest, ok := strings.CutPrefix(low, "l'"); ok {
		return rest
	}
	return strings.TrimPrefix(low, "un'")
}

// determined are those words.
var determined = wordSet("a an the this my your ein eine das die der dieses un une le la cette una el los esta il questa um uma o een de het en ett et egy bir")
