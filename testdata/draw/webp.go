package main

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"io"
	"maps"
	"math/bits"
	"slices"
)

// encodeWebP writes a lossless WebP (the format's VP8L bitstream): literal
// pixels and copies of what is to the left or above. All symbols of one code
// have the same length, which is enough for drawings; more colours than such
// codes have room for are an error.
func encodeWebP(w io.Writer, m *image.RGBA) error {
	var b bitWriter
	b.write(0x2F, 8) // the signature
	b.write(m.Rect.Dx()-1, 14)
	b.write(m.Rect.Dy()-1, 14)
	b.write(0, 1+3+1+1+1) // no alpha, version 0, no transform, no colour cache, one group of codes
	if err := writeTokens(&b, tokensOf(m)); err != nil {
		return err
	}
	_, err := w.Write(riffOf(b.bytes()))
	return err
}

// riffOf wraps a bitstream in the file's two headers.
func riffOf(stream []byte) []byte {
	padded := len(stream) + len(stream)%2
	file := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+8+padded))
	file = append(file, "WEBPVP8L"...)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(stream)))
	file = append(file, stream...)
	return append(file, make([]byte, padded-len(stream))...)
}

// token is a literal pixel, or a copy when its length is not 0.
type token struct {
	pixel  color.RGBA
	length int
	left   bool // copied from the left neighbour, else from the row above
}

const (
	longestCopy  = 4096
	shortestCopy = 3
)

// tokensOf takes the longest copy at each place, or else the pixel itself.
func tokensOf(m *image.RGBA) []token {
	var tokens []token
	width, count := m.Rect.Dx(), m.Rect.Dx()*m.Rect.Dy()
	at := func(i int) color.RGBA { return m.RGBAAt(i%width, i/width) }
	run := func(i, back int) (n int) {
		for i >= back && i+n < count && n < longestCopy && at(i+n) == at(i+n-back) {
			n++
		}
		return n
	}
	for i := 0; i < count; {
		t := token{pixel: at(i)}
		left, above := run(i, 1), run(i, width)
		if n := max(left, above); n >= shortestCopy {
			t.length, t.left = n, left >= above
		}
		tokens = append(tokens, t)
		i += max(t.length, 1)
	}
	return tokens
}

// writeTokens writes the five codes, then the tokens in them.
func writeTokens(b *bitWriter, tokens []token) error {
	var greens, reds, blues = map[int]bool{}, map[int]bool{}, map[int]bool{}
	for _, t := range tokens {
		if t.length > 0 {
			symbol, _, _ := lengthSymbol(t.length)
			greens[symbol] = true
			continue
		}
		greens[int(t.pixel.G)], reds[int(t.pixel.R)], blues[int(t.pixel.B)] = true, true, true
	}
	green, red, blue := evenCode(greens, 256+24), evenCode(reds, 256), evenCode(blues, 256)
	if len(green.symbols) > green.alphabet {
		return fmt.Errorf("more than %d shades of green and lengths of copies", green.alphabet)
	}
	green.writeTo(b)
	red.writeTo(b)
	blue.writeTo(b)
	b.write(1|0<<1|1<<2|255<<3, 11)     // alpha: the one symbol 255, which takes no bits
	b.write(1|1<<1|0<<2|0<<3|1<<4, 4+8) // distance: the two symbols 0 (above) and 1 (left)
	for _, t := range tokens {
		if t.length > 0 {
			t.writeCopy(b, green)
			continue
		}
		green.put(b, int(t.pixel.G))
		red.put(b, int(t.pixel.R))
		blue.put(b, int(t.pixel.B))
	}
	return nil
}

// writeCopy writes the length of a copy and where it is from.
func (t token) writeCopy(b *bitWriter, lengths code) {
	symbol, extra, n := lengthSymbol(t.length)
	lengths.put(b, symbol)
	b.write(extra, n)
	b.writeBool(t.left)
}

// lengthSymbol is the symbol for a copy's length, with the bits that follow it.
func lengthSymbol(length int) (symbol, extra, extraBits int) {
	v := length - 1
	if v < 4 {
		return 256 + v, 0, 0
	}
	extraBits = bits.Len(uint(v)) - 2
	return 256 + 2*(extraBits+1) + v>>extraBits&1, v & (1<<extraBits - 1), extraBits
}

// code is a prefix code whose symbols all have the same length.
type code struct {
	alphabet int
	symbols  []int // sorted; a power of two of them
}

// evenCode is a code for the symbols in use and as many idle ones as it takes
// to fill a power of two.
func evenCode(used map[int]bool, alphabet int) code {
	size := 2
	for size < len(used) {
		size *= 2
	}
	for idle := 0; len(used) < size; idle++ {
		used[idle] = true
	}
	return code{alphabet, slices.Sorted(maps.Keys(used))}
}

func (c code) length() int { return bits.Len(uint(len(c.symbols))) - 1 }

// writeTo writes the length of each symbol of the alphabet, 0 or that of all,
// in a code of one bit.
func (c code) writeTo(b *bitWriter) {
	b.write(0, 1)    // not one of the two short forms
	b.write(19-4, 4) // all code lengths follow, in the format's own order
	for _, length := range []int{17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15} {
		if length == 0 || length == c.length() {
			b.write(1, 3)
		} else {
			b.write(0, 3)
		}
	}
	b.write(0, 1) // for the whole alphabet
	for symbol := range c.alphabet {
		_, used := slices.BinarySearch(c.symbols, symbol)
		b.writeBool(used)
	}
}

// put writes a symbol: its place among the others, highest bit first.
func (c code) put(b *bitWriter, symbol int) {
	place, _ := slices.BinarySearch(c.symbols, symbol)
	n := c.length()
	b.write(int(bits.Reverse32(uint32(place))>>(32-n)), n)
}

// bitWriter fills bytes from their lowest bit.
type bitWriter struct {
	done    []byte
	pending uint64
	filled  int
}

func (b *bitWriter) write(value, n int) {
	b.pending |= uint64(value) << b.filled
	for b.filled += n; b.filled >= 8; b.filled -= 8 {
		b.done = append(b.done, byte(b.pending))
		b.pending >>= 8
	}
}

func (b *bitWriter) writeBool(v bool) {
	if v {
		b.write(1, 1)
	} else {
		b.write(0, 1)
	}
}

func (b *bitWriter) bytes() []byte {
	if b.filled == 0 {
		return b.done
	}
	return append(slices.Clip(b.done), byte(b.pending))
}
