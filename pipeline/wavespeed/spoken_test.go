package wavespeed

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// A spoken is a server that takes connections and does with each what it is
// told, as net/http's would not.
type spoken struct {
	*Client
	made atomic.Int32 // connections
}

// An act is what a server does on a connection.
type act func(conn *corked, in *bufio.Reader)

// speak starts one. It does the next of the acts with every connection, and the
// last of them with all others, and closes them afterwards.
func speak(t *testing.T, acts ...act) *spoken { return speakOver(t, "http", acts...) }

func speakOver(t *testing.T, scheme string, acts ...act) *spoken {
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(at.Addr().String())
	cert, roots := certificate(t, "localhost", time.Now().Add(time.Hour))
	s := &spoken{Client: &Client{Key: testKey, BaseURL: scheme + "://localhost:" + port, Roots: roots}}
	s.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, at.Addr().String())
	}
	t.Cleanup(func() { s.Close(); at.Close() })
	go func() {
		for {
			socket, err := at.Accept()
			if err != nil {
				return
			}
			act := acts[min(int(s.made.Add(1)), len(acts))-1]
			conn := &corked{Conn: socket, socket: socket.(*net.TCPConn)}
			if scheme == "https" {
				conn.secure(cert)
			}
			go func() {
				defer socket.Close()
				act(conn, bufio.NewReader(conn))
			}()
		}
	}()
	return s
}

// A corked is a server's connection that can send what was written to it all at
// once, as TCP may.
type corked struct {
	net.Conn // what the server speaks to, which may be TLS
	socket   *net.TCPConn
	held     *bytes.Buffer // what TLS has written, nil when nothing is held
}

// secure puts TLS between the server and the socket.
func (c *corked) secure(cert tls.Certificate) {
	c.Conn = tls.Server(&ground{c.socket, c}, &tls.Config{Certificates: []tls.Certificate{cert}})
}

// A ground is what TLS stands on.
type ground struct {
	net.Conn
	of *corked
}

func (g *ground) Write(p []byte) (int, error) {
	if g.of.held != nil {
		return g.of.held.Write(p)
	}
	return g.Conn.Write(p)
}

// say writes parts, over TLS as records of their own, which are sent together.
func (c *corked) say(parts ...string) {
	c.held = new(bytes.Buffer)
	for _, part := range parts {
		if c.Conn == net.Conn(c.socket) {
			c.held.WriteString(part)
		} else {
			io.WriteString(c.Conn, part)
		}
	}
	held := c.held
	c.held = nil
	c.socket.Write(held.Bytes())
}

// hear reads one request to its end.
func hear(in *bufio.Reader) error {
	req, err := http.ReadRequest(in)
	if err == nil {
		_, err = io.Copy(io.Discard, req.Body)
	}
	return err
}

// wire is an answer as it is sent.
func wire(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// willing answers whatever it is asked.
func willing(conn *corked, in *bufio.Reader) {
	for hear(in) == nil {
		io.WriteString(conn, wire(created))
	}
}
