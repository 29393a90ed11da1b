package retouch

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
)

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
