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

// The plot is well-formed, and every curve has a point for each size.
func TestPlot(t *testing.T) {
	t.Parallel()
	all := []figures{
		{rows: 10_000, runs: 5, read: cost{wall: time.Second}, claim: time.Microsecond},
		{rows: 100_000, runs: 5, read: cost{wall: 10 * time.Second}, claim: time.Microsecond, rerun: cost{wall: time.Second}},
	}
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
		lines++
		if points := strings.Fields(start.Attr[0].Value); len(points) != len(all) {
			t.Errorf("a curve has the points %v", points)
		}
	}
	if lines != len(curves) {
		t.Errorf("%d curves, want %d", lines, len(curves))
	}
	if y(100) >= y(1) || y(0) != bottom {
		t.Errorf("heights %v, %v, %v", y(100), y(1), y(0))
	}
	at := places(all)
	slices.Sort(at)
	for i := range at[1:] {
		if at[i+1]-at[i] < lineHeight {
			t.Errorf("the names stand at %v: one upon the other", at)
		}
	}
	if table := page(all); strings.Count(table, "\n| 1") != len(all) {
		t.Errorf("the table is\n%s", table)
	}
}
