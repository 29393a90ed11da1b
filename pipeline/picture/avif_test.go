package picture

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"
)

// boxed is a box of an AVIF file.
func boxed(kind string, content ...string) string {
	all := strings.Join(content, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(all)))) + kind + all
}

const fileType = "\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avifmif1"

func extent(width, height uint32) string {
	return boxed("ispe", "\x00\x00\x00\x00",
		string(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)))
}

// directory is a meta box whose first item has all the properties, in order.
func directory(properties ...string) string {
	order := ""
	for i := range properties {
		order += string([]byte{byte(i + 1)})
	}
	return boxed("meta", "\x00\x00\x00\x00",
		boxed("pitm", "\x00\x00\x00\x00\x00\x07"),
		boxed("iprp", boxed("ipco", properties...),
			boxed("ipma", "\x00\x00\x00\x00\x00\x00\x00\x02",
				"\x00\x01\x01\x01", // another item, of the first property
				"\x00\x07", string([]byte{byte(len(order))}), order)))
}

func turned(quarters byte) string { return boxed("irot", string([]byte{quarters})) }
func mirrored(axis byte) string   { return boxed("imir", string([]byte{axis})) }

func TestInspectAVIF(t *testing.T) {
	t.Parallel()
	want := Info{Type: "image/avif", Width: 61, Height: 47}
	data, meta := boxed("mdat", "picture"), directory(extent(61, 47))
	for _, content := range []string{
		fileType + meta + data,
		fileType + data + meta,
		fileType + meta, // a picture in the directory
		fileType + meta + "\x00\x00\x00\x00mdatto the end",
		fileType + "\x00\x00\x00\x01free\x00\x00\x00\x00\x00\x00\x00\x14long" + meta + data,
		fileType + meta + data + "\x00\x00appended",
	} {
		wantInfo(t, []byte(content), want)
	}
	if (Info{Type: "image/avif"}).Sendable() || !(Info{Type: "image/webp"}).Sendable() {
		t.Error("AVIF can be sent, or WebP cannot")
	}
}

func TestInspectAVIFProblems(t *testing.T) {
	t.Parallel()
	whole := fileType + directory(extent(61, 47)) + boxed("mdat", "picture")
	for content, want := range map[string]struct{ reason, part string }{
		whole[:len(whole)-1]:                     {Unreadable, "ends before"},
		whole[:60]:                               {Unreadable, "ends before"},
		fileType:                                 {Unreadable, "ends before"},
		fileType + directory(extent(8001, 8000)): {TooLarge, "8001 by 8000"},
		fileType + directory(extent(math.MaxUint32, math.MaxInt32)):      {TooLarge, "2147483647 by 2147483647"},
		fileType + directory(extent(1, 1)):                               {TooSmall, "1 by 1"},
		fileType + directory(turned(1)):                                  {UnsupportedType, "an AVIF picture of a rare variety"},
		fileType + directory(extent(0, 9)):                               {UnsupportedType, "rare variety"},
		fileType + boxed("meta", "\x00\x00\x00\x00"):                     {UnsupportedType, "rare variety"}, // a film alone
		fileType + "\x00\x50\x00\x00meta" + strings.Repeat("x", 5<<20):   {UnsupportedType, "rare variety"},
		fileType + boxed("meta", "\x00"):                                 {NotAnImage, "header is broken"},
		fileType + boxed("meta", "\x00\x00\x00\x00\x00\x00\x00\x07free"): {NotAnImage, "header is broken"},
		fileType + "\x00\x00\x00\x07free" + whole:                        {NotAnImage, "header is broken"},
	} {
		_, err := Inspect(strings.NewReader(content), "")
		t.Run("", func(t *testing.T) { wantProblem(t, err, want.reason, want.part) })
	}
}

// Turning and mirroring apply in the order in which they are listed. The
// numbers are EXIF's; a quarter is anticlockwise here.
func TestAVIFOrientation(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		properties []string
		want       int
	}{
		{nil, 1},
		{[]string{mirrored(1)}, 2},
		{[]string{turned(2)}, 3},
		{[]string{mirrored(0)}, 4},
		{[]string{turned(1), mirrored(0)}, 5},
		{[]string{turned(3), mirrored(1)}, 5},
		{[]string{mirrored(1), turned(1)}, 5},
		{[]string{turned(3)}, 6},
		{[]string{turned(1), mirrored(1)}, 7},
		{[]string{turned(1)}, 8},
	} {
		a, err := ReadAVIF(strings.NewReader(fileType + directory(append(c.properties, extent(6, 4))...)))
		if err != nil || a.Orientation != c.want || a.Width != 6 || a.Height != 4 {
			t.Errorf("%q: %+v, %v, want orientation %d", c.properties, a, err, c.want)
		}
	}
}

func TestAVIFProperties(t *testing.T) {
	t.Parallel()
	content := fileType + directory(boxed("clap", "crop"), extent(6, 4), boxed("colr", "profICC"))
	a, err := ReadAVIF(strings.NewReader(content))
	if err != nil || !a.Cropped || string(a.Profile) != "ICC" {
		t.Errorf("%+v, %v, want a crop and a profile", a, err)
	}
}

// Later versions of the boxes have wider numbers.
func TestAVIFWide(t *testing.T) {
	t.Parallel()
	content := fileType + boxed("meta", "\x00\x00\x00\x00",
		boxed("pitm", "\x01\x00\x00\x00\x00\x01\x00\x07"),
		boxed("iprp", boxed("ipco", extent(6, 4), turned(2)),
			boxed("ipma", "\x01\x00\x00\x01\x00\x00\x00\x01", "\x00\x01\x00\x07\x02", "\x00\x01\x80\x02")))
	a, err := ReadAVIF(strings.NewReader(content))
	if err != nil || a.Width != 6 || a.Orientation != 3 {
		t.Errorf("%+v, %v, want 6 pixels upside down", a, err)
	}
}

func FuzzReadAVIF(f *testing.F) {
	f.Add([]byte(fileType + directory(turned(1), mirrored(0), extent(6, 4)) + boxed("mdat", "x")))
	f.Add([]byte(fileType + "\x00\x00\x00\x01meta\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Add([]byte(fileType + boxed("meta", "\x00\x00\x00\x00", boxed("iprp", boxed("ipma", "\x00\x00\x00\x00\xff\xff\xff\xff")))))
	f.Fuzz(func(t *testing.T, content []byte) {
		a, err := ReadAVIF(bytes.NewReader(content))
		if err != nil {
			return
		}
		if a.Width < 1 || a.Height < 1 || !slices.Contains([]int{1, 2, 3, 4, 5, 6, 7, 8}, a.Orientation) {
			t.Errorf("read: %+v", a)
		}
	})
}
