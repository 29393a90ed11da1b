package picture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strings"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// kind is a sort of content that can be known by its first bytes.
type kind struct {
	called string                 // with its article: "a PNG picture"
	begins func(head []byte) bool // whether a file with this head is of the kind

	// For pictures that pass:
	mime   string
	config func(io.Reader) (image.Config, error)
	toEnd  func(*bufio.Reader) error // nil if the end cannot be told

	// For those that do not: what to do. Neither config nor advice: no picture.
	advice string
}

// kindOf finds the kind of a file by its first bytes; a stranger gets a kind
// that only has a description.
func kindOf(head []byte) kind {
	for _, k := range kinds {
		if k.begins(head) {
			return k
		}
	}
	return kind{called: describe(head)}
}

const (
	saveAgain = "save it as JPEG or PNG"
	takeStill = "take a still from it, as JPEG or PNG"
)

// kinds are in the order in which they are tried.
var kinds = []kind{
	{called: "a JPEG picture", begins: magic("\xFF\xD8\xFF"), mime: "image/jpeg", config: jpeg.DecodeConfig, toEnd: jpegToEnd},
	{called: "a PNG picture", begins: magic("\x89PNG\r\n\x1a\n"), mime: "image/png", config: png.DecodeConfig, toEnd: pngToEnd},
	{called: "a GIF picture", begins: magic("GIF87a", "GIF89a"), mime: "image/gif", config: gif.DecodeConfig, toEnd: gifToEnd},
	{called: "a WebP picture", begins: riff("WEBP"), mime: "image/webp", config: webp.DecodeConfig, toEnd: webpToEnd},
	{called: "a Canon raw photo", begins: canonRaw, advice: saveAgain},
	{called: "a TIFF picture", begins: magic("II*\x00", "MM\x00*"), mime: "image/tiff", config: tiff.DecodeConfig},
	{called: "a BMP picture", begins: isBMP, mime: "image/bmp", config: bmp.DecodeConfig, toEnd: bmpToEnd},

	{called: "an AVIF picture", begins: brand("avif", "avis"), mime: typeAVIF, config: avifConfig, toEnd: avifToEnd},
	{called: "a HEIC picture", begins: brand("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"), advice: saveAgain},
	{called: "a Canon raw photo", begins: brand("crx "), advice: saveAgain},
	{called: "an MP4 or QuickTime film", begins: isMovie, advice: takeStill},
	{called: "a WebM or Matroska film", begins: magic("\x1A\x45\xDF\xA3"), advice: takeStill},
	{called: "an AVI film", begins: riff("AVI "), advice: takeStill},
	{called: "a JPEG XL picture", begins: magic("\xFF\x0A", "\x00\x00\x00\x0CJXL \r\n\x87\n"), advice: saveAgain},
	{called: "a JPEG 2000 picture", begins: magic("\x00\x00\x00\x0CjP  \r\n\x87\n", "\xFF\x4F\xFF\x51"), advice: saveAgain},
	{called: "a BigTIFF picture", begins: magic("II+\x00", "MM\x00+"), advice: saveAgain},
	{called: "a Photoshop document", begins: magic("8BPS"), advice: "export it as JPEG or PNG"},
	{called: "a GIMP document", begins: magic("gimp xcf"), advice: "export it as JPEG or PNG"},
	{called: "an icon", begins: isIcon, advice: saveAgain},
	{called: "a PDF document", begins: magic("%PDF-"), advice: "export the page as JPEG or PNG"},
	{called: "a PostScript document", begins: magic("%!PS"), advice: "export it as PNG"},
	{called: "an SVG drawing", begins: isSVG, advice: "export it as PNG"},
}

// magic matches files that begin with one of the texts.
func magic(texts ...string) func([]byte) bool {
	return func(head []byte) bool {
		for _, t := range texts {
			if strings.HasPrefix(string(head[:min(len(head), len(t))]), t) {
				return true
			}
		}
		return false
	}
}

// riff matches RIFF files of a form.
func riff(form string) func([]byte) bool {
	return func(head []byte) bool {
		return len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == form
	}
}

// isBMP asks for more than the letters BM, which begin many a text: one of the
// sizes that the second header is known to have.
func isBMP(head []byte) bool {
	if len(head) < 18 || string(head[:2]) != "BM" {
		return false
	}
	switch binary.LittleEndian.Uint32(head[14:]) {
	case 12, 16, 40, 52, 56, 64, 108, 124:
		return true
	}
	return false
}

// isIcon matches Windows icons and cursors: a zero, a type, and a count that is
// not absurd.
func isIcon(head []byte) bool {
	return magic("\x00\x00\x01\x00", "\x00\x00\x02\x00")(head) &&
		len(head) >= 6 && head[4] != 0 && head[5] == 0
}

// canonRaw matches CR2, which is a TIFF with a mark.
func canonRaw(head []byte) bool {
	return magic("II*\x00")(head) && len(head) >= 10 && string(head[8:10]) == "CR"
}

// brand matches files of the ISO base media format (ISO/IEC 14496-12, 4.3)
// that have one of the brands, as their major or a compatible one.
func brand(wanted ...string) func([]byte) bool {
	return func(head []byte) bool {
		if !isMovie(head) {
			return false
		}
		size := min(int64(binary.BigEndian.Uint32(head)), int64(len(head)))
		for at := 8; int64(at+4) <= size; at += 4 {
			for _, w := range wanted {
				if at != 12 && string(head[at:at+4]) == w { // at 12 is a version
					return true
				}
			}
		}
		return false
	}
}

func isMovie(head []byte) bool {
	return len(head) >= 12 && bytes.Equal(head[4:8], []byte("ftyp"))
}
