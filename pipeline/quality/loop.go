package quality

import (
	"bytes"
	"compress/zlib"
	"io"
	"slices"
	"strings"
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
	// minSyllable is the shortest block of letters that say as much as words do,
	// as Chinese ones.
	minSyllable = 2
	// Text is packed in windows, since any long text packs well: from
	// minPacked bytes, below which the ratio means nothing, to maxPacked.
	// maxRatio is how many times smaller ordinary text gets at most.
	minPacked, maxPacked, maxRatio = 60, 1024, 2.4
	// maxRatio2 and maxRatio3 are the same for alphabets whose letters take two
	// bytes or three, of which all but the last are nearly always alike. The most
	// in the Universal Declaration of Human Rights, whose sentences resemble each
	// other, were 2.5 in Armenian and 3.3 in Georgian.
	maxRatio2, maxRatio3 = 2.9, 3.8
)

// loops tells whether a model fell into repeating itself, in any of seven ways.
func loops(text string) bool {
	different, longest := triples(text)
	return longest >= minRecurring && (recurs(text) && (repeats([]rune(text+" ")) || rejoined(text)) || recounts(text)) || doubled(text) || longest >= minRecurring && stutters(text) ||
		says(text) || (len(text) > maxPacked || !enough(different, len(text))) && packs(text)
}

// triples gives the number of different runs of three bytes in a text, and how
// many in a row stood in it before. They are counted in a table of bits, where
// two can meet; then there seem to be fewer, and more that stood there before.
func triples[T string | []byte](text T) (different, longest int) {
	var seen [1 << 8]uint64
	key, row := uint32(0), 0
	for i := range len(text) {
		if key = key<<8 | uint32(text[i]); i < 2 {
			continue
		}
		place := key << 8 >> 8 * 2654435761 >> 18 // the multiplier is Knuth's, of the golden ratio
		if bit := uint64(1) << (place & 63); seen[place>>6]&bit == 0 {
			seen[place>>6] |= bit
			different++
			row = 0
			continue
		}
		row++
		longest = max(longest, row)
	}
	return different, longest
}

// minRecurring is how many such runs stand in a row, and stood there before,
// where six bytes equal those before them, without which nothing recurs.
const minRecurring = 4

// recurs tells whether a block may stand three times in a row, without looking
// at every length: then half again as many bytes as the block has equal those a
// block before, and at least six. Where three bytes stood last is kept by a hash
// of them, and a place that is lost to another three costs one start of many.
func recurs(text string) bool {
	var last [256]uint16
	back, run := 0, 0
	for i := 2; i < len(text) && i < 1<<16; i++ {
		key := (uint32(text[i-2])<<16 | uint32(text[i-1])<<8 | uint32(text[i])) * 2654435761 >> 24
		if back > 0 && text[i] == text[i-back] {
			if run++; run >= max(back+back/2-4, 6) {
				return true
			}
		} else if back, run = 0, 0; last[key] > 0 && text[int(last[key])-2:last[key]+1] == text[i-2:i+1] {
			back, run = i-int(last[key]), 3
		}
		last[key] = uint16(i)
	}
	return len(text) >= 1<<16
}

// repeats tells whether a block with a letter in it stands three times in a
// row, so that it is no name or cry: then two blocks' length of characters equal
// the one a block further on.
func repeats(text []rune) bool {
	quoted := quotationOf(text)
	for size := minSyllable; size <= min(maxBlock, len(text)/3); size++ {
		run := 0
		for i := size; i <= len(text); i++ {
			if i < len(text) && text[i] == text[i-size] {
				run++
				continue
			}
			if run >= 2*size && slices.ContainsFunc(text[i-size:i], unicode.IsLetter) && stuck(text[i-size:i], &quoted, i, run+size) {
				return true
			}
			run = 0
		}
	}
	return false
}

// The share of a text, by its characters, that may stand in runs of words which
// stood in it before: those of Gopher (arXiv 2112.11446, table A1) for runs of
// five words and of ten, as datatrove counts them. In a text as short as a
// caption one run of five is no sign, since two things may be described alike.
const (
	shortRun, maxShortShare = 5, 0.15
	longRun, maxLongShare   = 10, 0.10
	// maxRunText is how many bytes of a text are looked at.
	maxRunText = 16 << 10
)

// says tells whether the text says the same words over again.
func says(text string) bool {
	text = text[:min(len(text), maxRunText)]
	if strings.Count(text, " ") < 2*shortRun-1 {
		return false
	}
	var room [64]uint32
	words := appendWords(room[:0], text)
	if repeated(words) < 2*shortRun {
		return false
	}
	if share, runs := again(words, shortRun); share > maxShortShare && runs >= 2 {
		return true
	}
	share, _ := again(words, longRun)
	return share > maxLongShare
}

// repeated counts the words that came before, and perhaps a few more.
func repeated(words []uint32) (n int) {
	var seen [16]uint64
	for _, w := range words {
		bit := uint64(1) << (w >> 26)
		if place := &seen[w>>22&15]; *place&bit == 0 {
			*place |= bit
		} else {
			n++
		}
	}
	return n
}

// appendWords appends a hash of each of the text's words: FNV-1a of its letters
// and digits, with no regard to the case of ASCII letters. The lowest 12 bits are
// the word's length.
func appendWords(words []uint32, text string) []uint32 {
	if !seemly(text) {
		text = strings.Join(strings.Fields(text), " ")
	}
	for {
		n, h := 0, uint32(2166136261)
		for ; n < len(text) && text[n] != ' '; n++ {
			if c := spelt[text[n]]; c != 0 {
				h = (h ^ uint32(c)) * 16777619
			}
		}
		if n > 0 {
			words = append(words, h&^0xfff|uint32(min(n, 0xfff)))
		}
		if n == len(text) {
			return words
		}
		text = text[n+1:]
	}
}

// spelt are the bytes of words that are looked at, those of ASCII in lower case.
var spelt = func() (all [256]byte) {
	for c := '0'; c < 256; c++ {
		if c != '?' && c != ':' && c != ';' {
			all[c] = byte(c)
		}
	}
	copy(all['A':], all['a':'z'+1])
	return all
}()

// again gives the share of the words' characters that stand in runs of n words
// which came before, and how many such runs there are.
func again(words []uint32, n int) (share float64, runs int) {
	if len(words) < 2*n {
		return 0, 0
	}
	seen := make(map[uint64]struct{}, len(words))
	repeated, all := 0, 0
	for _, w := range words {
		all += int(w & 0xfff)
	}
	for i := 0; i+n <= len(words); i++ {
		key, length := runOf(words[i : i+n])
		if _, ok := seen[key]; ok {
			repeated += length
			runs++
			i += n - 1
			continue
		}
		seen[key] = struct{}{}
	}
	return float64(repeated) / float64(all), runs
}

func runOf(words []uint32) (key uint64, length int) {
	for _, w := range words {
		key = (key ^ uint64(w)) * 0x9e3779b97f4a7c15
		key ^= key >> 29
		length += int(w & 0xfff)
	}
	return key, length
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
		if len(window) >= minPacked && !varied(window) && ratio(w, window) > mostRatio(window) {
			return true
		}
	}
	return false
}

// mostRatio is how many times smaller ordinary text of the same letters gets at
// most.
func mostRatio(text []byte) float64 {
	two, three := 0, 0
	for _, b := range text {
		switch {
		case 0xc3 < b && b < 0xe0: // U+0100 to U+07FF
			two++
		case b == 0xe0, b == 0xe1: // U+0800 to U+1FFF: of India, Thai, Georgian
			three++
		}
	}
	switch {
	case 6*three > len(text):
		return maxRatio3
	case 4*two > len(text):
		return maxRatio2
	default:
		return maxRatio
	}
}

// maxVaried is the most of a text's runs of three bytes that are different ones,
// from 0 to 1, if it may still pack well. Of some 250,000 made-up texts that get
// smaller than 1/2.4 none had more than 0.48; of as many ordinary ones, one in a
// thousand had less than 0.6.
const maxVaried = 0.65

// varied tells whether a text surely does not pack well, for a hundredth of the
// time that packing it takes.
func varied(text []byte) bool {
	different, _ := triples(text)
	return enough(different, len(text))
}

// enough tells whether a text of a size with so many different triples is varied.
func enough(different, size int) bool { return float64(different) > maxVaried*float64(size-2) }

// ratio is how many times smaller packing makes the text.
func ratio(w *zlib.Writer, text []byte) float64 {
	var packed bytes.Buffer
	w.Reset(&packed)
	_, _ = w.Write(text) // a buffer takes everything
	_ = w.Close()
	return float64(len(text)) / float64(packed.Len())
}
