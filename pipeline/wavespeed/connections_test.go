package wavespeed

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// A counted is a server with TLS and HTTP/2 that counts connections.
type counted struct {
	*site
	made atomic.Int32
}

// streams is how many requests at once it takes on one connection.
const streams = 100

func serveCounted(t *testing.T, h http.HandlerFunc) (*counted, *Client) {
	s := &counted{site: new(site)}
	s.Server = httptest.NewUnstartedServer(s.count(h))
	s.EnableHTTP2 = true
	s.Config.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: streams}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.made.Add(1)
		}
	}
	s.StartTLS()
	return s, s.client(t)
}

// crowd answers nobody until so many are there at once, and then all of them;
// so it goes on with the next.
func crowd(n int, answer http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	here, full := 0, make(chan struct{})
	arrive := func() chan struct{} {
		mu.Lock()
		defer mu.Unlock()
		here++
		wait := full
		if here%n == 0 {
			close(full)
			full = make(chan struct{})
		}
		return wait
	}
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-arrive():
			answer(w, r)
		case <-r.Context().Done():
		}
	}
}

// Connections are made as many as there are calls at once, however many that
// are, and kept for the next, also when all of them are idle in between.
func TestConnectionsAreKept(t *testing.T) {
	t.Parallel()
	const atOnce, rounds = 256, 4
	tests := map[string]struct {
		call func(context.Context, *Client) error
		most int32
	}{
		"submits": {func(ctx context.Context, c *Client) error {
			_, err := c.Submit(ctx, testModel, nil)
			return err
		}, atOnce + atOnce/8},
		"looks": {func(ctx context.Context, c *Client) error {
			_, err := c.Get(ctx, "abc")
			return err
		}, atOnce / 4},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serveCounted(t, crowd(atOnce, serving(200, created)))
			ctx := inTime(t)
			for range rounds {
				inParallel(t, atOnce, func() error { return tt.call(ctx, c) })
			}
			if n := site.made.Load(); n > tt.most || site.asked.Load() != atOnce*rounds {
				t.Errorf("%d connections for %d requests", n, site.asked.Load())
			}
		})
	}
}

// Calls beyond the most connections wait for one, and come through.
func TestMaxConns(t *testing.T) {
	t.Parallel()
	const most, calls = 4, 64
	site, c := serveCounted(t, serving(200, created))
	c.MaxConns = most
	inParallel(t, calls, func() error { _, err := c.Submit(inTime(t), testModel, nil); return err })
	if n := site.made.Load(); n > most || site.asked.Load() != calls {
		t.Errorf("%d connections for %d submits, want %d at most", n, site.asked.Load(), most)
	}
}

// A submit that finds no connection free in its time was not sent, and is not in
// doubt.
func TestNoConnFree(t *testing.T) {
	t.Parallel()
	asked, answer := make(chan struct{}), make(chan struct{})
	_, c := serveCounted(t, func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		<-answer
		serving(200, created)(w, r)
	})
	c.MaxConns = 1
	var first sync.WaitGroup
	first.Go(func() {
		if _, err := c.Submit(inTime(t), testModel, nil); err != nil {
			t.Error(err)
		}
	})
	<-asked
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := c.Submit(ctx, testModel, nil)
	if e, ok := errors.AsType[*api.Error](err); !ok || e.Verdict != api.Retry || e.Cause != api.CauseUnsent {
		t.Errorf("%v, want a submit that was not sent", err)
	}
	close(answer)
	first.Wait()
}

func inParallel(t *testing.T, calls int, call func() error) {
	var group sync.WaitGroup
	for range calls {
		group.Go(func() {
			if err := call(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// Over HTTP/2 a connection carries as many looks as the server says, and what
// is more has another one and does not wait.
func TestMoreLooksThanStreams(t *testing.T) {
	t.Parallel()
	const atOnce = 2*streams + streams/2
	site, c := serveCounted(t, crowd(atOnce, func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("asked in %s", r.Proto)
		}
		serving(200, created)(w, r)
	}))
	inParallel(t, atOnce, func() error { _, err := c.Get(inTime(t), "abc"); return err })
	if n := site.made.Load(); n < 3 || n > atOnce/4 {
		t.Errorf("%d connections", n)
	}
}

// An answer that is longer than it may be costs its connection, and nobody
// waits for its end.
func TestEndlessAnswers(t *testing.T) {
	t.Parallel()
	endless := func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		for line := strings.Repeat("x", 64<<10); r.Context().Err() == nil; {
			io.WriteString(w, line)
		}
	}
	site, c := serveCounted(t, endless)
	for i := range int32(2) {
		_, err := submit(t, c)
		if e := failing(t, err); e.Verdict != api.Unsure || !strings.Contains(e.Error(), "longer than it can rightly be") {
			t.Errorf("got %v, %v", e.Verdict, e)
		}
		if n := site.made.Load(); n != i+1 {
			t.Errorf("%d connections after %d answers", n, i+1)
		}
	}
}

// The last byte of an answer is not yet the end of its stream, and one that is
// left before that is reset, which servers take for an attack when it comes often.
func TestAnswersAreReadToTheirEnd(t *testing.T) {
	t.Parallel()
	reset := make(chan bool, 1)
	_, c := serveCounted(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(created)))
		io.WriteString(w, created)
		http.NewResponseController(w).Flush()
		select {
		case <-r.Context().Done():
			reset <- true
		case <-time.After(50 * time.Millisecond):
			reset <- false
		}
	})
	if _, err := c.Get(inTime(t), "abc"); err != nil {
		t.Fatal(err)
	}
	if <-reset {
		t.Error("the stream was reset before the server had ended it")
	}
}
