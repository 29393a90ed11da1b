package quality

import (
	"bytes"
	"compress/zlib"
	"io"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
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
func loops(text string) bool {
	if ascii(text) {
		return repeats([]byte(text+" ")) || packs(text)
	}
	return repeats([]rune(text+" ")) || packs(text)
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// repeats tells whether a block with a letter in it stands three times in a
// row: then two blocks' length of characters equal the one a block further on.
// So long a stretch cannot pass between the places that are looked at, which
// are a block apart.
func repeats[T byte | rune](text []T) bool {
	for size := minBlock; size <= min(maxBlock, len(text)/3); size++ {
		for i := size; i < len(text); i += size {
			if text[i] != text[i-size] {
				continue
			}
			from, to := stretch(text, size, i)
			if to-from >= 2*size && slices.ContainsFunc(text[from-size:from], letter) {
				return true
			}
			i += (to - i) / size * size
		}
	}
	return false
}

// stretch is the part of the text around i in which every character equals the
// one a block before it.
func stretch[T byte | rune](text []T, size, i int) (from, to int) {
	for from = i; from > size && text[from-1] == text[from-1-size]; from-- {
	}
	for to = i + 1; to < len(text) && text[to] == text[to-size]; to++ {
	}
	return from, to
}

func letter[T byte | rune](c T) bool { return unicode.IsLetter(rune(c)) }

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
		if len(window) >= minPacked && !varied(window) && ratio(w, window) > maxRatio {
			return true
		}
	}
	return false
}

// maxVaried is the most of a text's runs of three bytes that are different ones,
// from 0 to 1, if it may still pack well. Of some 250,000 made-up texts that get
// smaller than 1/2.4 none had more than 0.48; of as many ordinary ones, one in a
// thousand had less than 0.6.
const maxVaried = 0.65

// varied tells whether a text surely does not pack well, for a hundredth of the
// time that packing it takes. Runs are counted in a table of bits, where two can
// meet; then there seem to be fewer, and the text is packed.
func varied(text []byte) bool {
	var seen [1 << 8]uint64
	different := 0
	for i := range len(text) - 2 {
		run := uint32(text[i])<<16 | uint32(text[i+1])<<8 | uint32(text[i+2])
		place := run * 2654435761 >> 18 // the multiplier is Knuth's, of the golden ratio
		if bit := uint64(1) << (place & 63); seen[place>>6]&bit == 0 {
			seen[place>>6] |= bit
			different++
		}
	}
	return float64(different) > maxVaried*float64(len(text)-2)
}

// ratio is how many times smaller packing makes the text.
func ratio(w *zlib.Writer, text []byte) float64 {
	var packed bytes.Buffer
	w.Reset(&packed)
	_, _ = w.Write(text) // a buffer takes everything
	_ = w.Close()
	return float64(len(text)) / float64(packed.Len())
}
