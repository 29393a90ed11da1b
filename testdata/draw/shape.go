package main

import (
	"image"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// shape reports whether a point lies inside it. x grows to the right and y
// downwards, in pixels.
type shape func(x, y float64) bool

func box(left, top, right, bottom float64) shape {
	return func(x, y float64) bool { return left <= x && x < right && top <= y && y < bottom }
}

func ellipse(cx, cy, rx, ry float64) shape {
	return func(x, y float64) bool {
		dx, dy := (x-cx)/rx, (y-cy)/ry
		return dx*dx+dy*dy < 1
	}
}

func disc(cx, cy, r float64) shape { return ellipse(cx, cy, r, r) }

func ring(cx, cy, r, width float64) shape {
	return without(disc(cx, cy, r+width/2), disc(cx, cy, r-width/2))
}

// line is a stroke with round ends.
func line(x0, y0, x1, y1, width float64) shape {
	dx, dy := x1-x0, y1-y0
	return func(x, y float64) bool {
		t := ((x-x0)*dx + (y-y0)*dy) / (dx*dx + dy*dy)
		t = min(max(t, 0), 1)
		return math.Hypot(x-x0-t*dx, y-y0-t*dy) < width/2
	}
}

// polygon takes its corners as x, y, x, y, …
func polygon(corners ...float64) shape {
	return func(x, y float64) bool {
		inside := false
		for i, j := 0, len(corners)-2; i < len(corners); i, j = i+2, i {
			xi, yi, xj, yj := corners[i], corners[i+1], corners[j], corners[j+1]
			if (yi > y) != (yj > y) && x < (xj-xi)*(y-yi)/(yj-yi)+xi {
				inside = !inside
			}
		}
		return inside
	}
}

// below is everything under a curve.
func below(curve func(x float64) float64) shape {
	return func(x, y float64) bool { return y > curve(x) }
}

// wave is a curve for below.
func wave(level, height, length, shift float64) func(float64) float64 {
	return func(x float64) float64 { return level - height*math.Sin((x+shift)*2*math.Pi/length) }
}

func without(a, b shape) shape {
	return func(x, y float64) bool { return a(x, y) && !b(x, y) }
}

func both(a, b shape) shape {
	return func(x, y float64) bool { return a(x, y) && b(x, y) }
}

func union(shapes ...shape) shape {
	return func(x, y float64) bool {
		for _, s := range shapes {
			if s(x, y) {
				return true
			}
		}
		return false
	}
}

// text is one line of letters, scale times as large as the font's 7 by 13
// pixels, its upper left corner at x, y.
func text(left, top, scale float64, words string) shape {
	face := basicfont.Face7x13
	mask := image.NewAlpha(image.Rect(0, 0, 7*len(words), 13))
	pen := font.Drawer{Dst: mask, Src: image.Opaque, Face: face, Dot: fixed.P(0, face.Ascent)}
	pen.DrawString(words)
	return func(x, y float64) bool {
		return mask.AlphaAt(int(math.Floor((x-left)/scale)), int(math.Floor((y-top)/scale))).A > 127
	}
}
