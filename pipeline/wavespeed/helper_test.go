package wavespeed

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

const (
	testKey   = "wsk_0123456789abcdef"
	testModel = "wavespeed-ai/minicpm-v/image"
	testID    = "e6832d4abffb4d79bfbca19783fca133"
)

// answer reads one of the recorded shapes.
func answer(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "..", "testdata", "api", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// serving answers every request with a status and a body, JSON unless it looks
// like a page.
func serving(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		if len(body) > 0 && body[0] == '<' {
			w.Header().Set("Content-Type", "text/html")
		}
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// A site is a server and how often it was asked.
type site struct {
	*httptest.Server
	asked atomic.Int32
}

// serve starts a plain server and a client for it.
func serve(t testing.TB, h http.HandlerFunc) (*site, *Client) {
	s := new(site)
	s.Server = httptest.NewServer(s.count(h))
	return s, s.client(t)
}

// serveTLS does the same with a server that offers HTTP/2.
func serveTLS(t testing.TB, h http.HandlerFunc) (*site, *Client) {
	s := new(site)
	s.Server = httptest.NewUnstartedServer(s.count(h))
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	return s, s.client(t)
}

func (s *site) count(h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		h(w, r)
	})
}

func (s *site) client(t testing.TB) *Client {
	c := &Client{Key: testKey, BaseURL: s.URL}
	if cert := s.Certificate(); cert != nil {
		c.Roots = x509.NewCertPool()
		c.Roots.AddCert(cert)
	}
	t.Cleanup(func() { c.Close(); s.Close() })
	return c
}

// inTime is a context that ends long before the test's patience does.
func inTime(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// failing is the error of a call as what it must be.
func failing(t testing.TB, err error) *api.Error {
	t.Helper()
	e, ok := errors.AsType[*api.Error](err)
	if !ok {
		t.Fatalf("error is %T (%v), want *api.Error", err, err)
	}
	return e
}

func submit(t testing.TB, c *Client) (api.Prediction, error) {
	return c.Submit(inTime(t), testModel, json.RawMessage(`{"image":"https://example.com/fox.jpg"}`))
}
