package retouch

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// A format is how pictures of a type are read.
type format struct {
	survey func(data []byte) (survey, error)
	decode func(ctx context.Context, data []byte) (image.Image, error)
}

// formats are the types that picture.Inspect passes.
var formats = map[string]format{
	"image/jpeg": {surveyJPEG, from(jpeg.Decode)},
	"image/png":  {surveyPNG, from(png.Decode)},
	"image/webp": {surveyWebP, decodeWebP},
	"image/gif":  {surveyGIF, decodeGIF},
	"image/bmp":  {surveyBMP, from(bmp.Decode)},
	"image/tiff": {surveyTIFF, from(tiff.Decode)},
	"image/avif": {surveyAVIF, decodeAVIF},
}

// from makes a decoder of one that cannot be interrupted.
func from(decode func(io.Reader) (image.Image, error)) func(context.Context, []byte) (image.Image, error) {
	return func(_ context.Context, data []byte) (image.Image, error) { return decode(bytes.NewReader(data)) }
}

// What can be wrong with a picture's structure.
var (
	errCut           = errors.New("a part reaches beyond the end")
	errContradiction = errors.New("its parts contradict one another")
)

// problem tells what is wrong with a picture. It keeps to itself what a decoder
// says, which may quote the picture.
func problem(err error) error {
	if p, ok := errors.AsType[*picture.Problem](err); ok {
		return p
	}
	if errors.Is(err, errCut) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return &picture.Problem{Reason: picture.Unreadable, Err: err,
			Detail: "the file ends before the picture does; fetch or copy it again"}
	}
	return &picture.Problem{Reason: picture.NotAnImage, Err: err,
		Detail: "the file begins like a picture but is broken inside; fetch it again, or save it again as JPEG or PNG"}
}

// split takes n bytes off the front.
func split(data []byte, n int) (front, rest []byte, err error) {
	if n < 0 || n > len(data) {
		return nil, nil, errCut
	}
	return data[:n], data[n:], nil
}

// surveyBMP finds the end: of the pixels, or of the profile that can follow
// them. The format has no room for metadata.
func surveyBMP(data []byte) (survey, error) {
	if len(data) < 30 {
		return survey{}, errCut
	}
	end, err := pixelEnd(data)
	if err != nil {
		return survey{}, err
	}
	const size, withProfile = 14, 124 // the header's size lies there; the fifth version has this one
	if len(data) >= size+withProfile && binary.LittleEndian.Uint32(data[size:]) == withProfile {
		from, length := binary.LittleEndian.Uint32(data[size+112:]), binary.LittleEndian.Uint32(data[size+116:])
		end = max(end, size+int64(from)+int64(length))
	}
	return survey{orientation: 1, bare: data[:min(end, int64(len(data)))]}, nil
}

// pixelEnd is where the rows end that a BMP's header announces.
func pixelEnd(data []byte) (int64, error) {
	offset := int64(binary.LittleEndian.Uint32(data[10:]))
	width := int64(int32(binary.LittleEndian.Uint32(data[18:])))
	height := int64(int32(binary.LittleEndian.Uint32(data[22:])))
	height = max(height, -height) // a negative one is of rows from above
	depth := int64(binary.LittleEndian.Uint16(data[28:]))
	if width < 1 || height < 1 || width*height > picture.MaxPixels || depth > 32 {
		return 0, errContradiction
	}
	return offset + (width*depth+31)/32*4*height, nil
}

// A job is a picture that must be encoded again.
type job struct {
	data          []byte
	info          picture.Info
	options       Options
	format        format
	survey        survey
	width, height int // to scale it to
	most          int // bytes that the outcome may have
}

// redraw unpacks a picture, changes it and packs it again.
func (r *Retoucher) redraw(ctx context.Context, j job) (*Result, error) {
	done, err := r.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	m, err := j.unpack(ctx)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, problem(err)
	}
	return j.pack(upright(scaled(m, j.width, j.height), j.survey.orientation))
}

// unpack decodes the pixels. A decoder that panics has met a broken picture.
func (j job) unpack(ctx context.Context) (m image.Image, err error) {
	defer func() {
		if v := recover(); v != nil {
			m, err = nil, fmt.Errorf("the decoder failed: %v", v)
		}
	}()
	m, err = j.format.decode(ctx, j.data)
	if err == nil && m.Bounds().Size() != image.Pt(j.info.Width, j.info.Height) {
		return nil, errContradiction
	}
	return m, err
}
