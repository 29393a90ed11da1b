package retouch

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"testing"
)

// camera is a JPEG of two megapixels as cameras make them.
func camera(b *testing.B, orientation uint16) []byte {
	b.Helper()
	m := image.NewYCbCr(image.Rect(0, 0, 1600, 1200), image.YCbCrSubsampleRatio420)
	rand.NewChaCha8([32]byte{}).Read(m.Y)
	for i := range m.Y {
		m.Y[i] = m.Y[i]>>4 + byte(i>>13)
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, m, &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	return withSegments(file.Bytes(), exifSegment(orientation))
}

func benchmark(b *testing.B, file []byte) {
	var r Retoucher
	info := inspect(b, file)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if res, err := r.Picture(b.Context(), file, info, Options{}); err != nil || res.Data == nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStripJPEG(b *testing.B) { benchmark(b, camera(b, 1)) }
func BenchmarkTurnJPEG(b *testing.B)  { benchmark(b, camera(b, 6)) }
