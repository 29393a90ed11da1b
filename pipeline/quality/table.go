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

// A table says to which state each letter leads from each state. The number of a
// state is where its row begins.
type table struct {
	*known
	rows []atomic.Uint32
}

// known is what tables of one size and the next have in common: the states there
// are.
type known struct {
	start   uint32
	end     uint32 // the letter behind a text, which is the last of a row
	states  []state
	numbers map[string]uint32
	size    int // in bytes, roughly
}

// The first numbers are of no states: a letter was not read there yet, nothing
// that begins so matches, or the pattern has matched. The first row is left out
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
	// firstStates is for how many of them a table has room at first.
	firstStates = 8
)

func newTable(letters int) *table {
	k := &known{end: uint32(letters - 1), states: make([]state, 1), numbers: make(map[string]uint32)}
	return &table{known: k, rows: make([]atomic.Uint32, firstStates*max(letters, matched+1))}
}

// full tells whether the states take as much as they may.
func (k *known) full() bool { return k.size > maxStates }

// width is how long a row is.
func (k *known) width() uint32 { return max(k.end, matched) + 1 }

// state is the one whose row begins there.
func (k *known) state(number uint32) state { return k.states[number/k.width()] }

// with is a table that has the state, and its number there.
func (t *table) with(s state) (*table, uint32) {
	key := binary.LittleEndian.AppendUint32(nil, uint32(s.before))
	for _, place := range s.places {
		key = binary.LittleEndian.AppendUint32(key, place)
	}
	if number, there := t.numbers[string(key)]; there {
		return t, number
	}
	number := uint32(len(t.states)) * t.width()
	t.numbers[string(key)] = number
	t.states = append(t.states, s)
	t.size += 2*len(key) + 4*int(t.width()) + 100
	if int(number) == len(t.rows) {
		t = t.larger()
	}
	return t, number
}

// larger is a table of the same states with twice the room.
func (t *table) larger() *table {
	rows := make([]atomic.Uint32, 2*len(t.rows))
	for i := range t.rows {
		rows[i].Store(t.rows[i].Load())
	}
	return &table{t.known, rows}
}
