// Package wavespeed talks to the WaveSpeedAI REST API v3: one call, one
// request on the wire, and a verdict on what became of it. A few calls that cost
// nothing may be two requests, where sources differ on how to ask; they say so.
//
// It does not repeat anything, keep to any rate, or remember what was asked;
// that is the caller's business, who knows what has been paid.
package wavespeed

import (
	"cmp"
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
)

// A Client makes the calls. Its fields are set before the first call and not
// changed afterwards; it is then safe for use by many goroutines. It must not
// be copied.
//
// Every call is bounded by its context alone. Every error of a call is an
// [*api.Error].
type Client struct {
	// Key is the API key. It is sent to the host of BaseURL and to no other,
	// and shows in no error and no printed form of the client.
	Key string
	// BaseURL is the root of the API, without /api/v3; the vendor's,
	// "https://api.wavespeed.ai", if empty. See [ValidateBaseURL].
	BaseURL string
	// Dial opens connections. Nil stands for a [net.Dialer], and for the proxy
	// that the environment names for https; with a Dial of one's own no proxy is
	// asked. The context given to Dial ends when it returns, and after 10
	// seconds at the latest; a call waits until it does return.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// Roots are the authorities trusted to vouch for the server, the system's
	// if nil.
	Roots *x509.CertPool
	// Agent is the product in User-Agent, "captionmill" if empty.
	Agent string
	// Conns is how many idle connections are kept at most for the next call, as
	// many as there were calls at once if zero. They are closed when they were
	// idle for 20 seconds (those for submits) or 90.
	Conns int
	// MaxConns is how many connections are open at most for submits, and as
	// many for other calls; any number if zero. A call that finds none waits
	// for one. Looks over plain http share the connections of submits. Those
	// through a proxy are counted apart.
	MaxConns int

	once  sync.Once
	base  *url.URL
	wrong error         // with BaseURL
	blank *http.Request // to base
	// The headers of requests, without a body and with one in JSON. All requests
	// share them, as net/http does not write into headers.
	header, headerJSON http.Header

	lanes *lanes          // for submits, and without TLS for looks
	paid  *http.Transport // for submits through a proxy
	free  *http.Transport
	store *http.Transport // never sees the key
	seek  *http.Client    // the same, and follows redirects

	isoTimes atomic.Bool // bills are asked for by times in words; see Bills
	msTimes  atomic.Bool // the list is asked for by milliseconds; see List
}

const vendorURL = "https://api.wavespeed.ai"

// Close gives idle connections back. Calls under way are not touched, and the
// client may still be used.
func (c *Client) Close() {
	c.open()
	c.lanes.close()
	c.paid.CloseIdleConnections()
	c.free.CloseIdleConnections()
	c.store.CloseIdleConnections()
}

// Format prints the client without its key, whatever the verb.
func (c *Client) Format(f fmt.State, _ rune) { io.WriteString(f, c.String()) }

// MarshalText keeps the key out of logs and of encoded configuration.
func (c *Client) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// String names the client by the host it talks to.
func (c *Client) String() string { return "WaveSpeedAI client for " + c.host() }

// GoString is the same as String: Go syntax would spell the key out.
func (c *Client) GoString() string { return c.String() }

// host is the host of BaseURL, for a person to read.
func (c *Client) host() string {
	u, err := ValidateBaseURL(cmp.Or(c.BaseURL, vendorURL))
	if err != nil {
		return "an unusable base URL"
	}
	return u.Host
}

// open makes the transports at the first call. Calls are given to them without
// an [http.Client] in between, whose work is redirects and cookies: the key goes
// to one host, and a paid call to one place.
func (c *Client) open() {
	c.once.Do(func() {
		c.lanes = c.newLanes()
		c.paid, c.free, c.store = c.paidTransport(), c.freeTransport(), c.storeTransport()
		c.seek = &http.Client{Transport: c.store, CheckRedirect: sameScheme}
		if c.base, c.wrong = ValidateBaseURL(cmp.Or(c.BaseURL, vendorURL)); c.wrong == nil {
			c.blank, c.wrong = http.NewRequest("GET", c.base.String(), nil)
		}
		c.header, c.headerJSON = c.headerOf(""), c.headerOf("application/json")
	})
}

// inLine keeps a text on the line of its header.
func inLine(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}

// headerOf is the header of a request with a body of that type, "" for none. A key
// that is not fit for one is never sent; see [call.request].
func (c *Client) headerOf(contentType string) http.Header {
	h := http.Header{
		"Accept":     {"application/json"},
		"User-Agent": {strings.Map(inLine, cmp.Or(c.Agent, "captionmill"))},
	}
	if sendable(c.Key) {
		h.Set("Authorization", "Bearer "+c.Key)
	}
	if contentType != "" {
		h.Set("Content-Type", contentType)
	}
	return h
}
