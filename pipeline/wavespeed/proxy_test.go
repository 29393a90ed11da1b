package wavespeed

import (
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/captionmill/captionmill/pipeline/api"
)

// tunnel is a proxy that connects everyone to one server.
func tunnel(t *testing.T, to *site) *url.URL {
	proxy, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			t.Errorf("the proxy saw %s", r.Method)
		}
		far, err := net.Dial("tcp", to.Listener.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		defer far.Close()
		near, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer near.Close()
		io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
		go io.Copy(far, near)
		io.Copy(near, far)
	})
	u, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Behind a proxy net/http makes the handshake, so the promises have to hold
// without a lane of our own.
func TestSubmitThroughAProxy(t *testing.T) {
	t.Parallel()
	var cut atomic.Bool
	site, c := serveTLS(t, func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 1 {
			t.Errorf("the server was spoken to in %s", r.Proto)
		}
		if cut.Load() {
			hangUp(w, r)
			return
		}
		serving(200, created)(w, r)
	})
	c.open()
	c.paid.Proxy = http.ProxyURL(tunnel(t, site))
	if _, err := submit(t, c); err != nil {
		t.Fatal(err)
	}
	cut.Store(true)
	_, err := submit(t, c)
	if e := failing(t, err); e.Verdict != api.Unsure || site.asked.Load() != 2 {
		t.Errorf("asked %d times, got %#v", site.asked.Load(), e)
	}
}

// Plain http stays on this machine: past every proxy, and under names that
// the network may not know.
func TestNamesUnderLocalhost(t *testing.T) {
	t.Parallel()
	_, c := serve(t, serving(200, created))
	u, err := url.Parse(c.BaseURL)
	if err != nil {
		t.Fatal(err)
	}
	c.BaseURL = "http://captionmill-emulator.localhost:" + u.Port()
	if _, err := submit(t, c); err != nil {
		t.Error(err)
	}
	req := &http.Request{URL: &url.URL{Scheme: "http", Host: "captionmill-emulator.localhost"}}
	if via, err := proxy(req); via != nil || err != nil {
		t.Errorf("http goes through %v, %v", via, err)
	}
}
