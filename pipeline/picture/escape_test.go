package picture_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/picture"
)

func TestEscape(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://e.example/a.jpg?w=1&x=[a|b]'#top":  "https://e.example/a.jpg?w=1&x=[a|b]'#top",
		"https://e.example/my cat.jpg":              "https://e.example/my%20cat.jpg",
		"https://e.example/kočka/猫.jpg":             "https://e.example/ko%C4%8Dka/%E7%8C%AB.jpg",
		"https://e.example/a%20b%c3%a9 é.jpg":       "https://e.example/a%20b%c3%a9%20%C3%A9.jpg",
		"https://e.example/a?q=100%&r=é \"<b>\"#ü":  "https://e.example/a?q=100%&r=%C3%A9%20%22%3Cb%3E%22#%C3%BC",
		"https://bücher.example/ü":                  "https://bücher.example/%C3%BC",
		"https://bücher.example?ü":                  "https://bücher.example?%C3%BC",
		"https://bücher.example":                    "https://bücher.example",
		"https://e.example/?u=https://ü.example/ü ": "https://e.example/?u=https://%C3%BC.example/%C3%BC%20",
	} {
		if got := picture.Escape(address); got != want {
			t.Errorf("Escape(%q) = %q, want %q", address, got, want)
		}
	}
}

// An escaped address is one of the same path and query, and is not escaped again.
func FuzzEscape(f *testing.F) {
	f.Add("https://e.example/my cat?é=%20#ü")
	f.Add("http://bücher.example")
	f.Fuzz(func(t *testing.T, address string) {
		before, err := url.Parse(address)
		if _, bad := picture.Parse(address); bad != nil || err != nil || !picture.IsURL(address) {
			t.Skip()
		}
		sent := picture.Escape(address)
		after, err := url.Parse(sent)
		if err != nil || after.Host != before.Host || after.Path != before.Path {
			t.Fatalf("%q became %q: %v", address, sent, err)
		}
		if picture.Escape(sent) != sent || strings.ContainsAny(strings.Replace(sent, before.Host, "", 1), " \"<>") {
			t.Errorf("Escape(%q) = %q, and again %q", address, sent, picture.Escape(sent))
		}
	})
}
