package sqlite

import (
	"encoding/binary"

	"github.com/captionmill/captionmill/pipeline"
)

// A sieve remembers keys in little room, so that a key which nobody has seen
// before is told at once from one that may have been there. Of a million
// different keys about one in a thousand is suspected wrongly, of ten million
// one in fifty. The zero value is empty.
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
)

// The first filter has two bytes for each of a million keys, and each of those
// behind it one byte for each of eight million.
const (
	firstKeys, firstBytes = 1 << 20, 2 << 20
	moreKeys, moreBytes   = 8 << 20, 8 << 20
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
	bytes := firstBytes
	if s.room = firstKeys; len(s.filters) > 0 {
		s.room, bytes = moreKeys, moreBytes
	}
	s.filters = append(s.filters, make(filter, bytes/8))
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
