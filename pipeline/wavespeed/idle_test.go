package wavespeed

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Connections for paid calls are kept for the next call, but closed by us
// before a gateway's usual minute is over.
func TestPaidConnectionsAreNotKeptLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ends := make(chan time.Time, 1)
		c := &Client{Key: testKey, BaseURL: "http://emulator.localhost", Dial: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go func() {
				answerAll(far)
				ends <- time.Now()
			}()
			return near, nil
		}}
		for range 2 {
			if _, err := c.Submit(t.Context(), testModel, nil); err != nil {
				t.Fatal(err)
			}
			time.Sleep(paidIdle / 2)
		}
		last := time.Now().Add(-paidIdle / 2)
		if kept := (<-ends).Sub(last); kept != paidIdle {
			t.Errorf("the connection was kept for %v", kept)
		}
	})
}

// answerAll is a server on one connection, until that is closed.
func answerAll(conn net.Conn) {
	in := bufio.NewReader(conn)
	for {
		req, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		io.Copy(io.Discard, req.Body)
		(&http.Response{
			StatusCode: 200, ProtoMajor: 1, ProtoMinor: 1,
			ContentLength: int64(len(created)), Body: io.NopCloser(strings.NewReader(created)),
		}).Write(conn)
	}
}
