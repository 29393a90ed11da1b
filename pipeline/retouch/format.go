package retouch

import (
	"bytes"
	"context"
	"errors"
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
