package quality

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// An automaton tells whether texts match a pattern, as most do not; of those that
// do, Go's regexp tells where, or a [ruler] if they match at their beginning. That
// follows all alternatives of a pattern side by side, in each text anew. An
// automaton remembers which of them are left, its state, and to which state a
// character leads from there; both are found out when a text needs them for the
// first time. Many may ask it at the same time.
type automaton struct {
	pattern  string
	places   func() *regexp.Regexp // of parts of texts that it matches
	ruler    func() *ruler         // of an anchored one
	prog     *syntax.Prog
	alphabet *alphabet
	anchored bool // it matches at the beginning of texts alone
	table    atomic.Pointer[table]

	mu    sync.Mutex // guards paths, and what is known of states
	paths paths
}

func newAutomaton(pattern string) *automaton {
	prog, err := syntax.Compile(parsed(pattern).Simplify())
	if err != nil {
		panic(err)
	}
	a := &automaton{pattern: pattern, prog: prog, alphabet: newAlphabet(prog), paths: newPaths(prog)}
	a.places = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
	a.ruler = sync.OnceValue(func() *ruler { return newRuler(a) })
	a.anchored = a.paths.anchored()
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
	t := a.table.Load()
	at := t.start
	for i := 0; i < len(text) && at > matched; {
		letter, n := uint32(0), 1
		if c := text[i]; c < utf8.RuneSelf {
			letter = uint32(a.alphabet.ascii[c])
		} else {
			letter, n = a.alphabet.first(text[i:])
		}
		next := t.next(at + letter)
		if next == unread {
			t, next = a.findOut(t, at, letter)
		}
		at, i = next, i+n
	}
	return at == matched || at > matched && a.matchesAtEnd(t, at)
}

// matchesAtEnd tells whether the pattern matches where the text ends.
func (a *automaton) matchesAtEnd(t *table, at uint32) bool {
	next := t.next(at + t.end)
	if next == unread {
		_, next = a.findOut(t, at, t.end)
	}
	return next == matched
}

// find is the first part of a text that the pattern matches, "" for none.
func (a *automaton) find(text string) string {
	at := a.index(text)
	if at == nil {
		return ""
	}
	return text[at[0]:at[1]]
}

// index is where that begins and ends, nil for none.
func (a *automaton) index(text string) []int {
	switch {
	case !a.match(text):
		return nil
	case a.anchored:
		return []int{0, a.ruler().end(text)}
	default:
		return a.places().FindStringIndex(text)
	}
}

// parts is where it and its groups begin and end, nil for none.
func (a *automaton) parts(text string) []int {
	if !a.match(text) {
		return nil
	}
	return a.places().FindStringSubmatchIndex(text)
}

// findOut reads a letter where none has read it before. It gives the state to
// which that leads, and the table in which it is.
func (a *automaton) findOut(t *table, at, letter uint32) (*table, uint32) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.table.Load().full() {
		a.forget()
	}
	next, now := a.read(t.state(at), a.alphabet.samples[letter]), a.table.Load()
	if now.known == t.known {
		now = now.with(at+letter, next)
		a.table.Store(now)
	}
	return now, next
}

// forget begins anew. Who is in a state may go on from there.
func (a *automaton) forget() {
	a.paths.follow(uint32(a.prog.Start), nil)
	t := newTable(len(a.alphabet.samples))
	t.start = a.reached(t, -1)
	a.table.Store(t)
}

// read is the state behind a character, -1 for the end of the text.
func (a *automaton) read(s state, r rune) uint32 {
	between := syntax.EmptyOpContext(s.before, r)
	for _, place := range s.places {
		a.paths.follow(place, &between)
	}
	places, match := a.paths.ends()
	switch {
	case match && !a.paths.ordered:
		return matched
	case r < 0:
		return failed | passedIf(match)
	}
	for _, place := range places {
		if inst := &a.prog.Inst[place]; inst.MatchRune(r) {
			a.paths.follow(inst.Out, nil)
		}
	}
	if !a.anchored {
		a.paths.follow(uint32(a.prog.Start), nil)
	}
	return a.reached(a.table.Load(), a.alphabet.kind(r)) | passedIf(match)
}

// reached is the state to which the paths have led.
func (a *automaton) reached(t *table, before rune) uint32 {
	places, match := a.paths.ends()
	switch {
	case match && !a.paths.ordered:
		return matched
	case len(places) == 0:
		return failed
	case !a.paths.ordered:
		slices.Sort(places)
	}
	return t.number(state{slices.Clip(places), before})
}
