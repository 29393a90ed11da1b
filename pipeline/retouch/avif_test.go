package retouch

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// withProperties adds properties to a picture's only item, and moves the
// picture's data by as much.
func withProperties(t testing.TB, file []byte, properties ...string) []byte {
	t.Helper()
	file = bytes.Clone(file)
	grow := func(kind string, by int) (start int) {
		at := bytes.Index(file, []byte(kind))
		size := binary.BigEndian.Uint32(file[at-4:]) + uint32(by)
		binary.BigEndian.PutUint32(file[at-4:], size)
		return at - 4
	}
	for _, p := range properties {
		ipco := grow("ipco", len(p))
		end := ipco + int(binary.BigEndian.Uint32(file[ipco:])) - len(p)
		file = slices.Insert(file, end, []byte(p)...)
		ipma := bytes.Index(file, []byte("ipma")) + 4 + 8 + 2 // at the number of properties of the first item
		file[ipma]++
		order := ipma + int(file[ipma])
		file = slices.Insert(file, order, 0x80|file[ipma])
		grow("ipma", 1)
		grow("iprp", len(p)+1)
		grow("meta", len(p)+1)
		place := bytes.Index(file, []byte("iloc")) + 4 + 8 + 6 // of the first item's data
		binary.BigEndian.PutUint32(file[place:], binary.BigEndian.Uint32(file[place:])+uint32(len(p)+1))
	}
	return file
}

func TestAVIF(t *testing.T) {
	t.Parallel()
	for want, properties := range map[string][]string{
		corners: nil,
		seen[2]: {"\x00\x00\x00\x09imir\x01"},
		seen[3]: {"\x00\x00\x00\x09irot\x02"},
		seen[4]: {"\x00\x00\x00\x09imir\x00"},
		seen[5]: {"\x00\x00\x00\x09irot\x01", "\x00\x00\x00\x09imir\x00"},
		seen[6]: {"\x00\x00\x00\x09irot\x03"},
		seen[8]: {"\x00\x00\x00\x09irot\x01"},
	} {
		file := withProperties(t, testdata(t, "testdata/quarters.avif"), properties...)
		res := retouched(t, file, Options{})
		m := pixels(t, res.Data)
		if got := cornersOf(m); got != want || res.Type != "image/jpeg" || !slices.Contains(res.Did, Converted) {
			t.Errorf("%q: %s with corners %s, did %q, want %s", properties, res.Type, got, res.Did, want)
		}
		if m.Bounds().Dx() != res.Width || res.Width*res.Height != 48*32 {
			t.Errorf("%q: %v, said %d by %d", properties, m.Bounds(), res.Width, res.Height)
		}
	}
}

func TestAVIFTransparent(t *testing.T) {
	t.Parallel()
	res := retouched(t, testdata(t, "testdata/glass.avif"), Options{KeepMetadata: true})
	if got := cornersOf(pixels(t, res.Data)); res.Type != "image/png" || got != "RG_B" || !slices.Equal(res.Did, []string{Converted}) {
		t.Errorf("%s with corners %s, did %q", res.Type, got, res.Did)
	}
}

func TestAVIFScaled(t *testing.T) {
	t.Parallel()
	file := withProperties(t, testdata(t, "testdata/quarters.avif"), "\x00\x00\x00\x09irot\x03")
	res := retouched(t, file, Options{MaxPixels: 400})
	if res.Width != 16 || res.Height != 24 || !slices.Equal(res.Did, []string{Turned, Scaled, Converted}) {
		t.Errorf("%d by %d, did %q", res.Width, res.Height, res.Did)
	}
}

func TestAVIFProfile(t *testing.T) {
	t.Parallel()
	profile := profileOf("RGB ")
	property := string(binary.BigEndian.AppendUint32(nil, uint32(12+len(profile)))) + "colrprof" + string(profile)
	res := retouched(t, withProperties(t, testdata(t, "testdata/quarters.avif"), property), Options{})
	if s, err := surveyJPEG(res.Data); err != nil || !bytes.Equal(s.profile, profile) {
		t.Errorf("the profile has %d bytes, want %d, %v", len(s.profile), len(profile), err)
	}
}

// A picture whose data is broken is not sent as a black one.
func TestAVIFBroken(t *testing.T) {
	t.Parallel()
	file := testdata(t, "testdata/quarters.avif")
	data := bytes.Index(file, []byte("mdat")) + 4
	for i := range file[data:] {
		file[data+i] = byte(i * 7)
	}
	hidden := withProperties(t, testdata(t, "testdata/quarters.avif"), "\x00\x00\x00\x28clap"+string(make([]byte, 32)))
	for want, file := range map[string][]byte{picture.NotAnImage: file, picture.UnsupportedType: hidden} {
		if _, err := new(Retoucher).Picture(t.Context(), file, inspect(t, file), Options{}); reason(err) != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// The decoder is the one that its comment says, byte for byte.
func TestLibavif(t *testing.T) {
	t.Parallel()
	const want = "1ee2423413384d54b3fa4e2882424d60a2a05f5fe7ec573535fdb6b531071a9b"
	if sum := sha256.Sum256(libavif); hex.EncodeToString(sum[:]) != want {
		t.Errorf("the decoder's SHA-256 is %x, want %s", sum, want)
	}
}
