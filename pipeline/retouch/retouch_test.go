package retouch

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/captionmill/captionmill/pipeline/picture"
)

func TestForm(t *testing.T) {
	t.Parallel()
	for want, o := range map[string]Options{
		"v1":                  {},
		"v1 keep":             {KeepMetadata: true},
		"v1 max=1000000":      {MaxPixels: 1_000_000},
		"v1 keep max=1000000": {MaxPixels: 1_000_000, KeepMetadata: true},
	} {
		if got := o.Form(); got != want {
			t.Errorf("the form of %+v is %q, want %q", o, got, want)
		}
	}
}

// A picture that has nothing to mend passes byte for byte.
func TestUntouched(t *testing.T) {
	t.Parallel()
	files := encoded(t, quarters(61, 47))
	files["image/webp"] = photo(t)
	for kind, file := range files {
		for _, o := range []Options{{}, {KeepMetadata: true}, {MaxPixels: 1_000_000}} {
			res, info := retouched(t, file, o), inspect(t, file)
			if res.Data != nil || res.Type != kind || res.Width != info.Width || res.Height != info.Height || res.Did != nil {
				t.Errorf("%s, %q: %d bytes, %+v", kind, o.Form(), len(res.Data), res.Did)
			}
		}
	}
}

// What becomes too large is encoded harder, on white, and refused in the end.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	m := image.NewNRGBA(image.Rect(0, 0, 200, 200))
	rand.NewChaCha8([32]byte{}).Read(m.Pix)
	for at := range 4 { // a transparent corner
		for x := range 4 {
			m.SetNRGBA(x, at, color.NRGBA{})
		}
	}
	packed := func(most int) (*Result, error) {
		j := job{info: picture.Info{Type: "image/png", Width: 200, Height: 200}, width: 200, height: 200, most: most}
		return j.pack(m)
	}
	whole, err := packed(1 << 20)
	if err != nil || whole.Type != "image/png" {
		t.Fatalf("%+v, %v, want a PNG", whole, err)
	}
	sizes := []int{len(whole.Data)}
	for range 2 {
		next, err := packed(sizes[len(sizes)-1] - 1)
		if err != nil || next.Type != "image/jpeg" || !slices.Contains(next.Did, Converted) || nameOf(pixels(t, next.Data).At(1, 1)) != "W" {
			t.Fatalf("below %v bytes: %+v, %v, want a JPEG on white", sizes, next, err)
		}
		sizes = append(sizes, len(next.Data))
	}
	if _, err = packed(sizes[2] - 1); reason(err) != picture.TooLarge {
		t.Errorf("below %v bytes: %v, want too_large", sizes, err)
	}
}

func reason(err error) string {
	if p, ok := errors.AsType[*picture.Problem](err); ok {
		return p.Reason
	}
	return ""
}

func TestBroken(t *testing.T) {
	t.Parallel()
	files, whole := encoded(t, quarters(60, 40)), planted(t)
	endless := retagged(t, files["image/tiff"], field{330, []uint32{1 << 30}})
	scan := bytes.Index(files["image/jpeg"], []byte{0xFF, jpegScan})
	emptied := slices.Concat(withSegments(files["image/jpeg"][:scan+14], exifSegment(6)), []byte("\xFF\xD9"))
	for name, c := range map[string]struct {
		kind   string
		file   []byte
		reason string
	}{
		"JPEG, cut":           {"image/jpeg", whole["image/jpeg"][:len(files["image/jpeg"])], picture.Unreadable},
		"JPEG, no pixels":     {"image/jpeg", emptied, picture.NotAnImage},
		"PNG, cut":            {"image/png", whole["image/png"][:len(whole["image/png"])-40], picture.Unreadable},
		"PNG, unknown":        {"image/png", withChunks(files["image/png"], pngChunk("CgBI", "1234")), picture.UnsupportedType},
		"GIF, cut":            {"image/gif", files["image/gif"][:len(files["image/gif"])-1], picture.Unreadable},
		"WebP, cut":           {"image/webp", photo(t)[:900], picture.Unreadable},
		"WebP, cut inside":    {"image/webp", riffOf(append(photo(t)[12:], "EXIF\xFF\xFF\xFF\x00"...)), picture.Unreadable},
		"TIFF, no directory":  {"image/tiff", []byte("II*\x00\xFF\x00\x00\x00"), picture.Unreadable},
		"TIFF, no copy":       {"image/tiff", endless, picture.Unreadable},
		"TIFF, loose tables":  {"image/tiff", retagged(t, files["image/tiff"], field{519, []uint32{8}}), picture.UnsupportedType},
		"TIFF, overlapping":   {"image/tiff", retagged(t, files["image/tiff"], field{65000, "x"}, field{513, []uint32{0}}, field{514, []uint32{1 << 20}}), picture.NotAnImage},
		"TIFF, unknown size":  {"image/tiff", retagged(t, files["image/tiff"], field{513, []uint32{8}}), picture.NotAnImage},
		"BMP, cut":            {"image/bmp", []byte("BM"), picture.Unreadable},
		"another type":        {"image/heic", nil, picture.UnsupportedType},
		"PNG, broken, turned": {"image/png", bytes.Replace(withChunks(files["image/png"], pngChunk("eXIf", string(exif(binary.BigEndian, 6)))), []byte("IDAT"), []byte("IDAT!"), 1), picture.Unreadable},
	} {
		res, err := new(Retoucher).Picture(t.Context(), c.file, picture.Info{Type: c.kind, Width: 60, Height: 40}, Options{})
		if reason(err) != c.reason {
			t.Errorf("%s: %+v, %v, want %s", name, res, err, c.reason)
		}
	}
}

// A decoder that panics has met a broken picture, and ends nothing else.
func TestPanic(t *testing.T) {
	t.Parallel()
	j := job{format: format{decode: func(context.Context, []byte) (image.Image, error) { panic("index out of range") }}, most: 1}
	if _, err := new(Retoucher).redraw(t.Context(), j); reason(err) != picture.NotAnImage || strings.Contains(err.Error(), "index") {
		t.Errorf("error %v, want a problem", err)
	}
}

// A picture that waits for its turn can be called back.
func TestTurns(t *testing.T) {
	t.Parallel()
	file := withSegments(encoded(t, quarters(60, 40))["image/jpeg"], exifSegment(6))
	r := &Retoucher{Decodes: 1}
	done, err := r.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	called, cause := errors.New("called back"), error(nil)
	ctx, cancel := context.WithCancelCause(t.Context())
	var wait sync.WaitGroup
	wait.Go(func() { _, cause = r.Picture(ctx, file, inspect(t, file), Options{}) })
	cancel(called)
	if wait.Wait(); !errors.Is(cause, called) {
		t.Errorf("error %v, want %v", cause, called)
	}
	done()
	if _, err := r.Picture(t.Context(), file, inspect(t, file), Options{}); err != nil {
		t.Error(err)
	}
}

// One Retoucher serves many.
func TestMany(t *testing.T) {
	t.Parallel()
	var r Retoucher
	var wait sync.WaitGroup
	files := encoded(t, quarters(60, 40))
	for range 8 {
		for _, file := range files {
			wait.Go(func() {
				if res, err := r.Picture(t.Context(), file, inspect(t, file), Options{MaxPixels: 600}); err != nil || res.Width != 30 {
					t.Errorf("%+v, %v", res, err)
				}
			})
		}
	}
	wait.Wait()
}
