package wavespeed

import (
	"net/url"
	"strings"
	"testing"
)

func TestValidateBaseURL(t *testing.T) {
	t.Parallel()
	good := map[string]string{
		"https://api.wavespeed.ai":        "https://api.wavespeed.ai",
		"https://api.wavespeed.ai/":       "https://api.wavespeed.ai",
		"https://gateway.example/ws//":    "https://gateway.example/ws",
		"HTTPS://Api.Example":             "https://Api.Example",
		"http://localhost:8080":           "http://localhost:8080",
		"http://emulator.localhost":       "http://emulator.localhost",
		"http://127.0.0.1:8080/":          "http://127.0.0.1:8080",
		"http://127.200.3.4":              "http://127.200.3.4",
		"http://[::1]:8080":               "http://[::1]:8080",
		"https://example.com/api/v3/mine": "https://example.com/api/v3/mine",
	}
	for in, want := range good {
		if u, err := ValidateBaseURL(in); err != nil || u.String() != want {
			t.Errorf("%s: got %v, %v; want %s", in, u, err, want)
		}
	}
	bad := map[string]string{ // what the sentence must hold
		"":                                 "no host",
		"api.wavespeed.ai":                 "no host",
		"localhost:8080":                   "no host",
		"https://":                         "no host",
		"https:///x":                       "no host",
		"ftp://example.com":                "use https",
		"https://bücher.example":           "write it in ASCII",
		"http://example.com":               "use https",
		"http://10.0.0.1":                  "use https",
		"http://0.0.0.0":                   "use https",
		"http://notlocalhost":              "use https",
		"http://localhost.example.com":     "use https",
		"http://127.0.0.1.example.com":     "use https",
		"https://user@example.com":         "leave it away",
		"https://user:hush@example.com":    "leave it away",
		"https://example.com?key=hush":     "leave it away",
		"https://example.com?":             "leave it away",
		"https://example.com#hush":         "leave it away",
		"https://example.com#":             "leave it away",
		"https://api.wavespeed.ai/api/v3":  "leave that away",
		"https://api.wavespeed.ai/api/v3/": "leave that away",
		"https://example.com\n":            "control character",
		"https://us er:hush@example.com":   "userinfo",
	}
	for in, want := range bad {
		u, err := ValidateBaseURL(in)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: got %v, %v; want an error with %q", in, u, err, want)
		}
	}
}

// FuzzValidateBaseURL holds what is let through to the promises.
func FuzzValidateBaseURL(f *testing.F) {
	for _, s := range []string{"https://api.wavespeed.ai/", "http://[::1]:80/x//", "http://a.localhost", "https://u:p@h?q#f", "https:opaque", "http://127.0.0.1%2e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := ValidateBaseURL(s)
		if err != nil {
			return
		}
		if u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.HasSuffix(u.Path, "/") {
			t.Errorf("%q gave %q", s, u)
		}
		if u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())) {
			t.Errorf("%q gave scheme %q", s, u.Scheme)
		}
		again, err := ValidateBaseURL(u.String())
		if err != nil || again.String() != u.String() {
			t.Errorf("%q gave %q, which gave %v, %v", s, u, again, err)
		}
	})
}

func TestVendor(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"https://api.wavespeed.ai":           true,
		"https://WaveSpeed.AI":               true,
		"https://eu.api.wavespeed.ai.":       true,
		"https://notwavespeed.ai":            false,
		"https://wavespeed.ai.example.com":   false,
		"http://localhost/api.wavespeed.ai":  false,
		"https://example.com#wavespeed.ai":   false,
		"https://api.wavespeed.ai@evil.test": false,
	}
	for in, want := range tests {
		u, err := url.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := Vendor(u); got != want {
			t.Errorf("%s: got %t", in, got)
		}
	}
}
