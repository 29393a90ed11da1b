package fetch

import (
	"bytes"
	"compress/gzip"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/picture"
)

func TestDownload(t *testing.T) {
	t.Parallel()
	for _, file := range [][]byte{small, large} {
		s := serve(t, sending(file, "ETag", `"v1"`, "X-Robots-Tag", "noai"))
		got, err := local(t).Download(t.Context(), s.URL+"/a.jpg")
		want := &Found{Data: file, Type: "image/png", Whole: true, Size: int64(len(file)), ETag: `"v1"`, Closed: true, NoAI: true}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("Download is %+v, %v", got, err)
		}
	}
}

// A request names this program and tells nothing else.
func TestRequest(t *testing.T) {
	t.Parallel()
	s := serve(t, sending(small))
	f := local(t)
	f.Agent = "shop/1.2"
	if _, err := f.Download(t.Context(), s.URL+"/ä b.jpg?q=ö&sig=x#top"); err != nil {
		t.Fatal(err)
	}
	r := s.requests()[0]
	if want := "/%C3%A4%20b.jpg?q=%C3%B6&sig=x"; r.RequestURI != want {
		t.Errorf("the request is for %s, want %s", r.RequestURI, want)
	}
	want := http.Header{
		"User-Agent":      {"shop/1.2 (+https://github.com/captionmill/captionmill)"},
		"Accept":          {"image/jpeg, image/png, image/webp, image/gif, image/*;q=0.5, */*;q=0.1"},
		"Accept-Encoding": {"identity"},
	}
	if !reflect.DeepEqual(r.Header, want) {
		t.Errorf("the headers are %v", r.Header)
	}
}

// ranging is a site that knows how to send parts.
func ranging(file []byte, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Add(header[i], header[i+1])
		}
		http.ServeContent(w, r, "a.png", time.Time{}, bytes.NewReader(file))
	}
}

func TestPeek(t *testing.T) {
	t.Parallel()
	head, size := large[:peekBytes], int64(len(large))
	for name, test := range map[string]struct {
		h    http.HandlerFunc
		want Found
	}{
		"a part":         {ranging(large), Found{Data: head, Size: size}},
		"all in a part":  {ranging(small), Found{Data: small, Size: int64(len(small)), Whole: true}},
		"just a part":    {ranging(head), Found{Data: head, Size: peekBytes, Whole: true}},
		"no parts":       {sending(large, "Content-Length", fmt.Sprint(size)), Found{Data: head, Size: size}},
		"no length":      {sending(large), Found{Data: head, Size: -1}},
		"no parts, none": {sending(small), Found{Data: small, Size: int64(len(small)), Whole: true}},
		"packed":         {sending(packed(large), "Content-Encoding", "gzip"), Found{Data: head, Size: -1}},
		"another part":   {wrongly("bytes 100-199/400", large), Found{Data: head, Size: -1}},
		"no such part":   {wrongly("", large), Found{Data: head, Size: -1}},
		"unknown size":   {partly("bytes 0-65535/*", head), Found{Data: head, Size: -1}},
		"shorter part":   {partly("bytes 0-99/196681", large[:100]), Found{Data: large[:100], Size: 196681}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.want.Type, test.want.Closed = "image/png", true
			got, err := local(t).Peek(t.Context(), serve(t, test.h).URL)
			if err != nil || !reflect.DeepEqual(got, &test.want) {
				t.Errorf("Peek is %.300v, %v", got, err)
			}
		})
	}
}

// partly answers with a part of a file.
func partly(contentRange string, part []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Range", contentRange)
		w.WriteHeader(http.StatusPartialContent)
		w.Write(part)
	}
}

// wrongly is a site that sends the whole when it is asked for it, and the
// wrong part, or none, when it is asked for a part.
func wrongly(contentRange string, whole []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Range") == "":
			w.Write(whole)
		case contentRange == "":
			w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		default:
			partly(contentRange, whole[:100])(w, r)
		}
	}
}

// A part of what is packed unpacks to a part.
func TestPeekPackedPart(t *testing.T) {
	t.Parallel()
	noise := make([]byte, 200<<10)
	rand.NewChaCha8([32]byte{}).Read(noise)
	file := append(drawn(20, 10), noise...)
	got, err := local(t).Peek(t.Context(), serve(t, ranging(packed(file), "Content-Encoding", "gzip")).URL)
	if err != nil || got.Whole || got.Size != -1 || len(got.Data) < peekBytes/2 || !bytes.HasPrefix(file, got.Data) {
		t.Errorf("Peek is %.300v, %v", got, err)
	}
}

func packed(file []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	z.Write(file)
	z.Close()
	return b.Bytes()
}

// Sites pack although they are asked not to, or say so and do not.
func TestContentEncoding(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		coding string
		sent   []byte
		reason string
	}{
		{"gzip", packed(large), ""},
		{"X-GZIP", packed(large), ""},
		{"gzip", large, ""},
		{"br", large, ""},
		{"aws-chunked", large, ""},
		{"br", []byte("\x8b\x05\x80packed by brotli"), picture.UnsupportedType},
		{"deflate, gzip", packed(large), picture.UnsupportedType},
		{"gzip", packed([]byte("<html>")), picture.NotAnImage},
		{"identity", packed(large), picture.NotAnImage},
	} {
		s := serve(t, sending(test.sent, "Content-Encoding", test.coding))
		found, err := local(t).Download(t.Context(), s.URL)
		switch {
		case test.reason != "":
			wantProblem(t, err, test.reason, "127.0.0.1")
		case err != nil || !found.Whole || !bytes.Equal(found.Data, large):
			t.Errorf("%s: %.300v, %v", test.coding, found, err)
		}
	}
}

// What a page, a film or a spacer is shows before the rest is read.
func TestNoPicture(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ head, reason, words string }{
		{"<!DOCTYPE html><title>Sign in</title>", picture.NotAnImage, "an HTML page"},
		{"", picture.NotAnImage, "an empty file"},
		{"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42", picture.UnsupportedType, "film"},
		{string(drawn(1, 1)), picture.TooSmall, "1 by 1"},
	} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, test.head)
			if len(test.head) > 0 {
				io.WriteString(w, strings.Repeat(" ", peekBytes))
				w.(http.Flusher).Flush()
				<-r.Context().Done() // until we hang up
			}
		})
		_, err := local(t).Download(t.Context(), s.URL)
		wantProblem(t, err, test.reason, test.words)
		wantProblem(t, err, test.reason, "(from 127.0.0.1)")
	}
}

func TestTooLarge(t *testing.T) {
	t.Parallel()
	huge := append(drawn(20, 10), make([]byte, picture.MaxBytes)...)
	for name, h := range map[string]http.HandlerFunc{
		"by its length": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(picture.MaxBytes+1))
			w.Write(small)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
		"as it comes":   sending(huge[:picture.MaxBytes+1]),
		"when unpacked": sending(packed(huge), "Content-Encoding", "gzip"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := local(t).Download(t.Context(), serve(t, h).URL)
			wantProblem(t, err, picture.TooLarge, "127.0.0.1 sends a file that is too large: more than 20 MB")
		})
	}
	_, err := local(t).Peek(t.Context(), serve(t, partly("bytes 0-99/20971521", huge[:100])).URL)
	wantProblem(t, err, picture.TooLarge, "more than 20 MB")
	found, err := local(t).Download(t.Context(), serve(t, sending(huge[:picture.MaxBytes])).URL)
	if err != nil || len(found.Data) != picture.MaxBytes {
		t.Errorf("the largest of all is refused: %v", err)
	}
}

// A fetcher of http and https alike, whose roots can be chosen.
func TestTLS(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(http.HandlerFunc(sending(small)))
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	_, err := local(t).Download(t.Context(), s.URL)
	wantTrouble(t, err, "cannot connect to 127.0.0.1: tls: failed to verify certificate")

	f := local(t)
	f.Roots = x509.NewCertPool()
	f.Roots.AddCert(s.Certificate())
	found, err := f.Download(t.Context(), s.URL)
	if err != nil || !bytes.Equal(found.Data, small) || !found.Closed {
		t.Errorf("%+v, %v", found, err)
	}
}
