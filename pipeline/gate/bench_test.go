package gate_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// The cost of a passage that need not wait.
func BenchmarkEnterLeave(b *testing.B) {
	g := &gate.Gate{Rate: 1e9, InFlight: 1 << 20}
	for b.Loop() {
		if err := g.Enter(b.Context()); err != nil {
			b.Fatal(err)
		}
		g.Tell(gate.Outcome{Kind: gate.Accepted})
		g.Leave()
	}
}

// How much of a rate comes through when ten thousand goroutines wait for it.
func BenchmarkThroughput(b *testing.B) {
	for _, test := range []struct {
		name string
		rate float64
	}{{"5000", 5000}, {"100000", 1e5}, {"1000000", 1e6}, {"10000000", 1e7}} {
		b.Run(test.name, func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(through(test.rate, 2*time.Second)/test.rate, "of-rate")
			}
		})
	}
}

// through is how many a minute come through.
func through(perMinute float64, span time.Duration) float64 {
	g := &gate.Gate{Rate: perMinute, InFlight: 1 << 20}
	ctx, cancel := context.WithCancel(context.Background())
	var turns atomic.Int64
	done := make(chan struct{}, 10_000)
	for range cap(done) {
		go func() {
			for g.Enter(ctx) == nil {
				turns.Add(1)
				g.Leave()
			}
			done <- struct{}{}
		}()
	}
	time.Sleep(100 * time.Millisecond)
	before, start := turns.Load(), time.Now()
	time.Sleep(span)
	rate := float64(turns.Load()-before) / time.Since(start).Minutes()
	cancel()
	for range cap(done) {
		<-done
	}
	return rate
}
