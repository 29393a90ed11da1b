package main

import (
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"path/filepath"
	"slices"
)

// encode writes a drawing in the format that the name's extension says.
func encode(w io.Writer, name string, c *canvas) error {
	switch ext := filepath.Ext(name); ext {
	case ".jpg":
		return jpeg.Encode(w, c.RGBA, &jpeg.Options{Quality: 82})
	case ".png":
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		return encoder.Encode(w, c.RGBA)
	case ".gif":
		return encodeGIF(w, c.RGBA)
	case ".webp":
		return encodeWebP(w, c.RGBA)
	default:
		return fmt.Errorf("no encoder for %q", ext)
	}
}

// encodeGIF writes the drawing with exactly the colours it has; more than 256
// are an error.
func encodeGIF(w io.Writer, m *image.RGBA) error {
	p := image.NewPaletted(m.Rect, coloursOf(m))
	if len(p.Palette) > 256 {
		return fmt.Errorf("%d colours; a GIF has room for 256", len(p.Palette))
	}
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			p.Set(x, y, m.At(x, y))
		}
	}
	return gif.EncodeAll(w, &gif.GIF{Image: []*image.Paletted{p}, Delay: []int{0}})
}

// coloursOf lists the colours of a picture, in order of their first use.
func coloursOf(m *image.RGBA) color.Palette {
	var found color.Palette
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			if c := color.Color(m.RGBAAt(x, y)); !slices.Contains(found, c) {
				found = append(found, c)
			}
		}
	}
	return found
}
