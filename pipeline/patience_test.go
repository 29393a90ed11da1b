package pipeline_test

import (
	"bytes"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// hangs takes the first requests, and does not answer them for hours.
func hangs(first int) func(int, http.ResponseWriter, *http.Request) bool {
	var n atomic.Int32
	return func(int, http.ResponseWriter, *http.Request) bool {
		if n.Add(1) > int32(first) {
			return false
		}
		sleep(5 * time.Hour)
		return true
	}
}

// A call that costs nothing and is never answered is made once more, and does not
// hold up the run.
func TestNeverAnswered(t *testing.T) {
	t.Parallel()
	for name, hang := range map[string]func(w *world){
		"a look":              func(w *world) { w.onPoll = hangs(1) },
		"two looks":           func(w *world) { w.onPoll = hangs(2) },
		"a page of the list":  func(w *world) { w.onSubmit, w.onList = firstOnly(lost(cutOff))(w), hangs(1) },
		"a file on its way":   func(w *world) { w.onUpload = hangs(1) },
		"a file, three times": func(w *world) { w.onUpload = hangs(3) },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{ListInputs: true})
				w.asker.Folder = pictures(t, map[string][]byte{"a.png": draw(t, 1)})
				hang(w)
				w.ask("list", "a.png")
				began := time.Now()
				if err := w.reconciling().Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took > 40*time.Minute || w.states()[pipeline.Done] != 1 {
					t.Errorf("after %v the items are %v", took, w.states())
				}
				if got := w.emu.Stats().Accepted; got != 1 {
					t.Errorf("%d accepted, want 1", got)
				}
				sleep(6 * time.Hour)
			})
		})
	}
}

// An answer that is too long to be read may be another's, such as a gateway's;
// what was paid for is looked at again before it is given up.
func TestTooLongToRead(t *testing.T) {
	t.Parallel()
	page := bytes.Repeat([]byte("<p>maintenance</p>"), 1<<20)
	for _, c := range []struct {
		times  int32
		state  pipeline.State
		reason string
	}{{1, pipeline.Done, ""}, {2, pipeline.Done, ""}, {1000, pipeline.Failed, "answer_too_long"}} {
		inBubble(t, func(t *testing.T) {
			w := newWorld(t, &emulator.Server{})
			var looks atomic.Int32
			w.onPoll = func(_ int, rw http.ResponseWriter, _ *http.Request) bool {
				if looks.Add(1) > c.times {
					return false
				}
				_, _ = rw.Write(page) // until the client has had enough
				return true
			}
			w.ask("list", urls(1)...)
			r := w.runner()
			r.MaxAttempts = 1
			if err := r.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if o := w.outcomes()[0]; o.State != c.state || o.Reason != c.reason {
				t.Errorf("after %d long answers %s for %q (%s), want %s for %q", c.times, o.State, o.Reason, o.Detail, c.state, c.reason)
			}
			if n := looks.Load(); n > 4 {
				t.Errorf("%d looks at an answer that is always too long", n)
			}
		})
	}
}
