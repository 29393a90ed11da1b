package retouch

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"slices"

	"github.com/captionmill/captionmill/pipeline/picture"
)

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
	leave, err := r.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
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

// did tells what the difference between a job and its result is.
func (j job) did(res *Result, kept bool) []string {
	words := map[string]bool{
		Turned:    j.survey.orientation != 1,
		Scaled:    j.width != j.info.Width || j.height != j.info.Height,
		Converted: res.Type != j.info.Type,
		Stripped:  j.survey.bare != nil && !kept && !bytes.Equal(j.survey.bare, j.data),
	}
	return slices.DeleteFunc([]string{Turned, Scaled, Converted, Stripped}, func(w string) bool { return !words[w] })
}
