package quality

import (
	"encoding/binary"
	"regexp"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// An automaton tells whether texts match a pattern, as most do not; of those that
// do, Go's regexp tells where. That follows all alternatives of a pattern side by side, in each text anew.
// An automaton remembers which of them are left, its state, and to which state a
// character leads from there; both are found out when a text needs them for the
// first time. Many may ask it at the same time.
type automaton struct {
	pattern  string
	places   func() *regexp.Regexp // of parts of texts that it matches
	prog     *syntax.Prog
	alphabet *alphabet
	anchored bool // it matches at the beginning of texts alone
	start    atomic.Pointer[state]

	mu    sync.Mutex // guards what follows
	known map[string]*state
	size  int // of those, in bytes, roughly
	paths paths
}

// A state is where in a pattern a text may be.
type state struct {
	places []uint32 // the instructions that come next, in order
	before rune     // stands for the character before them; -1 for none
	next   []atomic.Pointer[state]
}

// maxStates is how much the states of one automaton may take, in bytes. When
// they take more it forgets them.
const maxStates = 1 << 20

// matched and failed are the states of texts of which the rest changes nothing.
var matched, failed = new(state), new(state)

func newAutomaton(pattern string) *automaton {
	prog, err := syntax.Compile(parsed(pattern).Simplify())
	if err != nil {
		panic(err)
	}
	a := &automaton{pattern: pattern, prog: prog, alphabet: newAlphabet(prog), anchored: prog.StartCond()&syntax.EmptyBeginText != 0, paths: newPaths(prog)}
	a.places = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
	a.forget()
	return a
}

// parsed reads a pattern of this package, all of which the tests read.
func parsed(pattern string) *syntax.Regexp {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		panic(err)
	}
	return re
}

// match tells whether the pattern matches the text, or a part of it.
func (a *automaton) match(text string) bool {
	s := a.start.Load()
	for i := 0; i < len(text) && len(s.next) > 0; {
		letter, n := uint16(0), 1
		if c := text[i]; c < utf8.RuneSelf {
			letter = a.alphabet.ascii[c]
		} else {
			letter, n = a.alphabet.first(text[i:])
		}
		next := s.next[letter].Load()
		if next == nil {
			next = a.findOut(s, letter)
		}
		s, i = next, i+n
	}
	return s == matched || s != failed && a.atEnd(s) == matched
}

// atEnd is the state behind the text.
func (a *automaton) atEnd(s *state) *state {
	end := uint16(len(s.next) - 1)
	if next := s.next[end].Load(); next != nil {
		return next
	}
	return a.findOut(s, end)
}

// find is the first part of a text that the pattern matches, "" for none.
func (a *automaton) find(text string) string {
	if !a.match(text) {
		return ""
	}
	return a.places().FindString(text)
}

// index is where that begins and ends, nil for none.
func (a *automaton) index(text string) []int {
	if !a.match(text) {
		return nil
	}
	return a.places().FindStringIndex(text)
}

// parts is where it and its groups begin and end, nil for none.
func (a *automaton) parts(text string) []int {
	if !a.match(text) {
		return nil
	}
	return a.places().FindStringSubmatchIndex(text)
}

// findOut reads a letter where none has read it before.
func (a *automaton) findOut(s *state, letter uint16) *state {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.size > maxStates {
		a.forget() // who is in a state may go on from there
	}
	next := a.read(s, a.alphabet.samples[letter])
	s.next[letter].Store(next)
	return next
}

// forget begins anew.
func (a *automaton) forget() {
	a.known, a.size = make(map[string]*state), 0
	a.paths.follow(uint32(a.prog.Start), nil)
	a.start.Store(a.state(-1))
}

// read is the state behind a character, -1 for the end of the text.
func (a *automaton) read(s *state, r rune) *state {
	between := syntax.EmptyOpContext(s.before, r)
	for _, place := range s.places {
		a.paths.follow(place, &between)
	}
	places, match := a.paths.ends()
	switch {
	case match:
		return matched
	case r < 0:
		return failed
	}
	for _, place := range places {
		if inst := &a.prog.Inst[place]; inst.MatchRune(r) {
			a.paths.follow(inst.Out, nil)
		}
	}
	if !a.anchored {
		a.paths.follow(uint32(a.prog.Start), nil)
	}
	return a.state(a.alphabet.kind(r))
}

// state is the one to which the paths have led.
func (a *automaton) state(before rune) *state {
	places, match := a.paths.ends()
	switch {
	case match:
		return matched
	case len(places) == 0:
		return failed
	}
	slices.Sort(places)
	key := binary.LittleEndian.AppendUint32(nil, uint32(before))
	for _, place := range places {
		key = binary.LittleEndian.AppendUint32(key, place)
	}
	if s := a.known[string(key)]; s != nil {
		return s
	}
	s := &state{places: slices.Clip(places), before: before, next: make([]atomic.Pointer[state], len(a.alphabet.samples))}
	a.known[string(key)] = s
	a.size += 2*len(key) + 8*len(s.next) + 128
	return s
}

// paths are the ways through a program between two characters.
type paths struct {
	prog    *syntax.Prog
	places  []uint32 // where they end, before a character or what depends on the next one
	matched bool     // one led to the end of the program
	been    []bool   // at the instructions
}

func newPaths(prog *syntax.Prog) paths { return paths{prog: prog, been: make([]bool, len(prog.Inst))} }

// follow takes the ways from an instruction on. What stands between the two
// characters is nil as long as the next one is not known.
func (p *paths) follow(place uint32, between *syntax.EmptyOp) {
	if p.been[place] {
		return
	}
	p.been[place] = true
	switch inst := &p.prog.Inst[place]; inst.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		p.follow(inst.Out, between)
		p.follow(inst.Arg, between)
	case syntax.InstCapture, syntax.InstNop:
		p.follow(inst.Out, between)
	case syntax.InstMatch:
		p.matched = true
	case syntax.InstEmptyWidth:
		if between == nil {
			p.places = append(p.places, place)
		} else if syntax.EmptyOp(inst.Arg)&^*between == 0 {
			p.follow(inst.Out, between)
		}
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		p.places = append(p.places, place)
	}
}

// ends are where the ways have led. From there on others may be taken.
func (p *paths) ends() (places []uint32, match bool) {
	places, match = p.places, p.matched
	p.places, p.matched = nil, false
	clear(p.been)
	return places, match
}
