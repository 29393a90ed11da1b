package wavespeed

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

const created = `{"code":200,"message":"success","data":{"id":"abc","status":"created"}}`

// hangUp cuts the connection after the request was read, without an answer.
func hangUp(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		conn.Close()
	}
}

// A server that takes a request on a connection it kept open and then cuts it
// is where HTTP clients are tempted to send the request again.
func TestSubmitIsSentOnceOnAConnectionThatBreaks(t *testing.T) {
	t.Parallel()
	servers := map[string]func(testing.TB, http.HandlerFunc) (*site, *Client){"plain": serve, "TLS": serveTLS}
	for name, start := range servers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var cut atomic.Bool
			site, c := start(t, func(w http.ResponseWriter, r *http.Request) {
				if cut.Load() {
					hangUp(w, r)
					return
				}
				serving(200, created)(w, r)
			})
			if _, err := submit(t, c); err != nil {
				t.Fatal(err)
			}
			cut.Store(true)
			_, err := submit(t, c)
			if e := failing(t, err); e.Verdict != api.Unsure || e.Cause != api.CauseServer || e.Err == nil {
				t.Errorf("got %#v", e)
			}
			if n := site.asked.Load(); n != 2 {
				t.Errorf("the server saw %d requests, want 2", n)
			}
		})
	}
}

func TestSubmitSpeaksHTTP1AndGetHTTP2(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	spoken := map[string]int{}
	_, c := serveTLS(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		spoken[r.Method] = r.ProtoMajor
		mu.Unlock()
		serving(200, created)(w, r)
	})
	if _, err := submit(t, c); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Get(inTime(t), "abc"); err != nil {
		t.Fatal(err)
	}
	if spoken["POST"] != 1 || spoken["GET"] != 2 {
		t.Errorf("POST over HTTP/%d, GET over HTTP/%d", spoken["POST"], spoken["GET"])
	}
}

func TestVerdictsOverTLS(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer  http.HandlerFunc
		verdict api.Verdict
	}{
		"rate":      {serving(429, `{"code":429,"message":"slow down"}`), api.Retry},
		"rejected":  {serving(400, `{"code":400,"message":"bad"}`), api.Reject},
		"halted":    {serving(401, `{"code":401,"message":"bad"}`), api.Halt},
		"gateway":   {serving(502, page), api.Unsure},
		"hung up":   {hangUp, api.Unsure},
		"cut short": {serving(200, `{"code":200,`, "Content-Length", "500"), api.Unsure},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serveTLS(t, tt.answer)
			_, err := submit(t, c)
			if e := failing(t, err); e.Verdict != tt.verdict || site.asked.Load() != 1 {
				t.Errorf("asked %d times, got %#v", site.asked.Load(), e)
			}
		})
	}
}

func TestSubmitAnswerCutAfterTheID(t *testing.T) {
	t.Parallel()
	_, c := serve(t, serving(200, `{"code":200,"data":{"id":"abc",`, "Content-Length", "500"))
	if p, err := submit(t, c); err != nil || p.ID != "abc" {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestSocketThatTakesNothing(t *testing.T) {
	t.Parallel()
	c := &Client{Key: testKey, BaseURL: "http://localhost", Dial: writing(0, syscall.EPIPE)}
	defer c.Close()
	_, err := submit(t, c)
	if e := failing(t, err); e.Verdict != api.Retry || e.Cause != api.CauseUnsent || !errors.Is(e, syscall.EPIPE) {
		t.Errorf("got %#v", e)
	}
}

func always127(s *site) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.Listener.Addr().String())
	}
}

// writing dials a connection whose writes take n bytes and then fail.
func writing(n int, err error) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		near, _ := net.Pipe()
		return &badConn{near, n, err}, nil
	}
}

type badConn struct {
	net.Conn
	n   int
	err error
}

func (c *badConn) Write([]byte) (int, error) { return c.n, c.err }

// A kept connection that turns out to be dead costs nothing: the request never
// left, and the verdict says so.
func TestKeptConnectionThatTakesNoByte(t *testing.T) {
	t.Parallel()
	servers := map[string]func(testing.TB, http.HandlerFunc) (*site, *Client){"plain": serve, "TLS": serveTLS}
	for name, start := range servers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var dead atomic.Bool
			var dials atomic.Int32
			site, c := start(t, serving(200, created))
			dial := always127(site)
			c.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
				dials.Add(1)
				conn, err := dial(ctx, network, addr)
				return &dyingConn{conn, &dead}, err
			}
			if _, err := submit(t, c); err != nil {
				t.Fatal(err)
			}
			dead.Store(true)
			_, err := submit(t, c)
			if e := failing(t, err); e.Cause != api.CauseUnsent || site.asked.Load() != 1 {
				t.Errorf("asked %d times, got %#v", site.asked.Load(), e)
			}
			if n := dials.Load(); n != 1 {
				t.Errorf("dialled %d times: a second try is the caller's to make", n)
			}
		})
	}
}

type dyingConn struct {
	net.Conn
	dead *atomic.Bool
}

func (c *dyingConn) Write(p []byte) (int, error) {
	if c.dead.Load() {
		return 0, syscall.EPIPE
	}
	return c.Conn.Write(p)
}

// Net/http makes a look again whose connection was kept and turns out to be
// dead; the one that it opens for that is not taken for needless.
func TestLookOnAKeptConnectionThatIsDead(t *testing.T) {
	t.Parallel()
	site, c := serveTLS(t, serving(200, created))
	site.TLS.NextProtos = []string{"http/1.1"}
	var dead atomic.Bool
	dial := always127(site)
	c.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if dead.Load() {
			return conn, err
		}
		return &dyingConn{conn, &dead}, err
	}
	for range 2 {
		if _, err := c.Get(inTime(t), "abc"); err != nil {
			t.Fatal(err)
		}
		dead.Store(true)
	}
	if n := site.asked.Load(); n != 2 {
		t.Errorf("the server saw %d requests, want 2", n)
	}
}

func TestOneByteIsEnoughToBeUnsure(t *testing.T) {
	t.Parallel()
	c := &Client{Key: testKey, BaseURL: "http://localhost", Dial: writing(1, syscall.EPIPE)}
	defer c.Close()
	_, err := submit(t, c)
	if e := failing(t, err); e.Verdict != api.Unsure || !errors.Is(e, syscall.EPIPE) {
		t.Errorf("got %#v", e)
	}
}

func TestCancelledSubmit(t *testing.T) {
	t.Parallel()
	t.Run("while waiting for the answer", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(inTime(t))
		_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			cancel()
			<-r.Context().Done()
		})
		_, err := c.Submit(ctx, testModel, nil)
		if e := failing(t, err); e.Verdict != api.Unsure || e.Cause != api.CauseOther || !errors.Is(e, context.Canceled) {
			t.Errorf("got %#v", e)
		}
	})
	t.Run("before a connection was there", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		c := &Client{Key: testKey, BaseURL: "http://localhost", Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}}
		_, err := c.Submit(ctx, testModel, nil)
		if e := failing(t, err); e.Verdict != api.Retry || e.Cause != api.CauseUnsent || !errors.Is(e, context.DeadlineExceeded) {
			t.Errorf("got %#v", e)
		}
	})
}

func TestGetCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(inTime(t))
	_, c := serve(t, func(w http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
	_, err := c.Get(ctx, testID)
	if e := failing(t, err); e.Verdict != api.Retry || e.Cause != api.CauseOther || !errors.Is(e, context.Canceled) {
		t.Errorf("got %#v", e)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	thief, _ := serve(t, serving(200, created))
	_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, thief.URL, http.StatusTemporaryRedirect)
	})
	submit(t, c)
	c.Get(inTime(t), testID)
	c.Balance(inTime(t))
	if n := thief.asked.Load(); n != 0 {
		t.Errorf("%d calls followed a redirect", n)
	}
}

func TestManyCallsAtOnce(t *testing.T) {
	t.Parallel()
	site, c := serve(t, serving(200, created))
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			for range 4 {
				if _, err := submit(t, c); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if n := site.asked.Load(); n != 200 {
		t.Errorf("the server saw %d requests, want 200", n)
	}
}
