package quality

// A ruler measures the part of a text that an anchored pattern matches at its
// beginning, as Go's regexp would for much more. Of all the ways through a pattern
// the first one that leads to its end counts, so that its states keep their places
// in order, and no way behind one that has matched.
type ruler struct{ automaton }

// passed is set in the number of a state if a match ends before the letter that
// leads there.
const passed = 1 << 31

func passedIf(match bool) uint32 {
	if match {
		return passed
	}
	return 0
}

func newRuler(of *automaton) *ruler {
	r := &ruler{automaton{pattern: of.pattern, prog: of.prog, alphabet: of.alphabet, anchored: true, paths: newPaths(of.prog)}}
	r.paths.ordered = true
	r.forget()
	return r
}

// end is where the match ends, -1 for none.
func (r *ruler) end(text string) int {
	t, end := r.table.Load(), -1
	at := t.start
	for i := 0; at > matched; {
		letter, n := t.end, 1
		if i < len(text) {
			letter, n = r.alphabet.first(text[i:])
		}
		next := t.next(at + letter)
		if next == unread {
			t, next = r.findOut(t, at, letter)
		}
		if next&passed != 0 {
			end = i
		}
		at, i = next&^passed, i+n
	}
	return end
}
