// Package retouch makes of a picture what may be sent: upright, small enough
// when that is asked for, of a type the API takes, and without the metadata its
// maker did not mean to publish. A picture that is all of this already passes
// byte for byte, and one that only has metadata loses that alone: its pixels
// are not encoded again.
//
// It does not fetch or upload anything, and it does not look at what a picture
// shows: a place can still be read off a street sign.
package retouch

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"strings"
	"sync"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// Options say what is wanted of every picture.
type Options struct {
	MaxPixels    int64 // width times height; larger pictures are scaled down; 0 never
	KeepMetadata bool  // leave EXIF, XMP, IPTC, comments and the like in
}

// Form names what the options do to any picture. It is stable over versions of
// the program, changes when the outcome does, and is part of what an upload is
// remembered by.
func (o Options) Form() string {
	words := []string{"v1"}
	if o.KeepMetadata {
		words = append(words, "keep")
	}
	if o.MaxPixels > 0 {
		words = append(words, fmt.Sprintf("max=%d", o.MaxPixels))
	}
	return strings.Join(words, " ")
}

// What can be done to a picture. The words are never renamed.
const (
	Turned    = "turned"    // turned or mirrored as its orientation mark asks
	Scaled    = "scaled"    // made smaller
	Converted = "converted" // encoded as another type
	Stripped  = "stripped"  // freed of metadata, or of what followed its end
)

// A Result is a picture that may be sent.
type Result struct {
	Data          []byte   // what to send, in memory that may be the picture's; nil when that passes as it is
	Type          string   // the media type of what is sent
	Width, Height int      // in pixels, as seen
	Did           []string // the words above that apply, in their order
}

// A Retoucher retouches pictures. Its zero value is ready; it may be used by
// many goroutines at once, and must not be copied after first use.
type Retoucher struct {
	// Decodes is how many pictures may be unpacked at once, 2 if zero. The
	// largest take about a gigabyte each, as AVIF two.
	Decodes int

	once   sync.Once
	places chan struct{} // a token for each picture that is unpacked
}

// A survey is what a picture's structure says, its pixels unread.
type survey struct {
	orientation int    // as EXIF numbers it, 1 is upright
	profile     []byte // the ICC profile, nil if there is none
	bare        []byte // the picture without metadata, nil if that is not made for its type
	notes       []byte // metadata that can be carried over, ready for another JPEG
}

// Picture retouches a picture that [picture.Inspect] has passed with info. It
// does not change data.
//
// A picture that is turned or scaled is encoded again: as PNG if it was one or
// has transparent parts, else as JPEG. Its colour profile stays, its metadata
// stays only from JPEG to JPEG when asked for, and of a film or of several
// pages the first picture is left. AVIF always becomes one of the two.
//
// The error is a *[picture.Problem], or the cause for which ctx has ended.
func (r *Retoucher) Picture(ctx context.Context, data []byte, info picture.Info, o Options) (*Result, error) {
	f, known := formats[info.Type]
	if !known {
		return nil, &picture.Problem{Reason: picture.UnsupportedType, Detail: "pictures of this type cannot be made ready; save it as JPEG or PNG"}
	}
	s, err := f.survey(data)
	if err != nil {
		return nil, problem(err)
	}
	width, height := o.fit(info.Width, info.Height)
	if s.orientation == 1 && width == info.Width && height == info.Height && info.Sendable() {
		return s.asIs(data, info, o)
	}
	return r.redraw(ctx, job{data: data, info: info, options: o, format: f, survey: s,
		width: width, height: height, most: picture.MaxBytes})
}

// fit is the size to which a picture is scaled: with the same shape as far as
// whole pixels and the shortest side that passes allow, and never larger.
func (o Options) fit(width, height int) (int, int) {
	if o.MaxPixels <= 0 || int64(width)*int64(height) <= o.MaxPixels {
		return width, height
	}
	scale := math.Sqrt(float64(o.MaxPixels) / (float64(width) * float64(height)))
	side := func(n int) int { return min(n, max(picture.MinSide, int(float64(n)*scale))) }
	return side(width), side(height)
}

// asIs leaves the pixels alone.
func (s survey) asIs(data []byte, info picture.Info, o Options) (*Result, error) {
	res := &Result{Type: info.Type, Width: info.Width, Height: info.Height}
	if o.KeepMetadata || bytes.Equal(s.bare, data) {
		return res, nil
	}
	after, err := picture.Inspect(bytes.NewReader(s.bare), "")
	if err != nil || after.Type != info.Type || after.Width != info.Width || after.Height != info.Height {
		return nil, problem(errContradiction)
	}
	res.Data, res.Did = s.bare, []string{Stripped}
	return res, nil
}

// enter waits until one more picture may be unpacked.
func (r *Retoucher) enter(ctx context.Context) (leave func(), err error) {
	r.once.Do(func() { r.places = make(chan struct{}, cmp.Or(r.Decodes, 2)) })
	select {
	case r.places <- struct{}{}:
		return func() { <-r.places }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
