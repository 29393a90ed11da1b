package pipeline_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// The answer to a POST is waited for and recorded in spite of the run's end,
// but not for ever.
func TestDrain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		hangs  time.Duration
		drain  time.Duration
		want   pipeline.State
		within time.Duration // after the end of the run
	}{
		{"the answer comes", 5 * time.Second, 0, pipeline.Submitted, 5 * time.Second},
		{"at the last moment", 19 * time.Second, 0, pipeline.Submitted, 19 * time.Second},
		{"too late", 10 * time.Minute, 0, pipeline.Unconfirmed, 20 * time.Second},
		{"too late for a short drain", 10 * time.Second, 2 * time.Second, pipeline.Unconfirmed, 2 * time.Second},
		{"too late for any POST", 10 * time.Minute, time.Hour, pipeline.Unconfirmed, 60 * time.Second},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				ctx, cancel := context.WithCancel(t.Context())
				var ended time.Time
				w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
					ended = time.Now()
					cancel()
					sleep(c.hangs)
					return false
				}
				w.ask("list", urls(3)...)
				r := w.runner()
				r.Drain, r.Workers = c.drain, 1
				if err := r.Run(ctx); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(ended); took > c.within+100*time.Millisecond {
					t.Errorf("the run lasted %v longer, want %v", took, c.within)
				}
				sleep(time.Hour)
				if got := w.states(); got[c.want] != 1 || got[pipeline.Pending] != 2 || w.reserved() != cent {
					t.Errorf("states %v with %s reserved, want 1 %s and 2 pending with %s", got, w.reserved(), c.want, cent)
				}
				if got := w.emu.Stats().Accepted; got != 1 {
					t.Errorf("%d accepted, want 1", got)
				}
			})
		})
	}
}

// stopGate ends the run at the very moment at which an item was let in.
type stopGate struct {
	pipeline.Gate
	stop func()
}

func (g stopGate) Approach(ctx context.Context) error {
	err := g.Gate.Approach(ctx)
	g.stop()
	return err
}

// A run that is told to end between the turn and the intent has not failed, and
// sees what was accepted through.
func TestEndBeforeTheIntent(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: time.Minute}})
		w.ask("list", urls(2)...)
		r := w.runner()
		var entered atomic.Int64
		r.Gate = stopGate{w.gate, func() {
			if entered.Add(1) == 2 {
				r.Captioner.Halt(pipeline.ErrDuration)
			}
		}}
		r.Workers = 2
		if err := r.Run(t.Context()); err == nil || err.Error() != pipeline.ErrDuration.Error() {
			t.Errorf("the run ended with %v, want %v alone", err, pipeline.ErrDuration)
		}
		if got := w.states(); got[pipeline.Done] != 1 || got[pipeline.Pending] != 1 || w.submits != 1 {
			t.Errorf("states %v after %d submits, want 1 done and 1 pending after 1", got, w.submits)
		}
	})
}
