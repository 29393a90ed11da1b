package quality

import (
	"encoding/binary"
	"sync/atomic"
)

// A state is where in a pattern a text may be.
type state struct {
	places []uint32 // the instructions that come next, in order
	before rune     // stands for the character before them; -1 for none
}

// A table says to which state each letter leads from each state, as far as texts
// have asked: of most states, few letters are ever read. A step is a number that
// state and letter make together, and where it leads; they are kept in an open hash
// table, in which half of the cells stay empty, so that all that is known lies close
// together.
type table struct {
	*known
	cells []atomic.Uint64 // a step in the upper half of each, and where it leads in the lower
	steps int
}

// known is what tables of one size and the next have in common: the states there
// are. The number of a state is that of the step of its first letter.
type known struct {
	start   uint32
	end     uint32 // the letter behind a text, which is the last one
	states  []state
	numbers map[string]uint32
	size    int // in bytes, roughly
}

// The first numbers are of no states: a letter was not read there yet, nothing
// that begins so matches, or the pattern has matched. The first state is left out
// for them.
const (
	unread = iota
	failed
	matched
)

const (
	// maxStates is how much the states of an automaton may take, in bytes. There are
	// about a hundred automata; texts of all kinds take a few megabytes in all.
	maxStates = 1 << 19
	// firstCells is how many cells a table has at first, a power of two.
	firstCells = 32
	// cellBytes is roughly how much a step takes, with the empty cells beside it.
	cellBytes = 24
)

func newTable(letters int) *table {
	k := &known{end: uint32(letters - 1), states: make([]state, 1), numbers: make(map[string]uint32)}
	return &table{known: k, cells: make([]atomic.Uint64, firstCells)}
}

// full tells whether the states take as much as they may.
func (k *known) full() bool { return k.size > maxStates }

// width is how many steps a state has.
func (k *known) width() uint32 { return max(k.end, matched) + 1 }

// state is the one of that number.
func (k *known) state(number uint32) state { return k.states[number/k.width()] }

// number is that of a state, a new one if it is not known.
func (t *table) number(s state) uint32 {
	key := binary.LittleEndian.AppendUint32(nil, uint32(s.before))
	for _, place := range s.places {
		key = binary.LittleEndian.AppendUint32(key, place)
	}
	if number, there := t.numbers[string(key)]; there {
		return number
	}
	number := uint32(len(t.states)) * t.width()
	t.numbers[string(key)] = number
	t.states = append(t.states, s)
	t.size += 2*len(key) + 100
	return number
}

// cell is where a step stands, or else the empty cell where it would.
func (t *table) cell(step uint32) *atomic.Uint64 {
	at, last := step*2654435761>>7, uint32(len(t.cells)-1) // the multiplier is Knuth's, of the golden ratio
	for {
		cell := &t.cells[at&last]
		if there := cell.Load(); there == 0 || uint32(there>>32) == step {
			return cell
		}
		at++
	}
}

// next is where a step leads.
func (t *table) next(step uint32) uint32 { return uint32(t.cell(step).Load()) }

// with is a table that has the step.
func (t *table) with(step, next uint32) *table {
	if 2*t.steps >= len(t.cells) {
		t = t.larger()
	}
	if cell := t.cell(step); cell.Load() == 0 {
		cell.Store(uint64(step)<<32 | uint64(next))
		t.steps++
		t.size += cellBytes
	}
	return t
}

// larger is a table of the same steps with twice the room.
func (t *table) larger() *table {
	more := &table{t.known, make([]atomic.Uint64, 2*len(t.cells)), t.steps}
	for i := range t.cells {
		if there := t.cells[i].Load(); there != 0 {
			more.cell(uint32(there >> 32)).Store(there)
		}
	}
	return more
}
