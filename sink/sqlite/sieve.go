package sqlite

import (
	"encoding/binary"

	"github.com/captionmill/captionmill/pipeline"
)

// A sieve remembers keys in little room, so that a key which nobody has seen
// before is told at once from one that may have been there: a Bloom filter
// whose bits for one key lie in one line of the processor's cache. Of ten
// million different keys about one in a hundred is suspected wrongly, of one
// million hardly any.
type sieve []uint64

const (
	sieveBytes = 16 << 20
	sieveLine  = 8 // words of 64 bits: a line of the cache
	sieveBits  = 5 // of every key
)

// suspect remembers a key, and tells whether it may have been there before.
// Keys are hashes already, so that parts of them serve as places.
func (s *sieve) suspect(key pipeline.Hash) bool {
	if *s == nil {
		*s = make(sieve, sieveBytes/8)
	}
	place := binary.LittleEndian.Uint64(key[:8]) % uint64(len(*s)/sieveLine) * sieveLine
	line, bits := (*s)[place:place+sieveLine], binary.LittleEndian.Uint64(key[8:])
	there := true
	for range sieveBits {
		word, bit := bits>>6%sieveLine, uint64(1)<<(bits&63)
		there = there && line[word]&bit != 0
		line[word] |= bit
		bits >>= 9
	}
	return there
}
