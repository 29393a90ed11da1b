package emulator

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"
)

// maxPixels bounds what is decoded, by what the picture's header says.
const maxPixels = 64 << 20

// A look is what can be measured in a picture. Of a moving one it is the first
// frame; orientation tags are not minded.
type look struct {
	Width   int      `json:"width"` // pixels
	Height  int      `json:"height"`
	Colours []string `json:"colours"` // one to three plain names, the most common first
	// Place says how the two colours of a simple picture lie, such as
	// "blue above green"; "" in others.
	Place string  `json:"place,omitempty"`
	Mean  string  `json:"mean"`  // the average colour, such as "#3a7bd5"
	Light float64 `json:"light"` // 0 black to 1 white
	Busy  bool    `json:"busy,omitempty"`
}

// kindOf is the format of a picture as its file name would end, or "bin".
func kindOf(data []byte) string {
	_, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return "bin"
	}
	return kind
}

// lookAt decodes a picture and measures it.
func lookAt(data []byte) (l look, err error) {
	// Decoders meet whatever strangers send; one that trips over it must not
	// leave a prediction without an end.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("decode picture: %v", r)
		}
	}()
	head, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return look{}, fmt.Errorf("decode picture: %w", err)
	}
	if head.Width <= 0 || head.Height <= 0 || head.Width > maxPixels/head.Height {
		return look{}, fmt.Errorf("picture is %d by %d pixels: more than %d in all, or none", head.Width, head.Height, maxPixels)
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return look{}, fmt.Errorf("decode picture: %w", err)
	}
	if picture.Bounds().Empty() {
		return look{}, fmt.Errorf("picture has no pixels")
	}
	return measure(picture), nil
}

// orientation is the picture's shape in a word.
func (l look) orientation() string {
	switch w, h := l.Width, l.Height; {
	case w >= 2*h:
		return "panorama"
	case 20*w > 21*h:
		return "landscape"
	case 21*w >= 20*h:
		return "square"
	}
	return "portrait"
}

func (l look) tone() string {
	switch {
	case l.Light > 0.62:
		return "bright"
	case l.Light < 0.3:
		return "dark"
	}
	return "mid-toned"
}
