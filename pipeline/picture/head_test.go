package picture

import (
	"bytes"
	"testing"
)

func TestSniff(t *testing.T) {
	t.Parallel()
	for mediaType, file := range encoded(t, 300, 200) {
		for _, n := range []int{18, 100, len(file)} {
			if got, err := Sniff(file[:n], ""); err != nil || got != mediaType {
				t.Errorf("%d bytes of %s are %q, %v", n, mediaType, got, err)
			}
		}
	}
}

func TestSniffProblems(t *testing.T) {
	t.Parallel()
	huge := bytes.Clone(encoded(t, 300, 200)["image/gif"])
	copy(huge[6:], "\xFF\xFF\xFF\xFF") // its width and height
	for _, test := range []struct {
		name, head, reason, words string
	}{
		{"nothing", "", NotAnImage, "an empty file"},
		{"page", "<!DOCTYPE html><title>Sign in</title>", NotAnImage, "an HTML page named .jpg"},
		{"drawing", "<svg xmlns='http://www.w3.org/2000/svg'/>", UnsupportedType, "an SVG drawing"},
		{"huge", string(huge[:64]), TooLarge, "65535 by 65535"},
		{"spacer", string(encoded(t, 1, 1)["image/png"]), TooSmall, "1 by 1"},
	} {
		mediaType, err := Sniff([]byte(test.head), "a.jpg")
		wantProblem(t, err, test.reason, test.words)
		if mediaType != "" {
			t.Errorf("%s: there is a problem, and the type %s", test.name, mediaType)
		}
	}
}

// Whatever the whole file passes, its beginning passes too.
func FuzzSniff(f *testing.F) {
	for _, file := range encoded(f, 61, 47) {
		f.Add(file, 50)
	}
	f.Add([]byte("<html>"), 3)
	f.Fuzz(func(t *testing.T, file []byte, n int) {
		info, err := Inspect(bytes.NewReader(file), "")
		if err != nil {
			return
		}
		n = min(max(n, 4<<10), len(file))
		if mediaType, err := Sniff(file[:n], ""); err != nil || mediaType != info.Type {
			t.Errorf("the file is %s, but its head %q, %v", info.Type, mediaType, err)
		}
	})
}
