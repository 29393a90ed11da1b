package quality

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// parsed reads a pattern of this package, all of which the tests read.
func parsed(pattern string) *syntax.Regexp {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		panic(err)
	}
	return re
}

// narrowTo is a pattern without the alternatives at its beginning that no text
// matches which begins with the word. Of such texts it tells the same. Without a
// word it is the whole pattern.
func narrowTo(re *syntax.Regexp, w string) *narrowed {
	if w != "" {
		re = narrow(re, w)
	}
	n := &narrowed{Regexp: regexp.MustCompile(string(appendPattern(nil, re)))}
	if all := required(re); all != nil {
		n.required = newNeedles(all...)
	}
	return n
}

// narrow leaves out what can't match at the beginning of a text.
func narrow(re *syntax.Regexp, w string) *syntax.Regexp {
	switch re.Op {
	case syntax.OpCapture:
		return narrow(re.Sub[0], w)
	case syntax.OpConcat:
		return narrowConcat(re.Sub, w)
	case syntax.OpAlternate:
		return narrowAlternate(re.Sub, w)
	case syntax.OpQuest, syntax.OpStar:
		return narrowConcat([]*syntax.Regexp{re}, w)
	}
	return re
}

// narrowConcat narrows the first of some parts, and where that may match
// nothing, the next one as well: it is the first then.
func narrowConcat(parts []*syntax.Regexp, w string) *syntax.Regexp {
	if len(parts) == 0 {
		return &syntax.Regexp{Op: syntax.OpEmptyMatch}
	}
	first, rest := parts[0], parts[1:]
	switch first.Op {
	case syntax.OpBeginText, syntax.OpWordBoundary:
		return concat(first, narrowConcat(rest, w))
	case syntax.OpQuest, syntax.OpStar:
		without := narrowConcat(rest, w)
		if !canBegin(first.Sub[0], w) {
			return without
		}
		if first.Op == syntax.OpStar {
			rest = parts // it may stand there again
		}
		return alternatives(concat(append([]*syntax.Regexp{narrow(first.Sub[0], w)}, rest...)...), without)
	}
	return concat(append([]*syntax.Regexp{narrow(first, w)}, rest...)...)
}

func narrowAlternate(all []*syntax.Regexp, w string) *syntax.Regexp {
	var left []*syntax.Regexp
	for _, sub := range all {
		if canBegin(sub, w) {
			left = append(left, narrow(sub, w))
		}
	}
	return alternatives(left...)
}

// concat is some parts behind one another, nothing where one of them is.
func concat(parts ...*syntax.Regexp) *syntax.Regexp {
	if slices.ContainsFunc(parts, isNoMatch) {
		return noMatch
	}
	return &syntax.Regexp{Op: syntax.OpConcat, Sub: parts}
}

// alternatives is one of some parts.
func alternatives(parts ...*syntax.Regexp) *syntax.Regexp {
	if parts = slices.DeleteFunc(parts, isNoMatch); len(parts) == 0 {
		return noMatch
	}
	return &syntax.Regexp{Op: syntax.OpAlternate, Sub: parts}
}

var noMatch = &syntax.Regexp{Op: syntax.OpNoMatch}

func isNoMatch(re *syntax.Regexp) bool { return re.Op == syntax.OpNoMatch }

// canBegin tells whether a text that begins with the word may match.
func canBegin(re *syntax.Regexp, w string) bool {
	runes := []rune(w)
	at := reader{word: runes[:min(len(runes), 63)]}
	return at.read(re, 1) != 0
}

// A reader follows a pattern along a word. Its places are a set of bits, of
// which bit i is before the i-th character. The last is where the word has been
// read: whatever the pattern has to say from there on, a text may have it.
type reader struct{ word []rune }

// read gives the places after a pattern from those before it. Conditions on what
// stands between characters are taken for met.
func (r *reader) read(re *syntax.Regexp, from uint64) uint64 {
	switch re.Op {
	case syntax.OpNoMatch:
		return 0
	case syntax.OpLiteral, syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return r.readChars(re, from)
	case syntax.OpCapture:
		return r.read(re.Sub[0], from)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			from = r.read(sub, from)
		}
	case syntax.OpAlternate:
		to := uint64(0)
		for _, sub := range re.Sub {
			to |= r.read(sub, from)
		}
		return to
	case syntax.OpQuest, syntax.OpStar:
		return r.repeat(re.Sub[0], from, 0)
	case syntax.OpPlus:
		return r.repeat(re.Sub[0], from, 1)
	case syntax.OpRepeat:
		return r.repeat(re.Sub[0], from, re.Min)
	}
	return from
}

// repeat reads a pattern at least so many times, and as often as it may be.
func (r *reader) repeat(re *syntax.Regexp, from uint64, least int) uint64 {
	for range least {
		from = r.read(re, from)
	}
	for {
		to := from | r.read(re, from)
		if to == from {
			return to
		}
		from = to
	}
}

// readChars reads one character of a class, or those of a literal.
func (r *reader) readChars(re *syntax.Regexp, from uint64) uint64 {
	if re.Op != syntax.OpLiteral {
		return r.step(from, func(c rune) bool { return re.Op != syntax.OpCharClass || inClass(re.Rune, c) })
	}
	for _, want := range re.Rune {
		from = r.step(from, func(c rune) bool { return c == want || re.Flags&syntax.FoldCase != 0 })
	}
	return from
}

// step reads one character.
func (r *reader) step(from uint64, is func(rune) bool) uint64 {
	to := from & (1 << len(r.word))
	for i, c := range r.word {
		if from&(1<<i) != 0 && is(c) {
			to |= 1 << (i + 1)
		}
	}
	return to
}

// inClass tells whether a character is in one of the ranges of a class.
func inClass(ranges []rune, c rune) bool {
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i] <= c && c <= ranges[i+1] {
			return true
		}
	}
	return false
}

// appendPattern writes a pattern down again. What it writes matches the same
// texts; of which part matches what, it tells nothing. What
// [syntax.Regexp.String] writes is for people, and takes it as long as all else
// together: it looks for the shortest flags.
func appendPattern(dst []byte, re *syntax.Regexp) []byte {
	switch re.Op {
	case syntax.OpNoMatch:
		return append(dst, `[^\x00-\x{10FFFF}]`...)
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return fmt.Appendf(dst, `(?i:%s)`, regexp.QuoteMeta(string(re.Rune)))
		}
		return append(dst, regexp.QuoteMeta(string(re.Rune))...)
	case syntax.OpCharClass:
		return appendClass(dst, re.Rune)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			dst = appendPattern(dst, sub)
		}
		return dst
	case syntax.OpAlternate:
		return appendAlternate(dst, re.Sub)
	case syntax.OpCapture:
		return appendGroup(dst, re, "")
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest:
		return appendGroup(dst, re, map[syntax.Op]string{syntax.OpStar: "*", syntax.OpPlus: "+", syntax.OpQuest: "?"}[re.Op])
	case syntax.OpRepeat:
		return appendGroup(dst, re, strings.Replace(fmt.Sprintf("{%d,%d}", re.Min, re.Max), "-1", "", 1))
	}
	return append(dst, plainSigns[re.Op]...)
}

// plainSigns are how the patterns say what has no parts.
var plainSigns = map[syntax.Op]string{
	syntax.OpEmptyMatch: `(?:)`, syntax.OpAnyChar: `(?s:.)`, syntax.OpAnyCharNotNL: `.`, syntax.OpBeginText: `\A`, syntax.OpEndText: `\z`,
	syntax.OpBeginLine: `(?m:^)`, syntax.OpEndLine: `(?m:$)`, syntax.OpWordBoundary: `\b`, syntax.OpNoWordBoundary: `\B`,
}

// appendGroup writes the one part of a pattern, and how often it may stand there.
func appendGroup(dst []byte, re *syntax.Regexp, times string) []byte {
	dst = appendPattern(append(dst, "(?:"...), re.Sub[0])
	return append(append(dst, ')'), times...)
}

func appendAlternate(dst []byte, all []*syntax.Regexp) []byte {
	dst = append(dst, "(?:"...)
	for i, sub := range all {
		if i > 0 {
			dst = append(dst, '|')
		}
		dst = appendPattern(dst, sub)
	}
	return append(dst, ')')
}

func appendClass(dst []byte, ranges []rune) []byte {
	if len(ranges) == 0 {
		return appendPattern(dst, noMatch)
	}
	dst = append(dst, '[')
	for i := 0; i+1 < len(ranges); i += 2 {
		dst = fmt.Appendf(dst, `\x{%X}-\x{%X}`, ranges[i], ranges[i+1])
	}
	return append(dst, ']')
}
