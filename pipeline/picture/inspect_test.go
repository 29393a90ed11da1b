package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// drawing is a picture that no encoder can make very small.
func drawing(width, height int) *image.Paletted {
	m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.Black, color.White, color.RGBA{R: 200, A: 255}})
	for i := range m.Pix {
		m.Pix[i] = uint8(i*i/7%5) % 3
	}
	return m
}

// encoded are one drawing in every format there is an encoder for, and the
// demo's WebP.
func encoded(t testing.TB, width, height int) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	for name, encode := range map[string]func(io.Writer, image.Image) error{
		"image/jpeg": func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) },
		"image/png":  png.Encode,
		"image/gif":  func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) },
		"image/bmp":  bmp.Encode,
		"image/tiff": func(w io.Writer, m image.Image) error { return tiff.Encode(w, m, nil) },
	} {
		var file bytes.Buffer
		if err := encode(&file, drawing(width, height)); err != nil {
			t.Fatal(err)
		}
		files[name] = file.Bytes()
	}
	return files
}

func demo(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "testdata", "demo", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestInspect(t *testing.T) {
	t.Parallel()
	files := encoded(t, 61, 47)
	for kind, content := range files {
		wantInfo(t, content, Info{Type: kind, Width: 61, Height: 47})
	}
	wantInfo(t, demo(t, "traffic-light.webp"), Info{Type: "image/webp", Width: 360, Height: 600})
	wantInfo(t, encoded(t, 2, 2)["image/png"], Info{Type: "image/png", Width: 2, Height: 2})
}

// Cameras append films, previews and padding to their pictures.
func TestInspectTrailer(t *testing.T) {
	t.Parallel()
	for kind, content := range encoded(t, 61, 47) {
		wantInfo(t, append(bytes.Clone(content), "\x00\x00ftypmp42 and more"...), Info{Type: kind, Width: 61, Height: 47})
	}
}

// wantInfo inspects a file, and looks whether it can be read again.
func wantInfo(t *testing.T, content []byte, want Info) {
	t.Helper()
	want.Bytes, want.Hash = int64(len(content)), sha256.Sum256(content)
	r := bytes.NewReader(content)
	if got, err := Inspect(r, "a.bin"); err != nil || got != want {
		t.Errorf("Inspect is %+v, %v, want %+v", got, err, want)
	}
	if rest, err := io.ReadAll(r); err != nil || !bytes.Equal(rest, content) {
		t.Errorf("%s: %d of %d bytes can be read afterwards, %v", want.Type, len(rest), len(content), err)
	}
}

// A thumbnail in a JPEG's header has an end of its own, which is not the
// picture's.
func TestInspectThumbnail(t *testing.T) {
	t.Parallel()
	small, large := encoded(t, 16, 16)["image/jpeg"], encoded(t, 64, 48)["image/jpeg"]
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(small)+2))
	whole := bytes.Join([][]byte{large[:2], segment, small, large[2:]}, nil)
	wantInfo(t, whole, Info{Type: "image/jpeg", Width: 64, Height: 48})
	_, err := Inspect(bytes.NewReader(whole[:len(whole)-100]), "")
	wantProblem(t, err, Unreadable, "ends before")
}

// An end that comes before any compressed data is not the picture's.
func TestInspectNoScan(t *testing.T) {
	t.Parallel()
	header, _, _ := bytes.Cut(encoded(t, 64, 48)["image/jpeg"], []byte{0xFF, jpegScan})
	mark := "\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
	_, err := Inspect(strings.NewReader(string(header[:2])+mark+string(header[2:])+"\xFF\xD9"), "")
	wantProblem(t, err, Unreadable, "ends before")
}

func TestInspectTruncated(t *testing.T) {
	t.Parallel()
	files := encoded(t, 300, 200)
	files["image/webp"] = demo(t, "traffic-light.webp")
	for kind, content := range files {
		for _, size := range []int{len(content) - 1, len(content) - 13, len(content) * 3 / 4, len(content) / 2, 100, 30} {
			if kind == "image/png" && size == len(content)-1 {
				continue // only the checksum of the last, empty part is missing
			}
			_, err := Inspect(bytes.NewReader(content[:size]), "")
			if !wantTruncated(err) {
				t.Errorf("%s, %d of %d bytes: error %v", kind, size, len(content), err)
			}
		}
	}
}

func wantTruncated(err error) bool {
	p, ok := errors.AsType[*Problem](err)
	return ok && p.Reason == Unreadable && strings.Contains(p.Detail, "ends before the picture does")
}

func TestInspectSize(t *testing.T) {
	t.Parallel()
	filled := bytes.Repeat([]byte("x"), MaxBytes)
	photo := encoded(t, 61, 47)["image/jpeg"]
	for name, c := range map[string]struct {
		content      []byte
		reason, part string
	}{
		"as large as may be": {content: append(bytes.Clone(photo), filled[len(photo):]...)},
		"a byte larger":      {content: append(bytes.Clone(photo), filled[len(photo)-1:]...), reason: TooLarge, part: "larger than 20 MB"},
		"64 million pixels":  {content: hugePNG(8000, 8000)},
		"a pixel more":       {content: hugePNG(64_000_001, 1), reason: TooLarge, part: "64000001 by 1 pixels"},
		"one pixel":          {content: encoded(t, 1, 1)["image/gif"], reason: TooSmall, part: "1 by 1"},
		"a spacer":           {content: encoded(t, 600, 1)["image/png"], reason: TooSmall, part: "600 by 1"},
		"a thin line":        {content: encoded(t, 1, 600)["image/bmp"], reason: TooSmall, part: "1 by 600"},
		"no pixel":           {content: emptyGIF(t), reason: NotAnImage, part: "header is broken"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Inspect(bytes.NewReader(c.content), "")
			wantProblem(t, err, c.reason, c.part)
		})
	}
}

// hugePNG is a PNG that promises more pixels than it has.
func hugePNG(width, height uint32) []byte {
	header := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	header = binary.BigEndian.AppendUint32(header, height)
	header = append(header, 8, 2, 0, 0, 0)
	file := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), header...)
	file = binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(header))
	return append(file, "\x00\x00\x00\x00IEND\xaeB`\x82"...)
}

func emptyGIF(t *testing.T) []byte {
	content := encoded(t, 4, 4)["image/gif"]
	copy(content[6:10], "\x00\x00\x00\x00")
	return content
}

func TestInspectOtherContent(t *testing.T) {
	t.Parallel()
	box := func(brands string) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(brands)))) + "ftyp" + brands
	}
	for content, want := range map[string]struct{ reason, part string }{
		box("heic\x00\x00\x00\x00mif1heic"):        {UnsupportedType, "a HEIC picture named .jpg, which the API does not take; save it as JPEG or PNG"},
		box("mif1\x00\x00\x00\x00mif1heic"):        {UnsupportedType, "a HEIC picture"},
		box("avif\x00\x00\x00\x00avifmif1"):        {Unreadable, "ends before"}, // no directory follows
		box("mif1\x00\x00\x00\x00mif1avif"):        {Unreadable, "ends before"},
		box("isom\x00\x00\x02\x00isommp41"):        {UnsupportedType, "film"},
		box("qt  avif"):                            {UnsupportedType, "film"}, // a version that looks like a brand
		"\x1A\x45\xDF\xA3rest":                     {UnsupportedType, "WebM"},
		"RIFF\x00\x00\x00\x00AVI LIST":             {UnsupportedType, "AVI"},
		"RIFF\x00\x00\x00\x00WAVEfmt ":             {NotAnImage, "unknown kind"},
		"\x00\x00\x00\x0CJXL \r\n\x87\n":           {UnsupportedType, "JPEG XL"},
		"\xFF\x0A\x00":                             {UnsupportedType, "JPEG XL"},
		"\x00\x00\x00\x0CjP  \r\n\x87\n":           {UnsupportedType, "JPEG 2000"},
		"8BPS\x00\x01":                             {UnsupportedType, "Photoshop"},
		"%PDF-1.7\n":                               {UnsupportedType, "PDF"},
		"\x00\x00\x01\x00\x01\x00\x10\x10":         {UnsupportedType, "icon"},
		"II*\x00\x10\x00\x00\x00CR\x02\x00":        {UnsupportedType, "Canon raw"},
		"MM\x00+\x00\x08":                          {UnsupportedType, "BigTIFF"},
		"<svg xmlns='http://www.w3.org/2000/svg'>": {UnsupportedType, "SVG"},
		"\xEF\xBB\xBF <?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE svg PUBLIC '' [<!ENTITY a 'b'>]><svg/>": {UnsupportedType, "SVG"},
		"<x:svg xmlns:x=''/>":              {UnsupportedType, "SVG"},
		"":                                 {NotAnImage, "found an empty file named .jpg where"},
		"\x00\x00\x00\x00\x00\x00\x00\x00": {NotAnImage, "zero bytes"},
		"  \n":                             {NotAnImage, "blank text"},
		"Not found":                        {NotAnImage, "plain text"},
		"<3":                               {NotAnImage, "plain text"},
		"BMW builds cars":                  {NotAnImage, "plain text"},
		"BM":                               {NotAnImage, "plain text"},
		"\n<!DocType HTML><svg>":           {NotAnImage, "an HTML page named .jpg"},
		"<!-- cached --><html><svg></svg>": {NotAnImage, "an HTML page"},
		"<script>location='/'</script>":    {NotAnImage, "an HTML page"},
		"<?xml version='1.0'?><Error><Code>AccessDenied": {NotAnImage, "an XML document"},
		`{"error":"gone"}`: {NotAnImage, "JSON data"},
		"version https://git-lfs.github.com/spec/v1\noid ": {NotAnImage, "git lfs pull"},
		"PK\x03\x04":   {NotAnImage, "ZIP"},
		"\x1F\x8B\x08": {NotAnImage, "gzip"},
		"\x01\x02\x03": {NotAnImage, "unknown kind"},
		"\xFF\xD8\xFFno jpeg, though it begins like one":                                                      {NotAnImage, "header is broken"},
		"\x89PNG\r\n\x1a\n\x00\x00\x00\x07IHDRJUNKJUNKJUNK":                                                   {NotAnImage, "like a PNG picture but"},
		"BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x0C\x00\x00\x00" + strings.Repeat("\x01\x00", 40): {UnsupportedType, "rare variety"},
		"GIF89a":       {NotAnImage, "like a GIF picture but"},
		"\xFF\xD8\xFF": {Unreadable, "ends before"},
	} {
		_, err := Inspect(strings.NewReader(content), "photo.jpg")
		t.Run("", func(t *testing.T) { wantProblem(t, err, want.reason, want.part) })
	}
}

// failing can be read a number of times from its start, and then fails.
type failing struct {
	*bytes.Reader
	passes int
}

var errDisk = errors.New("the disk has gone")

func (f *failing) Seek(offset int64, whence int) (int64, error) {
	if offset == 0 {
		f.passes--
	}
	return f.Reader.Seek(offset, whence)
}

func (f *failing) Read(p []byte) (int, error) {
	if f.passes < 0 {
		return 0, errDisk
	}
	return f.Reader.Read(p)
}

// A disk that fails is no fault of the picture, at whatever pass it does.
func TestInspectReadError(t *testing.T) {
	t.Parallel()
	files := encoded(t, 61, 47)
	files["image/webp"] = demo(t, "traffic-light.webp")
	for kind, content := range files {
		for passes := range 4 {
			if passes == 3 && kind == "image/tiff" {
				continue // has no last pass
			}
			_, err := Inspect(&failing{bytes.NewReader(content), passes}, "")
			if wantProblem(t, err, Unreadable, "the disk has gone"); !errors.Is(err, errDisk) {
				t.Errorf("%s, pass %d: error %v hides its cause", kind, passes, err)
			}
		}
	}
}

// slowly gives one byte at a time.
type slowly struct {
	io.Reader
	io.Seeker
}

func TestInspectSlowly(t *testing.T) {
	t.Parallel()
	for kind, content := range encoded(t, 61, 47) {
		r := bytes.NewReader(content)
		if info, err := Inspect(slowly{iotest.OneByteReader(r), r}, ""); err != nil || info.Type != kind {
			t.Errorf("%s: %+v, %v", kind, info, err)
		}
	}
}

func FuzzInspect(f *testing.F) {
	for _, content := range encoded(f, 9, 7) {
		f.Add(content, "a.jpg")
		f.Add(content[:len(content)/2], "")
	}
	f.Add(demo(f, "traffic-light.webp"), "a.webp")
	f.Add(demo(f, "broken/photo.heic"), "a")
	f.Add([]byte("<?xml?><!DOCTYPE svg ["), ".\n")
	f.Add([]byte("<!-- <html>"), "a.\xff")
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		info, err := Inspect(bytes.NewReader(content), name)
		if err != nil {
			checkProblem(t, err)
			return
		}
		if !strings.HasPrefix(info.Type, "image/") || min(info.Width, info.Height) < MinSide || info.Width*info.Height > MaxPixels {
			t.Errorf("passed: %+v", info)
		}
		if info.Bytes != int64(len(content)) || info.Hash != sha256.Sum256(content) {
			t.Errorf("wrong size or hash: %+v", info)
		}
	})
}

// checkProblem checks what every problem promises.
func checkProblem(t *testing.T, err error) {
	p, ok := errors.AsType[*Problem](err)
	switch {
	case !ok:
		t.Errorf("error %v is no problem", err)
	case p.Reason == "" || p.Detail == "":
		t.Errorf("problem %+v says nothing", p)
	case !utf8.ValidString(p.Detail) || strings.ContainsFunc(p.Detail, unicode.IsControl):
		t.Errorf("detail %q holds raw outside text", p.Detail)
	}
}
