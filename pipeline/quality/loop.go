package quality

import (
	"bytes"
	"compress/zlib"
	"io"
	"slices"
	"sync"
	"unicode"
)

// The thresholds come from a measurement on some 5,400 ordinary web sentences
// in six languages: none packed to less than 1/2.2 of its size, and at most one
// in a thousand repeated a block. Captions were not among them.
const (
	// minBlock and maxBlock are the lengths, in characters, of a block that
	// counts as repeated when it comes three times in a row. Longer ones show
	// in how well the text packs.
	minBlock, maxBlock = 4, 256
	// Text is packed in windows, since any long text packs well: from
	// minPacked bytes, below which the ratio means nothing, to maxPacked.
	// maxRatio is how many times smaller ordinary text gets at most.
	minPacked, maxPacked, maxRatio = 60, 1024, 2.4
)

// loops tells whether a model fell into repeating itself.
func loops(text string) bool { return repeats([]rune(text+" ")) || packs(text) }

// repeats tells whether a block with a letter in it stands three times in a
// row: then two blocks' length of characters equal the one a block further on.
func repeats(text []rune) bool {
	for size := minBlock; size <= min(maxBlock, len(text)/3); size++ {
		run := 0
		for i := size; i < len(text); i++ {
			if text[i] != text[i-size] {
				run = 0
				continue
			}
			if run++; run >= 2*size && slices.ContainsFunc(text[i-size:i], unicode.IsLetter) {
				return true
			}
		}
	}
	return false
}

// packers are reused, as each one takes most of a megabyte.
var packers = sync.Pool{New: func() any { return zlib.NewWriter(io.Discard) }}

// packs tells whether a part of the text gets smaller than ordinary text does.
func packs(text string) bool {
	if len(text) < minPacked {
		return false
	}
	w := packers.Get().(*zlib.Writer)
	defer packers.Put(w)
	for window := range slices.Chunk([]byte(text), maxPacked) {
		if len(window) >= minPacked && ratio(w, window) > maxRatio {
			return true
		}
	}
	return false
}

// ratio is how many times smaller packing makes the text.
func ratio(w *zlib.Writer, text []byte) float64 {
	var packed bytes.Buffer
	w.Reset(&packed)
	_, _ = w.Write(text) // a buffer takes everything
	_ = w.Close()
	return float64(len(text)) / float64(packed.Len())
}
