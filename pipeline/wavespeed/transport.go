package wavespeed

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

const (
	dialTimeout = 10 * time.Second
	// The vendor's gateway may drop idle connections after a minute, as
	// gateways do. A paid call must not meet a connection that is just being
	// dropped, so we drop ours well before.
	paidIdle = 20 * time.Second
	freeIdle = 90 * time.Second
	// maxHeader bounds the headers of an answer, in bytes.
	maxHeader = 64 << 10
)

// paidTransport carries submits. It speaks HTTP/1.1 alone, because HTTP/2
// sends a request again by itself when a server says that it was not
// processed; and its connections know whether anything was written to them.
func (c *Client) paidTransport() *http.Transport {
	t := c.transport(paidIdle)
	t.Protocols.SetHTTP1(true)
	t.DisableCompression = true // what came of a cut answer stays readable
	t.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := c.dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &wire{Conn: conn}, nil
	}
	t.DialTLSContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := c.dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return c.secure(ctx, conn, addr)
	}
	return t
}

// freeTransport carries everything that may be repeated at no cost.
func (c *Client) freeTransport() *http.Transport {
	t := c.transport(freeIdle)
	t.Protocols.SetHTTP1(true)
	t.Protocols.SetHTTP2(true)
	t.DialContext = c.dial
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 15 * time.Second}
	return t
}

// storeTransport carries files to and from where the API keeps them. It shares
// no connection with calls that hold the key, and adds no field of its own to
// what a ticket says.
func (c *Client) storeTransport() *http.Transport {
	t := c.freeTransport()
	t.DisableCompression = true // or else net/http asks for it in a field
	return t
}

// transport is what all have in common.
func (c *Client) transport(idle time.Duration) *http.Transport {
	t := &http.Transport{
		Protocols:              new(http.Protocols),
		MaxIdleConnsPerHost:    cmp.Or(c.Conns, 64),
		IdleConnTimeout:        idle,
		MaxResponseHeaderBytes: maxHeader,
		TLSClientConfig:        &tls.Config{RootCAs: c.Roots},
		TLSHandshakeTimeout:    dialTimeout,
	}
	if c.Dial == nil {
		t.Proxy = proxy
	}
	return t
}

// proxy is the environment's, for https alone: http stays on this machine, and
// a proxy would see the key.
func proxy(r *http.Request) (*url.URL, error) {
	if r.URL.Scheme != "https" {
		return nil, nil
	}
	return http.ProxyFromEnvironment(r)
}

// dial opens a connection, and says at which step it failed.
func (c *Client) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	dial := c.Dial
	if dial == nil {
		dial, addr = new(net.Dialer).DialContext, home(addr)
	}
	conn, err := dial(ctx, network, addr)
	if err == nil {
		return conn, nil
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return nil, &stepError{"dns", err}
	}
	return nil, &stepError{"dial", err}
}

// home keeps names under localhost on this machine, whatever the network's
// name servers make of them.
func home(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || !under(host, "localhost") {
		return addr
	}
	return net.JoinHostPort("localhost", port)
}

// secure makes the handshake on a paid connection. We do it ourselves so that
// the wire notes the request and not the handshake. (Behind a proxy net/http
// does it, and there is no wire.)
func (c *Client) secure(ctx context.Context, conn net.Conn, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		host = addr
	}
	t := tls.Client(conn, &tls.Config{ServerName: host, RootCAs: c.Roots, NextProtos: []string{"http/1.1"}})
	if err := t.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, &stepError{"tls", err}
	}
	return &wire{Conn: t}, nil
}

// A stepError is a connection that was never made, and the step that failed.
type stepError struct {
	step string
	err  error
}

func (e *stepError) Error() string { return e.step + ": " + e.err.Error() }
func (e *stepError) Unwrap() error { return e.err }
