package retouch

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/captionmill/captionmill/pipeline/picture"
)

func TestForm(t *testing.T) {
	t.Parallel()
	for want, o := range map[string]Options{
		"v1":                  {},
		"v1 keep":             {KeepMetadata: true},
		"v1 max=1000000":      {MaxPixels: 1_000_000},
		"v1 keep max=1000000": {MaxPixels: 1_000_000, KeepMetadata: true},
	} {
		if got := o.Form(); got != want {
			t.Errorf("the form of %+v is %q, want %q", o, got, want)
		}
	}
}

// A picture that has nothing to mend passes byte for byte.
func TestUntouched(t *testing.T) {
	t.Parallel()
	files := encoded(t, quarters(61, 47))
	files["image/webp"] = photo(t)
	for kind, file := range files {
		for _, o := range []Options{{}, {KeepMetadata: true}, {MaxPixels: 1_000_000}} {
			res, info := retouched(t, file, o), inspect(t, file)
			if res.Data != nil || res.Type != kind || res.Width != info.Width || res.Height != info.Height || res.Did != nil {
				t.Errorf("%s, %q: %d bytes, %+v", kind, o.Form(), len(res.Data), res.Did)
			}
		}
	}
}

// planted are pictures with secrets wherever the type has room for them.
func planted(t testing.TB) map[string][]byte {
	files := encoded(t, quarters(61, 47))
	profile := app(0xE2, profileMark+"\x01\x01"+string(profileOf("RGB ")))
	thumb := "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x02\x02SECRET-PLACE"
	files["image/jpeg"] = append(withSegments(files["image/jpeg"], app(0xE0, thumb), exifSegment(1), profile,
		app(0xE1, "http://ns.adobe.com/xap/1.0/\x00SECRET-PLACE"), app(0xED, "Photoshop 3.0\x00SECRET-PLACE"),
		app(0xE2, moreMark+"SECRET-PLACE"), app(0xE0, "JFXX\x00SECRET-PLACE"), app(0xEF, "SECRET-PLACE"),
		app(0xFE, "SECRET-PLACE")), "\x00\x00\x00\x18ftypmp42 SECRET-PLACE"...)
	files["image/png"] = append(withChunks(files["image/png"], pngChunk("eXIf", string(exif(binary.LittleEndian, 1))),
		pngChunk("tEXt", "Comment\x00SECRET-PLACE"), pngChunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00SECRET-PLACE"),
		pngChunk("zTXt", "SECRET-PLACE\x00\x00"), pngChunk("tIME", "\x07\xe8\x05\x06\x07\x08\x09"), pngChunk("prVt", "SECRET-PLACE"),
		pngChunk("pHYs", "\x00\x00\x0b\x13\x00\x00\x0b\x13\x01")), "SECRET-PLACE"...)
	files["image/gif"] = bytes.Replace(append(files["image/gif"], "SECRET-PLACE"...), []byte("\x2C\x00\x00"),
		[]byte("\x21\xFE\x0CSECRET-PLACE\x00\x21\xFF\x0BXMP DataXMP\x0CSECRET-PLACE\x00"+
			"\x21\xF9\x04\x00\x00\x00\x00\x00\x21\x01\x0C............\x0CSECRET-PLACE\x00"+
			"\x21\xFF\x0BNETSCAPE2.0\x03\x01\x00\x00\x00\x2C\x00\x00"), 1)
	files["image/webp"] = append(extended(photo(t), 1<<2|1<<3, nil, slices.Concat(
		appendRIFF(nil, "EXIF", exif(binary.LittleEndian, 1)), appendRIFF(nil, "XMP ", []byte("SECRET-PLACE")),
		appendRIFF(nil, "note", []byte("SECRET-PLACE")))), "SECRET-PLACE"...)
	files["image/tiff"] = append(retagged(t, files["image/tiff"], secrets...), "SECRET-PLACE"...)
	files["image/bmp"] = append(files["image/bmp"], "SECRET-PLACE"...)
	return files
}

// Nothing of the secrets is left, and no pixel has changed.
func TestStrip(t *testing.T) {
	t.Parallel()
	files := planted(t)
	files["a WebP film"] = film(photo(t))
	for name, file := range files {
		info := inspect(t, file)
		if !bytes.Contains(file, []byte("SECRET-PLACE")) {
			t.Fatalf("%s: no secret was planted", name)
		}
		res := retouched(t, file, Options{})
		for _, secret := range []string{"SECRET", "GPS", "PLACE", "2024:05:06", "\x07\xe8\x05\x06"} {
			if bytes.Contains(res.Data, []byte(secret)) {
				t.Errorf("%s: %q is left", name, secret)
			}
		}
		if res.Type != info.Type || !slices.Equal(res.Did, []string{Stripped}) {
			t.Errorf("%s: became %s, did %q", name, res.Type, res.Did)
		}
		samePixels(t, name, file, res.Data)
		if again := retouched(t, res.Data, Options{}); again.Data != nil {
			t.Errorf("%s: was stripped twice", name)
		}
		if kept := retouched(t, file, Options{KeepMetadata: true}); kept.Data != nil {
			t.Errorf("%s: was changed though its metadata should stay", name)
		}
	}
}

func samePixels(t *testing.T, name string, before, after []byte) {
	t.Helper()
	a, b := pixels(t, before), pixels(t, after)
	if a.Bounds() != b.Bounds() {
		t.Fatalf("%s: %v became %v", name, a.Bounds(), b.Bounds())
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				t.Fatalf("%s: the pixel at %d, %d has changed", name, x, y)
			}
		}
	}
}

// What belongs to the picture stays when the rest is stripped.
func TestStripKeeps(t *testing.T) {
	t.Parallel()
	files := planted(t)
	for kind, parts := range map[string][]string{
		"image/jpeg": {string(profileOf("RGB ")), "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00\xFF"},
		"image/png":  {"pHYs"},
		"image/gif":  {"NETSCAPE2.0\x03\x01\x00\x00\x00"},
		"image/webp": {"VP8X\x0a\x00\x00\x00\x00"}, // without flags
	} {
		res := retouched(t, files[kind], Options{})
		for _, part := range parts {
			if !bytes.Contains(res.Data, []byte(part)) {
				t.Errorf("%s: %.20q… is gone", kind, part)
			}
		}
	}
}

// A TIFF's further pages lose their metadata too, and a chain that bites its
// tail has an end.
func TestStripPages(t *testing.T) {
	t.Parallel()
	file := planted(t)["image/tiff"]
	one, first, _ := openTagged(file)
	page, err := one.directory(first)
	if err != nil {
		t.Fatal(err)
	}
	second := len(file)
	file = append(file, file[page.from:page.to]...)
	binary.LittleEndian.PutUint32(file[page.to-4:], uint32(second))
	binary.LittleEndian.PutUint32(file[len(file)-4:], uint32(first))
	res := retouched(t, file, Options{})
	two, _, _ := openTagged(res.Data)
	after, err := two.directory(second)
	if err != nil || len(after.entries) == 0 || len(after.entries) >= len(page.entries) || after.next != first {
		t.Errorf("the second page has %d of %d entries, then %d, %v", len(after.entries), len(page.entries), after.next, err)
	}
	if bytes.Contains(res.Data, []byte("SECRET")) {
		t.Error("a secret is left")
	}
}

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

func TestScale(t *testing.T) {
	t.Parallel()
	files := encoded(t, quarters(300, 200))
	files["image/webp"] = photo(t)
	for kind, file := range files {
		info := inspect(t, file)
		o := Options{MaxPixels: 15_000}
		res := retouched(t, file, o)
		m := pixels(t, res.Data)
		if m.Bounds().Size() != image.Pt(res.Width, res.Height) || int64(res.Width*res.Height) > o.MaxPixels ||
			res.Width*res.Height < 14_000 || !slices.Contains(res.Did, Scaled) {
			t.Errorf("%s: %v, said %d by %d, %q", kind, m.Bounds(), res.Width, res.Height, res.Did)
		}
		if kind != "image/webp" && cornersOf(m) != corners {
			t.Errorf("%s: corners %s", kind, cornersOf(m))
		}
		if again := retouched(t, res.Data, o); again.Data != nil {
			t.Errorf("%s: scaled twice, from %d by %d", kind, info.Width, info.Height)
		}
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ width, height, most, wantWidth, wantHeight int }{
		{4000, 3000, 0, 4000, 3000},
		{4000, 3000, 12_000_000, 4000, 3000},
		{4000, 3000, 3_000_000, 2000, 1500},
		{32_000, 2, 1000, 4000, 2}, // no side becomes too short
		{2, 2, 1, 2, 2},
		{8000, 8000, -5, 8000, 8000},
	} {
		width, height := Options{MaxPixels: int64(c.most)}.fit(c.width, c.height)
		if width != c.wantWidth || height != c.wantHeight {
			t.Errorf("%+v: %d by %d", c, width, height)
		}
	}
}

// Both ways to scale make the same picture.
func TestScaleSlowly(t *testing.T) {
	t.Parallel()
	m := quarters(300, 200)
	quick, slow := scaled(m, 90, 60).(*image.RGBA), image.NewRGBA(image.Rect(0, 0, 90, 60))
	scaleSlowly(slow, m)
	for i := range quick.Pix {
		if d := int(quick.Pix[i]) - int(slow.Pix[i]); d < -3 || d > 3 {
			t.Fatalf("byte %d is %d and %d", i, quick.Pix[i], slow.Pix[i])
		}
	}
}

// A film that is scaled becomes its first picture, on its whole screen.
func TestScaleFilm(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	first, second := paletted(60, 40, color.Transparent), paletted(100, 80, color.Transparent)
	first.Rect = first.Rect.Add(image.Pt(40, 40))
	err := gif.EncodeAll(&file, &gif.GIF{Image: []*image.Paletted{first, second}, Delay: []int{5, 5},
		Config: image.Config{Width: 100, Height: 80}})
	if err != nil {
		t.Fatal(err)
	}
	res := retouched(t, file.Bytes(), Options{MaxPixels: 2000})
	if got := cornersOf(pixels(t, res.Data)); res.Type != "image/png" || got != "__W_" || !slices.Equal(res.Did, []string{Scaled, Converted}) {
		t.Errorf("%s with corners %s, did %q", res.Type, got, res.Did)
	}
	res = retouched(t, film(photo(t)), Options{MaxPixels: 20_000})
	if got := cornersOf(pixels(t, res.Data)); res.Type != "image/png" || !strings.HasPrefix(got, "__") || res.Width >= res.Height {
		t.Errorf("%s of %d by %d with corners %s", res.Type, res.Width, res.Height, got)
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

// What becomes too large is encoded harder, on white, and refused in the end.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	m := image.NewNRGBA(image.Rect(0, 0, 200, 200))
	rand.NewChaCha8([32]byte{}).Read(m.Pix)
	for at := range 4 { // a transparent corner
		for x := range 4 {
			m.SetNRGBA(x, at, color.NRGBA{})
		}
	}
	packed := func(most int) (*Result, error) {
		j := job{info: picture.Info{Type: "image/png", Width: 200, Height: 200}, width: 200, height: 200, most: most}
		return j.pack(m)
	}
	whole, err := packed(1 << 20)
	if err != nil || whole.Type != "image/png" {
		t.Fatalf("%+v, %v, want a PNG", whole, err)
	}
	sizes := []int{len(whole.Data)}
	for range 2 {
		next, err := packed(sizes[len(sizes)-1] - 1)
		if err != nil || next.Type != "image/jpeg" || !slices.Contains(next.Did, Converted) || nameOf(pixels(t, next.Data).At(1, 1)) != "W" {
			t.Fatalf("below %v bytes: %+v, %v, want a JPEG on white", sizes, next, err)
		}
		sizes = append(sizes, len(next.Data))
	}
	if _, err = packed(sizes[2] - 1); reason(err) != picture.TooLarge {
		t.Errorf("below %v bytes: %v, want too_large", sizes, err)
	}
}

func reason(err error) string {
	if p, ok := errors.AsType[*picture.Problem](err); ok {
		return p.Reason
	}
	return ""
}

func TestBroken(t *testing.T) {
	t.Parallel()
	files, whole := encoded(t, quarters(60, 40)), planted(t)
	endless := retagged(t, files["image/tiff"], field{330, []uint32{1 << 30}})
	scan := bytes.Index(files["image/jpeg"], []byte{0xFF, jpegScan})
	emptied := slices.Concat(withSegments(files["image/jpeg"][:scan+14], exifSegment(6)), []byte("\xFF\xD9"))
	for name, c := range map[string]struct {
		kind   string
		file   []byte
		reason string
	}{
		"JPEG, cut":           {"image/jpeg", whole["image/jpeg"][:len(files["image/jpeg"])], picture.Unreadable},
		"JPEG, no pixels":     {"image/jpeg", emptied, picture.NotAnImage},
		"PNG, cut":            {"image/png", whole["image/png"][:len(whole["image/png"])-40], picture.Unreadable},
		"PNG, unknown":        {"image/png", withChunks(files["image/png"], pngChunk("CgBI", "1234")), picture.UnsupportedType},
		"GIF, cut":            {"image/gif", files["image/gif"][:len(files["image/gif"])-1], picture.Unreadable},
		"WebP, cut":           {"image/webp", photo(t)[:900], picture.Unreadable},
		"WebP, cut inside":    {"image/webp", riffOf(append(photo(t)[12:], "EXIF\xFF\xFF\xFF\x00"...)), picture.Unreadable},
		"TIFF, no directory":  {"image/tiff", []byte("II*\x00\xFF\x00\x00\x00"), picture.Unreadable},
		"TIFF, no copy":       {"image/tiff", endless, picture.Unreadable},
		"TIFF, loose tables":  {"image/tiff", retagged(t, files["image/tiff"], field{519, []uint32{8}}), picture.UnsupportedType},
		"TIFF, overlapping":   {"image/tiff", retagged(t, files["image/tiff"], field{65000, "x"}, field{513, []uint32{0}}, field{514, []uint32{1 << 20}}), picture.NotAnImage},
		"TIFF, unknown size":  {"image/tiff", retagged(t, files["image/tiff"], field{513, []uint32{8}}), picture.NotAnImage},
		"BMP, cut":            {"image/bmp", []byte("BM"), picture.Unreadable},
		"another type":        {"image/heic", nil, picture.UnsupportedType},
		"PNG, broken, turned": {"image/png", bytes.Replace(withChunks(files["image/png"], pngChunk("eXIf", string(exif(binary.BigEndian, 6)))), []byte("IDAT"), []byte("IDAT!"), 1), picture.Unreadable},
	} {
		res, err := new(Retoucher).Picture(t.Context(), c.file, picture.Info{Type: c.kind, Width: 60, Height: 40}, Options{})
		if reason(err) != c.reason {
			t.Errorf("%s: %+v, %v, want %s", name, res, err, c.reason)
		}
	}
}

// A decoder that panics has met a broken picture, and ends nothing else.
func TestPanic(t *testing.T) {
	t.Parallel()
	j := job{format: format{decode: func(context.Context, []byte) (image.Image, error) { panic("index out of range") }}, most: 1}
	if _, err := new(Retoucher).redraw(t.Context(), j); reason(err) != picture.NotAnImage || strings.Contains(err.Error(), "index") {
		t.Errorf("error %v, want a problem", err)
	}
}

// A picture that waits for its turn can be called back.
func TestTurns(t *testing.T) {
	t.Parallel()
	file := withSegments(encoded(t, quarters(60, 40))["image/jpeg"], exifSegment(6))
	r := &Retoucher{Decodes: 1}
	done, err := r.turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	called, cause := errors.New("called back"), error(nil)
	ctx, cancel := context.WithCancelCause(t.Context())
	var wait sync.WaitGroup
	wait.Go(func() { _, cause = r.Picture(ctx, file, inspect(t, file), Options{}) })
	cancel(called)
	if wait.Wait(); !errors.Is(cause, called) {
		t.Errorf("error %v, want %v", cause, called)
	}
	done()
	if _, err := r.Picture(t.Context(), file, inspect(t, file), Options{}); err != nil {
		t.Error(err)
	}
}

// One Retoucher serves many.
func TestMany(t *testing.T) {
	t.Parallel()
	var r Retoucher
	var wait sync.WaitGroup
	files := encoded(t, quarters(60, 40))
	for range 8 {
		for _, file := range files {
			wait.Go(func() {
				if res, err := r.Picture(t.Context(), file, inspect(t, file), Options{MaxPixels: 600}); err != nil || res.Width != 30 {
					t.Errorf("%+v, %v", res, err)
				}
			})
		}
	}
	wait.Wait()
}

// Grey stays grey when it is scaled, with the profile that goes with it.
func TestScaleGrey(t *testing.T) {
	t.Parallel()
	deep := image.NewGray16(image.Rect(0, 0, 60, 40))
	for i := range deep.Pix {
		deep.Pix[i] = 0xC0
	}
	file := dressedPNG(encoded(t, deep)["image/png"], profileOf("GRAY"))
	res := retouched(t, file, Options{MaxPixels: 600})
	m, ok := pixels(t, res.Data).(*image.Gray)
	if !ok || m.GrayAt(15, 10).Y != 0xC0 || !bytes.Contains(res.Data, []byte("iCCP")) {
		t.Errorf("%T, with a profile: %t", pixels(t, res.Data), bytes.Contains(res.Data, []byte("iCCP")))
	}
}
