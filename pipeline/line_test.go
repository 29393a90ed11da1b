package pipeline_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// A turnstile counts those who stand before a gate, and those behind it.
type turnstile struct {
	pipeline.Gate
	mu                     sync.Mutex
	before, behind         int
	mostBefore, mostBehind int
}

func (g *turnstile) count(before, behind int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.before, g.behind = g.before+before, g.behind+behind
	g.mostBefore, g.mostBehind = max(g.mostBefore, g.before), max(g.mostBehind, g.behind)
}

func (g *turnstile) Approach(ctx context.Context) error {
	g.count(1, 0)
	err := g.Gate.Approach(ctx)
	g.count(-1, 0)
	return err
}

func (g *turnstile) Proceed(ctx context.Context) error {
	err := g.Gate.Proceed(ctx)
	if err == nil {
		g.count(0, 1)
	}
	return err
}

func (g *turnstile) Leave() {
	g.count(0, -1)
	g.Gate.Leave()
}

// Few stand in line, however many the account would bear in flight, and as many
// are in flight as it bears.
func TestLine(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: time.Minute}, Account: emulator.Account{PerMinute: 1200, Concurrent: 800}})
		w.gate.Rate, w.gate.InFlight = 1200, 550
		w.ask("list", urls(1100)...)
		r := w.runner()
		g := &turnstile{Gate: w.gate}
		r.Gate, r.Workers, r.Patience = g, 3000, 24*time.Hour
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.states(); got[pipeline.Done] != 1100 {
			t.Errorf("states %v, want all done", got)
		}
		if g.mostBehind != 550 || g.mostBefore > 512 || g.mostBefore < 500 || g.before+g.behind != 0 {
			t.Errorf("at most %d in line and %d in flight, want 512 and 550; %d and %d are left", g.mostBefore, g.mostBehind, g.before, g.behind)
		}
	})
}
