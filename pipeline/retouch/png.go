package retouch

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
	"iter"

	"github.com/captionmill/captionmill/pipeline/picture"
)

const pngStart = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that are needed to see the picture: the critical ones,
// colours, transparency, the shape of pixels, and films. All others are
// metadata, or nobody knows what they are (PNG, third edition, 11; APNG).
var pngKept = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true,
	"tRNS": true, "iCCP": true, "sRGB": true, "gAMA": true, "cHRM": true, "cICP": true, "sBIT": true,
	"pHYs": true, "bKGD": true,
	"acTL": true, "fcTL": true, "fdAT": true,
}

// A chunk is a part of a PNG or of a WebP.
type chunk struct {
	kind    string
	content []byte
	whole   []byte // with its head, and a PNG's checksum
}

func surveyPNG(data []byte) (survey, error) {
	s := survey{orientation: 1, bare: []byte(pngStart)}
	for c, err := range pngChunks(data) {
		if err != nil {
			return survey{}, err
		}
		switch c.kind {
		case "eXIf":
			s.orientation = orientation(c.content)
		case "iCCP":
			s.profile = inflateProfile(c.content)
		}
		if pngKept[c.kind] {
			s.bare = append(s.bare, c.whole...)
		} else if c.kind[0]&0x20 == 0 {
			return survey{}, &picture.Problem{Reason: picture.UnsupportedType,
				Detail: "found a PNG picture of a rare variety; save it again as an ordinary JPEG or PNG"}
		}
	}
	s.bare = appendChunk(s.bare, "IEND", nil)
	return s, nil
}

// pngChunks yields the chunks before IEND.
func pngChunks(data []byte) iter.Seq2[chunk, error] {
	return func(yield func(chunk, error) bool) {
		for rest := data[min(len(data), len(pngStart)):]; ; {
			c, after, err := nextPNGChunk(rest)
			if err == nil && c.kind == "IEND" || !yield(c, err) || err != nil {
				return
			}
			rest = after
		}
	}
}

// nextPNGChunk reads a chunk. The last one's checksum may be missing, as
// picture.Inspect lets it.
func nextPNGChunk(data []byte) (c chunk, rest []byte, err error) {
	if len(data) < 8 {
		return chunk{}, nil, errCut
	}
	if c.kind = string(data[4:8]); c.kind == "IEND" {
		return c, nil, nil
	}
	size := int64(binary.BigEndian.Uint32(data))
	if size+12 > int64(len(data)) {
		return chunk{}, nil, errCut
	}
	c.content, c.whole = data[8:8+size], data[:size+12]
	return c, data[size+12:], nil
}

func appendChunk(to []byte, kind string, content []byte) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(content)))
	from := len(to)
	to = append(append(to, kind...), content...)
	return binary.BigEndian.AppendUint32(to, crc32.ChecksumIEEE(to[from:]))
}

// inflateProfile unpacks an iCCP chunk: a name, a zero, the method, zlib data.
// It returns nil for what is broken or too large.
func inflateProfile(content []byte) []byte {
	_, packed, found := bytes.Cut(content, []byte{0})
	if !found || len(packed) < 1 || packed[0] != 0 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(packed[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(z, maxProfile+1))
	if err != nil || len(profile) > maxProfile {
		return nil
	}
	return profile
}

// dressedPNG puts a profile into a PNG that has none, after its header.
func dressedPNG(bare, profile []byte) []byte {
	if profile == nil {
		return bare
	}
	content := bytes.NewBufferString("ICC\x00\x00")
	z := zlib.NewWriter(content)
	z.Write(profile) // to memory: it cannot fail
	z.Close()
	const header = len(pngStart) + 12 + 13
	out := appendChunk(bytes.Clone(bare[:header]), "iCCP", content.Bytes())
	return append(out, bare[header:]...)
}
