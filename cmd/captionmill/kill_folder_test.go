package main

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// TestKilledWhileUploading kills the program again and again while it lends a
// folder of pictures to the API. No content may be uploaded twice, or asked
// about twice, and every file has a row with the text of its own picture.
func TestKilledWhileUploading(t *testing.T) {
	t.Parallel()
	k := &killing{T: t, dir: t.TempDir(), input: "photos", rows: 10 * (*kills)}
	k.emulate([]string{"--list-inputs", "--fault", "slow-answer=0.05", "--slow-by", "500ms", "--fault", "upload-error=0.05"})
	contents := k.draw()
	for range *kills {
		k.killOnce()
	}
	k.finish(true)
	stats := k.stats()
	if stats.MaxUploads != 1 || stats.Uploads != contents {
		t.Errorf("%d uploads of %d contents, of one %d times", stats.Uploads, contents, stats.MaxUploads)
	}
	if stats.MaxPerImage != 1 || stats.KeyLeaks != 0 {
		t.Errorf("%+v, want every picture asked about once and the key kept", stats)
	}
	texts := map[string]string{} // by content
	for i, row := range k.results(k.dir) {
		content := strconv.Itoa(i % contents)
		if row["image"] != fileNamed(i) || row["status"] != "done" {
			t.Errorf("row %d is about %s, %s (%s)", i, row["image"], row["status"], row["detail"])
		}
		if texts[content] == "" {
			texts[content] = row["caption"]
		}
		if texts[content] != row["caption"] {
			t.Errorf("%s has another text than a file of the same bytes", row["image"])
		}
	}
	distinct := map[string]bool{}
	for _, text := range texts {
		distinct[text] = true
	}
	if len(distinct) != contents {
		t.Errorf("%d texts for %d different pictures", len(distinct), contents)
	}
}

// fileNamed is the name of a picture, whatever its format is; in this order a
// folder lists them.
func fileNamed(i int) string { return strconv.Itoa(100_000+i) + ".jpg" }

// draw fills the folder with pictures of every format that can be written,
// some of them twice under other names, and tells how many contents there are.
func (k *killing) draw() (contents int) {
	contents = k.rows * 4 / 5
	for i := range k.rows {
		name := filepath.Join(k.dir, k.input, fileNamed(i))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			k.Fatal(err)
		}
		if err := os.WriteFile(name, painted(k.T, i%contents), 0o644); err != nil {
			k.Fatal(err)
		}
	}
	return contents
}

// painted is a small picture; other numbers are other pictures.
func painted(t *testing.T, n int) []byte {
	img := image.NewPaletted(image.Rect(0, 0, 32, 8), color.Palette{color.Black, color.White})
	for bit := range 32 {
		for y := range 8 {
			img.SetColorIndex(bit, y, uint8(n>>bit&1))
		}
	}
	encode := []func(io.Writer) error{
		func(w io.Writer) error { return png.Encode(w, img) },
		func(w io.Writer) error { return jpeg.Encode(w, img, nil) },
		func(w io.Writer) error { return gif.Encode(w, img, nil) },
		func(w io.Writer) error { return bmp.Encode(w, img) },
		func(w io.Writer) error { return tiff.Encode(w, img, nil) },
	}
	var b bytes.Buffer
	if err := encode[n%len(encode)](&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
