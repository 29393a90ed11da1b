package emulator

import (
	"cmp"
	"fmt"
	"image"
	"math"
	"slices"
)

// grid is how many points of a picture are looked at in each direction.
const grid = 64

// A sample is a picture seen through a coarse grid.
type sample struct {
	names [grid][grid]string // of colours, by row and column
	light [grid][grid]float64
	mean  rgb
}

// measure takes a look at a decoded picture.
func measure(picture image.Image) look {
	s := sampled(picture)
	colours := s.common(0, grid, 0, grid)
	l := look{
		Width:  picture.Bounds().Dx(),
		Height: picture.Bounds().Dy(),
		Place:  s.place(),
		Mean:   s.mean.hex(),
		Light:  round(s.mean.light()),
		Busy:   s.unrest() > 0.06,
	}
	for i, c := range colours[:min(3, len(colours))] {
		if i == 0 || c.share >= 0.12 {
			l.Colours = append(l.Colours, c.name)
		}
	}
	return l
}

func round(f float64) float64 { return math.Round(f*1000) / 1000 }

func sampled(picture image.Image) *sample {
	var s sample
	b := picture.Bounds()
	for y := range grid {
		for x := range grid {
			at := picture.At(b.Min.X+(2*x+1)*b.Dx()/(2*grid), b.Min.Y+(2*y+1)*b.Dy()/(2*grid))
			c := onWhite(at)
			s.names[y][x], s.light[y][x] = c.name(), c.light()
			s.mean = s.mean.plus(c)
		}
	}
	s.mean = s.mean.times(1.0 / (grid * grid))
	return &s
}

// A share is how much of an area has a colour, from 0 to 1.
type share struct {
	name  string
	share float64
}

// common lists the colours of some rows and columns, the most common first.
func (s *sample) common(top, bottom, left, right int) []share {
	counts := map[string]int{}
	for y := top; y < bottom; y++ {
		for x := left; x < right; x++ {
			counts[s.names[y][x]]++
		}
	}
	all := make([]share, 0, len(counts))
	for name, n := range counts {
		all = append(all, share{name, float64(n) / float64((bottom-top)*(right-left))})
	}
	slices.SortFunc(all, func(a, b share) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.name, b.name))
	})
	return all
}

// place says how two colours lie if each of them has its side, or one lies in
// the middle of the other.
func (s *sample) place() string {
	const half, edge = grid / 2, grid / 8
	middle := s.common(edge*3, grid-edge*3, edge*3, grid-edge*3)[0]
	edges := []share{
		s.common(0, edge, 0, grid)[0], s.common(grid-edge, grid, 0, grid)[0],
		s.common(0, grid, 0, edge)[0], s.common(0, grid, grid-edge, grid)[0],
	}
	framed := !slices.ContainsFunc(edges, func(e share) bool { return e.name != edges[0].name || e.share < 0.7 })
	if framed && middle.share >= 0.6 && middle.name != edges[0].name {
		return fmt.Sprintf("%s on %s", middle.name, edges[0].name)
	}
	if p := sides(s.common(0, half, 0, grid)[0], "above", s.common(half, grid, 0, grid)[0]); p != "" {
		return p
	}
	return sides(s.common(0, grid, 0, half)[0], "left of", s.common(0, grid, half, grid)[0])
}

func sides(a share, lies string, b share) string {
	if a.name == b.name || a.share < 0.6 || b.share < 0.6 {
		return ""
	}
	return a.name + " " + lies + " " + b.name
}

// unrest is how much neighbouring points differ in light, from 0 to 1.
func (s *sample) unrest() float64 {
	var sum float64
	for y := range grid {
		for x := 1; x < grid; x++ {
			sum += math.Abs(s.light[y][x]-s.light[y][x-1]) + math.Abs(s.light[x][y]-s.light[x-1][y])
		}
	}
	return sum / (2 * grid * (grid - 1))
}
