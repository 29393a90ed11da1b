package pipeline_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// What the API could not use at its address is uploaded instead.
func TestLentInstead(t *testing.T) {
	t.Parallel()
	g := newGallery(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/plain.png":
		case r.URL.Path == "/guarded.png" && r.Referer() == "":
			w.WriteHeader(http.StatusForbidden)
			return
		}
		w.Write(draw(t, 1))
	})
	tests := []struct {
		name, path string
		check      pipeline.Check
		public     bool
		most       int64 // pixels
		lent       bool
	}{
		{"nothing is looked at", "/plain.png", pipeline.CheckNothing, false, 0, false},
		{"fit as it is", "/plain.png", pipeline.CheckDownload, true, 0, false},
		{"quick, fit as it is", "/plain.png", pipeline.CheckQuick, true, 0, false},
		{"on a private network", "/plain.png", pipeline.CheckDownload, false, 0, true},
		{"quick, on a private network", "/plain.png", pipeline.CheckQuick, false, 0, true},
		{"given to the site's own pages only", "/guarded.png", pipeline.CheckDownload, false, 0, true},
		{"too many pixels", "/plain.png", pipeline.CheckDownload, true, 16, true},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				w.check, w.public, w.retouch.MaxPixels = c.check, c.public, c.most
				w.ask("list", g.URL+c.path)
				if err := w.runner().Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				if w.states()[pipeline.Done] != 1 || (w.sent() != g.URL+c.path) != c.lent || (w.emu.Stats().Uploads == 1) != c.lent {
					t.Errorf("states %v, %d uploads, sent %s; want lent %v", w.states(), w.emu.Stats().Uploads, w.sent(), c.lent)
				}
			})
		})
	}
}

// When the API says that it could not fetch a picture, the picture is uploaded
// and the question asked once more, within the cap on attempts and money.
func TestUnreachableIsLent(t *testing.T) {
	t.Parallel()
	refuse := func(_ int, w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.UserAgent(), "emulator") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		w.Write(draw(t, r.URL.Path[1]))
	}
	for name, c := range map[string]struct {
		check    pipeline.Check
		caps     pipeline.Caps
		state    pipeline.State
		accepted int
	}{
		"without a look":    {pipeline.CheckNothing, pipeline.Caps{}, pipeline.Done, 2},
		"after a download":  {pipeline.CheckDownload, pipeline.Caps{}, pipeline.Done, 2},
		"no money for more": {pipeline.CheckNothing, pipeline.Caps{Total: cent}, pipeline.Pending, 1},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGallery(t, refuse)
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				w.emu.Blind = false
				w.check, w.public = c.check, true
				w.ask("list", g.URL+"/a.png")
				r := w.runner()
				r.Caps = c.caps
				if err := r.Run(t.Context()); err != nil && c.state == pipeline.Done {
					t.Fatal(err)
				}
				if w.states()[c.state] != 1 || w.emu.Stats().Accepted != c.accepted {
					t.Errorf("states %v, %d asked; want %s after %d", w.states(), w.emu.Stats().Accepted, c.state, c.accepted)
				}
				if c.state == pipeline.Done && w.sent() == g.URL+"/a.png" {
					t.Error("the second attempt sent the address once more")
				}
			})
		})
	}
}

// A site that let us in and not the API is known from then on: the next
// pictures of it are uploaded at once.
func TestSiteThatRefusesTheAPI(t *testing.T) {
	t.Parallel()
	g := newGallery(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.UserAgent(), "emulator") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		w.Write(draw(t, r.URL.Path[1]))
	})
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.emu.Blind = false
		w.check, w.public = pipeline.CheckDownload, true
		w.ask("list", g.URL+"/a.png", g.URL+"/b.png", g.URL+"/c.png", g.URL+"/d.png")
		r := w.runner()
		r.Workers = 1
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.emu.Stats().Accepted; got != 5 || w.states()[pipeline.Done] != 4 {
			t.Errorf("%d questions were asked for 4 pictures, states %v; want one that failed, and 4", got, w.states())
		}
	})
}

// An address that leads to this machine is not fetched unless that is allowed.
func TestPrivateAddress(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", g.URL+"/a.png")
		c := w.captioner()
		c.Preparer.Lender = &pipeline.Lender{Provider: "emulator", Shelf: w.ledger, Storage: w.client, Check: pipeline.CheckDownload}
		w.caption(c)
		if o := w.outcomes()[0]; o.Reason != "private_address" || g.visited("/a.png") != 0 {
			t.Errorf("%s for %q, fetched %d times", o.State, o.Reason, g.visited("/a.png"))
		}
	})
}

// What was seen is remembered for some minutes: another question about the
// picture does not fetch it again. Its upload serves for days.
func TestSeenBefore(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.check = pipeline.CheckDownload
		for i, c := range []struct {
			pause time.Duration
			want  int
		}{{0, 1}, {5 * time.Minute, 1}, {15 * time.Hour, 2}} {
			sleep(c.pause)
			w.asker.Text = fmt.Sprint("Question ", i)
			if err := w.asker.Check(); err != nil {
				t.Fatal(err)
			}
			w.ask("list", g.URL+"/a.png")
			if err := w.runner().Run(context.Background()); err != nil {
				t.Fatal(err)
			}
			if got := g.visited("/a.png"); got != c.want || w.states()[pipeline.Done] != 1 {
				t.Errorf("question %d: %d fetches, states %v; want %d", i, got, w.states(), c.want)
			}
		}
		if got := w.emu.Stats().Uploads; got != 1 {
			t.Errorf("%d uploads of one picture", got)
		}
	})
}
