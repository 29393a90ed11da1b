package retouch

import (
	"bytes"
	"context"
	"image"
	"image/gif"
)

// Blocks of GIF (GIF89a, appendix B).
const (
	gifExtension   = 0x21
	gifImage       = 0x2C
	gifTrailer     = 0x3B
	gifControl     = 0xF9
	gifApplication = 0xFF
	gifPlainText   = 0x01
)

// surveyGIF keeps pictures, how long and how they are shown, and how often.
func surveyGIF(data []byte) (survey, error) {
	head, rest, err := gifHead(data, 6+7, 10)
	bare, control := bytes.Clone(head), []byte(nil)
	for err == nil {
		var b gifBlock
		if b, rest, err = nextBlock(rest); err != nil {
			break
		}
		switch {
		case b.kind == gifTrailer:
			return survey{orientation: 1, bare: append(bare, gifTrailer)}, nil
		case b.kind == gifImage:
			bare, control = append(append(bare, control...), b.whole...), nil
		case b.kind == gifExtension && b.label == gifControl:
			control = b.whole // counts for the next picture or text
		case b.kind == gifExtension && b.label == gifPlainText:
			control = nil
		case b.loops():
			bare = append(bare, b.whole...)
		}
	}
	return survey{}, err
}

// A gifBlock is a part of a GIF.
type gifBlock struct {
	kind, label byte
	whole       []byte
}

// loops reports whether the block says how often a film is shown.
func (b gifBlock) loops() bool {
	const at, most = 2, 32 // after kind and label; usual ones have 19 bytes
	return len(b.whole) <= most && b.kind == gifExtension && b.label == gifApplication &&
		(bytes.HasPrefix(b.whole[at:], []byte("\x0BNETSCAPE2.0")) || bytes.HasPrefix(b.whole[at:], []byte("\x0BANIMEXTS1.0")))
}

// nextBlock reads a block. What some programs leave between blocks is a block
// of a kind that nobody keeps.
func nextBlock(data []byte) (b gifBlock, rest []byte, err error) {
	if len(data) == 0 {
		return gifBlock{}, nil, errCut
	}
	b.kind = data[0]
	switch b.kind {
	case gifExtension:
		if len(data) < 2 {
			return gifBlock{}, nil, errCut
		}
		b.label, rest = data[1], data[2:]
	case gifImage:
		if _, rest, err = gifHead(data, 10, 9); err == nil {
			_, rest, err = split(rest, 1) // the size of codes
		}
	default:
		return b, data[1:], nil
	}
	if err == nil {
		rest, err = afterSubBlocks(rest)
	}
	if err != nil {
		return gifBlock{}, nil, err
	}
	b.whole = data[:len(data)-len(rest)]
	return b, rest, nil
}

// gifHead takes a descriptor and the table of colours that its flags announce.
func gifHead(data []byte, size, flags int) (head, rest []byte, err error) {
	if len(data) < size {
		return nil, nil, errCut
	}
	if f := data[flags]; f&0x80 != 0 {
		size += 3 << (f&7 + 1)
	}
	return split(data, size)
}

// afterSubBlocks skips counted blocks up to the empty one.
func afterSubBlocks(data []byte) (rest []byte, err error) {
	for len(data) > 0 {
		if data[0] == 0 {
			return data[1:], nil
		}
		if _, data, err = split(data, 1+int(data[0])); err != nil {
			return nil, err
		}
	}
	return nil, errCut
}

// decodeGIF decodes the first picture and lays it on the screen.
func decodeGIF(_ context.Context, data []byte) (image.Image, error) {
	screen, err := gif.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	m, err := gif.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return onCanvas(m, m.Bounds(), image.Pt(screen.Width, screen.Height)), nil
}
