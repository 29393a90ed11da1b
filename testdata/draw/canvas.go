package main

import (
	"image"
	"image/color"
)

// canvas is a picture being drawn: later shapes cover earlier ones.
type canvas struct {
	*image.RGBA
	flat bool // edges are left hard, so that no colours are added
}

// newCanvas is a canvas of one colour.
func newCanvas(width, height int, background int) *canvas {
	c := &canvas{RGBA: image.NewRGBA(image.Rect(0, 0, width, height))}
	c.fill(box(0, 0, float64(width), float64(height)), background)
	return c
}

// rgb is a colour written as 0xRRGGBB.
func rgb(hex int) color.RGBA {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 255}
}

// fill paints a shape in one colour, written as 0xRRGGBB.
func (c *canvas) fill(s shape, hex int) {
	paint := rgb(hex)
	c.paint(s, func(float64) color.RGBA { return paint })
}

// fade paints a shape in a colour that goes from one to another between two
// heights.
func (c *canvas) fade(s shape, top, bottom float64, from, to int) {
	a, b := rgb(from), rgb(to)
	c.paint(s, func(y float64) color.RGBA {
		return mix(a, b, min(max((y-top)/(bottom-top), 0), 1))
	})
}

func (c *canvas) paint(s shape, at func(y float64) color.RGBA) {
	for y := range c.Rect.Dy() {
		paint := at(float64(y))
		for x := range c.Rect.Dx() {
			share := coverage(s, x, y)
			if c.flat {
				share = float64(int(share + 0.5))
			}
			if share > 0 {
				c.SetRGBA(x, y, mix(c.RGBAAt(x, y), paint, share))
			}
		}
	}
}

// coverage is the share of a pixel that a shape covers, by nine samples.
func coverage(s shape, x, y int) float64 {
	inside := 0
	for i := range 9 {
		if s(float64(x)+float64(i%3*2+1)/6, float64(y)+float64(i/3*2+1)/6) {
			inside++
		}
	}
	return float64(inside) / 9
}

// mix is a with the share t of b in it.
func mix(a, b color.RGBA, t float64) color.RGBA {
	part := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*t + 0.5) }
	return color.RGBA{R: part(a.R, b.R), G: part(a.G, b.G), B: part(a.B, b.B), A: 255}
}
