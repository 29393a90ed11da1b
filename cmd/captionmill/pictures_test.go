package main

import (
	"path"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// However a file is called, its reference means that file and no other.
func FuzzReference(f *testing.F) {
	for _, name := range []string{"a", " a", "\u00a0a", "#1", "http://x/a", "data:a", "a:b/c", "dir/x:y", "C:\\a", "|,\"'%20?#"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		name += ".jpg"
		if !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) || path.Join("x", name) != "x/"+name || strings.HasPrefix(name, "../") {
			t.Skip("fails in words, or is none that a folder has")
		}
		ref, err := picture.Parse(asReference(name))
		if err != nil || path.Clean(ref.Path) != name {
			t.Fatalf("%q is given as %q, which is read as %+v, %v", name, asReference(name), ref, err)
		}
	})
}
