package wavespeed

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// Whoever reads why a connection was not made reads what to do about it, for
// a paid call and for a free one, and can be sure that nothing was sent.
func TestConnectionsThatAreNotMade(t *testing.T) {
	t.Parallel()
	good, _ := serveTLS(t, serving(200, created))
	plain, _ := serve(t, serving(200, created))
	now := time.Now()
	old, oldRoots := vouched(t, "api.example", now.Add(-time.Hour))
	other, otherRoots := vouched(t, "other.example", now.Add(time.Hour))
	tests := map[string]struct {
		client       *Client
		step, advice string
	}{
		"unknown host": {&Client{BaseURL: "https://api.invalid", Dial: resolving(t, 3)},
			"dns: ", "no such host; check the host in the base URL"},
		"name server out of order": {&Client{BaseURL: "https://api.invalid", Dial: resolving(t, 2)},
			"dns: ", "server misbehaving; names cannot be looked up now"},
		"closed port": {&Client{BaseURL: "https://" + closed},
			"dial: ", "connection refused; nothing listens there; check the host and port in the base URL"},
		"no way": {&Client{BaseURL: "https://api.example", Dial: dialling(syscall.ENETUNREACH)},
			"dial: ", "network is unreachable; check that this machine is online, and whether it needs a proxy (HTTPS_PROXY)"},
		"too many files": {&Client{BaseURL: "https://api.example", Dial: dialling(syscall.EMFILE)},
			"dial: ", "too many open files; raise the limit of open files (ulimit -n), or set --in-flight lower"},
		"authority not trusted": {&Client{BaseURL: good.URL, Roots: x509.NewCertPool()},
			"tls: ", "certificate signed by unknown authority; nobody known here vouches for the server"},
		"certificate expired": {&Client{BaseURL: "https://api.example", Roots: oldRoots, Dial: always127(old)},
			"tls: ", "check this machine's clock"},
		"certificate of another host": {&Client{BaseURL: "https://api.example", Roots: otherRoots, Dial: always127(other)},
			"tls: ", "not api.example; another server answers under this name; check the host"},
		"no TLS": {&Client{BaseURL: strings.Replace(plain.URL, "http:", "https:", 1)},
			"tls: ", "does not speak TLS; check the port in the base URL"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.client.Key = testKey
			defer tt.client.Close()
			checkUnsent(t, tt.client, tt.step, tt.advice)
		})
	}
}

func checkUnsent(t *testing.T, c *Client, step, advice string) {
	t.Helper()
	_, paid := c.Submit(inTime(t), testModel, nil)
	_, free := c.Get(inTime(t), testID)
	for call, err := range map[string]error{"submit": paid, "get": free} {
		e := failing(t, err)
		if e.Verdict != api.Retry || e.Cause != api.CauseUnsent || e.Reason != "unsent" {
			t.Errorf("%s: %v, cause %d, reason %q", call, e.Verdict, e.Cause, e.Reason)
		}
		if !strings.Contains(e.Error(), ": "+step) || !strings.Contains(e.Error(), advice) || strings.Contains(e.Error(), step+step) {
			t.Errorf("%s: %v", call, e)
		}
	}
}

// A server that takes a connection and never says a word is given up in time.
func TestHandshakeThatNeverComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &Client{Key: testKey, BaseURL: "https://api.example", Dial: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go io.Copy(io.Discard, far)
			return near, nil
		}}
		defer c.Close()
		start := time.Now()
		checkUnsent(t, c, "tls: ", "no TLS handshake within 10s; the server takes connections but does not answer; try later")
		if waited := time.Since(start); waited != 2*dialTimeout {
			t.Errorf("two calls waited %v", waited)
		}
	})
}

// A server that takes a request and sends no header is waited for as long as
// the call's context says, and no longer. Nobody is told to look after the
// network then.
func TestHeaderThatNeverComes(t *testing.T) {
	t.Parallel()
	var mute atomic.Bool
	_, c := serveTLS(t, func(w http.ResponseWriter, r *http.Request) {
		if mute.Load() {
			io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}
		serving(200, created)(w, r)
	})
	calls := map[string]func(context.Context) error{
		"submit": func(ctx context.Context) error { _, err := c.Submit(ctx, testModel, nil); return err },
		"get":    func(ctx context.Context) error { _, err := c.Get(ctx, "abc"); return err },
	}
	for name, call := range calls {
		mute.Store(false)
		if err := call(inTime(t)); err != nil {
			t.Fatal(err)
		}
		mute.Store(true)
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		err := call(ctx)
		cancel()
		want := map[string]api.Verdict{"submit": api.Unsure, "get": api.Retry}[name]
		if e := failing(t, err); e.Verdict != want || e.Cause != api.CauseOther || !strings.HasSuffix(e.Error(), ": context deadline exceeded") {
			t.Errorf("%s: %v, cause %d, %v", name, e.Verdict, e.Cause, e)
		}
	}
}

// resolving dials by a name server that answers every question with one code:
// 2 is a failure of its own, 3 is that there is no such name.
func resolving(t *testing.T, code byte) func(context.Context, string, string) (net.Conn, error) {
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for question := make([]byte, 512); ; {
			n, from, err := server.ReadFrom(question)
			if err != nil {
				return
			}
			question[2], question[3] = question[2]|0x80, code // an answer
			server.WriteTo(question[:n], from)
		}
	}()
	t.Cleanup(func() { server.Close(); <-done })
	ask := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", server.LocalAddr().String())
	}
	return (&net.Dialer{Resolver: &net.Resolver{PreferGo: true, Dial: ask}}).DialContext
}

// closed is an address of this machine at which nobody listens. A port that was
// free a moment ago would not do: another test may be given it.
const closed = "127.0.0.1:1"

func dialling(err error) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: err}
	}
}

// vouched is a server whose certificate is for one host and until one time, and
// the authorities that vouch for it.
func vouched(t *testing.T, host string, until time.Time) (*site, *x509.CertPool) {
	cert, roots := certificate(t, host, until)
	s := &site{Server: httptest.NewUnstartedServer(serving(200, created))}
	s.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s, roots
}

// certificate is good for a day.
func certificate(t *testing.T, host string, until time.Time) (tls.Certificate, *x509.CertPool) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{host}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: until.Add(-24 * time.Hour), NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
