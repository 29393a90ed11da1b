package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

const (
	// peekBytes is what a Peek reads: the header of nearly every picture.
	peekBytes = 64 << 10
	// maxHeader bounds the headers of an answer, in bytes.
	maxHeader = 64 << 10
	// maxRedirects is how many are followed.
	maxRedirects = 5
	// dialTimeout bounds connecting, the name servers included, and then the
	// TLS handshake.
	dialTimeout = 10 * time.Second
	// idleTime is how long a connection is kept for the next fetch.
	idleTime = 30 * time.Second
)

// A Fetcher fetches pictures. The zero value is ready for use. Its fields are
// set before the first fetch and not changed afterwards; it is then safe for
// many goroutines. It must not be copied.
type Fetcher struct {
	// Agent is the product in User-Agent, "captionmill" if empty. A comment
	// with the address of this project follows it.
	Agent string
	// Allow are special networks that may be connected to all the same. With
	// 64:ff9b::/96 the IPv4 address within a NAT64 address is judged instead.
	Allow []netip.Prefix
	// AtOnce is how many fetches are under way at once, 8 if zero or less.
	AtOnce int
	// PerHost is how many of these go to one host, 4 if zero or less.
	PerHost int
	// Timeout bounds one fetch as a whole, redirects and body included, but
	// not the wait for its turn. 30 seconds if zero or less.
	Timeout time.Duration
	// Resolver finds the addresses of hosts, the system's if nil.
	Resolver *net.Resolver
	// Roots are the authorities trusted to vouch for sites, the system's if nil.
	Roots *x509.CertPool

	once  sync.Once
	guard *guard
	turns *turns
	wires *http.Transport
}

// Found is a picture that was fetched, or its beginning.
type Found struct {
	Data  []byte // the picture, or its beginning after a Peek
	Type  string // the media type, such as "image/jpeg": by content, never by header
	Whole bool   // Data is the whole picture
	Size  int64  // of the whole picture in bytes, -1 when unknown
	ETag  string // the site's name for this version, as sent; "" when there is none or it is odd
	// Closed tells that strangers such as the API cannot fetch the picture: a
	// special network was on the way to it, or the site gave it only to a
	// request that named the site itself as its Referer.
	Closed bool
	// NoAI tells that the site asks, in X-Robots-Tag, not to use the picture
	// for AI. Nothing is done about it here.
	NoAI bool
}

// Download fetches a picture as a whole. What is no picture, or is larger than
// [picture.MaxBytes], is refused as early as it shows.
//
// The error is a [*picture.Problem], a [*Trouble], or the cause of ctx's end.
func (f *Fetcher) Download(ctx context.Context, address string) (*Found, error) {
	return f.fetch(ctx, address, false)
}

// Peek fetches the first 64 KB of a picture, which tell its type and nearly
// always its size in pixels. A site that cannot send a part is cut off there.
//
// The error is a [*picture.Problem], a [*Trouble], or the cause of ctx's end.
func (f *Fetcher) Peek(ctx context.Context, address string) (*Found, error) {
	return f.fetch(ctx, address, true)
}

// Close closes idle connections. Fetches under way are not touched, and the
// Fetcher may still be used.
func (f *Fetcher) Close() {
	f.open()
	f.wires.CloseIdleConnections()
}

func (f *Fetcher) fetch(ctx context.Context, address string, peek bool) (*Found, error) {
	f.open()
	at, err := parse(address)
	if err != nil {
		return nil, err
	}
	e := &errand{Fetcher: f, at: at, peek: peek, ranged: peek, left: f.timeout()}
	return e.run(ctx)
}

func (f *Fetcher) timeout() time.Duration { return positive(f.Timeout, 30*time.Second) }

// agent is the User-Agent header.
func (f *Fetcher) agent() string {
	return cmp.Or(f.Agent, "captionmill") + " (+https://github.com/captionmill/captionmill)"
}

// open makes what all fetches share, at the first of them.
func (f *Fetcher) open() {
	f.once.Do(func() {
		atOnce, perHost := positive(f.AtOnce, 8), positive(f.PerHost, 4)
		f.guard = newGuard(f.Allow)
		f.turns = newTurns(atOnce, perHost)
		f.wires = &http.Transport{
			DialContext:            f.dialer().DialContext,
			Protocols:              new(http.Protocols),
			TLSClientConfig:        &tls.Config{RootCAs: f.Roots},
			TLSHandshakeTimeout:    dialTimeout,
			DisableCompression:     true, // pictures are compressed; see unpack
			MaxResponseHeaderBytes: maxHeader,
			MaxIdleConns:           4 * atOnce,
			MaxIdleConnsPerHost:    perHost,
			IdleConnTimeout:        idleTime,
		}
		f.wires.Protocols.SetHTTP1(true)
		f.wires.Protocols.SetHTTP2(true)
	})
}

func (f *Fetcher) dialer() *net.Dialer {
	return &net.Dialer{Timeout: dialTimeout, Resolver: f.Resolver, Control: f.guard.control}
}

// product is the name of the agent in lower case, without its version.
func (f *Fetcher) product() string {
	name, _, _ := strings.Cut(cmp.Or(f.Agent, "captionmill"), "/")
	return strings.ToLower(name)
}

// positive is n, or the usual value if that is zero or less.
func positive[T int | time.Duration](n, usual T) T {
	if n <= 0 {
		return usual
	}
	return n
}
