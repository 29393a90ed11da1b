package wavespeed

import (
	"bufio"
	"bytes"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// What a lane writes is read as what net/http writes is.
func TestLaneWritesAsNetHTTPDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ method, url, body string }{
		{"GET", "http://127.0.0.1:9/api/v3/balance", ""},
		{"GET", "https://api.example.com/api/v3/predictions/a%2Fb/result?page=1&x=%20", ""},
		{"GET", "http://[::1]:80", ""},
		{"POST", "https://api.example.com/api/v3/m/image", `{"prompt":"Ü"}`},
		{"POST", "https://api.example.com/api/v3/m/image", strings.Repeat("x", 100_000)},
		{"POST", "https://api.example.com/empty", ""},
		{"PUT", "https://[fe80::1%25eth0]/x", "abc"},
		{"GET", "https://a\"b<c>.example/", ""},
	} {
		ours, err := written(t, c.method, c.url, c.body, (*lane).write)
		theirs, err2 := written(t, c.method, c.url, c.body, func(l *lane, r *http.Request) error { return r.Write(l.out) })
		if err != nil || err2 != nil {
			t.Fatal(c, err, err2)
		}
		if ours != theirs {
			t.Errorf("%s %s:\n%s\nwant\n%s", c.method, c.url, ours, theirs)
		}
	}
}

// written is a request as a server reads it.
func written(t *testing.T, method, url, body string, write func(*lane, *http.Request) error) (string, error) {
	t.Helper()
	var wire bytes.Buffer
	l := &lane{out: bufio.NewWriter(&wire)}
	req := requestOf(t, method, url, body)
	if err := write(l, req); err != nil {
		return "", err
	}
	l.out.Flush()
	in := bufio.NewReader(&wire)
	got, err := http.ReadRequest(in)
	if err != nil {
		return "", err
	}
	said := []string{got.Method, got.RequestURI, got.Proto, got.Host}
	for _, name := range slices.Sorted(maps.Keys(got.Header)) {
		said = append(said, name+": "+strings.Join(got.Header[name], ", "))
	}
	all, err := io.ReadAll(got.Body)
	return strings.Join(append(said, string(all)), "\n"), err
}

func requestOf(t *testing.T, method, url, body string) *http.Request {
	t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, in)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Authorization": {"Bearer k"}, "Accept": {"application/json"}, "User-Agent": {"captionmill"}}
	return req
}

// A body that is shorter than its header says is no request, and of a longer one
// no more is sent.
func TestLaneHoldsABodyToItsLength(t *testing.T) {
	t.Parallel()
	for said, sent := range map[int64]string{2: "ab", 3: "abc", 4: ""} {
		req := requestOf(t, "POST", "https://api.example.com/x", "abc")
		req.ContentLength = said
		var wire bytes.Buffer
		l := &lane{out: bufio.NewWriter(&wire)}
		err := l.write(req)
		l.out.Flush()
		if short := sent == ""; short != (err != nil) || !short && !strings.HasSuffix(wire.String(), "\r\n\r\n"+sent) {
			t.Errorf("a body of 3 bytes was sent as one of %d: %q, %v", said, wire.String(), err)
		}
	}
}
