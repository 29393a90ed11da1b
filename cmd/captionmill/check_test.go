package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkCheck checks a hundred thousand rows of different texts, one in
// fifty with a fault.
func BenchmarkCheck(b *testing.B) {
	const rows = 100_000
	name := filepath.Join(b.TempDir(), "rows.csv")
	if err := os.WriteFile(name, manyTexts(rows), 0o600); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if code := run(b.Context(), []string{"check", "--fail-on", "never", name}, streams{bytes.NewReader(nil), io.Discard, io.Discard}); code != exitDone {
			b.Fatal("exit", code)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}

// manyTexts is a list of so many rows.
func manyTexts(rows int) []byte {
	text := bytes.NewBufferString("id,image,title,alt\n")
	things := []string{"fox", "lighthouse", "bicycle", "harbour", "glass teapot", "market", "orange tree"}
	for i := range rows {
		alt := fmt.Sprintf("A %s beside %d others, in front of a %s in the snow.", things[i%7], i, things[i%5])
		if i%50 == 0 {
			alt = "IMG_2041.jpg"
		}
		fmt.Fprintf(text, "%d,https://pictures.example/%d.jpg,%s,\"%s\"\n", i, i, things[i%3], alt)
	}
	return text.Bytes()
}
