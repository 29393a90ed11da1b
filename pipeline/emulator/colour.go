package emulator

import (
	"fmt"
	"image/color"
	"math"
)

// An rgb is a colour, each part from 0 to 1.
type rgb struct{ r, g, b float64 }

// onWhite is a colour as seen on paper: what is transparent shows white.
func onWhite(c color.Color) rgb {
	r, g, b, a := c.RGBA() // premultiplied
	paper := 0xffff - a
	return rgb{float64(r+paper) / 0xffff, float64(g+paper) / 0xffff, float64(b+paper) / 0xffff}
}

func (c rgb) plus(d rgb) rgb           { return rgb{c.r + d.r, c.g + d.g, c.b + d.b} }
func (c rgb) times(f float64) rgb      { return rgb{c.r * f, c.g * f, c.b * f} }
func (c rgb) light() float64           { return 0.299*c.r + 0.587*c.g + 0.114*c.b }
func (c rgb) hex() string              { return fmt.Sprintf("#%02x%02x%02x", byteOf(c.r), byteOf(c.g), byteOf(c.b)) }
func byteOf(part float64) uint8        { return uint8(math.Round(255 * min(max(part, 0), 1))) }
func (c rgb) span() (low, top float64) { return min(c.r, c.g, c.b), max(c.r, c.g, c.b) }

// hue is the angle of the colour in degrees: 0 red, 120 green, 240 blue.
func (c rgb) hue() float64 {
	low, top := c.span()
	d := top - low
	switch {
	case d == 0:
		return 0
	case top == c.r:
		return math.Mod((c.g-c.b)/d*60+360, 360)
	case top == c.g:
		return (c.b-c.r)/d*60 + 120
	}
	return (c.r-c.g)/d*60 + 240
}

// name is the plain name of the colour, with "dark" or "pale" where that helps.
func (c rgb) name() string {
	low, value := c.span()
	if value < 0.15 {
		return "black"
	}
	saturation := (value - low) / value
	if saturation < 0.12 {
		return grey(value)
	}
	hue := c.hue()
	if earth := earthy(hue, saturation, value); earth != "" {
		return earth
	}
	switch name := plain(hue); {
	case value < 0.45:
		return "dark " + name
	case saturation < 0.35 && value > 0.75:
		return "pale " + name
	default:
		return name
	}
}

func grey(value float64) string {
	switch {
	case value > 0.92:
		return "white"
	case value > 0.7:
		return "light grey"
	case value < 0.38:
		return "dark grey"
	}
	return "grey"
}

// earthy names the warm colours that have names of their own when they are
// dim or faint.
func earthy(hue, saturation, value float64) string {
	switch {
	case hue >= 12 && hue < 48 && value < 0.65 && saturation >= 0.3:
		return "brown"
	case hue >= 20 && hue < 62 && saturation < 0.5 && value >= 0.65:
		return "beige"
	case hue >= 48 && hue < 75 && value < 0.6:
		return "olive"
	case (hue >= 330 || hue < 12) && saturation < 0.6 && value > 0.7:
		return "pink"
	}
	return ""
}

func plain(hue float64) string {
	switch {
	case hue < 15 || hue >= 345:
		return "red"
	case hue < 45:
		return "orange"
	case hue < 70:
		return "yellow"
	case hue < 160:
		return "green"
	case hue < 195:
		return "teal"
	case hue < 255:
		return "blue"
	case hue < 290:
		return "purple"
	}
	return "pink"
}
