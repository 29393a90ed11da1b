package wavespeed

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// Between two calls a server may close a connection without having said so, or
// say something that nobody asked for, which must not be taken for the answer to
// the next call.
func TestKeptLanes(t *testing.T) {
	t.Parallel()
	const foreign = `{"code":200,"data":{"id":"foreign","status":"created"}}`
	padded := strings.Replace(created, "{", "{"+strings.Repeat(" ", 5000), 1)
	tests := map[string][]string{
		"closed":                        {wire(created)},
		"another answer behind it":      {wire(created), wire(foreign)},
		"another in the same breath":    {wire(created) + wire(foreign)},
		"another behind a long one":     {wire(padded) + wire(foreign)},
		"an empty line behind it":       {wire(created), "\r\n"},
		"closed, and says so":           {strings.Replace(wire(created), "\r\n", "\r\nConnection: close\r\n", 1)},
		"closed at the end of a text":   {"HTTP/1.0 200 OK\r\n\r\n" + created},
		"in pieces, and more than said": {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(created), created), created},
	}
	for _, scheme := range []string{"http", "https"} {
		for name, answer := range tests {
			for _, closed := range []bool{true, false} {
				if !closed && len(answer) < 2 && !strings.Contains(answer[0], foreign) {
					continue // which would be a good connection
				}
				t.Run(fmt.Sprintf("%s/%s/closed=%v", scheme, name, closed), func(t *testing.T) {
					t.Parallel()
					next(t, scheme, closed, answer)
				})
			}
		}
	}
}

// next submits when the first connection has brought an answer, and perhaps
// more.
func next(t *testing.T, scheme string, closed bool, answer []string) {
	done := make(chan struct{})
	s := speakOver(t, scheme, func(conn *corked, in *bufio.Reader) {
		hear(in)
		conn.say(answer...)
		if closed {
			conn.Close()
		}
		close(done)
		hear(in)
	}, willing)
	first, err := submit(t, s.Client)
	if err != nil || first.ID != "abc" {
		t.Fatalf("got %+v, %v", first, err)
	}
	<-done
	second, err := submit(t, s.Client)
	if err != nil || second.ID != "abc" || s.made.Load() != 2 {
		t.Errorf("got %+v, %v over %d connections", second, err, s.made.Load())
	}
}

// What comes unasked after the answer was read is seen, too, also where the
// system cannot be asked about the connection.
func TestKeptLaneThatSpeaksUp(t *testing.T) {
	t.Parallel()
	hidden := func(dial func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
		return func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := dial(ctx, network, addr)
			return struct{ net.Conn }{conn}, err
		}
	}
	for _, scheme := range []string{"http", "https"} {
		for _, hide := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/hidden=%v", scheme, hide), func(t *testing.T) {
				t.Parallel()
				answered, spoke := make(chan struct{}), make(chan struct{})
				s := speakOver(t, scheme, func(conn *corked, in *bufio.Reader) {
					hear(in)
					conn.say(wire(created))
					<-answered
					conn.say(wire(`{"code":200,"data":{"id":"foreign","status":"created"}}`))
					close(spoke)
					hear(in)
				}, willing)
				if hide {
					s.Dial = hidden(s.Dial)
				}
				if _, err := submit(t, s.Client); err != nil {
					t.Fatal(err)
				}
				close(answered)
				<-spoke
				if p, err := submit(t, s.Client); err != nil || p.ID != "abc" {
					t.Errorf("got %+v, %v", p, err)
				}
			})
		}
	}
}

// A good connection is used again, whatever it is made of.
func TestKeptLaneIsGood(t *testing.T) {
	t.Parallel()
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			s := speakOver(t, scheme, willing)
			for range 3 {
				if _, err := submit(t, s.Client); err != nil {
					t.Fatal(err)
				}
			}
			if n := s.made.Load(); n != 1 {
				t.Errorf("%d connections", n)
			}
		})
	}
}

// A submit whose time is over before it was sent is not sent, though a
// connection is ready.
func TestSubmitThatCameTooLate(t *testing.T) {
	t.Parallel()
	site, c := serve(t, serving(200, created))
	if _, err := submit(t, c); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 {
		_, err := c.Submit(ctx, testModel, nil)
		if e := failing(t, err); e.Cause != api.CauseUnsent || !errors.Is(e, context.Canceled) {
			t.Fatalf("got %#v", e)
		}
	}
	if n := site.asked.Load(); n != 1 {
		t.Errorf("the server saw %d requests, want 1", n)
	}
}

// A server that says it will close a connection, and does not do it yet, is
// taken at its word.
func TestLaneThatWillBeClosed(t *testing.T) {
	t.Parallel()
	s := speak(t, func(conn *corked, in *bufio.Reader) {
		for hear(in) == nil {
			io.WriteString(conn, strings.Replace(wire(created), "\r\n", "\r\nConnection: close\r\n", 1))
		}
	})
	for range 2 {
		if _, err := submit(t, s.Client); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.made.Load(); n != 2 {
		t.Errorf("%d connections", n)
	}
}

func TestInterimAnswers(t *testing.T) {
	t.Parallel()
	hints := "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
	s := speak(t, func(conn *corked, in *bufio.Reader) {
		hear(in)
		conn.say("HTTP/1.1 100 Continue\r\n\r\n", strings.Repeat(hints, 20), wire(created))
	})
	if p, err := submit(t, s.Client); err != nil || p.ID != "abc" {
		t.Errorf("got %+v, %v", p, err)
	}
}

// Whatever a server makes of the head of its answer, it is bounded, and the
// submit is in doubt.
func TestHeadsWithoutEnd(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		begin, goOn string
		want        error
	}{
		"interim answers": {"", "HTTP/1.1 102 Processing\r\n\r\n", errHeader},
		"fields":          {"HTTP/1.1 200 OK\r\n", "X-Filler: " + strings.Repeat("x", 1000) + "\r\n", errHeader},
		"one line":        {"HTTP/1.1 200 ", strings.Repeat("O", 1000), errHeader},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := speak(t, func(conn *corked, in *bufio.Reader) {
				hear(in)
				_, err := io.WriteString(conn, tt.begin)
				for err == nil {
					_, err = io.WriteString(conn, tt.goOn)
				}
			})
			_, err := submit(t, s.Client)
			if e := failing(t, err); e.Verdict != api.Unsure || !errors.Is(e, tt.want) {
				t.Errorf("got %v: %v", e.Verdict, e)
			}
		})
	}
}

// long is a question with a picture in it.
var long = json.RawMessage(`{"image":"data:image/png;base64,` + strings.Repeat("A", 8<<20) + `"}`)

func TestLongQuestions(t *testing.T) {
	t.Parallel()
	s := speak(t, willing)
	for range 2 {
		if p, err := s.Submit(inTime(t), testModel, long); err != nil || p.ID != "abc" {
			t.Fatalf("got %+v, %v", p, err)
		}
	}
	if n := s.made.Load(); n != 1 {
		t.Errorf("%d connections for two long questions", n)
	}
}

// refusal is what a server says to a picture that it does not want to see.
const refusal = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\n{}"

// A server may answer before it has heard all, and then listens no more. Its
// answer is what counts, and the rest is not sent.
func TestLongQuestionsThatAreNotWanted(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		act     func(*corked)
		verdict api.Verdict
	}{
		"answered, and held": {func(conn *corked) {
			io.WriteString(conn, refusal)
			time.Sleep(time.Minute)
		}, api.Reject},
		"answered, and closed": {func(conn *corked) {
			io.WriteString(conn, refusal)
			conn.socket.CloseWrite()
			io.Copy(io.Discard, conn)
		}, api.Reject},
		"cut off": {func(conn *corked) { conn.socket.SetLinger(0) }, api.Unsure},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := speak(t, func(conn *corked, in *bufio.Reader) {
				http.ReadRequest(in) // its head
				tt.act(conn)
			}, willing)
			start := time.Now()
			_, err := s.Submit(inTime(t), testModel, long)
			if e := failing(t, err); e.Verdict != tt.verdict || time.Since(start) > 10*time.Second {
				t.Errorf("got %v: %v", e.Verdict, e)
			}
			if p, err := submit(t, s.Client); err != nil || p.ID != "abc" || s.made.Load() != 2 {
				t.Errorf("afterwards: %+v, %v over %d connections", p, err, s.made.Load())
			}
		})
	}
}

// A connection that takes no more of a long question is not waited at for long.
func TestLongQuestionThatBreaksOff(t *testing.T) {
	t.Parallel()
	c := &Client{Key: testKey, BaseURL: "http://localhost", Dial: writing(1, syscall.EPIPE)}
	defer c.Close()
	_, err := c.Submit(inTime(t), testModel, long)
	if e := failing(t, err); e.Verdict != api.Unsure || e.Cause == api.CauseOther || !strings.Contains(e.Error(), "broken pipe") {
		t.Errorf("got %#v", e)
	}
}

// A long question can be given up while the server does not listen, at once.
func TestLongQuestionGivenUp(t *testing.T) {
	t.Parallel()
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(inTime(t))
			gone := make(chan struct{})
			s := speakOver(t, scheme, func(conn *corked, in *bufio.Reader) {
				http.ReadRequest(in)
				time.AfterFunc(50*time.Millisecond, cancel) // when nothing goes any more
				<-gone
			})
			start := time.Now()
			_, err := s.Submit(ctx, testModel, long)
			close(gone)
			if took := time.Since(start); took >= lastWords {
				t.Errorf("it took %v", took)
			}
			if e := failing(t, err); e.Verdict != api.Unsure || !errors.Is(e, context.Canceled) {
				t.Errorf("got %v: %v", e.Verdict, e)
			}
		})
	}
}

// An answer that changes the protocol is none, and nobody waits behind it.
func TestSwitchingProtocols(t *testing.T) {
	t.Parallel()
	s := speak(t, func(conn *corked, in *bufio.Reader) {
		hear(in)
		conn.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")
		hear(in)
	}, willing)
	_, err := submit(t, s.Client)
	if e := failing(t, err); e.Verdict != api.Unsure || e.Status != 101 {
		t.Errorf("got %v: %v", e.Verdict, e)
	}
	if p, err := submit(t, s.Client); err != nil || p.ID != "abc" {
		t.Errorf("got %+v, %v", p, err)
	}
}

// No more lanes are kept than may be.
func TestConnsBoundKeptLanes(t *testing.T) {
	t.Parallel()
	const atOnce = 8
	site, c := serve(t, crowd(atOnce, serving(200, created)))
	c.Conns = 2
	inParallel(t, atOnce, func() error { _, err := submit(t, c); return err })
	if n := len(c.lanes.kept); n != 2 || site.asked.Load() != atOnce {
		t.Errorf("%d lanes are kept", n)
	}
}

// A place among the most connections comes back however a call ends.
func TestPlacesComeBack(t *testing.T) {
	t.Parallel()
	s := speak(t, func(conn *corked, in *bufio.Reader) { hear(in) }, willing)
	s.MaxConns = 1
	bad := errors.New("no way there")
	s.Dial = func(context.Context, string, string) (net.Conn, error) { return nil, bad }
	if _, err := submit(t, s.Client); !errors.Is(err, bad) {
		t.Errorf("got %v", err)
	}
	s.Dial = nil
	if _, err := submit(t, s.Client); err == nil {
		t.Error("an answer from a server that gave none")
	}
	if p, err := submit(t, s.Client); err != nil || p.ID != "abc" {
		t.Errorf("got %+v, %v", p, err)
	}
}
