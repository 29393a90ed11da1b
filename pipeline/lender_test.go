package pipeline_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/fetch"
)

// A gallery serves pictures to a test, over a real network, and counts how
// often each was fetched.
type gallery struct {
	*httptest.Server
	serve func(n int, w http.ResponseWriter, r *http.Request)

	mu     sync.Mutex
	visits map[string]int
}

// newGallery opens a gallery whose serve is told how often a path was asked
// for. It must be opened outside of a bubble.
func newGallery(t *testing.T, serve func(n int, w http.ResponseWriter, r *http.Request)) *gallery {
	g := &gallery{serve: serve, visits: map[string]int{}}
	g.Server = httptest.NewServer(g)
	g.Config.SetKeepAlivesEnabled(false) // the clock of a bubble stands still while a connection is open
	t.Cleanup(g.Close)
	return g
}

func (g *gallery) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	g.visits[r.URL.Path]++
	n := g.visits[r.URL.Path]
	g.mu.Unlock()
	g.serve(n, w, r)
}

func (g *gallery) visited(path string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.visits[path]
}

// paint serves a picture for every path, the same for paths that begin alike.
func paint(t *testing.T) func(n int, w http.ResponseWriter, r *http.Request) {
	return func(_ int, w http.ResponseWriter, r *http.Request) { w.Write(draw(t, r.URL.Path[1])) }
}

// sent is the only picture that was sent with a question, "" for none.
func (w *world) sent() (url string) {
	w.t.Helper()
	if err := w.db.QueryRow(`SELECT coalesce(max(images ->> 0), '') FROM predictions`).Scan(&url); err != nil {
		w.t.Fatal(err)
	}
	return url
}

// lender lends pictures to the emulator, as it is told by the test's fields.
func (w *world) lender() *pipeline.Lender {
	fetcher := &fetch.Fetcher{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	l := &pipeline.Lender{Provider: "emulator", Shelf: w.ledger, Storage: w.client, Check: w.check, Fetch: fetcher, Retouch: w.retouch}
	if w.public {
		l.Fetch = public{fetcher}
	}
	w.t.Cleanup(func() { l.Close(); fetcher.Close() })
	return l
}

// public makes pictures of this machine look like anybody's.
type public struct{ *fetch.Fetcher }

func (p public) Download(ctx context.Context, address string) (*fetch.Found, error) {
	return opened(p.Fetcher.Download(ctx, address))
}

func (p public) Peek(ctx context.Context, address string) (*fetch.Found, error) {
	return opened(p.Fetcher.Peek(ctx, address))
}

func opened(f *fetch.Found, err error) (*fetch.Found, error) {
	if f != nil {
		f.Closed = false
	}
	return f, err
}

// The same picture under several addresses is asked about once, and its answer
// stands in all rows; the column of costs adds up to the bill.
func TestOnePictureManyAddresses(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		w.ask("list", g.URL+"/a1.png", g.URL+"/b1.png", g.URL+"/a2.png", g.URL+"/a3.png")
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		stats := w.emu.Stats()
		if stats.Accepted != 2 || stats.Uploads != 0 || w.reserved() != 2*cent || w.states()[pipeline.Done] != 4 {
			t.Errorf("%d asked, %d uploaded, %s reserved, states %v; want 2 asked by their addresses, for 4 done", stats.Accepted, stats.Uploads, w.reserved(), w.states())
		}
		var sum int64
		texts := map[string]bool{}
		for i, o := range w.outcomes() {
			r, err := o.Result()
			if err != nil {
				t.Fatal(err)
			}
			sum += int64(r.Cost)
			texts[r.AltText] = true
			if shared := strings.Contains(strings.Join(r.Flags, " "), "shared"); shared != (r.Cost == 0) || r.AltText == "" {
				t.Errorf("row %d costs %s, flags %q, text %q", i+1, r.Cost, r.Flags, r.AltText)
			}
		}
		if sum != int64(2*cent) || len(texts) != 2 {
			t.Errorf("rows cost %d micros together and have %d texts", sum, len(texts))
		}
		for _, path := range []string{"/a1.png", "/b1.png"} {
			if n := g.visited(path); n != 1 {
				t.Errorf("%s was fetched %d times", path, n)
			}
		}
	})
}

// A twin that waits for an answer that nobody knows is left to the next run,
// and does not keep this one from its end.
func TestTwinInDoubt(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool { w.accept(r); return cut(rw) }
		w.ask("list", g.URL+"/a1.png", g.URL+"/a2.png")
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.states(); got[pipeline.Unconfirmed] != 1 || got[pipeline.Pending] != 1 || w.emu.Stats().Accepted != 1 {
			t.Errorf("states %v, %d accepted; want one in doubt and one that waits for it", got, w.emu.Stats().Accepted)
		}
	})
}

// What is wrong with a picture on the web costs nothing, where pictures are
// looked at.
func TestUnaskableAddresses(t *testing.T) {
	t.Parallel()
	g := newGallery(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone.png":
			w.WriteHeader(http.StatusGone)
		case "/page.jpg":
			w.Write([]byte("<!DOCTYPE html><html><body>Please log in</body></html>"))
		case "/locked.jpg":
			w.WriteHeader(http.StatusForbidden)
		case "/pixel.gif":
			w.Write([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"))
		default:
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	for _, c := range []struct{ path, reason, quick string }{
		{"/gone.png", "dead_link", "dead_link"},
		{"/page.jpg", "not_an_image", "not_an_image"},
		{"/locked.jpg", "access_denied", "access_denied"},
		{"/pixel.gif", "too_small", "too_small"},
		{"/busy.jpg", "image_unreachable", "image_unreachable"},
	} {
		for check, reason := range map[pipeline.Check]string{pipeline.CheckDownload: c.reason, pipeline.CheckQuick: c.quick} {
			t.Run(fmt.Sprint(c.path, " ", check), func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					w := newWorld(t, &emulator.Server{})
					w.check = check
					w.ask("list", g.URL+c.path)
					if err := w.runner().Run(t.Context()); err != nil {
						t.Fatal(err)
					}
					if o := w.outcomes()[0]; o.State != pipeline.Failed || o.Reason != reason || !strings.Contains(o.Detail, ";") {
						t.Errorf("the item is %s for %q (%s), want failed for %q", o.State, o.Reason, o.Detail, reason)
					}
					if w.submits != 0 || w.reserved() != 0 {
						t.Errorf("%d submits, %s reserved; want nothing spent", w.submits, w.reserved())
					}
				})
			})
		}
	}
	if n := g.visited("/busy.jpg"); n != 8 {
		t.Errorf("what may pass was tried %d times in two runs, want 4 times in each", n)
	}
}

// A site that does not answer just now is asked again later; other pictures do
// not wait for it.
func TestTroubleThatPasses(t *testing.T) {
	t.Parallel()
	g := newGallery(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/a.png" && n < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Write(draw(t, r.URL.Path[1]))
	})
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.check = pipeline.CheckDownload
		w.ask("list", g.URL+"/a.png", g.URL+"/b.png")
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if w.states()[pipeline.Done] != 2 || w.reserved() != 2*cent {
			t.Errorf("states %v, %s reserved; want both done and paid once", w.states(), w.reserved())
		}
	})
}

// A site that is down for picture after picture is not waited for each time.
func TestSiteThatIsDown(t *testing.T) {
	t.Parallel()
	g := newGallery(t, func(_ int, w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.check = pipeline.CheckDownload
		var all []string
		for i := range 500 {
			all = append(all, fmt.Sprintf("%s/%d.png", g.URL, i))
		}
		w.ask("list", all...)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		visits := 0
		for _, n := range g.visits {
			visits += n
		}
		if w.states()[pipeline.Failed] != 500 || visits > 500 {
			t.Errorf("states %v after %d fetches; want all given up after few", w.states(), visits)
		}
	})
}
