package sqlite

import (
	"encoding/binary"

	"github.com/captionmill/captionmill/pipeline"
)

// A sieve remembers keys in little room, so that a key which nobody has seen
// before is told at once from one that may have been there. About one in some
// hundreds of different keys is suspected wrongly. The zero value is empty.
type sieve struct {
	filters []filter
	room    int // for how many more keys the last one is
}

// A filter is a Bloom filter whose bits for one key lie in one line of the
// processor's cache.
type filter []uint64

const (
	lineWords = 8 // of 64 bits: a line of the cache
	keyBits   = 5 // of every key
	perKey    = 2 // bytes of room
	firstKeys = 1 << 20
	moreKeys  = 8 << 20
)

// suspect remembers a key, and tells whether it may have been there before.
func (s *sieve) suspect(key pipeline.Hash) bool {
	for _, f := range s.filters[:max(0, len(s.filters)-1)] {
		if f.add(key, false) {
			return true
		}
	}
	if s.room == 0 {
		s.grow()
	}
	if s.filters[len(s.filters)-1].add(key, true) {
		return true
	}
	s.room--
	return false
}

// grow adds a filter, a small one at first.
func (s *sieve) grow() {
	s.room = firstKeys
	if len(s.filters) > 0 {
		s.room = moreKeys
	}
	s.filters = append(s.filters, make(filter, s.room*perKey/8))
}

// add tells whether a key may be there, and puts it there if wanted. Keys are
// hashes, so that parts of them serve as places.
func (f filter) add(key pipeline.Hash, put bool) bool {
	place := binary.LittleEndian.Uint64(key[:8]) % uint64(len(f)/lineWords) * lineWords
	line, bits := f[place:place+lineWords], binary.LittleEndian.Uint64(key[8:])
	there := true
	for range keyBits {
		word, bit := bits>>6%lineWords, uint64(1)<<(bits&63)
		there = there && line[word]&bit != 0
		if put {
			line[word] |= bit
		}
		bits >>= 9
	}
	return there
}
