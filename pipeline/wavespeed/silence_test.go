package wavespeed

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// A connection for looks that has fallen silent, as behind a router that has
// forgotten it, does not take all looks with it for ever: it is asked whether it
// is alive, given up, and the next look opens another.
func TestSilentConnectionIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dials atomic.Int32
		var silent atomic.Bool
		cert, roots := certificate(t, "api.example", time.Now().Add(time.Hour))
		door := make(pipes)
		server := &http.Server{
			TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}},
			ErrorLog:  log.New(io.Discard, "", 0),
			Handler:   serving(200, created),
		}
		go server.ServeTLS(door, "", "")
		defer server.Close()
		c := &Client{Key: testKey, BaseURL: "https://api.example", Roots: roots, Dial: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			if dials.Add(1) == 1 {
				far = &mutable{far, &silent}
			}
			door <- far
			return near, nil
		}}
		defer c.Close()

		look := func() (time.Duration, error) {
			start := time.Now()
			_, err := c.Get(t.Context(), "abc")
			return time.Since(start), err
		}
		if _, err := look(); err != nil {
			t.Fatal(err)
		}
		silent.Store(true)
		waited, err := look()
		if e := failing(t, err); e.Verdict != api.Retry || waited != 2*pingAfter {
			t.Errorf("%v after %v: %v", e.Verdict, waited, e)
		}
		if _, err := look(); err != nil || dials.Load() != 2 {
			t.Errorf("%d connections, %v", dials.Load(), err)
		}
	})
}

// pipes are connections as somebody listens for them.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	conn, ok := <-p
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (p pipes) Close() error   { close(p); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Net: "unix"} }

// mutable is a connection whose words may get lost.
type mutable struct {
	net.Conn
	silent *atomic.Bool
}

func (m *mutable) Write(p []byte) (int, error) {
	if m.silent.Load() {
		return len(p), nil
	}
	return m.Conn.Write(p)
}
