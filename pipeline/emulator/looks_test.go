package emulator

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

var (
	blue  = color.RGBA{40, 90, 220, 255}
	green = color.RGBA{50, 160, 60, 255}
	red   = color.RGBA{210, 30, 30, 255}
	white = color.RGBA{255, 255, 255, 255}
	sand  = color.RGBA{230, 210, 160, 255}
)

// drawn is a picture whose pixels a function gives.
func drawn(w, h int, at func(x, y int) color.Color) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, at(x, y))
		}
	}
	return m
}

// stripes has top above bottom.
func stripes(w, h int, top, bottom color.Color) image.Image {
	return drawn(w, h, func(_, y int) color.Color {
		if y < h/2 {
			return top
		}
		return bottom
	})
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSentences(t *testing.T) {
	t.Parallel()
	noise := rand.New(rand.NewPCG(1, 2))
	tests := []struct {
		name    string
		picture image.Image
		want    string
	}{
		{"flag", stripes(640, 480, blue, sand),
			"Landscape picture in blue above beige, mid-toned and flat, 640 by 480 pixels, average #8796be."},
		{"beside", drawn(100, 300, func(x, _ int) color.Color {
			if x < 50 {
				return red
			}
			return green
		}), "Portrait picture in red left of green, mid-toned and flat, 100 by 300 pixels, average #825f2d."},
		{"framed", drawn(100, 100, func(x, y int) color.Color {
			if (x-50)*(x-50)+(y-50)*(y-50) < 900 {
				return red
			}
			return white
		}), "Square picture in red on white, bright and flat, 100 by 100 pixels, average #f2c0c0."},
		{"black", drawn(900, 300, func(int, int) color.Color { return color.Black }),
			"Panorama picture in black, dark and flat, 900 by 300 pixels, average #000000."},
		{"noise", drawn(64, 64, func(int, int) color.Color {
			return []color.Color{red, green, white}[noise.IntN(3)]
		}), ", mid-toned and busy, 64 by 64 pixels"},
		{"see-through", image.NewNRGBA(image.Rect(0, 0, 8, 8)),
			"Square picture in white, bright and flat, 8 by 8 pixels, average #ffffff."},
		{"one pixel", drawn(1, 1, func(int, int) color.Color { return red }),
			"Square picture in red, mid-toned and flat, 1 by 1 pixels, average #d21e1e."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, err := lookAt(pngOf(t, tt.picture))
			if err != nil {
				t.Fatal(err)
			}
			if got := l.sentence(); !strings.Contains(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestColourNames(t *testing.T) {
	t.Parallel()
	for hex, want := range map[uint32]string{
		0x000000: "black", 0xffffff: "white", 0x808080: "grey", 0xc8c8c8: "light grey", 0x404040: "dark grey",
		0xe01010: "red", 0xff8000: "orange", 0xffe000: "yellow", 0x20a020: "green", 0x00a0a0: "teal",
		0x2040e0: "blue", 0x8020e0: "purple", 0xff60b0: "pink", 0xffc0cb: "pink", 0x7a4a20: "brown",
		0xf0e0c0: "beige", 0x000050: "dark blue", 0xb0d0ff: "pale blue", 0x707010: "olive", 0x600000: "dark red",
	} {
		c := onWhite(color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255})
		if got := c.name(); got != want {
			t.Errorf("#%06x is called %q, want %q", hex, got, want)
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	m := stripes(60, 40, blue, green)
	encoded := map[string]func(*bytes.Buffer) error{
		"jpeg": func(b *bytes.Buffer) error { return jpeg.Encode(b, m, nil) },
		"png":  func(b *bytes.Buffer) error { return png.Encode(b, m) },
		"gif":  func(b *bytes.Buffer) error { return gif.Encode(b, m, nil) },
		"bmp":  func(b *bytes.Buffer) error { return bmp.Encode(b, m) },
		"tiff": func(b *bytes.Buffer) error { return tiff.Encode(b, m, nil) },
	}
	for kind, encode := range encoded {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		l, err := lookAt(b.Bytes())
		if err != nil || l.Place != "blue above green" || l.Width != 60 {
			t.Errorf("%s: %+v, %v; want blue above green, 60 wide", kind, l, err)
		}
		if got := kindOf(b.Bytes()); got != kind {
			t.Errorf("kind of %s is %q", kind, got)
		}
	}
	if l, err := lookAt(webp()); err != nil || l.Width != 1 {
		t.Errorf("webp: %+v, %v", l, err)
	}
}

// webp is a lossless picture of one pixel.
func webp() []byte {
	return []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
}

func TestHugePicturesAreRefusedByTheirHeader(t *testing.T) {
	t.Parallel()
	bomb := pngOf(t, image.NewGray(image.Rect(0, 0, 1, 1)))
	binary.BigEndian.PutUint32(bomb[16:], 8193)
	binary.BigEndian.PutUint32(bomb[20:], 8193)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	if _, err := lookAt(bomb); err == nil || !strings.Contains(err.Error(), "8193 by 8193 pixels") {
		t.Errorf("error is %v, want one that tells the size", err)
	}
}

func TestDifferentPicturesGetDifferentCaptions(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(3, 4))
	seen := map[string]int{}
	for i := range 100 {
		a := color.RGBA{uint8(dice.Uint32()), uint8(dice.Uint32()), uint8(dice.Uint32()), 255}
		b := color.RGBA{uint8(dice.Uint32()), uint8(dice.Uint32()), uint8(dice.Uint32()), 255}
		caption := measure(stripes(64, 64, a, b)).sentence()
		if j, ok := seen[caption]; ok {
			t.Errorf("pictures %d and %d are both %q", i, j, caption)
		}
		if seen[caption] = i; len(mark+caption) > 125 {
			t.Errorf("%d characters: %s", len(mark+caption), caption)
		}
	}
}
