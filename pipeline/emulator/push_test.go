package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// The signature was computed by
//
//	printf 'abc.1700000000.{"a":1}' | openssl dgst -sha256 -hmac 00ff
func TestSignature(t *testing.T) {
	t.Parallel()
	header := http.Header{}
	sign(header, "whsec_00ff", "abc", time.Unix(1700000000, 999), []byte(`{"a":1}`))
	if got, want := header.Get("webhook-signature"), "v3,0cb5032fcd778818b3032251ee9806350066ff2604043bb39d8cbc416c5f2d2c"; got != want {
		t.Errorf("signature is %s, want %s", got, want)
	}
}

// Who looked first may stop without an end; then the push looks again.
func TestAPushWaitsForWhoeverLooks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Latency: Latency{Median: time.Second}}
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		s.room.pusher.client.Transport = transport(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		})
		inProcess(s, "POST", "/api/v3/"+minicpm+"?webhook=http://localhost/", `{"image":"u"}`)
		p := s.room.predictions[0]
		if !s.room.claim(p) {
			t.Fatal("somebody looks before it is due")
		}
		time.Sleep(time.Minute)
		if got := s.Stats().Pushes; got != 0 {
			t.Errorf("%d pushes while somebody looks", got)
		}
		_ = s.room.release(p, ending{}, errNotAtHand)
		synctest.Wait()
		if got := s.Stats().Pushes; got != 1 {
			t.Errorf("%d pushes, want 1", got)
		}
		s.Close()
	})
}

func TestPushesAreRepeatedUntilTaken(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		statuses []int
		twice    bool
		tries    int
		taken    int
		lost     int
	}{
		{"taken", nil, false, 1, 1, 0},
		{"created will do", []int{201}, false, 1, 1, 0},
		{"once more", []int{500}, false, 2, 1, 0},
		{"the third time", []int{500, 404, 429}, false, 4, 1, 0},
		{"redirects are not followed", []int{302}, false, 2, 1, 0},
		{"never", []int{500, 500, 500, 500}, false, 4, 0, 1},
		{"twice", nil, true, 2, 2, 0},
		{"never, but twice", []int{500, 500, 500, 500}, true, 4, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			box := newInbox(tt.statuses...)
			s := &Server{Blind: true, Latency: instant, WebhookWait: time.Millisecond, WebhookTwice: tt.twice, Remember: filepath.Join(t.TempDir(), "journal")}
			id := serve(t, s).submitHooked(`{"image":"u"}`, box.serve(t)).Data.ID
			for range tt.tries {
				if got := box.next(t).header.Get("webhook-id"); got != id {
					t.Errorf("webhook-id is %q, want %q", got, id)
				}
			}
			awaitJournal(t, s, `{"told":"`+id+`"}`)
			if got := s.Stats(); got.PushTries != tt.tries || got.Pushes != tt.taken || got.PushesLost != tt.lost {
				t.Errorf("stats are %+v", got)
			}
		})
	}
}

// awaitJournal waits for a line in the journal.
func awaitJournal(t *testing.T, s *Server, line string) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if data, _ := os.ReadFile(s.Remember); strings.Contains(string(data), line) {
			return
		}
	}
	t.Fatalf("the journal never had %s", line)
}

// transport lets a test answer pushes without a network, in its own time.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestPushesKeepTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Latency: Latency{Median: 10 * time.Second}}
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		var times []time.Duration
		s.room.pusher.client.Transport = transport(func(r *http.Request) (*http.Response, error) {
			times = append(times, time.Since(start))
			if len(times) == 2 { // one that hangs is given up after ten seconds
				<-r.Context().Done()
			}
			return nil, errors.New("nobody there")
		})
		inProcess(s, "POST", "/api/v3/"+minicpm+"?webhook=http://127.0.0.1:1/", `{"image":"u"}`)
		time.Sleep(time.Hour)
		s.Close()
		if got, want := fmt.Sprint(times), "[10s 11s 23s 27s]"; got != want {
			t.Errorf("pushed after %s, want %s", got, want)
		}
		if got := s.Stats(); got.PushesLost != 1 {
			t.Errorf("stats are %+v", got)
		}
	})
}

// What waits in the queue ends, and is told, by its turn.
func TestPushesOfAQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Account: queued(1), Latency: Latency{Median: 4 * time.Second}}
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		var times []time.Duration
		s.room.pusher.client.Transport = transport(func(r *http.Request) (*http.Response, error) {
			times = append(times, time.Since(start))
			return &http.Response{StatusCode: 204, Body: http.NoBody}, nil
		})
		for range 3 {
			inProcess(s, "POST", "/api/v3/"+minicpm+"?webhook=http://127.0.0.1:1/", `{"image":"u"}`)
		}
		time.Sleep(time.Hour)
		s.Close()
		if got, want := fmt.Sprint(times), "[4s 8s 12s]"; got != want {
			t.Errorf("pushed after %s, want %s", got, want)
		}
	})
}

func TestClosingWaitsForPushes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "journal")
		s := &Server{Blind: true, Latency: instant, Remember: name}
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		var hanging, ended bool
		s.room.pusher.client.Transport = transport(func(r *http.Request) (*http.Response, error) {
			hanging = true
			<-r.Context().Done()
			ended = true
			return nil, r.Context().Err()
		})
		inProcess(s, "POST", "/api/v3/"+minicpm+"?webhook=http://localhost/", `{"image":"u"}`)
		synctest.Wait()
		if !hanging {
			t.Fatal("nothing was pushed")
		}
		start := time.Now()
		s.Close()
		if !ended || time.Since(start) != 0 {
			t.Errorf("closed after %v, push ended: %v", time.Since(start), ended)
		}
		// It is made again by the next server, and not by the one after that.
		for run, want := range []int{1, 0} {
			next := &Server{Blind: true, Remember: name}
			taken := 0
			next.once.Do(func() {}) // opened by hand, to get between
			next.routes = next.mux()
			var err error
			if next.room, err = next.openRoom(); err != nil {
				t.Fatal(err)
			}
			next.room.pusher.client.Transport = transport(func(r *http.Request) (*http.Response, error) {
				taken++
				return &http.Response{StatusCode: 204, Body: http.NoBody}, nil
			})
			next.resume()
			synctest.Wait()
			if next.Close(); taken != want {
				t.Errorf("restart %d: %d pushes, want %d", run+1, taken, want)
			}
		}
	})
}

// A server that is closed while it fetches a picture has not found out that the
// picture is unreachable.
func TestClosingWhileLookingSettlesNothing(t *testing.T) {
	t.Parallel()
	looking := make(chan bool)
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(looking)
		<-r.Context().Done()
	}))
	t.Cleanup(slow.Close)
	s := &Server{Latency: instant}
	c := serve(t, s)
	c.submitHooked(fmt.Sprintf(`{"image":%q}`, slow.URL), newInbox().serve(t))
	<-looking
	s.Close()
	if p := s.room.all()[0]; s.room.ended(p) {
		t.Errorf("it ended as %+v", p.end)
	}
}
