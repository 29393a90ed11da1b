package retouch

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// How JPEGs are encoded: so that nobody sees a difference, or smaller where
// that would be too large to send.
const (
	quality      = 92
	lowerQuality = 80
)

// pack encodes a picture, harder if it becomes too large: a PNG as JPEG, on
// white where it is transparent.
func (j job) pack(m image.Image) (*Result, error) {
	size := m.Bounds().Size()
	ways := []func(image.Image) (*Result, error){j.asJPEG(quality), j.asJPEG(lowerQuality)}
	const longest = 1<<16 - 1 // side of a JPEG
	if j.info.Type == "image/png" || !opaque(m) || max(size.X, size.Y) > longest {
		ways = append([]func(image.Image) (*Result, error){j.asPNG}, ways...)
	}
	for _, encode := range ways {
		res, err := encode(m)
		if errors.Is(err, errLarge) || err == nil && len(res.Data) > j.most {
			continue
		}
		if err != nil {
			return nil, problem(err)
		}
		res.Width, res.Height = size.X, size.Y
		return res, nil
	}
	return nil, &picture.Problem{Reason: picture.TooLarge, Detail: fmt.Sprintf(
		"the picture is larger than %d MB even when it is encoded as JPEG; save it smaller", picture.MaxBytes>>20)}
}

func (j job) asPNG(m image.Image) (*Result, error) {
	out := limited{most: j.most}
	if err := png.Encode(&out, m); err != nil {
		return nil, err
	}
	res := &Result{Type: "image/png", Data: dressedPNG(out.file.Bytes(), fitting(j.survey.profile, m))}
	res.Did = j.did(res, false)
	return res, nil
}

func (j job) asJPEG(quality int) func(image.Image) (*Result, error) {
	return func(m image.Image) (*Result, error) {
		m = inRGB(m)
		out := limited{most: j.most}
		if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		var notes []byte
		kept := j.options.KeepMetadata && j.info.Type == "image/jpeg"
		if kept {
			notes = j.survey.notes
		}
		res := &Result{Type: "image/jpeg", Data: dressedJPEG(out.file.Bytes(), notes, fitting(j.survey.profile, m))}
		res.Did = j.did(res, kept)
		return res, nil
	}
}

// maxProfile is the size of the largest profile that is carried over, in bytes.
const maxProfile = 4 << 20

// fitting is a profile if it speaks of the colours that the picture has now
// (ICC.1:2022, 7.2): one of inks does not.
func fitting(profile []byte, m image.Image) []byte {
	if len(profile) < 128 || len(profile) > maxProfile || string(profile[36:40]) != "acsp" {
		return nil
	}
	space := "RGB "
	switch m.(type) {
	case *image.Gray, *image.Gray16:
		space = "GRAY"
	}
	if string(profile[16:20]) != space {
		return nil
	}
	return profile
}

// limited is a file that must not become too large.
type limited struct {
	file bytes.Buffer
	most int
}

var errLarge = errors.New("too large to send")

func (l *limited) Write(p []byte) (int, error) {
	if l.file.Len()+len(p) > l.most {
		return 0, errLarge
	}
	return l.file.Write(p)
}
