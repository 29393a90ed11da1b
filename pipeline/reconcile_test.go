package pipeline_test

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// reconciling is a runner that reconciles, as the program's does.
func (w *world) reconciling() *pipeline.Runner {
	r := w.runner()
	r.Reconciler = &pipeline.Reconciler{API: w.client, Ledger: w.ledger, Models: table(w.t), OnStep: w.step}
	return r
}

// firstOnly does something odd to the first submit alone.
func firstOnly(do answer) func(w *world) func(int, http.ResponseWriter, *http.Request) bool {
	return func(w *world) func(int, http.ResponseWriter, *http.Request) bool {
		return func(n int, rw http.ResponseWriter, r *http.Request) bool { return n == 1 && do(w, rw, r) }
	}
}

// emptyList is a list that shows nothing, whatever there is.
func emptyList(_ int, rw http.ResponseWriter, r *http.Request) bool {
	return says(rw, r, 200, `{"code":200,"data":{"page":1,"items":[]}}`)
}

func TestReconcile(t *testing.T) {
	t.Parallel()
	noID := lost(plain(200, `{"code":200,"message":"success","data":{"id":"req-timeout","status":"processing"}}`))
	cases := []struct {
		name     string
		emu      *emulator.Server // nil for a plain one
		first    answer           // to the first of two submits
		list     func(int, http.ResponseWriter, *http.Request) bool
		accepted int // by the API, in the end
		done     int64
		doubtful int64
	}{
		{name: "accepted, and the list shows what was asked", emu: &emulator.Server{ListInputs: true}, first: lost(cutOff), accepted: 2, done: 2},
		{name: "accepted, and the clock is ahead", emu: &emulator.Server{ListInputs: true, Skew: time.Hour}, first: lost(cutOff), accepted: 2, done: 2},
		{name: "accepted, and the clock is behind", emu: &emulator.Server{ListInputs: true, Skew: -time.Hour}, first: lost(cutOff), accepted: 2, done: 2},
		{name: "accepted, and shown late", emu: &emulator.Server{ListInputs: true, ListDelay: 30 * time.Second}, first: lost(cutOff), accepted: 2, done: 2},
		{name: "accepted, and the list shows no inputs: one of a kind is no proof", first: lost(cutOff), accepted: 2, done: 1, doubtful: 1},
		{name: "never arrived", emu: &emulator.Server{ListInputs: true}, first: cutOff, accepted: 2, done: 2},
		{name: "never arrived, and the list shows no inputs", first: cutOff, accepted: 2, done: 2},
		{name: "accepted, and the list errs twice before it shows", emu: &emulator.Server{ListInputs: true}, first: lost(cutOff), list: erring(2), accepted: 2, done: 2},
		{name: "accepted, and the list errs for ever", emu: &emulator.Server{ListInputs: true}, first: lost(cutOff), list: erring(1000), accepted: 2, done: 1, doubtful: 1},
		{name: "accepted, and the list takes milliseconds only", emu: &emulator.Server{ListInputs: true, Quirks: emulator.Quirks{ListMSOnly: true}}, first: lost(cutOff), accepted: 2, done: 2},
		{name: "accepted, and the list lies", first: lost(cutOff), list: emptyList, accepted: 2, done: 1, doubtful: 1},
		{name: "accepted without an id, and the list lies", first: noID, list: emptyList, accepted: 2, done: 1, doubtful: 1},
		{name: "accepted without an id, and the list tells", emu: &emulator.Server{ListInputs: true}, first: noID, accepted: 2, done: 2},
		{name: "said to be accepted without an id, and the list does not show it", emu: &emulator.Server{ListInputs: true},
			first: plain(200, `{"code":200,"message":"success","data":{"id":"req-timeout","status":"processing"}}`), accepted: 1, done: 1, doubtful: 1},
		{name: "no list to be had", first: cutOff, list: func(_ int, rw http.ResponseWriter, r *http.Request) bool { return says(rw, r, 404, `{"code":404}`) },
			accepted: 1, done: 1, doubtful: 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, cmp.Or(c.emu, &emulator.Server{}))
				w.onSubmit, w.onList = firstOnly(c.first)(w), c.list
				w.ask("list", urls(2)...)
				if err := w.reconciling().Run(context.Background()); err != nil {
					t.Errorf("the run ended with %v", err)
				}
				sleep(time.Minute)
				if got := w.states(); got[pipeline.Done] != c.done || got[pipeline.Unconfirmed] != c.doubtful {
					t.Errorf("the items are %v, want %d done and %d unconfirmed", got, c.done, c.doubtful)
				}
				if s := w.emu.Stats(); s.Accepted != c.accepted || s.MaxPerImage > 1 {
					t.Errorf("%d were accepted, one image %d times; want %d, once each", s.Accepted, s.MaxPerImage, c.accepted)
				}
				w.ownText(t)
			})
		})
	}
}

// TestReconcileDistrusts: a list that shows our own predictions otherwise than
// they were sent, or that does not say what time it is, proves nothing.
func TestReconcileDistrusts(t *testing.T) {
	t.Parallel()
	for name, alter := range map[string]func(w *world, body string, rw http.ResponseWriter, r *http.Request) bool{
		"other addresses": func(_ *world, body string, rw http.ResponseWriter, r *http.Request) bool {
			return says(rw, r, 200, strings.ReplaceAll(body, "https://example.com/", "https://cdn.example/"))
		},
		"no time": func(_ *world, body string, rw http.ResponseWriter, r *http.Request) bool {
			rw.Header()["Date"] = nil
			return says(rw, r, 200, strings.ReplaceAll(body, `"inputs"`, `"rest"`))
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{ListInputs: true, Skew: map[bool]time.Duration{true: -time.Hour}[name == "no time"]})
				w.onSubmit = firstOnly(lost(cutOff))(w)
				w.onList = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
					return alter(w, w.accept(r).Body.String(), rw, r)
				}
				w.ask("list", urls(2)...)
				if err := w.reconciling().Run(context.Background()); err != nil {
					t.Errorf("the run ended with %v", err)
				}
				if got := w.states(); got[pipeline.Done] != 1 || got[pipeline.Unconfirmed] != 1 || w.emu.Stats().MaxPerImage > 1 {
					t.Errorf("the items are %v, one image accepted %d times; want 1 done, 1 unconfirmed, once each", got, w.emu.Stats().MaxPerImage)
				}
			})
		})
	}
}

// TestReconcileAtALimit: a limit ends submissions, not the search for what was
// paid.
func TestReconcileAtALimit(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{ListInputs: true})
		w.onSubmit = firstOnly(lost(cutOff))(w)
		w.ask("list", urls(3)...)
		r := w.reconciling()
		r.Caps.Submissions = 2
		if err := r.Run(context.Background()); !errors.Is(err, pipeline.ErrCap) {
			t.Errorf("the run ended with %v, want %v", err, pipeline.ErrCap)
		}
		if got := w.states(); got[pipeline.Done] != 2 || got[pipeline.Pending] != 1 {
			t.Errorf("the items are %v, want 2 done and 1 pending", got)
		}
	})
}

// TestCapComesBack: what the API refuses makes room again, also when the cap
// was reached in the meantime.
func TestCapComesBack(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onSubmit = func(n int, rw http.ResponseWriter, r *http.Request) bool {
			if n > 5 {
				return false
			}
			sleep(5 * time.Second) // until the others have reached the cap
			return says(rw, r, 400, `{"code":400,"message":"no"}`)
		}
		w.ask("list", urls(30)...)
		r := w.reconciling()
		r.Caps.Submissions = 10
		if err := r.Run(context.Background()); !errors.Is(err, pipeline.ErrCap) {
			t.Errorf("the run ended with %v, want %v", err, pipeline.ErrCap)
		}
		if got := w.states(); got[pipeline.Done] != 10 || got[pipeline.Failed] != 5 || got[pipeline.Pending] != 15 {
			t.Errorf("the items are %v, want 10 done, 5 failed, 15 pending", got)
		}
	})
}

// TestOneIDForTwo: an id that another prediction has brings no text.
func TestOneIDForTwo(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		var (
			once  sync.Once
			first string
		)
		w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			body := w.accept(r).Body.String()
			once.Do(func() { first = body })
			return says(rw, r, 200, first)
		}
		w.ask("list", urls(2)...)
		if err := w.runner().Run(context.Background()); err != nil {
			t.Errorf("the run ended with %v", err)
		}
		if got := w.states(); got[pipeline.Done] != 1 || got[pipeline.Unconfirmed] != 1 {
			t.Errorf("the items are %v, want 1 done and 1 unconfirmed", got)
		}
	})
}

// ownText holds every caption against what the emulator says of that picture.
func (w *world) ownText(t *testing.T) {
	t.Helper()
	calm := newWorld(t, &emulator.Server{})
	calm.ask("list", urls(2)...)
	if err := calm.runner().Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	for i, want := range calm.outcomes() {
		if got := w.outcomes()[i]; got.State == pipeline.Done && got.Caption != want.Caption {
			t.Errorf("%v has the text %q, want %q", got.Images, got.Caption, want.Caption)
		}
	}
}

// TestReconcileGivesUpOnAList: one that proves twice what then turns out to be
// wrong is not believed a third time.
func TestReconcileGivesUpOnAList(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool { return cutOff(w, rw, r) }
		w.ask("list", urls(1)...)
		if err := w.reconciling().Run(context.Background()); err != nil {
			t.Errorf("the run ended with %v", err)
		}
		if w.submits != 3 {
			t.Errorf("%d submits, want 3: the first and two more", w.submits)
		}
	})
}

// TestReconcileLost: what the API has forgotten is lost, with its price.
func TestReconcileLost(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onSubmit = firstOnly(lost(cutOff))(w)
		w.ask("list", urls(1)...)
		if err := w.runner().Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		sleep(8 * 24 * time.Hour)
		if err := w.reconciling().Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if o := w.outcomes()[0]; o.State != pipeline.Failed || o.Reason != "lost" || w.reserved() != cent {
			t.Errorf("the item is %s for %q with %s reserved, want failed, lost, %s", o.State, o.Reason, w.reserved(), cent)
		}
	})
}

// erring lets the list fail so often.
func erring(times int) func(int, http.ResponseWriter, *http.Request) bool {
	n := 0
	return func(_ int, rw http.ResponseWriter, r *http.Request) bool {
		n++
		return n <= times && says(rw, r, 500, `{"code":500,"message":"no"}`)
	}
}
