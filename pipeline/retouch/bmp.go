package retouch

import (
	"encoding/binary"

	"github.com/captionmill/captionmill/pipeline/picture"
)

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
