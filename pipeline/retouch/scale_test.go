package retouch

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"slices"
	"strings"
	"testing"
)

func TestScale(t *testing.T) {
	t.Parallel()
	files := encoded(t, quarters(300, 200))
	files["image/webp"] = photo(t)
	for kind, file := range files {
		info := inspect(t, file)
		o := Options{MaxPixels: 15_000}
		res := retouched(t, file, o)
		m := pixels(t, res.Data)
		if m.Bounds().Size() != image.Pt(res.Width, res.Height) || int64(res.Width*res.Height) > o.MaxPixels ||
			res.Width*res.Height < 14_000 || !slices.Contains(res.Did, Scaled) {
			t.Errorf("%s: %v, said %d by %d, %q", kind, m.Bounds(), res.Width, res.Height, res.Did)
		}
		if kind != "image/webp" && cornersOf(m) != corners {
			t.Errorf("%s: corners %s", kind, cornersOf(m))
		}
		if again := retouched(t, res.Data, o); again.Data != nil {
			t.Errorf("%s: scaled twice, from %d by %d", kind, info.Width, info.Height)
		}
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ width, height, most, wantWidth, wantHeight int }{
		{4000, 3000, 0, 4000, 3000},
		{4000, 3000, 12_000_000, 4000, 3000},
		{4000, 3000, 3_000_000, 2000, 1500},
		{32_000, 2, 1000, 4000, 2}, // no side becomes too short
		{2, 2, 1, 2, 2},
		{8000, 8000, -5, 8000, 8000},
	} {
		width, height := Options{MaxPixels: int64(c.most)}.fit(c.width, c.height)
		if width != c.wantWidth || height != c.wantHeight {
			t.Errorf("%+v: %d by %d", c, width, height)
		}
	}
}

// Both ways to scale make the same picture.
func TestScaleSlowly(t *testing.T) {
	t.Parallel()
	m := quarters(300, 200)
	quick, slow := scaled(m, 90, 60).(*image.RGBA), image.NewRGBA(image.Rect(0, 0, 90, 60))
	scaleSlowly(slow, m)
	for i := range quick.Pix {
		if d := int(quick.Pix[i]) - int(slow.Pix[i]); d < -3 || d > 3 {
			t.Fatalf("byte %d is %d and %d", i, quick.Pix[i], slow.Pix[i])
		}
	}
}

// A film that is scaled becomes its first picture, on its whole screen.
func TestScaleFilm(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	first, second := paletted(60, 40, color.Transparent), paletted(100, 80, color.Transparent)
	first.Rect = first.Rect.Add(image.Pt(40, 40))
	err := gif.EncodeAll(&file, &gif.GIF{Image: []*image.Paletted{first, second}, Delay: []int{5, 5},
		Config: image.Config{Width: 100, Height: 80}})
	if err != nil {
		t.Fatal(err)
	}
	res := retouched(t, file.Bytes(), Options{MaxPixels: 2000})
	if got := cornersOf(pixels(t, res.Data)); res.Type != "image/png" || got != "__W_" || !slices.Equal(res.Did, []string{Scaled, Converted}) {
		t.Errorf("%s with corners %s, did %q", res.Type, got, res.Did)
	}
	res = retouched(t, film(photo(t)), Options{MaxPixels: 20_000})
	if got := cornersOf(pixels(t, res.Data)); res.Type != "image/png" || !strings.HasPrefix(got, "__") || res.Width >= res.Height {
		t.Errorf("%s of %d by %d with corners %s", res.Type, res.Width, res.Height, got)
	}
}

// Grey stays grey when it is scaled, with the profile that goes with it.
func TestScaleGrey(t *testing.T) {
	t.Parallel()
	deep := image.NewGray16(image.Rect(0, 0, 60, 40))
	for i := range deep.Pix {
		deep.Pix[i] = 0xC0
	}
	file := dressedPNG(encoded(t, deep)["image/png"], profileOf("GRAY"))
	res := retouched(t, file, Options{MaxPixels: 600})
	m, ok := pixels(t, res.Data).(*image.Gray)
	if !ok || m.GrayAt(15, 10).Y != 0xC0 || !bytes.Contains(res.Data, []byte("iCCP")) {
		t.Errorf("%T, with a profile: %t", pixels(t, res.Data), bytes.Contains(res.Data, []byte("iCCP")))
	}
}
