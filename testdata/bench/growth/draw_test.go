//go:build unix

package main

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// some are figures of which one was not measured everywhere.
func some() []figures {
	return []figures{
		{Rows: 10_000, Runs: 5, Read: cost{Wall: time.Second}, Changed: cost{Wall: time.Second / 2}, Claim: time.Microsecond,
			Captions: 5, Caption: cost{Wall: 5 * time.Second, Peak: 64 << 20}, Export: cost{Wall: time.Second}, Rerun: cost{Wall: time.Second}},
		{Rows: 100_000, Runs: 5, Read: cost{Wall: 10 * time.Second}, Claim: time.Microsecond,
			Captions: 5, Caption: cost{Wall: 5 * time.Second}, Export: cost{Wall: 8 * time.Second}, Rerun: cost{Wall: time.Second}, Note: "at night."},
	}
}

// The plot is well-formed, and every curve has a point for each size at which it
// was measured.
func TestPlot(t *testing.T) {
	t.Parallel()
	all := some()
	text := plot(all)
	decoder, lines := xml.NewDecoder(strings.NewReader(text)), 0
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "polyline" {
			continue
		}
		want := len(all)
		if curves[lines].name == "read when changed" {
			want--
		}
		lines++
		if points := strings.Fields(start.Attr[0].Value); len(points) != want {
			t.Errorf("a curve has the points %v, want %d", points, want)
		}
	}
	if lines != len(curves) {
		t.Errorf("%d curves, want %d", lines, len(curves))
	}
	if y(100) >= y(1) || y(0) != bottom {
		t.Errorf("heights %v, %v, %v", y(100), y(1), y(0))
	}
	if got := curves[1].end(all); got != 50 {
		t.Errorf("%s ends at %v, want the last figure that was measured", curves[1].name, got)
	}
	at := places(all)
	slices.Sort(at)
	for i := range at[1:] {
		if at[i+1]-at[i] < lineHeight {
			t.Errorf("the names stand at %v: one upon the other", at)
		}
	}
}

// The tables have a row for each size, with as many cells as the heading, and
// empty ones for what was not measured.
func TestPage(t *testing.T) {
	t.Parallel()
	text, cells, rows := page(some()), 0, 0
	for line := range strings.Lines(text) {
		switch {
		case !strings.HasPrefix(line, "|"):
			cells = 0
		case cells == 0:
			cells = strings.Count(line, "|")
		case strings.Count(line, "|") != cells:
			t.Errorf("%q has not %d cells", line, cells-1)
		case strings.HasPrefix(line, "| 1"):
			rows++
		}
	}
	if rows != 2*len(some()) {
		t.Errorf("there are %d rows:\n%s", rows, text)
	}
	for _, want := range []string{"| 50.0 | 0.50 |", "| 100.0 |  |  |  |  |  |  |", "| 1.0 | 250.0 |  | 64 |", "\n100,000 rows: at night.\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
}

// Figures are kept for another invocation, and measured anew take the place of
// the old ones.
func TestKeep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if before, err := load(dir); err != nil || before != nil {
		t.Fatalf("%v, %v, where nothing was kept", before, err)
	}
	if err := save(dir, some()); err != nil {
		t.Fatal(err)
	}
	all, err := load(dir)
	if err != nil || !slices.Equal(all, some()) {
		t.Fatalf("%v, %v", all, err)
	}
	for _, rows := range []int{1_000_000, 100_000, 1_000} {
		all = join(all, figures{Rows: rows, Runs: 1})
	}
	var got []int
	for _, f := range all {
		got = append(got, f.Rows*f.Runs)
	}
	if want := []int{1_000, 50_000, 100_000, 1_000_000}; !slices.Equal(got, want) {
		t.Errorf("rows and runs %v, want %v", got, want)
	}
}
