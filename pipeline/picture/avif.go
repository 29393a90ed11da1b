package picture

import (
	"bufio"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"math"
)

// AVIF is what the container of an AVIF picture says of it (ISO/IEC 23008-12):
// about the primary item, which is what viewers show of a film too.
type AVIF struct {
	Width, Height int    // in pixels, as stored
	Orientation   int    // how to turn and mirror it, numbered as EXIF does; 1 is upright
	Cropped       bool   // whether less is meant to be seen than is stored
	Profile       []byte // the ICC profile, nil if there is none
}

// maxMeta is the size of the longest directory that is read, in bytes. Usual
// ones have some hundred, and a colour profile.
const maxMeta = 4 << 20

// errRareAVIF tells a container that has no picture in the usual place.
var errRareAVIF = errors.New("no primary picture of a known size")

// errBadBox tells a box that does not keep to its own bounds.
var errBadBox = errors.New("broken box")

// ReadAVIF reads the directory of an AVIF file, from its start, and decodes
// nothing.
func ReadAVIF(r io.Reader) (AVIF, error) {
	meta, err := findMeta(r)
	if err != nil {
		return AVIF{}, err
	}
	return readMeta(meta)
}

func avifConfig(r io.Reader) (image.Config, error) {
	a, err := ReadAVIF(r)
	return image.Config{Width: a.Width, Height: a.Height}, err
}

// findMeta passes over boxes up to the directory, and reads that.
func findMeta(r io.Reader) ([]byte, error) {
	for {
		kind, size, err := boxHead(r)
		switch {
		case err != nil:
			return nil, err
		case kind != "meta":
			if _, err := io.CopyN(io.Discard, r, size); err != nil {
				return nil, err
			}
		case size > maxMeta:
			return nil, errRareAVIF
		default:
			meta := make([]byte, size)
			_, err := io.ReadFull(r, meta)
			return meta, err
		}
	}
}

// boxHead reads a box's kind and the size of its content (ISO/IEC 14496-12,
// 4.2). A box that reaches to the end of the file has the largest size.
func boxHead(r io.Reader) (kind string, size int64, err error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return "", 0, err
	}
	kind, size = string(head[4:]), int64(binary.BigEndian.Uint32(head[:]))-8
	switch size {
	case 0 - 8:
		return kind, math.MaxInt64, nil
	case 1 - 8:
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return "", 0, err
		}
		size = int64(min(binary.BigEndian.Uint64(head[:]), math.MaxInt64)) - 16
	}
	if size < 0 {
		return "", 0, errBadBox
	}
	return kind, size, nil
}

// A box is a part of a container that was read.
type box struct {
	kind    string
	content []byte
}

// boxesIn takes a container's content apart.
func boxesIn(content []byte) (all []box, err error) {
	for rest := content; len(rest) > 0; {
		size, head := uint64(0), 8
		if len(rest) >= 8 {
			size = uint64(binary.BigEndian.Uint32(rest))
		}
		if size == 1 && len(rest) >= 16 {
			size, head = binary.BigEndian.Uint64(rest[8:]), 16
		}
		if size < uint64(head) || size > uint64(len(rest)) {
			return nil, errBadBox
		}
		all = append(all, box{kind: string(rest[4:8]), content: rest[head:size]})
		rest = rest[size:]
	}
	return all, nil
}

// boxIn is the content of the first box of a kind, nil if there is none.
func boxIn(all []box, kind string) []byte {
	for _, b := range all {
		if b.kind == kind {
			return b.content
		}
	}
	return nil
}

// readMeta looks up what is said of the primary item.
func readMeta(meta []byte) (AVIF, error) {
	if len(meta) < 4 {
		return AVIF{}, errBadBox
	}
	top, err := boxesIn(meta[4:]) // after version and flags
	if err != nil {
		return AVIF{}, err
	}
	inside, err := boxesIn(boxIn(top, "iprp"))
	if err != nil {
		return AVIF{}, err
	}
	properties, err := boxesIn(boxIn(inside, "ipco"))
	if err != nil {
		return AVIF{}, err
	}
	f := fields{rest: boxIn(top, "pitm")}
	primary := f.number(f.version())
	if f.short {
		return AVIF{}, errRareAVIF
	}
	return described(properties, associations(inside, primary))
}

// described puts a picture's properties together, in the order in which they
// apply.
func described(properties []box, order []int) (AVIF, error) {
	var a AVIF
	var p pose
	for _, i := range order {
		if i < 1 || i > len(properties) {
			continue // 0 is for none
		}
		a.take(properties[i-1], &p)
	}
	if a.Width == 0 || a.Height == 0 {
		return AVIF{}, errRareAVIF
	}
	a.Orientation = p.orientation()
	return a, nil
}

func (a *AVIF) take(property box, p *pose) {
	c := property.content
	switch {
	case property.kind == "ispe" && len(c) >= 12:
		a.Width, a.Height = side(c[4:]), side(c[8:])
	case property.kind == "irot" && len(c) >= 1:
		p.turn(4 - int(c[0]&3)) // it counts anticlockwise
	case property.kind == "imir" && len(c) >= 1:
		p.mirror(c[0]&1 == 0)
	case property.kind == "clap":
		a.Cropped = true
	case property.kind == "colr" && len(c) > 4 && (string(c[:4]) == "prof" || string(c[:4]) == "rICC"):
		a.Profile = c[4:]
	}
}

// side is a width or height, at most what can be multiplied.
func side(b []byte) int { return int(min(binary.BigEndian.Uint32(b), math.MaxInt32)) }

// pose is a way to show a picture: mirrored left to right or not, then turned
// clockwise by quarters.
type pose struct {
	mirrored bool
	quarters int
}

func (p *pose) turn(quarters int) { p.quarters += quarters }

// mirror exchanges left and right, or top and bottom: that is the same after
// half a turn.
func (p *pose) mirror(topAndBottom bool) {
	p.mirrored, p.quarters = !p.mirrored, -p.quarters
	if topAndBottom {
		p.quarters += 2
	}
}

// orientation is the number that EXIF gives to it.
func (p *pose) orientation() int {
	if p.mirrored {
		return [4]int{2, 7, 4, 5}[p.quarters&3]
	}
	return [4]int{1, 6, 3, 8}[p.quarters&3]
}

// associations are the numbers of an item's properties, counted from 1.
func associations(inside []box, item uint32) (order []int) {
	for _, b := range inside {
		if b.kind != "ipma" {
			continue
		}
		f := fields{rest: b.content}
		version, wide := f.version(), f.flags()&1 != 0
		for range f.take(4) {
			if f.short {
				break
			}
			id := f.number(version)
			for range f.take(1) {
				if index := f.index(wide); id == item && !f.short {
					order = append(order, index)
				}
			}
		}
	}
	return order
}

// fields reads numbers from a box's content, and remembers when it was too
// short for them.
type fields struct {
	rest  []byte
	seen  uint32
	short bool
}

// take reads a big-endian number of n bytes, 0 if there are not as many.
func (f *fields) take(n int) (v uint32) {
	if f.short = f.short || len(f.rest) < n; f.short {
		return 0
	}
	for _, b := range f.rest[:n] {
		v = v<<8 | uint32(b)
	}
	f.rest = f.rest[n:]
	return v
}

// version reads the version and keeps the flags beside it.
func (f *fields) version() uint32 {
	f.seen = f.take(4)
	return f.seen >> 24
}

func (f *fields) flags() uint32 { return f.seen & 0xFFFFFF }

// number reads an item's number: later versions have more of them.
func (f *fields) number(version uint32) uint32 {
	if version == 0 {
		return f.take(2)
	}
	return f.take(4)
}

// index reads a property's number, without the bit that says whether a reader
// must know it.
func (f *fields) index(wide bool) int {
	if wide {
		return int(f.take(2) & 0x7FFF)
	}
	return int(f.take(1) & 0x7F)
}

// avifToEnd walks the boxes until the directory and the picture were met: one
// may come before the other.
func avifToEnd(r *bufio.Reader) error {
	for met := map[string]bool{}; !met["meta"] || !met["mdat"]; {
		kind, size, err := boxHead(r)
		if err == io.EOF && met["meta"] {
			return nil // pictures may lie in the directory
		}
		if err != nil {
			return err
		}
		if met[kind] = true; size == math.MaxInt64 {
			return nil // whatever there is belongs to it
		}
		if err := skip(r, size); err != nil {
			return err
		}
	}
	return nil
}
