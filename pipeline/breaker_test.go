package pipeline_test

import (
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// An outage makes the API answer everything with 503, or only submits.
type outage struct {
	on      atomic.Bool
	running atomic.Int32
	most    atomic.Int32 // submits at once
}

func (o *outage) into(w *world, everything bool) {
	down := func(_ int, rw http.ResponseWriter, r *http.Request) bool {
		return o.on.Load() && says(rw, r, 503, `{"code":503,"message":"down"}`)
	}
	if everything {
		w.onBalance, w.onPoll = down, down
	}
	w.onSubmit = func(n int, rw http.ResponseWriter, r *http.Request) bool {
		if !o.on.Load() {
			return false
		}
		o.most.Store(max(o.most.Load(), o.running.Add(1)))
		sleep(time.Second)
		o.running.Add(-1)
		return down(n, rw, r)
	}
}

// An outage leaves few items in doubt, though hundreds stand in line at the
// gate, and ends the run when it lasts.
func TestOutage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		everything bool
		most       int64 // unconfirmed
	}{{"of everything", true, 16}, {"of submits alone", false, 40}} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				w.gate.Rate, w.gate.InFlight = 600, 100 // ten submits are under way at once
				var o outage
				o.into(w, c.everything)
				o.on.Store(true)
				w.ask("list", urls(300)...)
				r := w.runner()
				r.Workers = 120
				began := time.Now()
				if err := r.Run(t.Context()); !errors.Is(err, pipeline.ErrDown) {
					t.Errorf("the run ended with %v, want %v", err, pipeline.ErrDown)
				}
				got := w.states()
				if got[pipeline.Unconfirmed] > c.most || got[pipeline.Unconfirmed]+got[pipeline.Pending] != 300 || int(got[pipeline.Unconfirmed]) != w.submits {
					t.Errorf("states %v after %d submits, want at most %d unconfirmed", got, w.submits, c.most)
				}
				if took := time.Since(began); took < 10*time.Minute || took > 13*time.Minute {
					t.Errorf("the run gave up after %v, want 10 minutes and a little", took)
				}
			})
		})
	}
}

// When the API is back so is the run, and probes had gone one at a time.
func TestRecovery(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.gate.Rate, w.gate.InFlight = 600, 100
		var o outage
		o.into(w, false)
		w.ask("list", urls(300)...)
		time.AfterFunc(5*time.Second, func() { o.on.Store(true) })
		time.AfterFunc(20*time.Second, func() { o.most.Store(0) })
		time.AfterFunc(4*time.Minute, func() { o.on.Store(false) })
		r := w.runner()
		r.Workers = 120
		if err := r.Run(t.Context()); err != nil {
			t.Errorf("the run ended with %v", err)
		}
		got := w.states()
		if got[pipeline.Unconfirmed] > 30 || got[pipeline.Unconfirmed]+got[pipeline.Done] != 300 {
			t.Errorf("states %v, want at most 30 unconfirmed and the rest done", got)
		}
		if o.most.Load() != 1 {
			t.Errorf("%d probes were under way at once, want 1", o.most.Load())
		}
	})
}

// While nothing can be sent nothing is in doubt.
func TestNoNetwork(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onDial = func() error { return errors.New("network is unreachable") }
		w.ask("list", urls(50)...)
		r := w.runner()
		r.GiveUp = 3 * time.Minute
		began := time.Now()
		if err := r.Run(t.Context()); !errors.Is(err, pipeline.ErrDown) {
			t.Errorf("the run ended with %v, want %v", err, pipeline.ErrDown)
		}
		if got := w.states(); got[pipeline.Pending] != 50 || w.reserved() != 0 || w.submits != 0 {
			t.Errorf("states %v after %d submits with %s reserved; want 50 pending, nothing sent or reserved", got, w.submits, w.reserved())
		}
		if n := w.count(`SELECT count(*) FROM predictions`); n > 70 {
			t.Errorf("%d intents were written for nothing, want few", n)
		}
		if took := time.Since(began); took < 3*time.Minute || took > 5*time.Minute {
			t.Errorf("the run gave up after %v, want 3 minutes and a little", took)
		}
	})
}

// A blip of refused keys over many submits at once does not end a run whose
// balance can be seen; refusals that go on do, with few submits.
func TestForbidden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lasts time.Duration
		want  error
	}{{"for a second", time.Second, nil}, {"for ever", time.Hour, pipeline.ErrKey}} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				w.gate.Rate, w.gate.InFlight = 6000, 100
				began := time.Now()
				refused := 0
				w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
					since := time.Since(began)
					if since < time.Second || since > time.Second+c.lasts {
						return false
					}
					refused++
					return says(rw, r, 403, forbidden)
				}
				w.ask("list", urls(500)...)
				r := w.runner()
				r.Workers = 64
				if err := r.Run(t.Context()); !errors.Is(err, c.want) {
					t.Errorf("the run ended with %v, want %v", err, c.want)
				}
				got := w.states()
				if got[pipeline.Done]+got[pipeline.Pending] != 500 || c.want == nil && got[pipeline.Done] != 500 || refused > 60 {
					t.Errorf("states %v after %d refusals", got, refused)
				}
				if w.count(`SELECT count(*) FROM predictions WHERE state <> 'refused'`) != w.emu.Stats().Accepted {
					t.Error("the books do not agree with the server's")
				}
			})
		})
	}
}

// A balance that cannot be seen confirms nothing: the item is not failed for
// words that may be true.
func TestCreditUnseen(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onSubmit = func(n int, rw http.ResponseWriter, r *http.Request) bool {
			return n <= 2 && says(rw, r, 200, noCredits)
		}
		w.onBalance = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			return says(rw, r, 500, `{"code":500,"message":"no"}`)
		}
		w.ask("list", urls(1)...)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.states(); got[pipeline.Done] != 1 {
			t.Errorf("states %v, want 1 done", got)
		}
	})
}
