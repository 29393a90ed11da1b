package manifest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// A million rows each; the speed is in the last figure's inverse.
const benchRows = 1_000_000

func BenchmarkCSV(b *testing.B) {
	benchmark(b, "id,image,title,alt,price\n", "%d,https://cdn.example.com/products/%[1]d/front.jpg?w=800,Blue chair,,19.90\n", CSV)
}

func BenchmarkQuotedCSV(b *testing.B) {
	benchmark(b, "id,image,title,alt\n", "%d,https://cdn.example.com/products/%[1]d/front.jpg,\"Chair, \"\"blue\"\"\",\"A chair\nin a room\"\n", CSV)
}

func BenchmarkJSONL(b *testing.B) {
	benchmark(b, "", `{"id":%d,"image":"https://cdn.example.com/products/%[1]d/front.jpg","title":"Blue chair","alt":null}`+"\n", JSONL)
}

func BenchmarkList(b *testing.B) {
	benchmark(b, "", "https://cdn.example.com/products/%d/front.jpg?w=800\n", List)
}

func benchmark(b *testing.B, header, row string, want Format) {
	var text strings.Builder
	text.WriteString(header)
	for i := range 1000 {
		fmt.Fprintf(&text, row, 1_000_000+i)
	}
	body := strings.TrimPrefix(text.String(), header)
	all := []byte(header + strings.Repeat(body, benchRows/1000))
	b.SetBytes(int64(len(all)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := Open(bytes.NewReader(all), Options{})
		if err != nil || r.Format() != want {
			b.Fatal(r, err)
		}
		n := 0
		for row, err := range r.Rows() {
			if err != nil || row.Problem != nil || len(row.Images) != 1 {
				b.Fatal(err, row)
			}
			n++
		}
		if n != benchRows {
			b.Fatal(n)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/benchRows, "ns/row")
}

func BenchmarkFiles(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		r, err := Files(func(yield func(string, error) bool) {
			for range benchRows {
				if !yield("2026/11/IMG_0001.jpg", nil) {
					return
				}
			}
		}, Options{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for range r.Rows() {
			n++
		}
		if n != benchRows {
			b.Fatal(n)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/benchRows, "ns/row")
}
