package retouch

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"slices"
	"testing"
)

// seen are the corners that the orientations of EXIF show of a picture, by
// number.
var seen = [...]string{1: "RGWB", 2: "GRBW", 3: "WBRG", 4: "BWGR", 5: "RBWG", 6: "BRGW", 7: "WGRB", 8: "GWBR"}

func TestTurn(t *testing.T) {
	t.Parallel()
	for n := uint16(2); n <= 8; n++ {
		files := encoded(t, quarters(60, 40))
		cases := map[string][]byte{
			"JPEG":           withSegments(files["image/jpeg"], exifSegment(n)),
			"JPEG, odd":      withSegments(encoded(t, quarters(61, 47))["image/jpeg"], exifSegment(n)),
			"PNG":            withChunks(files["image/png"], pngChunk("eXIf", string(exif(binary.LittleEndian, n)))),
			"PNG, paletted":  withChunks(encoded(t, paletted(60, 40))["image/png"], pngChunk("eXIf", string(exif(binary.BigEndian, n)))),
			"TIFF":           retagged(t, files["image/tiff"], append([]field{{274, []uint16{n}}}, secrets...)...),
			"TIFF, paletted": retagged(t, encoded(t, paletted(60, 40))["image/tiff"], field{274, []uint16{n}}),
		}
		for name, file := range cases {
			info, res := inspect(t, file), retouched(t, file, Options{})
			m := pixels(t, res.Data)
			if got := cornersOf(m); got != seen[n] {
				t.Errorf("%s, orientation %d: corners %s, want %s", name, n, got, seen[n])
			}
			wantSize := image.Pt(info.Width, info.Height)
			if n >= 5 {
				wantSize = image.Pt(info.Height, info.Width)
			}
			if m.Bounds().Size() != wantSize || wantSize != image.Pt(res.Width, res.Height) {
				t.Errorf("%s, orientation %d: %v, said %d by %d", name, n, m.Bounds(), res.Width, res.Height)
			}
			if !slices.Contains(res.Did, Turned) || bytes.Contains(res.Data, []byte("SECRET")) {
				t.Errorf("%s, orientation %d: did %q", name, n, res.Did)
			}
			if again := retouched(t, res.Data, Options{}); again.Data != nil {
				t.Errorf("%s, orientation %d: turned twice", name, n)
			}
		}
	}
}

func TestTurnWebP(t *testing.T) {
	t.Parallel()
	file := extended(photo(t), 1<<3, nil, appendRIFF(nil, "EXIF", exif(binary.BigEndian, 6)))
	res := retouched(t, file, Options{})
	if res.Type != "image/jpeg" || res.Width != 600 || res.Height != 360 || !slices.Equal(res.Did, []string{Turned, Converted, Stripped}) {
		t.Errorf("became %s, %d by %d, %q", res.Type, res.Width, res.Height, res.Did)
	}
}

// Pictures of rare kinds survive turning.
func TestTurnKinds(t *testing.T) {
	t.Parallel()
	inks, grey := image.NewCMYK(image.Rect(0, 0, 60, 40)), image.NewGray16(image.Rect(0, 0, 60, 40))
	deep, cut := image.NewNRGBA64(image.Rect(0, 0, 60, 40)), image.NewYCbCr(image.Rect(0, 0, 60, 40), image.YCbCrSubsampleRatio411)
	inks.SetCMYK(58, 1, color.CMYK{C: 255, Y: 255}) // green
	grey.SetGray16(58, 1, color.Gray16{Y: 0xFFFF})
	deep.SetNRGBA64(58, 1, color.NRGBA64{G: 0xFFFF, A: 0xFFFF})
	for i := range cut.Cb {
		cut.Cb[i], cut.Cr[i] = 128, 128
	}
	cut.Y[1*cut.YStride+58] = 255
	for m, want := range map[image.Image]string{inks: "WWGW", grey: "KKWK", deep: "__G_", cut: "KKWK"} {
		if got := cornersOf(upright(m, 6)); got != want {
			t.Errorf("%T: corners %s, want %s", m, got, want)
		}
		if size := upright(m, 6).Bounds(); size != image.Rect(0, 0, 40, 60) {
			t.Errorf("%T: %v", m, size)
		}
	}
}

// A CMYK picture becomes one of lights, and its profile of inks goes.
func TestTurnCMYK(t *testing.T) {
	t.Parallel()
	file := withSegments(inks(t), exifSegment(3), app(0xE2, profileMark+"\x01\x01"+string(profileOf("CMYK"))))
	if _, ok := pixels(t, file).(*image.CMYK); !ok {
		t.Fatal("the picture is not of inks")
	}
	res := retouched(t, file, Options{})
	if got := cornersOf(pixels(t, res.Data)); got != seen[3] || bytes.Contains(res.Data, []byte("CMYK")) {
		t.Errorf("corners %s, want %s, without a profile", got, seen[3])
	}
}

// profileOf is a colour profile as far as anyone here looks into it.
func profileOf(space string) []byte {
	p := make([]byte, 70_000) // more than one segment
	for i := range p {
		p[i] = byte(i * i >> 5)
	}
	copy(p[16:], space)
	copy(p[36:], "acsp")
	return p[:128:128]
}

// The profile that says what colours mean goes with the pixels.
func TestProfile(t *testing.T) {
	t.Parallel()
	rgb, grey := profileOf("RGB "), profileOf("GRAY")
	long := append(bytes.Clone(rgb), bytes.Repeat([]byte{7}, 100_000)...)
	files := encoded(t, quarters(60, 40))
	half := len(long) / 2
	cases := map[string]struct{ file, want []byte }{
		"JPEG": {withSegments(files["image/jpeg"], exifSegment(6), // in two parts, of which the second comes first
			app(0xE2, profileMark+"\x02\x03"+string(long[half:half+1000])), app(0xE2, profileMark+"\x01\x03"+string(long[:half])),
			app(0xE2, profileMark+"\x03\x03"+string(long[half+1000:]))), long},
		"PNG":       {withChunks(dressedPNG(files["image/png"], long), pngChunk("eXIf", string(exif(binary.BigEndian, 6)))), long},
		"TIFF":      {retagged(t, files["image/tiff"], field{274, []uint16{6}}, field{34675, string(long)}), long},
		"WebP":      {extended(photo(t), 1<<3|1<<5, appendRIFF(nil, "ICCP", long), appendRIFF(nil, "EXIF", exif(binary.BigEndian, 6))), long},
		"no grey":   {withSegments(files["image/jpeg"], exifSegment(6), app(0xE2, profileMark+"\x01\x01"+string(grey))), nil},
		"too short": {withSegments(files["image/jpeg"], exifSegment(6), app(0xE2, profileMark+"\x01\x01RGB acsp")), nil},
	}
	for name, c := range cases {
		res := retouched(t, c.file, Options{})
		s, err := formats[res.Type].survey(res.Data)
		if err != nil || !bytes.Equal(s.profile, c.want) {
			t.Errorf("%s: the profile has %d bytes, want %d, %v", name, len(s.profile), len(c.want), err)
		}
		pixels(t, res.Data)
	}
}

func TestKeep(t *testing.T) {
	t.Parallel()
	file := planted(t)["image/jpeg"]
	file = withSegments(file, exifSegment(6)) // the first counts
	res := retouched(t, file, Options{KeepMetadata: true})
	if cornersOf(pixels(t, res.Data)) != seen[6] || !slices.Equal(res.Did, []string{Turned}) {
		t.Errorf("corners %s, did %q", cornersOf(pixels(t, res.Data)), res.Did)
	}
	for _, part := range []string{exifMark, "SECRET-PLACE GPS", "http://ns.adobe.com/xap/1.0/\x00SECRET", "Photoshop 3.0\x00SECRET", "\xFF\xFE\x00\x0ESECRET"} {
		if !bytes.Contains(res.Data, []byte(part)) {
			t.Errorf("%q is gone", part)
		}
	}
	if bytes.Contains(res.Data, []byte(moreMark)) || bytes.Contains(res.Data, []byte("ftyp")) {
		t.Error("the list of pictures that are gone is left")
	}
	if again := retouched(t, res.Data, Options{KeepMetadata: true}); again.Data != nil {
		t.Error("turned twice")
	}
}

func TestTransparent(t *testing.T) {
	t.Parallel()
	m := quarters(60, 40)
	m.SetNRGBA(58, 38, color.NRGBA{})
	res := retouched(t, retagged(t, encoded(t, m)["image/tiff"], field{274, []uint16{3}}), Options{})
	if got := cornersOf(pixels(t, res.Data)); res.Type != "image/png" || got != "_BRG" {
		t.Errorf("%s with corners %s, want a PNG with _BRG", res.Type, got)
	}
}
