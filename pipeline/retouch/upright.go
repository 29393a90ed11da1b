package retouch

import "image"

// A raster is a grid of pixels, or of one part of their colours.
type raster struct {
	pix           []byte
	stride        int // bytes from row to row
	size          int // bytes of a pixel
	width, height int
}

// upright is a picture as it is meant to be seen: turned and mirrored as its
// orientation says, in EXIF's numbers.
func upright(m image.Image, orientation int) image.Image {
	if orientation == 1 {
		return m
	}
	if m, ok := m.(*image.YCbCr); ok && turnable(m) {
		return uprightYCbCr(m, orientation)
	}
	r, wrap := rasterOf(m)
	return wrap(r.upright(orientation))
}

// rasterOf is the grid of a picture, and how to make a picture of such a grid
// again. Types that have no single grid are converted.
func rasterOf(m image.Image) (raster, func(raster) image.Image) {
	b := m.Bounds()
	r := raster{width: b.Dx(), height: b.Dy()}
	switch m := m.(type) {
	case *image.Gray:
		r.pix, r.stride, r.size = m.Pix, m.Stride, 1
		return r, func(r raster) image.Image { return &image.Gray{Pix: r.pix, Stride: r.stride, Rect: r.bounds()} }
	case *image.Gray16:
		r.pix, r.stride, r.size = m.Pix, m.Stride, 2
		return r, func(r raster) image.Image { return &image.Gray16{Pix: r.pix, Stride: r.stride, Rect: r.bounds()} }
	case *image.Paletted:
		r.pix, r.stride, r.size = m.Pix, m.Stride, 1
		return r, func(r raster) image.Image {
			return &image.Paletted{Pix: r.pix, Stride: r.stride, Rect: r.bounds(), Palette: m.Palette}
		}
	case *image.RGBA:
		r.pix, r.stride, r.size = m.Pix, m.Stride, 4
		return r, func(r raster) image.Image { return &image.RGBA{Pix: r.pix, Stride: r.stride, Rect: r.bounds()} }
	case *image.NRGBA:
		r.pix, r.stride, r.size = m.Pix, m.Stride, 4
		return r, func(r raster) image.Image { return &image.NRGBA{Pix: r.pix, Stride: r.stride, Rect: r.bounds()} }
	case *image.RGBA64:
		r.pix, r.stride, r.size = m.Pix, m.Stride, 8
		return r, func(r raster) image.Image { return &image.RGBA64{Pix: r.pix, Stride: r.stride, Rect: r.bounds()} }
	case *image.NRGBA64:
		r.pix, r.stride, r.size = m.Pix, m.Stride, 8
		return r, func(r raster) image.Image { return &image.NRGBA64{Pix: r.pix, Stride: r.stride, Rect: r.bounds()} }
	}
	return rasterOf(plain(m))
}

func (r raster) bounds() image.Rectangle { return image.Rect(0, 0, r.width, r.height) }

// upright copies every pixel to where it belongs.
func (r raster) upright(orientation int) raster {
	out := r.emptied(orientation)
	start, right, down := r.path(orientation)
	for y := range out.height {
		from := start + y*down
		row := out.pix[y*out.stride:][:out.stride]
		for to := 0; to < len(row); to += r.size {
			copy(row[to:to+r.size], r.pix[from:from+r.size])
			from += right
		}
	}
	return out
}

// emptied is room for the outcome; orientations from 5 on lie on their side.
func (r raster) emptied(orientation int) raster {
	if orientation >= 5 {
		r.width, r.height = r.height, r.width
	}
	r.stride = r.width * r.size
	r.pix = make([]byte, r.stride*r.height)
	return r
}

// path is where the first pixel of the outcome comes from, and how far it is
// from there to the source of its neighbour on the right, and of that below.
func (r raster) path(orientation int) (start, right, down int) {
	col, row := r.size, r.stride
	lastCol, lastRow := (r.width-1)*col, (r.height-1)*row
	switch orientation {
	case 2:
		return lastCol, -col, row
	case 3:
		return lastCol + lastRow, -col, -row
	case 4:
		return lastRow, col, -row
	case 5:
		return 0, row, col
	case 6:
		return lastRow, -row, col
	case 7:
		return lastCol + lastRow, -row, -col
	case 8:
		return lastCol, row, -col
	}
	return 0, col, row
}

// turnable reports whether colours and brightness can be turned on their own:
// colours that are stored for whole squares of pixels.
func turnable(m *image.YCbCr) bool {
	size := m.Rect.Size()
	return m.Rect.Min == image.Point{} && (m.SubsampleRatio == image.YCbCrSubsampleRatio444 ||
		m.SubsampleRatio == image.YCbCrSubsampleRatio420 && size.X%2 == 0 && size.Y%2 == 0)
}

// uprightYCbCr turns each part of the colours without converting any.
func uprightYCbCr(m *image.YCbCr, orientation int) image.Image {
	part := func(pix []byte, stride, shrink int) raster {
		r := raster{pix: pix, stride: stride, size: 1, width: m.Rect.Dx() / shrink, height: m.Rect.Dy() / shrink}
		return r.upright(orientation)
	}
	shrink := 1
	if m.SubsampleRatio == image.YCbCrSubsampleRatio420 {
		shrink = 2
	}
	y, cb, cr := part(m.Y, m.YStride, 1), part(m.Cb, m.CStride, shrink), part(m.Cr, m.CStride, shrink)
	return &image.YCbCr{Y: y.pix, Cb: cb.pix, Cr: cr.pix, YStride: y.stride, CStride: cb.stride,
		SubsampleRatio: m.SubsampleRatio, Rect: y.bounds()}
}
