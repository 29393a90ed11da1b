package quality

import "math/bits"

// A filter is a Bloom filter of hashes whose bits for one of them lie in one
// line of the processor's cache. With a byte for each hash about one in forty is
// taken for one that was there when it is full, and fewer before.
type filter []uint64

const (
	lineWords = 8 // of 64 bits: a line of the cache
	keyBits   = 5 // of every hash
)

// newFilter makes one for so many hashes.
func newFilter(n int) filter { return make(filter, (n/(8*lineWords)+1)*lineWords) }

// add puts a hash into the filter, and tells whether it is surely new there. To
// no filter nothing is new.
func (f filter) add(key uint64) (fresh bool) {
	if f == nil {
		return false
	}
	line, _ := bits.Mul64(key, uint64(len(f)/lineWords))
	words := f[line*lineWords : (line+1)*lineWords]
	for range keyBits {
		word, bit := key>>6%lineWords, uint64(1)<<(key&63)
		fresh = fresh || words[word]&bit == 0
		words[word] |= bit
		key >>= 9
	}
	return fresh
}
