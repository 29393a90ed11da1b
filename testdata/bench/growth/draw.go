//go:build unix

package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// The plot has both axes in powers of ten, so that a flat line is what costs
// the same for every row, however many there are.
const (
	width, height = 720, 400
	left, right   = 70, 560
	top, bottom   = 30, 350
	lowest        = -2 // 10 to the power of it, in microseconds for each row
	highest       = 3
	lineHeight    = 16
)

// A curve is one figure over the numbers of rows.
type curve struct {
	name, colour string
	of           func(*figures) float64
}

var curves = []curve{
	{"read", "#0b6e99", func(f *figures) float64 { return f.perRow(f.Read.Wall) }},
	{"read when changed", "#5b6770", func(f *figures) float64 { return f.perRow(f.Changed.Wall) }},
	{"claim", "#b35900", func(f *figures) float64 { return micros(f.Claim) }},
	{"caption (each image)", "#b3261e", func(f *figures) float64 { return f.perImage(f.Caption.Wall) }},
	{"export", "#3d7a2a", func(f *figures) float64 { return f.perRow(f.Export.Wall) }},
	{"run with nothing to do", "#7b3fa0", func(f *figures) float64 { return f.perRow(f.Rerun.Wall) }},
}

func plot(all []figures) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" role="img">`+"\n", width, height)
	b.WriteString("<title>Microseconds for each row, by the number of rows</title>\n")
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", width, height)
	grid(&b, all)
	names := places(all)
	for i, c := range curves {
		c.draw(&b, all, names[i])
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// grid draws the axes with their numbers.
func grid(b *strings.Builder, all []figures) {
	for power := lowest; power <= highest; power++ {
		at := y(math.Pow10(power))
		fmt.Fprintf(b, `<path d="M%d %.1fH%d" stroke="#dddddd"/><text x="%d" y="%.1f" text-anchor="end">%g</text>`+"\n",
			left, at, right, left-8, at+4, math.Pow10(power))
	}
	for i := range all {
		at := x(i, len(all))
		fmt.Fprintf(b, `<path d="M%.1f %dV%d" stroke="#dddddd"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n",
			at, top, bottom, at, bottom+20, thousands(all[i].Rows))
	}
	fmt.Fprintf(b, `<text x="%d" y="%d">µs for each row, or image</text><text x="%d" y="%d" text-anchor="end">rows</text>`+"\n", 10, top-12, right, bottom+40)
}

// draw draws a curve, and its name at the given height. What was not measured is
// left out.
func (c *curve) draw(b *strings.Builder, all []figures, name float64) {
	var points []string
	for i := range all {
		if of := c.of(&all[i]); of > 0 {
			points = append(points, fmt.Sprintf("%.1f,%.1f", x(i, len(all)), y(of)))
		}
	}
	fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", strings.Join(points, " "), c.colour)
	fmt.Fprintf(b, `<text x="%d" y="%.1f" fill="%s">%s</text>`+"\n", right+8, name, c.colour, c.name)
}

// end is the last figure of a curve that was measured.
func (c *curve) end(all []figures) (of float64) {
	for i := range all {
		if more := c.of(&all[i]); more > 0 {
			of = more
		}
	}
	return of
}

// places are the heights of the curves' names: where the curves end, but never
// one upon the other.
func places(all []figures) []float64 {
	at, order := make([]float64, len(curves)), make([]int, len(curves))
	for i, c := range curves {
		at[i], order[i] = y(c.end(all))+4, i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(at[a], at[b]) })
	for n := 1; n < len(order); n++ {
		at[order[n]] = max(at[order[n]], at[order[n-1]]+lineHeight)
	}
	return at
}

// x is the place of one of so many sizes.
func x(i, of int) float64 {
	return left + float64(right-left)*float64(i)/float64(max(of-1, 1))
}

// y is the height of a figure; what is too small or too large stands at the
// edge.
func y(micros float64) float64 {
	power := min(max(math.Log10(max(micros, math.SmallestNonzeroFloat64)), lowest), highest)
	return bottom - (bottom-top)*(power-lowest)/(highest-lowest)
}
