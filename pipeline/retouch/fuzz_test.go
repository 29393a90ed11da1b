package retouch

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"testing"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// seed adds pictures of a type: with secrets, without, and cut.
func seed(f *testing.F, kind string) {
	small := encoded(f, quarters(9, 7))[kind]
	if small == nil {
		small = photo(f)
	}
	for _, file := range [][]byte{planted(f)[kind], small} {
		f.Add(file)
		f.Add(file[:len(file)*2/3])
	}
}

// strip checks what is promised of any content of a type: it is refused or
// stripped, once is as good as twice, and who could see it sees the same.
func strip(kind string) func(t *testing.T, data []byte) {
	return func(t *testing.T, data []byte) {
		s, err := formats[kind].survey(data)
		if err != nil {
			return
		}
		again, err := formats[kind].survey(s.bare)
		if err != nil || !bytes.Equal(again.bare, s.bare) {
			t.Fatalf("stripped twice: %v, %d then %d bytes", err, len(s.bare), len(again.bare))
		}
		info, err := picture.Inspect(bytes.NewReader(data), "")
		if err != nil || info.Type != kind || info.Width*info.Height > 1<<18 {
			return
		}
		before, err := formats[kind].decode(t.Context(), data)
		if err != nil {
			return
		}
		after, err := formats[kind].decode(t.Context(), s.bare)
		if err != nil || !alike(before, after) {
			t.Fatalf("the picture has changed: %v", err)
		}
	}
}

func alike(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y += 3 {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x += 3 {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

func FuzzStripJPEG(f *testing.F) {
	seed(f, "image/jpeg")
	f.Add(inks(f))
	f.Fuzz(strip("image/jpeg"))
}

func FuzzStripPNG(f *testing.F) { seed(f, "image/png"); f.Fuzz(strip("image/png")) }
func FuzzStripGIF(f *testing.F) { seed(f, "image/gif"); f.Fuzz(strip("image/gif")) }
func FuzzStripBMP(f *testing.F) { seed(f, "image/bmp"); f.Fuzz(strip("image/bmp")) }

func FuzzStripTIFF(f *testing.F) {
	seed(f, "image/tiff")
	f.Fuzz(strip("image/tiff"))
}

func FuzzStripWebP(f *testing.F) {
	seed(f, "image/webp")
	f.Add(film(photo(f)))
	f.Fuzz(strip("image/webp"))
}

func FuzzExif(f *testing.F) {
	f.Add(exif(binary.BigEndian, 6))
	f.Add(exif(binary.LittleEndian, 3))
	f.Add(tagFile(binary.BigEndian, field{274, []uint32{8}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := orientation(data)
		if was := makeUpright(data); n < 1 || n > 8 || was != n || orientation(data) != 1 {
			t.Errorf("orientation %d, then %d and %d", n, was, orientation(data))
		}
	})
}

// FuzzPicture checks what is promised of any small picture that was inspected,
// whatever its type and whatever is wanted.
func FuzzPicture(f *testing.F) {
	for kind, file := range planted(f) {
		if kind != "image/webp" {
			f.Add(file, uint16(0), false)
			f.Add(file, uint16(500), true)
		}
	}
	f.Add(withSegments(encoded(f, quarters(9, 7))["image/jpeg"], exifSegment(5)), uint16(40), true)
	f.Add(testdata(f, "testdata/quarters.avif"), uint16(0), false)
	f.Add(testdata(f, "testdata/glass.avif"), uint16(100), true)
	f.Fuzz(func(t *testing.T, data []byte, most uint16, keep bool) {
		info, err := picture.Inspect(bytes.NewReader(data), "")
		if err != nil || info.Width*info.Height > 1<<16 {
			return
		}
		o := Options{MaxPixels: int64(most), KeepMetadata: keep}
		res, err := new(Retoucher).Picture(context.Background(), data, info, o)
		if err != nil {
			if reason(err) == "" {
				t.Errorf("error %v is no problem", err)
			}
			return
		}
		settled(t, res, info, o)
	})
}

// settled checks that a result is what it says, and needs nothing more.
func settled(t *testing.T, res *Result, info picture.Info, o Options) {
	if res.Data == nil {
		if len(res.Did) > 0 || !info.Sendable() {
			t.Errorf("nothing was made of %+v, yet it did %q", info, res.Did)
		}
		return
	}
	after := inspect(t, res.Data)
	if !after.Sendable() || after.Type != res.Type || after.Width != res.Width || after.Height != res.Height || len(res.Did) == 0 {
		t.Errorf("%+v became %+v, said %s, %d by %d, %q", info, after, res.Type, res.Width, res.Height, res.Did)
	}
	if again, err := new(Retoucher).Picture(context.Background(), res.Data, after, o); err != nil || again.Data != nil {
		t.Errorf("a second time %v, and %+v", err, again)
	}
}
