package quality

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"sync/atomic"
)

// A beginning is a pattern that is anchored there, with so many alternatives
// that trying all of them is slow: Go's regexp follows each one side by side. Of
// a text it tries those alone that can begin with the first word, where many
// texts begin with that.
type beginning struct {
	pattern func() string
	parsed  func() *syntax.Regexp
	whole   func() *narrowed
	opened  sync.Map // of *opened, by the first word
	room    *room
}

// narrowed is what is left of a pattern for texts that begin with a word.
type narrowed struct {
	*regexp.Regexp
	required *needles // of which one is in every text that it matches; nil where that is not known
}

// An opened word is one with which texts have begun.
type opened struct {
	times  atomic.Int32
	narrow func() *narrowed
}

const (
	// seldom is how many texts have to begin with a word before there is a
	// pattern for it: making one takes some milliseconds.
	seldom = 8
	// maxNarrow is how many such patterns there may be of all beginnings together,
	// and maxNarrowed how long they may be, in bytes. They take less than 20 MB.
	maxNarrow, maxNarrowed = 256, 512 << 10
	// maxOpened is of how many words the texts are counted.
	maxOpened = 1 << 12
)

// room is what is taken of those bounds.
type room struct{ narrow, bytes, words atomic.Int64 }

// shared is the room of all beginnings together.
var shared room

func newBeginning(pattern func() string) *beginning {
	b := &beginning{pattern: pattern, room: &shared}
	b.parsed = func() *syntax.Regexp { return parsed(pattern()) } // which is needed seldom, and takes megabytes
	b.whole = sync.OnceValue(func() *narrowed { return narrowTo(b.parsed(), "") })
	return b
}

// match tells whether a text begins as the pattern says.
func (b *beginning) match(low string) bool { return b.after(opensWith(low)).matches(low) }

func (n *narrowed) matches(low string) bool {
	return (n.required == nil || n.required.in(low)) && n.MatchString(low)
}

// after is the pattern for texts that begin with a word.
func (b *beginning) after(w string) *narrowed {
	o, known := b.opened.Load(w)
	if !known {
		if w == "" || b.room.words.Load() >= maxOpened {
			return b.whole()
		}
		w = strings.Clone(w) // and not the text that it is part of
		if o, known = b.opened.LoadOrStore(w, b.open(w)); !known {
			b.room.words.Add(1)
		}
	}
	if o := o.(*opened); o.times.Load() >= seldom || o.times.Add(1) >= seldom {
		return o.narrow()
	}
	return b.whole()
}

// open begins to count the texts that begin with a word.
func (b *beginning) open(w string) *opened {
	return &opened{narrow: sync.OnceValue(func() *narrowed {
		if b.room.narrow.Add(1) > maxNarrow || b.room.bytes.Load() >= maxNarrowed {
			return b.whole()
		}
		n := narrowTo(b.parsed(), w)
		b.room.bytes.Add(int64(len(n.String())))
		return n
	})}
}

// opensWith is the first word of a text, "" where words are not separated.
func opensWith(low string) string {
	if family(low) != "" {
		return ""
	}
	return firstWord(low)
}
