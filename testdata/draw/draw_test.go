package main

import (
	"bytes"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	_ "golang.org/x/image/webp"
)

// look is what tells pictures apart at a glance: their shape, and the mean
// colours of a grid of 8 by 8 fields.
type look struct {
	width, height int
	fields        [8][8][3]float64
}

func lookAt(m image.Image) look {
	b := m.Bounds()
	l := look{width: b.Dx(), height: b.Dy()}
	share := 64 / float64(b.Dx()*b.Dy())
	for y := range b.Dy() {
		for x := range b.Dx() {
			field := &l.fields[y*8/b.Dy()][x*8/b.Dx()]
			red, green, blue, _ := m.At(b.Min.X+x, b.Min.Y+y).RGBA()
			for i, v := range []uint32{red, green, blue} {
				field[i] += float64(v>>8) * share
			}
		}
	}
	return l
}

// distance is the mean difference of two looks in steps of 0 to 255.
func distance(a, b look) float64 {
	sum := 0.0
	for y := range a.fields {
		for x := range a.fields[y] {
			for i := range a.fields[y][x] {
				sum += math.Abs(a.fields[y][x][i] - b.fields[y][x][i])
			}
		}
	}
	return sum / (8 * 8 * 3)
}

// Every committed picture decodes, is small, and looks like no other.
func TestCommittedPictures(t *testing.T) {
	t.Parallel()
	looks := make(map[string]look)
	for _, p := range pictures {
		content, err := os.ReadFile(filepath.Join("..", "demo", p.name))
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := image.Decode(bytes.NewReader(content))
		if err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		if len(content) > 40_000 {
			t.Errorf("%s has %d bytes, want at most 40,000", p.name, len(content))
		}
		looks[p.name] = lookAt(m)
	}
	for a := range looks {
		for b := range looks {
			if d := distance(looks[a], looks[b]); a < b && d < 20 {
				t.Errorf("%s and %s look alike: distance %.1f", a, b, d)
			}
		}
	}
}

// Lossless formats give back every pixel of a drawing.
func TestEncodeLossless(t *testing.T) {
	t.Parallel()
	drawing := trafficLight()
	for _, name := range []string{"a.webp", "a.png", "a.gif"} {
		wantSame(t, name, drawing)
	}
	for _, size := range []image.Point{{1, 1}, {2, 3}, {1, 5000}, {70, 70}} {
		wantSame(t, "a.webp", noise(size, 0x7f7f7f))
	}
}

// noise has few copies and as many colours as the mask leaves; its lower half
// is one colour.
func noise(size image.Point, mask uint32) *canvas {
	c := newCanvas(size.X, size.Y, 0x123456)
	random := numbers(1)
	for y := range size.Y / 2 {
		for x := range size.X {
			c.SetRGBA(x, y, rgb(int(uint32(random(1<<24))&mask)))
		}
	}
	return c
}

func wantSame(t *testing.T, name string, c *canvas) {
	t.Helper()
	var file bytes.Buffer
	if err := encode(&file, name, c); err != nil {
		t.Fatal(err)
	}
	m, _, err := image.Decode(&file)
	if err != nil {
		t.Fatalf("%s of %v: %v", name, c.Rect, err)
	}
	for y := range c.Rect.Dy() {
		for x := range c.Rect.Dx() {
			r, g, b, a := m.At(x, y).RGBA()
			if wr, wg, wb, wa := c.At(x, y).RGBA(); r != wr || g != wg || b != wb || a != wa {
				t.Fatalf("%s of %v: pixel %d, %d differs", name, c.Rect, x, y)
			}
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	t.Parallel()
	noisy := noise(image.Pt(1, 5000), 0xffffff)
	for name, c := range map[string]*canvas{"a.gif": noisy, "a.webp": noisy, "a.tga": newCanvas(2, 2, 0)} {
		if err := encode(new(bytes.Buffer), name, c); err == nil {
			t.Errorf("%s was encoded", name)
		}
	}
}
