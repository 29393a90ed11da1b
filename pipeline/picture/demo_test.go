package picture

import (
	"os"
	"path/filepath"
	"testing"
)

// The demo's pictures are what the demo says they are.
func TestDemo(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "testdata", "demo")
	types := map[string]string{".jpg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp"}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	folder, seen := openFolder(t, dir), make(map[[32]byte]string)
	for _, e := range entries {
		want, isPicture := types[filepath.Ext(e.Name())]
		if !isPicture {
			continue
		}
		info, err := inspectFile(folder, e.Name())
		if err != nil || info.Type != want {
			t.Errorf("%s: %+v, %v, want %s", e.Name(), info, err, want)
		}
		if other := seen[info.Hash]; other != "" {
			t.Errorf("%s and %s are the same picture", e.Name(), other)
		}
		seen[info.Hash] = e.Name()
	}
	if len(seen) < 12 {
		t.Errorf("found %d pictures, want a dozen", len(seen))
	}
}

func TestDemoBroken(t *testing.T) {
	t.Parallel()
	folder := openFolder(t, filepath.Join("..", "..", "testdata", "demo"))
	for name, want := range map[string]struct{ reason, part string }{
		"broken/truncated.jpg": {Unreadable, "ends before the picture does"},
		"broken/page.jpg":      {NotAnImage, "an HTML page named .jpg"},
		"broken/pixel.gif":     {TooSmall, "1 by 1"},
		"broken/empty.png":     {NotAnImage, "an empty file named .png"},
		"broken/photo.heic":    {UnsupportedType, "a HEIC picture named .heic"},
		"missing.jpg":          {Unreadable, "no file"},
		"../outside.jpg":       {OutsideRoot, "--root"},
	} {
		_, err := inspectFile(folder, name)
		wantProblem(t, err, want.reason, want.part)
	}
	_, err := Parse("ftp://example.com/picture.jpg")
	wantProblem(t, err, BadReference, "ftp:")
}

func inspectFile(folder *Folder, name string) (Info, error) {
	file, err := folder.Open(name)
	if err != nil {
		return Info{}, err
	}
	defer file.Close()
	return Inspect(file, name)
}
