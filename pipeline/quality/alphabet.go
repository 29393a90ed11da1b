package quality

import (
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// An alphabet divides all characters into those that a pattern tells from one
// another, its letters, which have numbers. The last is the end of a text.
type alphabet struct {
	starts  []rune   // of runs of characters that are one letter, in order
	letters []uint16 // of the runs
	ascii   [utf8.RuneSelf]uint16
	samples []rune // a character of each letter, -1 for the end
	lines   bool   // the pattern asks where lines begin or end
	words   bool   // it asks where words do
}

// wordClass are the characters of which words are made, as \b understands them.
var wordClass = []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}

func newAlphabet(prog *syntax.Prog) *alphabet {
	a := &alphabet{starts: []rune{0}}
	classes := a.classes(prog)
	for _, class := range classes {
		for i := 0; i < len(class); i += 2 {
			a.starts = append(a.starts, class[i], class[i+1]+1)
		}
	}
	slices.Sort(a.starts)
	a.starts = slices.Compact(a.starts)
	a.number(a.divided(classes))
	for c := range a.ascii {
		a.ascii[c] = a.letter(rune(c))
	}
	return a
}

// classes are the sets of characters for which the pattern asks, as ranges.
func (a *alphabet) classes(prog *syntax.Prog) (all [][]rune) {
	for i := range prog.Inst {
		switch inst := &prog.Inst[i]; inst.Op {
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAnyNotNL:
			all = append(all, classOf(inst))
		case syntax.InstEmptyWidth:
			asks := syntax.EmptyOp(inst.Arg)
			a.words = a.words || asks&(syntax.EmptyWordBoundary|syntax.EmptyNoWordBoundary) != 0
			a.lines = a.lines || asks&(syntax.EmptyBeginLine|syntax.EmptyEndLine) != 0
		}
	}
	if a.words {
		all = append(all, wordClass)
	}
	if a.lines {
		all = append(all, []rune{'\n', '\n'})
	}
	slices.SortFunc(all, slices.Compare)
	return slices.CompactFunc(all, slices.Equal)
}

// classOf are the characters that an instruction takes.
func classOf(inst *syntax.Inst) (class []rune) {
	if len(inst.Rune) != 1 {
		return inst.Rune
	}
	c := inst.Rune[0]
	class = []rune{c, c}
	if syntax.Flags(inst.Arg)&syntax.FoldCase != 0 {
		for other := unicode.SimpleFold(c); other != c; other = unicode.SimpleFold(other) {
			class = append(class, other, other)
		}
	}
	return class
}

// divided tells the characters of each class from all others: of a letter that
// has some of both, those become a new one. It gives the letters of the runs.
func (a *alphabet) divided(classes [][]rune) []int {
	letters, last := make([]int, len(a.starts)), 0
	for _, class := range classes {
		inside := make(map[int]int) // new letters by those of which they were a part
		for i := 0; i < len(class); i += 2 {
			for run := a.run(class[i]); run < len(letters) && a.starts[run] <= class[i+1]; run++ {
				if inside[letters[run]] == 0 {
					last++
					inside[letters[run]] = last
				}
				letters[run] = inside[letters[run]]
			}
		}
	}
	return letters
}

// number gives the letters new numbers, for some have no characters left.
func (a *alphabet) number(letters []int) {
	numbers := make(map[int]uint16)
	for run, letter := range letters {
		number, known := numbers[letter]
		if !known {
			number = uint16(len(a.samples))
			numbers[letter] = number
			a.samples = append(a.samples, a.starts[run])
		}
		a.letters = append(a.letters, number)
	}
	a.samples = append(a.samples, -1)
}

// run is where a character's run stands.
func (a *alphabet) run(r rune) int {
	at, starts := slices.BinarySearch(a.starts, r)
	if !starts {
		at--
	}
	return at
}

// letter is the one of a character.
func (a *alphabet) letter(r rune) uint16 { return a.letters[a.run(r)] }

// first is that of the first character of a text, and how many bytes it has.
func (a *alphabet) first(text string) (letter uint32, bytes int) {
	r, bytes := utf8.DecodeRuneInString(text)
	return uint32(a.letter(r)), bytes
}

// kind is a character that stands for all that are the same to what comes behind
// them.
func (a *alphabet) kind(r rune) rune {
	switch {
	case a.words && syntax.IsWordChar(r):
		return 'a'
	case a.lines && r == '\n':
		return r
	default:
		return ' '
	}
}
