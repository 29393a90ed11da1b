package wavespeed

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	dialTimeout = 10 * time.Second
	// The vendor's gateway may drop idle connections after a minute, as
	// gateways do. A paid call must not meet a connection that is just being
	// dropped, so we drop ours well before.
	paidIdle = 20 * time.Second
	freeIdle = 90 * time.Second
	// pingAfter is how long an HTTP/2 connection may be silent before it is asked
	// whether it is alive, and then how long it has to answer.
	pingAfter = 15 * time.Second
	// doors is how many connections are opened at a time that calls can share.
	doors = 4
	// maxHeader bounds the headers of an answer, in bytes.
	maxHeader = 64 << 10
)

// pay makes an exchange that may cost money: over HTTP/1.1, because HTTP/2
// sends a request again by itself when a server says that it was not processed,
// and on connections that know whether anything was written to them.
func (c *call) pay(req *http.Request, take func(*http.Response) error) error {
	if c.tunnelled(req) {
		return c.through(c.paid.RoundTrip)(req, take)
	}
	return c.lanes.exchange(req, &c.trail, take)
}

// look makes an exchange that costs nothing. Without TLS there is no HTTP/2 to be
// had, so that it shares the lanes of submits.
func (c *call) look(req *http.Request, take func(*http.Response) error) error {
	if req.URL.Scheme == "http" && req.Body == nil {
		return c.lanes.exchange(req, &c.trail, take)
	}
	return c.through(c.free.RoundTrip)(req, take)
}

// tunnelled tells whether a request has to go through a proxy, which net/http
// knows how to ask for a tunnel.
func (c *Client) tunnelled(req *http.Request) bool {
	if c.paid.Proxy == nil {
		return false
	}
	via, err := c.paid.Proxy(req)
	return via != nil || err != nil
}

func (c *Client) newLanes() *lanes {
	l := &lanes{dial: c.dialLane, keep: cmp.Or(c.Conns, math.MaxInt)}
	if c.MaxConns > 0 {
		l.places = make(chan struct{}, c.MaxConns)
	}
	return l
}

// dialLane opens a connection for HTTP/1.1.
func (c *Client) dialLane(ctx context.Context, to *url.URL) (net.Conn, error) {
	if to.Scheme == "https" {
		return c.dialTLS(ctx, "tcp", address(to, "443"), "http/1.1")
	}
	return c.dial(ctx, "tcp", address(to, "80"))
}

// address is where a URL leads to, by the usual port if it names none.
func address(to *url.URL, port string) string {
	return net.JoinHostPort(to.Hostname(), cmp.Or(to.Port(), port))
}

// paidTransport carries submits through a proxy.
func (c *Client) paidTransport() *http.Transport {
	t := c.transport(paidIdle)
	t.Protocols.SetHTTP1(true)
	t.DisableCompression = true // what came of a cut answer stays readable
	t.DialContext = c.dial
	return t
}

// freeTransport carries everything that may be repeated at no cost, over
// HTTP/2 where the server speaks it. Calls that are more than one connection
// may carry have another opened for them, and a connection over which nothing
// comes any more is given up, with all calls on it, after half a minute.
func (c *Client) freeTransport() *http.Transport {
	t := c.transport(freeIdle)
	t.Protocols.SetHTTP1(true)
	t.Protocols.SetHTTP2(true)
	t.DialContext = c.dial
	t.DialTLSContext = c.dialShared(make(chan struct{}, doors))
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingAfter}
	return t
}

// errServed ends a dial that nobody waits for.
var errServed = errors.New("the call has a connection")

// dialShared opens connections that many calls may share, a few at a time. By
// itself net/http opens one for each call that finds none ready, before it can
// know how many calls the first of them will carry; here those that have got a
// place meanwhile leave the queue.
func (c *Client) dialShared(door chan struct{}) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		select {
		case door <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		defer func() { <-door }()
		if served(ctx) {
			return nil, errServed
		}
		return c.dialTLS(ctx, network, addr, "h2", "http/1.1")
	}
}

// storeTransport carries files to and from where the API keeps them. It shares
// no connection with calls that hold the key, and adds no field of its own to
// what a ticket says.
func (c *Client) storeTransport() *http.Transport {
	t := c.freeTransport()
	t.DisableCompression = true // or else net/http asks for it in a field
	return t
}

// transport is what all have in common. Without a number in Conns as many idle
// connections are kept as there were calls at once, which is not known before:
// the account's limits may be learned. TLS settings are for a proxy's tunnel,
// through which net/http makes the handshake.
func (c *Client) transport(idle time.Duration) *http.Transport {
	t := &http.Transport{
		Protocols:              new(http.Protocols),
		MaxIdleConnsPerHost:    cmp.Or(c.Conns, math.MaxInt),
		MaxConnsPerHost:        c.MaxConns,
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

// errHandshake is a server that takes a connection and then says nothing.
var errHandshake = fmt.Errorf("no TLS handshake within %v", dialTimeout)

// dialTLS opens a connection and makes the handshake. We do it ourselves so
// that a lane notes the request and not the handshake, and so that errors say
// the same whichever call they befall.
func (c *Client) dialTLS(ctx context.Context, network, addr string, protocols ...string) (net.Conn, error) {
	conn, err := c.dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, dialTimeout, errHandshake)
	defer cancel()
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		host = addr
	}
	t := tls.Client(conn, &tls.Config{ServerName: host, RootCAs: c.Roots, NextProtos: protocols})
	if err := t.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, &stepError{"tls", cmp.Or(context.Cause(ctx), err)}
	}
	return t, nil
}

// A stepError is a connection that was never made, and the step that failed.
type stepError struct {
	step string
	err  error
}

func (e *stepError) Error() string {
	return e.step + ": " + strings.TrimPrefix(e.err.Error(), e.step+": ")
}

func (e *stepError) Unwrap() error { return e.err }
