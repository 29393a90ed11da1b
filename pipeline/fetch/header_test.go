package fetch

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRetryAfterHeader(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	date := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, test := range []struct {
		value, date string
		want        time.Duration
	}{
		{"", "", 0},
		{"7", "", 7 * time.Second},
		{"60", "", time.Minute},
		{"3600", "", time.Minute},
		{"99999999999999999999", "", 0},
		{"-1", "", 0},
		{"1.5", "", 0},
		{"soon", "", 0},
		{date(9 * time.Second), "", 9 * time.Second},
		{date(-9 * time.Second), "", 0},
		{date(9 * time.Hour), "", time.Minute},
		{date(9 * time.Hour), date(9*time.Hour - 5*time.Second), 5 * time.Second}, // its clock is wrong
	} {
		h := http.Header{"Retry-After": {test.value}, "Date": {test.date}}
		if got := retryAfter(h, now); got != test.want {
			t.Errorf("Retry-After: %s at %q is %v, want %v", test.value, test.date, got, test.want)
		}
	}
}

func TestContentRange(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]span{
		"bytes 0-65535/123456": {0, 65536, 123456},
		"Bytes 0-9/10":         {0, 10, 10},
		"bytes 3-4/*":          {3, 5, -1},
	} {
		if got, ok := contentRange(s); !ok || got != want || got.whole() != (s == "Bytes 0-9/10") {
			t.Errorf("%q is %+v, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "bytes", "bytes */10", "bytes 0-9", "bytes 0-9/9", "bytes 9-0/10", "bytes 0-9/x", "bytes -9/10",
		"bytes 0-/10", "lines 0-9/10", "bytes 0-9/10/11", "bytes 0--9/10", "bytes 0-9223372036854775807/*"} {
		if got, ok := contentRange(s); ok {
			t.Errorf("%q is %+v", s, got)
		}
	}
}

func FuzzContentRange(f *testing.F) {
	f.Add("bytes 0-65535/123456")
	f.Add("bytes 3-4/*")
	f.Add("bytes */9223372036854775807")
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := contentRange(s)
		if !ok {
			return
		}
		if got.first < 0 || got.next <= got.first || got.size != -1 && got.size < got.next {
			t.Errorf("%q is %+v", s, got)
		}
	})
}

func TestETag(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		`"v1"`: `"v1"`, `W/"v1"`: `W/"v1"`, "v1": "v1", "": "",
		`"a b"`: "", "\"\x1b[31m\"": "", `"ä"`: "", strings.Repeat("a", 257): "",
	} {
		if got := etag(http.Header{"Etag": {value}}); got != want {
			t.Errorf("%q is %q", value, got)
		}
	}
}

func TestNoAI(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		tags string // with | between headers
		want bool
	}{
		{"", false},
		{"noindex", false},
		{"noai", true},
		{"NoImageAI", true},
		{"noindex, noimageai", true},
		{"noindex|noai", true},
		{"captionmill: noai", true},
		{"Captionmill : noindex,noai", true},
		{"otherbot: noai", false},
		{"otherbot: noindex, noai", false},
		{"otherbot: noai, captionmill: noai", true},
		{"captionmill: noindex, otherbot: noai", false},
		{"unavailable_after: 25 Jun 2010 15:00:00 PST, noai", true},
		{"max-snippet:-1, noai", true},
		{"noaim", false},
	} {
		h := http.Header{"X-Robots-Tag": strings.Split(test.tags, "|")}
		if got := noAI(h, "captionmill"); got != test.want {
			t.Errorf("%q is %v", test.tags, got)
		}
	}
}

// Upper case and further rules for all change nothing.
func FuzzNoAI(f *testing.F) {
	f.Add("noai")
	f.Add("otherbot: noindex, captionmill: noai")
	f.Fuzz(func(t *testing.T, tag string) {
		read := func(tags ...string) bool { return noAI(http.Header{"X-Robots-Tag": tags}, "captionmill") }
		want := read(tag)
		if read("noindex", tag) != want || read("nofollow, "+tag) != want || read(strings.ToLower(tag)) != want {
			t.Errorf("%q is %v, or is it?", tag, want)
		}
	})
}
