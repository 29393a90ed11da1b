package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"code.dny.dev/ssrf"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// countdown redirects as often as its path says, and then sends a picture.
func countdown(w http.ResponseWriter, r *http.Request) {
	var n int
	if fmt.Sscanf(r.URL.Path, "/%d", &n); n == 0 {
		sending(small)(w, r)
		return
	}
	http.Redirect(w, r, fmt.Sprintf("%d?sig=x", n-1), []int{301, 302, 303, 307, 308}[n%5])
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	s := serve(t, countdown)
	f := local(t)
	found, err := f.Download(t.Context(), s.URL+"/5?sig=secret")
	if err != nil || !bytes.Equal(found.Data, small) {
		t.Errorf("five redirects end with %v", err)
	}
	for _, r := range s.requests() {
		if r.Referer() != "" || r.Header.Get("Cookie") != "" {
			t.Errorf("a redirect was followed with %v", r.Header)
		}
	}
	_, err = f.Download(t.Context(), s.URL+"/6")
	wantProblem(t, err, picture.DeadLink, "127.0.0.1 redirects more than 5 times; correct")
	if n := len(s.requests()); n != 6+6 {
		t.Errorf("the server was asked %d times", n)
	}
}

func TestRedirectsToNowhere(t *testing.T) {
	t.Parallel()
	for location, words := range map[string]string{
		"":                               "redirects to nowhere",
		"http://[::1/":                   "redirects to nowhere",
		"http:///a.png":                  "names no host",
		"http://user:secret@127.0.0.1/":  "a user name or password",
		"file:///etc/passwd":             `"file:" is neither http`,
		"ftp://127.0.0.1/a.png":          `"ftp:" is neither http`,
		"data:image/png;base64,secret":   `"data:" is neither http`,
		"c:a.png":                        "the name is a file's",
		"http://2130706433/":             "the host 2130706433 is a number",
		"/" + strings.Repeat("a", 8<<10): "bytes long",
		"//127.0.0.1:99999/":             "a port above 65535",
	} {
		s := serve(t, answering(http.StatusFound, "Location", location, "Set-Cookie", "a=secret"))
		_, err := local(t).Download(t.Context(), s.URL+"/?sig=secret")
		wantProblem(t, err, picture.DeadLink, words)
		wantProblem(t, err, picture.DeadLink, "127.0.0.1 redirects to")
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("a secret is told: %v", err)
		}
	}
}

// Some sites give their pictures to their own pages only. Nobody else can
// fetch those.
func TestReferer(t *testing.T) {
	t.Parallel()
	for _, status := range []int{401, 403} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/":
				http.Redirect(w, r, "/a.png?sig=secret", http.StatusFound)
			case r.Referer() != "http://"+r.Host+"/":
				w.WriteHeader(status)
			default:
				sending(small)(w, r)
			}
		})
		found, err := public(t).Download(t.Context(), s.URL)
		if err != nil || !found.Closed || len(s.requests()) != 3 {
			t.Errorf("%d: %+v, %v after %d requests", status, found, err, len(s.requests()))
		}
	}
	open, err := public(t).Download(t.Context(), serve(t, sending(small)).URL)
	if err != nil || open.Closed {
		t.Errorf("what everybody may have is closed: %+v, %v", open, err)
	}
}

// public is a fetcher that takes loopback for a public network.
func public(t *testing.T) *Fetcher {
	f := local(t)
	f.open()
	f.guard.special = ssrf.New(ssrf.WithAllowedV4Prefixes(loopback[0]))
	return f
}

// The Referer of one site is not told to another, and a second site's refusal
// is final.
func TestRefererIsForOneSite(t *testing.T) {
	t.Parallel()
	second := serve(t, answering(http.StatusForbidden))
	first := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Referer() == "" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		http.Redirect(w, r, second.URL, http.StatusFound)
	})
	_, err := local(t).Download(t.Context(), first.URL)
	wantProblem(t, err, picture.AccessDenied, "403 Forbidden; open it to all")
	if asked := second.requests(); len(asked) != 1 || asked[0].Referer() != "" {
		t.Errorf("the second site was asked %d times, first with the Referer %q", len(asked), asked[0].Referer())
	}
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{
		400: picture.DeadLink, 404: picture.DeadLink, 405: picture.DeadLink, 410: picture.DeadLink, 416: picture.DeadLink,
		300: picture.DeadLink, 304: picture.DeadLink, 305: picture.DeadLink,
		401: picture.AccessDenied, 402: picture.AccessDenied, 403: picture.AccessDenied,
		407: picture.AccessDenied, 451: picture.AccessDenied,
		204: picture.NotAnImage,
		202: "", 408: "", 421: "", 425: "", 429: "", 500: "", 502: "", 503: "", 504: "", 599: "", 999: "",
	} {
		s := serve(t, answering(status))
		_, err := local(t).Peek(t.Context(), s.URL+"/?sig=secret")
		switch {
		case want == "":
			wantTrouble(t, err, "127.0.0.1 has no picture")
			wantTrouble(t, err, fmt.Sprint(status))
		case want == picture.NotAnImage:
			wantProblem(t, err, want, "an empty file")
		default:
			wantProblem(t, err, want, fmt.Sprint(status))
		}
		asked := map[int]int{401: 2, 403: 2, 416: 2}[status]
		if n := len(s.requests()); n != max(asked, 1) {
			t.Errorf("%d: the server was asked %d times", status, n)
		}
	}
}

// A host that is busy is left alone; others are not.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for _, status := range []int{429, 503} {
		s := serve(t, answering(status, "Retry-After", "3600"))
		f := local(t)
		_, err := f.Download(t.Context(), s.under("Busy.loopback.test"))
		trouble := wantTrouble(t, err, "busy.loopback.test has no picture now")
		if trouble.RetryAfter != time.Minute || trouble.Host != "busy.loopback.test" {
			t.Errorf("%d: %+v", status, trouble)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		if _, err := f.Download(ctx, s.under("busy.loopback.test")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%d: the second fetch ends with %v", status, err)
		}
		_, err = f.Download(t.Context(), s.under("other.loopback.test"))
		wantTrouble(t, err, "other.loopback.test has no picture now")
		if n := len(s.requests()); n != 2 {
			t.Errorf("%d: the server was asked %d times", status, n)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	f := local(t)
	_, err := f.Download(t.Context(), "http://Nobody.test/?sig=secret")
	wantProblem(t, err, picture.DeadLink, "nobody.test cannot be found: there is no such host; correct")
	_, err = f.Download(t.Context(), "http://broken.test/?sig=secret")
	wantTrouble(t, err, "cannot connect to broken.test: no word from the name servers")
}

func TestBadAddress(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "a.png", "ftp://127.0.0.1/a.png", "http://user@127.0.0.1/", "http:///a.png"} {
		_, err := local(t).Download(t.Context(), address)
		wantProblem(t, err, picture.BadReference, "")
	}
}

// raw is a server that says what it is told to on each connection, whatever it
// is asked.
func raw(t *testing.T, say string) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conn.Read(make([]byte, 4<<10))
			conn.Write([]byte(say))
			conn.Close()
		}
	}()
	t.Cleanup(func() {
		listener.Close()
		<-done
	})
	return "http://" + listener.Addr().String()
}

// What servers say that do not keep to HTTP is not repeated: it may hold the
// address.
func TestGarbledAnswers(t *testing.T) {
	t.Parallel()
	for say, words := range map[string]string{
		"":                                  "the connection broke off",
		"SSH-2.0-secret\r\n":                "it is garbled",
		"HTTP/1.1 200 OK\r\nsecret\r\n\r\n": "it is garbled",
		"HTTP/1.1 200 OK\r\nA: " + strings.Repeat("secret", 20<<10) + "\r\n\r\n":                        "it is garbled",
		"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsecret":                                            "the connection broke off",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsecret\r\n":                               "it is garbled",
		"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1F\x8Bsecret":                               "broke off",
		"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1F\x8B\x08\x00secret\xFF\xFF":               "it is garbled",
		"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\nhello": "another part",
		"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\nhello": "another part",
	} {
		_, err := local(t).Download(t.Context(), raw(t, say)+"/?sig=secret")
		wantTrouble(t, err, "the answer of 127.0.0.1 is no use: ")
		wantTrouble(t, err, words)
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("a secret is told: %v", err)
		}
	}
}

func TestConnectionRefused(t *testing.T) {
	t.Parallel()
	_, err := local(t).Download(t.Context(), "http://127.0.0.1:1/?sig=secret")
	wantTrouble(t, err, "cannot connect to 127.0.0.1: connect: connection refused")
}

// dripping sends a picture for ever, a little at a time.
func dripping(w http.ResponseWriter, r *http.Request) {
	w.Write(small)
	for r.Context().Err() == nil {
		if _, err := w.Write(make([]byte, 1<<10)); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		select {
		case <-time.After(time.Millisecond):
		case <-r.Context().Done():
		}
	}
}

// The time counts for a fetch as a whole, wherever it is spent.
func TestTimeout(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]http.HandlerFunc{
		"silence": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"a drip":  dripping,
		"redirects": func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(40 * time.Millisecond):
			case <-r.Context().Done():
			}
			http.Redirect(w, r, "/", http.StatusFound)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := local(t)
			f.Timeout = 100 * time.Millisecond
			_, err := f.Download(t.Context(), serve(t, h).URL)
			wantTrouble(t, err, "127.0.0.1 is too slow: it was given 100ms")
		})
	}
}

// The end of the caller's context is the caller's business, and no fault of
// the picture or the host.
func TestCancel(t *testing.T) {
	t.Parallel()
	why := errors.New("no longer wanted")
	ctx, cancel := context.WithCancelCause(t.Context())
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		cancel(why)
		<-r.Context().Done()
	})
	f := local(t)
	for range 2 {
		if _, err := f.Download(ctx, s.URL); err != why {
			t.Errorf("the fetch ends with %v", err)
		}
	}
	if n := len(s.requests()); n != 1 {
		t.Errorf("the server was asked %d times", n)
	}
}
