package retouch

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/draw"
	"iter"

	"golang.org/x/image/webp"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// The bits of VP8X that say which chunks there are (RFC 9649, 2.7).
const (
	webpXMP   = 1 << 2
	webpEXIF  = 1 << 3
	webpAlpha = 1 << 4
)

// webpKept are the chunks that are needed to see the picture; those inside a
// film's frames are among them.
var webpKept = map[string]bool{"VP8X": true, "VP8 ": true, "VP8L": true, "ALPH": true, "ICCP": true, "ANIM": true, "ANMF": true}

func surveyWebP(data []byte) (survey, error) {
	s := survey{orientation: 1}
	body, err := riffBody(data)
	if err != nil {
		return survey{}, err
	}
	var kept []byte
	for c, err := range riffChunks(body) {
		if err != nil {
			return survey{}, err
		}
		switch c.kind {
		case "EXIF":
			s.orientation = orientation(bytes.TrimPrefix(c.content, []byte(exifMark)))
		case "ICCP":
			s.profile = c.content
		}
		if kept, err = appendBare(kept, c); err != nil {
			return survey{}, err
		}
	}
	s.bare = riffOf(kept)
	return s, nil
}

// riffBody is what the file's header counts, after the word WEBP.
func riffBody(data []byte) ([]byte, error) {
	if len(data) < 12 {
		return nil, errCut
	}
	size := int64(binary.LittleEndian.Uint32(data[4:]))
	if size < 4 || size > int64(len(data)-8) {
		return nil, errCut
	}
	return data[12 : 8+size], nil
}

func riffOf(body []byte) []byte {
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)+4))
	return append(append(head, "WEBP"...), body...)
}

// riffChunks yields chunks. A filling byte may be missing at the end.
func riffChunks(body []byte) iter.Seq2[chunk, error] {
	return func(yield func(chunk, error) bool) {
		for len(body) > 0 {
			if len(body) < 8 {
				yield(chunk{}, errCut)
				return
			}
			kind, size := string(body[:4]), int64(binary.LittleEndian.Uint32(body[4:]))
			if size > int64(len(body)-8) {
				yield(chunk{}, errCut)
				return
			}
			if !yield(chunk{kind: kind, content: body[8 : 8+size]}, nil) {
				return
			}
			body = body[min(int64(len(body)), 8+size+size&1):]
		}
	}
}

// appendBare writes a chunk without metadata, or nothing.
func appendBare(to []byte, c chunk) ([]byte, error) {
	switch {
	case !webpKept[c.kind]:
		return to, nil
	case c.kind == "VP8X" && len(c.content) >= 1:
		c.content = bytes.Clone(c.content)
		c.content[0] &^= webpEXIF | webpXMP
	case c.kind == "ANMF":
		head, parts, err := split(c.content, frameHead)
		if err != nil {
			return nil, err
		}
		c.content = bytes.Clone(head)
		for part, err := range riffChunks(parts) {
			if err != nil {
				return nil, err
			}
			if part.kind != "ANMF" && webpKept[part.kind] {
				c.content = appendRIFF(c.content, part.kind, part.content)
			}
		}
	}
	return appendRIFF(to, c.kind, c.content), nil
}

func appendRIFF(to []byte, kind string, content []byte) []byte {
	to = binary.LittleEndian.AppendUint32(append(to, kind...), uint32(len(content)))
	to = append(to, content...)
	if len(content)%2 == 1 {
		to = append(to, 0)
	}
	return to
}

// frameHead is the size of what stands in a film's frame before its picture.
const frameHead = 16

// decodeWebP decodes a picture, or the first frame of a film, which the decoder
// does not know.
func decodeWebP(_ context.Context, data []byte) (image.Image, error) {
	body, err := riffBody(data)
	if err != nil {
		return nil, err
	}
	var canvas chunk
	for c, err := range riffChunks(body) {
		switch {
		case err != nil:
			return nil, err
		case c.kind == "VP8X":
			canvas = c
		case c.kind == "ANMF":
			return firstFrame(canvas.content, c.content)
		}
	}
	return webp.Decode(bytes.NewReader(data))
}

// firstFrame decodes a film's frame and lays it on the canvas.
func firstFrame(canvas, frame []byte) (image.Image, error) {
	if len(canvas) < 10 || len(frame) < frameHead {
		return nil, errCut
	}
	size := image.Pt(uint24(canvas[4:])+1, uint24(canvas[7:])+1)
	at := image.Pt(2*uint24(frame), 2*uint24(frame[3:]))
	bounds := image.Rectangle{Min: at, Max: at.Add(image.Pt(uint24(frame[6:])+1, uint24(frame[9:])+1))}
	if int64(size.X)*int64(size.Y) > picture.MaxPixels || !bounds.In(image.Rectangle{Max: size}) {
		return nil, errContradiction
	}
	m, err := decodeFrame(frame[frameHead:], canvas, bounds.Size())
	if err != nil {
		return nil, err
	}
	return onCanvas(m, bounds, size), nil
}

// decodeFrame makes a picture of its own of a frame's chunks.
func decodeFrame(parts, canvas []byte, size image.Point) (image.Image, error) {
	head := make([]byte, 10)
	if bytes.HasPrefix(parts, []byte("ALPH")) {
		head[0] = webpAlpha
	}
	putUint24(head[4:], size.X-1)
	putUint24(head[7:], size.Y-1)
	m, err := webp.Decode(bytes.NewReader(riffOf(append(appendRIFF(nil, "VP8X", head), parts...))))
	if err == nil && m.Bounds().Size() != size {
		return nil, errContradiction
	}
	return m, err
}

// onCanvas lays a frame on a transparent ground, unless it fills that.
func onCanvas(m image.Image, bounds image.Rectangle, size image.Point) image.Image {
	if bounds.Size() == size && m.Bounds().Min == (image.Point{}) {
		return m
	}
	ground := image.NewNRGBA(image.Rectangle{Max: size})
	draw.Draw(ground, bounds, m, m.Bounds().Min, draw.Src)
	return ground
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func putUint24(b []byte, v int) { b[0], b[1], b[2] = byte(v), byte(v>>8), byte(v>>16) }
