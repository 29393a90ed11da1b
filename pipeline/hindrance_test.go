package pipeline_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// counting ends a run that claims for ever.
type counting struct {
	*sqlite.Ledger
	n    atomic.Int64
	stop func()
}

// manyClaims is more than a run of two items makes that comes to an end.
const manyClaims = 1000

func (c *counting) Claim(ctx context.Context, p pipeline.Page) ([]pipeline.Item, error) {
	if c.n.Add(1) == manyClaims {
		c.stop()
	}
	return c.Ledger.Claim(ctx, p)
}

// runCounted fails if the run passes over the same items without an end.
func (w *world) runCounted() {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	defer cancel()
	r := w.runner()
	l := &counting{Ledger: w.ledger, stop: cancel}
	r.Ledger = l
	err := r.Run(ctx)
	if n := l.n.Load(); n >= manyClaims {
		w.t.Errorf("%d claims for %v, and %v", n, w.states(), err)
	}
}

// An item that was put off once, and is now left for another reason, does not
// keep the run from its end: it waits for an answer that nobody knows.
func TestLeftAfterTroubleWithATwin(t *testing.T) {
	t.Parallel()
	g := newGallery(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/a2.png" && n == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Write(draw(t, r.URL.Path[1]))
	})
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool { w.accept(r); return cut(rw) }
		w.ask("list", g.URL+"/a1.png", g.URL+"/a2.png")
		w.runCounted()
	})
}

// The same for one whose model turns out to be unknown.
func TestLeftAfterARefusalWithItsModel(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", urls(2)...)
		w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			if asksAbout(r, "/0.jpg") {
				return says(rw, r, 429, `{"code":429,"message":"Rate limit exceeded"}`, "Retry-After", "1")
			}
			return says(rw, r, 404, `{"code":404,"message":"model not found"}`)
		}
		w.runCounted()
	})
}

// A twin that an earlier run submitted, long ago, is answered in this run, and
// so is the question that waits for it.
func TestTwinOfAnEarlierRun(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		w.onPoll = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			return says(rw, r, 500, `{"code":500,"message":"no"}`)
		}
		w.ask("list", g.URL+"/a1.png")
		r := w.runner()
		r.Patience = time.Minute
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if w.states()[pipeline.Submitted] != 1 {
			t.Fatal(w.states())
		}
		sleep(time.Hour)
		w.onPoll = func(_ int, rw http.ResponseWriter, r *http.Request) bool { sleep(2 * time.Second); return false }
		w.ask("list", g.URL+"/a1.png", g.URL+"/a2.png")
		err := w.runner().Run(t.Context())
		if w.states()[pipeline.Done] != 2 {
			t.Errorf("states %v, err %v", w.states(), err)
		}
	})
}

// What stands at an address can be replaced: the answer about the new picture
// is not lent to rows with the old one.
func TestReplacedPicture(t *testing.T) {
	t.Parallel()
	var replaced atomic.Bool
	g := newGallery(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/a2.png" && replaced.Load() {
			w.Write(draw(t, 'z'))
			return
		}
		w.Write(draw(t, r.URL.Path[1]))
	})
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		w.ask("list", g.URL+"/b1.png", g.URL+"/a2.png")
		r := w.runner()
		r.Workers, r.Caps.Submissions = 1, 1
		if err := r.Run(t.Context()); !errors.Is(err, pipeline.ErrCap) {
			t.Fatal(err)
		}
		replaced.Store(true)
		sleep(20 * time.Hour)
		w.ask("list", g.URL+"/a2.png", g.URL+"/a1.png")
		r = w.runner()
		r.Workers = 1
		err := r.Run(t.Context())
		if n := w.emu.Stats().Accepted; n != 3 {
			t.Errorf("a2 is another picture now, and a1 has taken its text: %d asked, %v %v", n, w.states(), err)
		}
	})
}

// The API's refusals are not held against a picture's site.
func TestRefusalsAreNotTroubleOfTheSite(t *testing.T) {
	t.Parallel()
	g := newGallery(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if n == 5 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Write(draw(t, r.URL.Path[1]))
	})
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.check, w.public = pipeline.CheckQuick, true
		w.onSubmit = func(n int, rw http.ResponseWriter, r *http.Request) bool {
			return n <= 4 && says(rw, r, 429, `{"code":429,"message":"Rate limit exceeded"}`)
		}
		w.ask("list", g.URL+"/a1.png")
		err := w.runner().Run(t.Context())
		if o := w.outcomes()[0]; o.State != pipeline.Done {
			t.Errorf("%s %s: %s (err %v, %d visits)", o.State, o.Reason, o.Detail, err, g.visited("/a1.png"))
		}
	})
}

// A site that is away for some minutes costs none of its pictures their rows.
func TestSiteThatComesBack(t *testing.T) {
	t.Parallel()
	var down atomic.Bool
	down.Store(true)
	g := newGallery(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.Write(draw(t, 'a'))
	})
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		var all []string
		for i := range 300 {
			all = append(all, g.URL+"/"+strings.Repeat("x", i+1)+".png")
		}
		w.ask("list", all...)
		defer time.AfterFunc(4*time.Minute, func() { down.Store(false) }).Stop()
		began := time.Now()
		err := w.runner().Run(t.Context())
		g.mu.Lock()
		visited := len(g.visits)
		g.mu.Unlock()
		if n := w.states()[pipeline.Failed]; n > 0 {
			t.Errorf("%d of 300 failed for good after %v, err %v; %d were ever asked for; %s", n, time.Since(began), err, visited, w.outcomes()[250].Detail)
		}
	})
}

// While the API is probed, pictures that come to nothing are no probes.
func TestProbesThatAskNothing(t *testing.T) {
	t.Parallel()
	g := newGallery(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "dead") {
			w.WriteHeader(404)
			return
		}
		w.Write(draw(t, r.URL.Path[1]))
	})
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		w.onSubmit = func(n int, rw http.ResponseWriter, r *http.Request) bool {
			return n <= 5 && says(rw, r, 500, `{"code":500,"message":"no"}`)
		}
		var all []string
		for _, c := range "abcde" {
			all = append(all, g.URL+"/"+string(c)+".png")
		}
		for _, c := range "12345678" {
			all = append(all, g.URL+"/dead"+string(c)+".png")
		}
		all = append(all, g.URL+"/z.png")
		w.ask("list", all...)
		r := w.runner()
		r.Workers = 1
		began := time.Now()
		err := r.Run(t.Context())
		if err != nil || time.Since(began) > 5*time.Minute {
			t.Errorf("%v after %v, states %v", err, time.Since(began), w.states())
		}
	})
}

// A folder that is gone leaves its own rows to a later run, and stops nobody
// else's.
func TestFolderThatIsGone(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		gone := filepath.Join(t.TempDir(), "gone")
		if err := os.Mkdir(gone, 0o755); err != nil {
			t.Fatal(err)
		}
		w.asker.Folder = gone
		w.ask("one", "a.png")
		work := w.work
		w.asker.Folder = pictures(t, map[string][]byte{"b.png": draw(t, 1)})
		w.ask("two", "b.png")
		w.work = append(work, w.work...)
		os.Remove(gone)
		r := w.runner()
		r.Workers = 1
		err := r.Run(t.Context())
		if got := w.states(); err != nil || got[pipeline.Done] != 1 || got[pipeline.Pending] != 1 {
			t.Errorf("%v, states %v; want one done and one left", err, got)
		}
	})
}

// A picture that the API has refused for good is not asked about once more
// under another name in the same run, as it would be paid once more.
func TestRefusedUnderEveryName(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.emu.Faults.Moderated = 1
		w.check, w.public = pipeline.CheckDownload, true
		w.ask("list", g.URL+"/a1.png", g.URL+"/a2.png", g.URL+"/a3.png")
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.emu.Stats().Accepted; got != 1 || w.states()[pipeline.Failed] != 3 || w.reserved() != cent {
			t.Errorf("%d asked, %s, states %v; want one question for all", got, w.reserved(), w.states())
		}
		for _, o := range w.outcomes() {
			if o.Reason != "moderated" {
				t.Errorf("%s failed for %q (%s)", o.Images, o.Reason, o.Detail)
			}
		}
		if _, err := w.ledger.Retry(t.Context(), w.work); err != nil {
			t.Fatal(err)
		}
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.emu.Stats().Accepted; got != 2 {
			t.Errorf("%d asked when a person wants to know again, want one more", got)
		}
	})
}

// A list whose pages are shorter than was asked for, and that says nothing of
// its end, is read until a page is empty: what is behind the first page was
// paid as well.
func TestShortPagesOfTheList(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.emu.Quirks.CappedPage = true
		w.onSubmit = func(n int, rw http.ResponseWriter, r *http.Request) bool {
			return n == 1 && (w.accept(r) != nil && cut(rw))
		}
		w.ask("list", urls(1)...)
		c := w.captioner()
		w.caption(c) // in doubt
		sleep(2 * time.Minute)
		w.ask("list", urls(60)...)
		r := w.runner()
		r.Reconciler = &pipeline.Reconciler{API: w.client, Ledger: w.ledger, Models: table(t)}
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if stats := w.emu.Stats(); stats.MaxPerImage != 1 || w.states()[pipeline.Unconfirmed] != 1 {
			t.Errorf("a picture was asked about %d times, states %v", stats.MaxPerImage, w.states())
		}
	})
}
