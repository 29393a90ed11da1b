package picture

import (
	"errors"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ref    string
		want   Ref
		detail string // part of the sentence; "" for no error
	}{
		"file":                     {ref: "lighthouse.jpg", want: Ref{Path: "lighthouse.jpg"}},
		"file below":               {ref: "a/b c/ü.jpg", want: Ref{Path: "a/b c/ü.jpg"}},
		"file with a colon":        {ref: "IMG:1.jpg", want: Ref{Path: "IMG:1.jpg"}},
		"file with a time":         {ref: "12:30.jpg", want: Ref{Path: "12:30.jpg"}},
		"file called like scheme":  {ref: "https.jpg", want: Ref{Path: "https.jpg"}},
		"absolute file":            {ref: "/srv/a.jpg", want: Ref{Path: "/srv/a.jpg"}},
		"space around":             {ref: " a.jpg\n", want: Ref{Path: "a.jpg"}},
		"https":                    {ref: "https://h.example/a.jpg?x=1#f", want: Ref{URL: "https://h.example/a.jpg?x=1#f"}},
		"upper case":               {ref: "HTTP://H.example", want: Ref{URL: "HTTP://H.example"}},
		"comma and bar":            {ref: "https://h/a,b|c.jpg", want: Ref{URL: "https://h/a,b|c.jpg"}},
		"port and IPv6":            {ref: "http://[::1]:8080/a", want: Ref{URL: "http://[::1]:8080/a"}},
		"at the limit":             {ref: "https://h/" + strings.Repeat("a", MaxURL-10), want: Ref{URL: "https://h/" + strings.Repeat("a", MaxURL-10)}},
		"over the limit":           {ref: "https://h/" + strings.Repeat("a", MaxURL-9), detail: "8193 bytes long"},
		"empty":                    {ref: "  ", detail: "is empty"},
		"no host":                  {ref: "https:///a.jpg", detail: "names no host"},
		"port alone":               {ref: "https://:443/a.jpg", detail: "names no host"},
		"no slashes":               {ref: "https:a.jpg", detail: "names no host"},
		"port too high":            {ref: "https://h:65536/", detail: "above 65535"},
		"port of letters":          {ref: "https://h:hunter2/", detail: "malformed"},
		"bad escape":               {ref: "https://h/100%.jpg", detail: `"%.j"`},
		"no scheme":                {ref: "//cdn.example/a.jpg", detail: "write https:"},
		"ftp":                      {ref: "ftp://h/a.jpg", detail: `"ftp:"`},
		"s3":                       {ref: "S3://bucket/a.jpg", detail: `"s3:"`},
		"data":                     {ref: "data:image/png;base64,aGk=", detail: `"data:"`},
		"file scheme":              {ref: "file:/etc/passwd", detail: `"file:"`},
		"script":                   {ref: "JavaScript:alert(1)", detail: `"javascript:"`},
		"line end in an address":   {ref: "https://h/a\nb", detail: "control character"},
		"line end in a file":       {ref: "a\nb", detail: "control character"},
		"C1 control":               {ref: "a\u0085b", detail: "control character"},
		"not UTF-8":                {ref: "a\xff.jpg", detail: "not valid UTF-8"},
		"user name":                {ref: "https://hunter2@h/a.jpg", detail: "user name or password"},
		"user and password":        {ref: "https://ann:hunter2@h/a.jpg", detail: "user name or password"},
		"password with bad escape": {ref: "https://ann:hunter2%zz@h/a.jpg", detail: `"%zz"`},
		"password with a space":    {ref: "https://ann:hun ter2@h/a.jpg", detail: "malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse(c.ref)
			if got != c.want {
				t.Errorf("Parse is %+v, want %+v", got, c.want)
			}
			wantProblem(t, err, BadReference, c.detail)
		})
	}
}

func TestIsURL(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]bool{
		"http://h": true, "HtTpS://h/a": true, "https://": true,
		"": false, "a.jpg": false, "http.jpg": false, "https:a": false, "ftp://h/a": false, "//h/a": false, " http://h": false,
	} {
		if got := IsURL(ref); got != want {
			t.Errorf("IsURL(%q) = %v, want %v", ref, got, want)
		}
	}
}

// wantProblem checks that err is a problem with a reason and a sentence that
// has part in it, or no error when part is "". No sentence may hold a secret.
func wantProblem(t *testing.T, err error, reason, part string) {
	t.Helper()
	if part == "" {
		if err != nil {
			t.Errorf("error %v, want none", err)
		}
		return
	}
	p, ok := errors.AsType[*Problem](err)
	switch {
	case !ok:
		t.Errorf("error %v, want a problem", err)
	case p.Reason != reason || !strings.Contains(p.Detail, part):
		t.Errorf("problem %q, want %s: …%s…", err, reason, part)
	case strings.Contains(err.Error(), "hunter2"):
		t.Errorf("problem %q tells a password", err)
	}
}
