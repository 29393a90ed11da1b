package retouch

import (
	"image"
	stddraw "image/draw"

	"golang.org/x/image/draw"
)

// scaled is a picture in another size, smaller: in grey if it is, else in
// colours of eight bits.
func scaled(m image.Image, width, height int) image.Image {
	if m.Bounds().Size() == image.Pt(width, height) {
		return m
	}
	small, model := image.NewRGBA(image.Rect(0, 0, width, height)), m
	switch m.(type) {
	case *image.Gray, *image.NRGBA, *image.RGBA, *image.YCbCr: // the filter is quick with these
	default:
		m = plain(m)
	}
	const most = 8 << 20 // the filter's first half takes 32 bytes for each of these
	if int64(width)*int64(m.Bounds().Dy()) <= most {
		draw.CatmullRom.Scale(small, small.Rect, m, m.Bounds(), draw.Src, nil)
	} else {
		scaleSlowly(small, m)
	}
	return greyAs(model, small)
}

// scaleSlowly scales with the same filter in one step: slower for large
// pictures, but without memory of its own.
func scaleSlowly(small *image.RGBA, m image.Image) {
	x := float64(small.Rect.Dx()) / float64(m.Bounds().Dx())
	y := float64(small.Rect.Dy()) / float64(m.Bounds().Dy())
	draw.CatmullRom.Transform(small, [6]float64{0: x, 4: y}, m, m.Bounds(), draw.Src, nil)
}

// plain is a picture in eight bits a colour.
func plain(m image.Image) *image.RGBA {
	p := image.NewRGBA(image.Rectangle{Max: m.Bounds().Size()})
	stddraw.Draw(p, p.Rect, m, m.Bounds().Min, stddraw.Src)
	return p
}

// greyAs keeps one part of the colours if the model is grey.
func greyAs(model image.Image, m *image.RGBA) image.Image {
	switch model.(type) {
	case *image.Gray, *image.Gray16:
	default:
		return m
	}
	grey := image.NewGray(m.Rect)
	for i := range grey.Pix {
		grey.Pix[i] = m.Pix[4*i]
	}
	return grey
}

// inRGB is a picture in a form that every encoder is quick with, on white where
// it is transparent.
func inRGB(m image.Image) image.Image {
	switch m := m.(type) {
	case *image.Gray, *image.YCbCr:
		return m
	case *image.RGBA:
		if m.Opaque() {
			return m
		}
	}
	flat := image.NewRGBA(image.Rectangle{Max: m.Bounds().Size()})
	stddraw.Draw(flat, flat.Rect, image.White, image.Point{}, stddraw.Src)
	stddraw.Draw(flat, flat.Rect, m, m.Bounds().Min, stddraw.Over)
	return greyAs(m, flat)
}

// opaque reports whether a picture hides everything behind it.
func opaque(m image.Image) bool {
	o, ok := m.(interface{ Opaque() bool })
	return ok && o.Opaque()
}
