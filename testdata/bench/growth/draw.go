//go:build unix

package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// line is the figures as a row of the table.
func (f *figures) line() string {
	return fmt.Sprintf("| %s | %d | %.1f | %.1f | %s | %d | %.1f | %.1f | %s | %d | %.2f |",
		thousands(f.rows), f.runs, f.perRow(f.read.wall), f.perRow(f.read.cpu), times(f.readBy), f.read.peak>>20,
		float64(f.claim)/float64(time.Microsecond), f.perRow(f.export.wall), times(f.exportBy), f.export.peak>>20, f.rerun.wall.Seconds())
}

// times is a ratio, if it was measured.
func times(ratio float64) string {
	if ratio == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", ratio)
}

// perRow is a time in microseconds for each row.
func (f *figures) perRow(d time.Duration) float64 {
	return float64(d) / float64(time.Microsecond) / float64(f.rows)
}

// page is the table with the words that it needs.
func page(all []figures) string {
	var b strings.Builder
	b.WriteString(`# How captionmill grows with its manifest

Made by ` + "`go run ./testdata/bench/growth`" + `, which says what is measured. The
machine has two cores; medians; times are microseconds for each row, unless
another unit is named. "× sqlite3" is how many times as long as the sqlite3
shell takes, measured in turn: ` + "`.import`" + ` of the same file into a table with one
unique index, and ` + "`-csv`" + ` of the same columns from one plain table.

| rows | runs | read | of it processor | read × sqlite3 | peak, MB | claim | export | export × sqlite3 | peak, MB | run with nothing to do, s |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
`)
	for i := range all {
		b.WriteString(all[i].line() + "\n")
	}
	b.WriteString("\n![the same as a plot](growth.svg)\n")
	return b.String()
}

// The plot has both axes in powers of ten, so that a flat line is what costs
// the same for every row, however many there are.
const (
	width, height = 720, 400
	left, right   = 70, 560
	top, bottom   = 30, 350
	lowest        = -2 // 10 to the power of it, in microseconds for each row
	highest       = 2
	lineHeight    = 16
)

// A curve is one figure over the numbers of rows.
type curve struct {
	name, colour string
	of           func(*figures) float64
}

var curves = []curve{
	{"read", "#0b6e99", func(f *figures) float64 { return f.perRow(f.read.wall) }},
	{"claim", "#b35900", func(f *figures) float64 { return float64(f.claim) / float64(time.Microsecond) }},
	{"export", "#3d7a2a", func(f *figures) float64 { return f.perRow(f.export.wall) }},
	{"run with nothing to do", "#7b3fa0", func(f *figures) float64 { return f.perRow(f.rerun.wall) }},
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
			at, top, bottom, at, bottom+20, thousands(all[i].rows))
	}
	fmt.Fprintf(b, `<text x="%d" y="%d">µs for each row</text><text x="%d" y="%d" text-anchor="end">rows</text>`+"\n", 10, top-12, right, bottom+40)
}

// draw draws a curve, and its name at the given height.
func (c *curve) draw(b *strings.Builder, all []figures, name float64) {
	var points []string
	for i := range all {
		points = append(points, fmt.Sprintf("%.1f,%.1f", x(i, len(all)), y(c.of(&all[i]))))
	}
	fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", strings.Join(points, " "), c.colour)
	fmt.Fprintf(b, `<text x="%d" y="%.1f" fill="%s">%s</text>`+"\n", right+8, name, c.colour, c.name)
}

// places are the heights of the curves' names: where the curves end, but never
// one upon the other.
func places(all []figures) []float64 {
	at, order := make([]float64, len(curves)), make([]int, len(curves))
	for i, c := range curves {
		at[i], order[i] = y(c.of(&all[len(all)-1]))+4, i
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

// thousands groups digits by three.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
