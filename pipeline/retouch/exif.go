package retouch

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// tagOrientation is a tag that EXIF and TIFF share (TIFF 6.0; Exif 2.32, 4.6.4).
const tagOrientation = 274

// A directory is one of TIFF's lists of tagged values, which EXIF uses too.
type directory struct {
	span
	entries []entry
	next    int // where the next directory is, 0 if this is the last
}

// An entry is a tagged value, or the place where it lies.
type entry struct {
	at    int // of the entry itself, in the file
	tag   uint16
	kind  uint16
	count uint32
	value span // as far as the file reaches
}

// A span is a range of bytes in a file.
type span struct{ from, to int }

// A tagged file is TIFF, or EXIF in another file.
type tagged struct {
	data  []byte
	order binary.ByteOrder
}

const entrySize = 12

// kindSizes are the sizes of a value of each kind.
var kindSizes = [...]uint8{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}

// openTagged reads the header: the order of bytes, and where the first
// directory is.
func openTagged(data []byte) (t tagged, first int, err error) {
	switch {
	case len(data) < 8:
		return tagged{}, 0, errCut
	case bytes.HasPrefix(data, []byte("II*\x00")):
		t = tagged{data, binary.LittleEndian}
	case bytes.HasPrefix(data, []byte("MM\x00*")):
		t = tagged{data, binary.BigEndian}
	default:
		return tagged{}, 0, errContradiction
	}
	return t, t.place(4), nil
}

// place reads where something lies; past the end is as good as any such place.
func (t tagged) place(at int) int {
	return int(min(t.order.Uint32(t.data[at:]), uint32(len(t.data))))
}

// directory reads the directory at a place.
func (t tagged) directory(at int) (directory, error) {
	if at < 8 || at > len(t.data)-2 {
		return directory{}, errCut
	}
	count := int(t.order.Uint16(t.data[at:]))
	d := directory{span: span{at, at + 2 + count*entrySize + 4}}
	if d.to > len(t.data) {
		return directory{}, errCut
	}
	for i := range count {
		d.entries = append(d.entries, t.entry(at+2+i*entrySize))
	}
	d.next = t.place(d.to - 4)
	return d, nil
}

func (t tagged) entry(at int) entry {
	e := entry{at: at, tag: t.order.Uint16(t.data[at:]), kind: t.order.Uint16(t.data[at+2:]), count: t.order.Uint32(t.data[at+4:])}
	if size := int64(e.size()) * int64(e.count); size <= 4 {
		e.value = span{at + 8, at + 8 + int(size)}
	} else {
		e.value = t.span(t.place(at+8), size)
	}
	return e
}

// inside reports whether the value lies in the entry itself.
func (e entry) inside() bool { return e.value.from == e.at+8 }

// span is a range as far as the file reaches.
func (t tagged) span(from int, size int64) span {
	return span{from, from + int(min(size, int64(len(t.data)-from)))}
}

// size is the size of one value, 0 for a kind that is not known.
func (e entry) size() int {
	if int(e.kind) >= len(kindSizes) {
		return 0
	}
	return int(kindSizes[e.kind])
}

// numbers are the values of an entry of short or long numbers.
func (t tagged) numbers(e entry) (all []uint32) {
	for part := range slices.Chunk(t.data[e.value.from:e.value.to], max(1, e.size())) {
		switch len(part) {
		case 2:
			all = append(all, uint32(t.order.Uint16(part)))
		case 4:
			all = append(all, t.order.Uint32(part))
		}
	}
	return all
}

// orientation is how EXIF says that a picture is seen; 1, upright, if it says
// nothing or nonsense.
func orientation(exif []byte) int {
	n, _, _ := findOrientation(exif)
	return n
}

// makeUpright sets the orientation to 1 and tells what it was.
func makeUpright(exif []byte) int {
	n, e, t := findOrientation(exif)
	switch {
	case n == 1:
	case e.size() == 2:
		t.order.PutUint16(exif[e.value.from:], 1)
	default:
		t.order.PutUint32(exif[e.value.from:], 1)
	}
	return n
}

func findOrientation(exif []byte) (int, entry, tagged) {
	t, first, err := openTagged(exif)
	if err != nil {
		return 1, entry{}, t
	}
	d, err := t.directory(first)
	if err != nil {
		return 1, entry{}, t
	}
	n, e := t.orientationIn(d)
	return n, e, t
}

func (t tagged) orientationIn(d directory) (int, entry) {
	for _, e := range d.entries {
		if e.tag == tagOrientation && e.count == 1 {
			if n := t.numbers(e); len(n) == 1 && 1 < n[0] && n[0] <= 8 {
				return int(n[0]), e
			}
		}
	}
	return 1, entry{}
}
