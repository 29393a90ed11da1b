package retouch

import (
	"bytes"
	"encoding/binary"
	"iter"
)

// Markers of JPEG (ITU T.81, table B.1).
const (
	jpegStart   = 0xD8
	jpegEnd     = 0xD9
	jpegScan    = 0xDA
	jpegApp0    = 0xE0 // the first of sixteen for applications
	jpegExif    = 0xE1 // EXIF and XMP
	jpegProfile = 0xE2 // colour profiles, and lists of further pictures
	jpegAdobe   = 0xEE // how colours are stored
	jpegApp15   = 0xEF
	jpegComment = 0xFE
)

// How the content of application segments begins.
const (
	jfifMark    = "JFIF\x00"
	adobeMark   = "Adobe"
	exifMark    = "Exif\x00\x00"
	profileMark = "ICC_PROFILE\x00"
	moreMark    = "MPF\x00" // other pictures in the file, by their places
)

// A segment is a part of a JPEG.
type segment struct {
	marker  byte
	content []byte // without its length
	pixels  []byte // what follows a scan's header, compressed
}

// surveyJPEG keeps what is needed to see the picture: its tables and scans,
// JFIF, the colour profile and Adobe's note about colours.
func surveyJPEG(data []byte) (survey, error) {
	s := survey{orientation: 1, bare: []byte{0xFF, jpegStart}}
	var profile [256][]byte
	for seg, err := range segmentsOf(data) {
		if err != nil {
			return survey{}, err
		}
		if part := seg.content; seg.begins(jpegProfile, profileMark) && len(part) >= len(profileMark)+2 {
			profile[part[len(profileMark)]] = part[len(profileMark)+2:]
		}
		if seg.essential() {
			s.bare = seg.append(s.bare)
		} else {
			s.note(seg)
		}
	}
	s.bare = append(s.bare, 0xFF, jpegEnd)
	s.profile = bytes.Join(profile[:], nil)
	return s, nil
}

// segmentsOf yields the segments between start and end.
func segmentsOf(data []byte) iter.Seq2[segment, error] {
	return func(yield func(segment, error) bool) {
		for scanned := false; ; {
			seg, rest, err := nextSegment(data)
			if err == nil && seg.marker == jpegEnd && scanned {
				return
			}
			scanned = scanned || seg.marker == jpegScan
			if !yield(seg, err) || err != nil {
				return
			}
			data = rest
		}
	}
}

// nextSegment reads a segment, whatever lies before it.
func nextSegment(data []byte) (seg segment, rest []byte, err error) {
	start := bytes.IndexByte(data, 0xFF)
	if start < 0 {
		return segment{}, nil, errCut
	}
	for rest = data[start:]; len(rest) > 0 && rest[0] == 0xFF; {
		rest = rest[1:] // as many as a program likes
	}
	if len(rest) == 0 {
		return segment{}, nil, errCut
	}
	seg.marker, rest = rest[0], rest[1:]
	if seg.marker <= 0x01 || 0xD0 <= seg.marker && seg.marker <= jpegEnd {
		return seg, rest, nil // has no content
	}
	if len(rest) < 2 {
		return segment{}, nil, errCut
	}
	size := max(2, int(binary.BigEndian.Uint16(rest)))
	if seg.content, rest, err = split(rest, size); err != nil {
		return segment{}, nil, err
	}
	seg.content = seg.content[2:]
	if seg.marker == jpegScan {
		seg.pixels, rest, err = split(rest, scanLength(rest))
	}
	return seg, rest, err
}

// scanLength finds the next marker that is neither an escaped byte nor a
// restart; -1 if there is none.
func scanLength(data []byte) int {
	for at := 0; ; {
		next := bytes.IndexByte(data[at:], 0xFF)
		if at += next; next < 0 || at+1 >= len(data) {
			return -1
		}
		switch c := data[at+1]; {
		case c == 0 || 0xD0 <= c && c <= 0xD7:
			at += 2
		case c == 0xFF:
			at++
		default:
			return at
		}
	}
}

func (seg segment) begins(marker byte, mark string) bool {
	return seg.marker == marker && bytes.HasPrefix(seg.content, []byte(mark))
}

// essential reports whether the picture looks wrong without the segment.
func (seg segment) essential() bool {
	switch m := seg.marker; {
	case 0xC0 <= m && m <= 0xCF, jpegScan <= m && m <= 0xDF:
		return true
	}
	return seg.begins(jpegApp0, jfifMark) || seg.begins(jpegProfile, profileMark) || seg.begins(jpegAdobe, adobeMark)
}

// append writes an essential segment, JFIF without its small picture.
func (seg segment) append(to []byte) []byte {
	const jfif, adobe = 14, 12 // bytes that they have at least
	switch {
	case seg.marker == jpegApp0 && len(seg.content) > jfif:
		seg.content = append(bytes.Clone(seg.content[:jfif-2]), 0, 0)
	case seg.marker == jpegAdobe && len(seg.content) > adobe:
		seg.content = seg.content[:adobe]
	}
	return append(appendSegment(to, seg.marker, seg.content), seg.pixels...)
}

func appendSegment(to []byte, marker byte, content ...[]byte) []byte {
	all := bytes.Join(content, nil)
	to = append(to, 0xFF, marker)
	to = binary.BigEndian.AppendUint16(to, uint16(len(all)+2))
	return append(to, all...)
}

// note takes a segment of metadata down, as it must be in an upright picture.
func (s *survey) note(seg segment) {
	forApps := jpegApp0 <= seg.marker && seg.marker <= jpegApp15
	if !forApps && seg.marker != jpegComment || seg.begins(jpegProfile, moreMark) {
		return
	}
	if seg.begins(jpegExif, exifMark) {
		exif := bytes.Clone(seg.content)
		if was := makeUpright(exif[len(exifMark):]); was != 1 {
			s.orientation = was
		}
		seg.content = exif
	}
	s.notes = appendSegment(s.notes, seg.marker, seg.content)
}

// dressedJPEG puts metadata and a profile into a JPEG that has none.
func dressedJPEG(bare, notes, profile []byte) []byte {
	const most = 0xFFFF - 2 - len(profileMark) - 2
	out := append(bytes.Clone(bare[:2]), notes...)
	parts := (len(profile) + most - 1) / most
	for i := range parts {
		part := profile[i*most : min(len(profile), (i+1)*most)]
		out = appendSegment(out, jpegProfile, []byte(profileMark), []byte{byte(i + 1), byte(parts)}, part)
	}
	return append(out, bare[2:]...)
}
