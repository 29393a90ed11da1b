package retouch

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// The corners of test pictures, clockwise from the upper left.
const corners = "RGWB"

var (
	red, green = color.NRGBA{R: 255, A: 255}, color.NRGBA{G: 255, A: 255}
	blue       = color.NRGBA{B: 255, A: 255}
	white      = color.NRGBA{R: 255, G: 255, B: 255, A: 255}
)

// quarters is a picture of four colours.
func quarters(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetNRGBA(x, y, [2][2]color.NRGBA{{red, green}, {blue, white}}[2*y/height][2*x/width])
		}
	}
	return m
}

func paletted(width, height int, more ...color.Color) *image.Paletted {
	colours := append(color.Palette{red, green, blue, white}, more...)
	m, from := image.NewPaletted(image.Rect(0, 0, width, height), colours), quarters(width, height)
	for y := range height {
		for x := range width {
			m.Set(x, y, from.At(x, y))
		}
	}
	return m
}

// encoded is a picture in every type that there is an encoder for.
func encoded(t testing.TB, m image.Image) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	for name, encode := range map[string]func(io.Writer, image.Image) error{
		"image/jpeg": func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: 95}) },
		"image/png":  png.Encode,
		"image/gif":  func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) },
		"image/bmp":  bmp.Encode,
		"image/tiff": func(w io.Writer, m image.Image) error { return tiff.Encode(w, m, nil) },
	} {
		var file bytes.Buffer
		if err := encode(&file, m); err != nil {
			t.Fatal(err)
		}
		files[name] = file.Bytes()
	}
	return files
}

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// photo is a WebP of 360 by 600 pixels.
func photo(t testing.TB) []byte { return testdata(t, "../../testdata/demo/traffic-light.webp") }

// A field is an entry of TIFF's that a test writes; its value is text, numbers,
// or a directory.
type field struct {
	tag   uint16
	value any // string, []uint16, []uint32 or []field
}

// tagFile is a TIFF without pixels: what EXIF is.
func tagFile(order binary.AppendByteOrder, fields ...field) []byte {
	head := "MM"
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		head = "II"
	}
	out := order.AppendUint32(order.AppendUint16([]byte(head), 42), 8)
	return appendDirectory(out, order, fields)
}

// appendDirectory writes a directory and, behind it, what it leads to.
func appendDirectory(out []byte, order binary.AppendByteOrder, fields []field) []byte {
	entries := order.AppendUint16(nil, uint16(len(fields)))
	end := len(out) + 2 + len(fields)*12 + 4
	var behind []byte
	for _, f := range fields {
		kind, count, value := f.encoded(order, end+len(behind))
		entries = order.AppendUint16(order.AppendUint16(entries, f.tag), kind)
		entries = order.AppendUint32(entries, count)
		if len(value) > 4 {
			entries = order.AppendUint32(entries, uint32(end+len(behind)))
			behind = append(behind, value...)
			continue
		}
		entries = append(append(entries, value...), make([]byte, 4-len(value))...)
		if below, ok := f.value.([]field); ok {
			behind = append(behind, appendDirectory(make([]byte, end+len(behind)), order, below)[end+len(behind):]...)
		}
	}
	return append(append(append(out, entries...), 0, 0, 0, 0), behind...)
}

func (f field) encoded(order binary.AppendByteOrder, next int) (kind uint16, count uint32, value []byte) {
	switch v := f.value.(type) {
	case string:
		return 2, uint32(len(v)), []byte(v)
	case []uint16:
		for _, n := range v {
			value = order.AppendUint16(value, n)
		}
		return 3, uint32(len(v)), value
	case []uint32:
		for _, n := range v {
			value = order.AppendUint32(value, n)
		}
		return 4, uint32(len(v)), value
	}
	return 4, 1, order.AppendUint32(nil, uint32(next)) // a directory
}

// secrets are what a camera or an editor writes, and nobody means to publish.
var secrets = []field{
	{270, "SECRET-PLACE, a description\x00"}, {271, "SECRET-PLACE, a maker\x00"}, {272, "SECRET-PLACE, a model\x00"},
	{305, "SECRET-PLACE, a program\x00"}, {306, "2024:05:06 07:08:09\x00"}, {315, "SECRET-PLACE, an artist\x00"},
	{700, "<x:xmpmeta>SECRET-PLACE</x:xmpmeta>"}, {33432, "SECRET-PLACE, a right\x00"}, {33723, "\x1c\x02\x5aSECRET-PLACE"},
	{34377, "8BIM SECRET-PLACE"}, {34665, []field{{37500, "SECRET-PLACE, a maker's note"}, {37510, "ASCII\x00\x00\x00SECRET-PLACE"},
		{40965, []field{{1, "SECRET-PLACE, in a third directory"}}}}},
	{34853, []field{{1, "N\x00"}, {2, []uint32{48, 1, 51, 1, 30, 1}}, {27, "ASCII\x00\x00\x00GPS"}, {29, "SECRET-PLACE GPS"}}},
	{37724, "layers of SECRET-PLACE"}, {65000, "SECRET-PLACE, a stranger"},
}

// exif is EXIF with an orientation and secrets.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	return tagFile(order, append([]field{{274, []uint16{orientation}}}, secrets...)...)
}

// withSegments puts segments after a JPEG's start.
func withSegments(file []byte, segments ...[]byte) []byte {
	return append(append(bytes.Clone(file[:2]), bytes.Join(segments, nil)...), file[2:]...)
}

func app(marker byte, content string) []byte { return appendSegment(nil, marker, []byte(content)) }

func exifSegment(orientation uint16) []byte {
	return app(0xE1, exifMark+string(exif(binary.BigEndian, orientation)))
}

// withChunks puts chunks after a PNG's header.
func withChunks(file []byte, chunks ...[]byte) []byte {
	const header = 8 + 12 + 13
	return append(append(bytes.Clone(file[:header]), bytes.Join(chunks, nil)...), file[header:]...)
}

func pngChunk(kind, content string) []byte { return appendChunk(nil, kind, []byte(content)) }

// extended is a WebP in its long form, with chunks around its picture.
func extended(file []byte, flags byte, before, after []byte) []byte {
	head := []byte{flags, 0, 0, 0, 0x67, 1, 0, 0x57, 2, 0} // 360 by 600
	return riffOf(bytes.Join([][]byte{appendRIFF(nil, "VP8X", head), before, file[12:], after}, nil))
}

// film is a WebP of one frame, which lies beside the corner of a larger canvas.
func film(file []byte) []byte {
	frame := make([]byte, frameHead)
	frame[0], frame[3] = 10, 20 // in pairs of pixels
	putUint24(frame[6:], 359)
	putUint24(frame[9:], 599)
	frame = append(append(frame, file[12:]...), appendRIFF(nil, "junk", []byte("SECRET-PLACE"))...)
	head := []byte{1<<1 | 1<<4, 0, 0, 0, 0xF3, 1, 0, 0xBB, 2, 0} // 500 by 700
	return riffOf(bytes.Join([][]byte{appendRIFF(nil, "VP8X", head), appendRIFF(nil, "ANIM", make([]byte, 6)),
		appendRIFF(nil, "ANMF", frame), appendRIFF(nil, "ANMF", frame)}, nil))
}

// retagged is a TIFF with further entries in its first directory.
func retagged(t testing.TB, file []byte, more ...field) []byte {
	t.Helper()
	tagged, first, err := openTagged(file)
	if err != nil {
		t.Fatal(err)
	}
	page, err := tagged.directory(first)
	if err != nil {
		t.Fatal(err)
	}
	var fields []field
	for _, e := range page.entries {
		value := any(tagged.numbers(e))
		switch size := e.size(); size {
		case 2:
			var short []uint16
			for _, n := range tagged.numbers(e) {
				short = append(short, uint16(n))
			}
			value = short
		case 4:
		default:
			continue // a resolution
		}
		fields = append(fields, field{e.tag, value})
	}
	fields = append(fields, more...)
	slices.SortFunc(fields, func(a, b field) int { return cmp.Compare(a.tag, b.tag) })
	out := bytes.Clone(file)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)))
	return appendDirectory(out, binary.LittleEndian, fields)
}

// inspect is what a picture's bytes say, as the caller of the package has it.
func inspect(t testing.TB, file []byte) picture.Info {
	t.Helper()
	info, err := picture.Inspect(bytes.NewReader(file), "")
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func retouched(t testing.TB, file []byte, o Options) *Result {
	t.Helper()
	before := bytes.Clone(file)
	res, err := new(Retoucher).Picture(t.Context(), file, inspect(t, file), o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, file) {
		t.Error("the picture that was given has changed")
	}
	return res
}

// pixels decodes what is sent, as whoever gets it does.
func pixels(t testing.TB, file []byte) image.Image {
	t.Helper()
	m, err := formats[inspect(t, file).Type].decode(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// cornersOf reads a picture's corners clockwise from the upper left.
func cornersOf(m image.Image) string {
	b := m.Bounds()
	x, y, right, bottom := b.Min.X+1, b.Min.Y+1, b.Max.X-2, b.Max.Y-2
	return nameOf(m.At(x, y)) + nameOf(m.At(right, y)) + nameOf(m.At(right, bottom)) + nameOf(m.At(x, bottom))
}

func nameOf(c color.Color) string {
	r, g, b, a := c.RGBA()
	var parts strings.Builder
	for _, v := range []uint32{r, g, b, a} {
		parts.WriteByte("01"[v>>15])
	}
	return map[string]string{"1001": "R", "0101": "G", "0011": "B", "1111": "W", "0001": "K", "0000": "_"}[parts.String()]
}

// inks is a JPEG of four inks, as Adobe's programs write it: in four scans, for
// which there is an encoder of grey.
func inks(t testing.TB) []byte {
	t.Helper()
	from, file := quarters(60, 40), []byte{0xFF, jpegStart}
	file = append(file, app(0xEE, "Adobe\x00\x64\x00\x00\x00\x00\x00")...)
	var scans []byte
	for ink := range byte(4) { // red is what is left without cyan
		m := image.NewGray(from.Rect)
		for i := range m.Pix {
			m.Pix[i] = from.Pix[4*i+int(ink)]
		}
		var one bytes.Buffer
		if err := jpeg.Encode(&one, m, &jpeg.Options{Quality: 95}); err != nil {
			t.Fatal(err)
		}
		for seg, err := range segmentsOf(one.Bytes()) {
			switch {
			case err != nil:
				t.Fatal(err)
			case seg.marker == jpegScan:
				seg.content[1] = ink + 1
				scans = seg.append(scans)
			case ink == 0 && seg.marker == 0xC0:
				size := seg.content[:5]
				file = appendSegment(file, 0xC0, size, []byte("\x04\x01\x11\x00\x02\x11\x00\x03\x11\x00\x04\x11\x00"))
			case ink == 0 && seg.essential():
				file = seg.append(file)
			}
		}
	}
	return append(append(file, scans...), 0xFF, jpegEnd)
}
