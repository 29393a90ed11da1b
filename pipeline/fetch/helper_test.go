package fetch

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/png"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// loopback is where the tests' sites are.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// small is a picture that fits into a Peek, large is one that does not.
var small, large = drawn(20, 10), append(drawn(20, 10), make([]byte, 3*peekBytes)...)

func drawn(width, height int) []byte {
	m := image.NewGray(image.Rect(0, 0, width, height))
	m.Set(1, 1, color.White)
	var file bytes.Buffer
	if err := png.Encode(&file, m); err != nil {
		panic(err)
	}
	return file.Bytes()
}

// A site is a server, and the requests it got.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked []*http.Request
}

func serve(t testing.TB, h http.HandlerFunc) *site {
	t.Helper()
	s := new(site)
	s.Server = httptest.NewServer(s.noting(h))
	t.Cleanup(s.Close)
	return s
}

func (s *site) noting(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r)
		s.mu.Unlock()
		h(w, r)
	}
}

// requests are those so far.
func (s *site) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// under is the site's address under another host.
func (s *site) under(host string) string {
	u, err := url.Parse(s.URL)
	if err != nil {
		panic(err)
	}
	return u.Scheme + "://" + net.JoinHostPort(host, u.Port())
}

// sending answers with a file and headers, as pairs.
func sending(file []byte, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Add(header[i], header[i+1])
		}
		w.Write(file)
	}
}

// answering answers with a status and headers, as pairs.
func answering(status int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Add(header[i], header[i+1])
		}
		w.WriteHeader(status)
	}
}

// local is a fetcher that may reach the tests' sites.
func local(t testing.TB) *Fetcher {
	t.Helper()
	f := &Fetcher{Allow: loopback, Resolver: names(t)}
	t.Cleanup(f.Close)
	return f
}

// names are name servers of our own, on loopback: hosts under "loopback.test"
// are at 127.0.0.1, those under "private.test" at 10.1.2.3, those under
// "broken.test" make the servers fail, and no other is known.
func names(t testing.TB) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var done sync.WaitGroup
	done.Go(func() { answerNames(server) })
	t.Cleanup(func() {
		server.Close()
		done.Wait()
	})
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
}

func answerNames(server net.PacketConn) {
	for query := make([]byte, 1500); ; {
		n, from, err := server.ReadFrom(query)
		if err != nil {
			return
		}
		server.WriteTo(nameAnswer(query[:n]), from)
	}
}

// nameAnswer answers a query (RFC 1035, 4.1) of one question.
func nameAnswer(query []byte) []byte {
	name, end := question(query)
	const noError, failed, unknown = 0, 2, 3
	status, ip := unknown, [4]byte{}
	switch {
	case strings.HasSuffix(name, "broken.test"):
		status = failed
	case strings.HasSuffix(name, "loopback.test"):
		status, ip = noError, [4]byte{127, 0, 0, 1}
	case strings.HasSuffix(name, "private.test"):
		status, ip = noError, [4]byte{10, 1, 2, 3}
	}
	const typeA = 1
	found := status == noError && binary.BigEndian.Uint16(query[end-4:]) == typeA
	answer := append(query[:2:2], 0x81, 0x80|byte(status), 0, 1, 0, 0, 0, 0, 0, 0)
	answer = append(answer, query[12:end]...)
	if found {
		answer[7] = 1
		answer = append(answer, 0xC0, 12, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4) // the question's name, for no time
		answer = append(answer, ip[:]...)
	}
	return answer
}

// question reads the name that a query asks for, and where the question ends.
func question(query []byte) (name string, end int) {
	var labels []string
	at := 12
	for query[at] != 0 {
		next := at + 1 + int(query[at])
		labels = append(labels, string(query[at+1:next]))
		at = next
	}
	return strings.ToLower(strings.Join(labels, ".")), at + 5
}

func wantProblem(t *testing.T, err error, reason, words string) {
	t.Helper()
	problem, ok := errors.AsType[*picture.Problem](err)
	if !ok || problem.Reason != reason || !strings.Contains(problem.Detail, words) {
		t.Errorf("the error is %v, want %s with %q", err, reason, words)
	}
}

func wantTrouble(t *testing.T, err error, words string) *Trouble {
	t.Helper()
	trouble, ok := errors.AsType[*Trouble](err)
	if !ok || !strings.Contains(trouble.Detail, words) {
		t.Errorf("the error is %v, want a trouble with %q", err, words)
		return new(Trouble)
	}
	return trouble
}
