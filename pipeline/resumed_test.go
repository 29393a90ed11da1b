package pipeline_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/gate"
)

// What an earlier run has submitted, and what turns out bad of it, is on its way
// when the runner looks for what is to be repaired, and must not set out twice:
// two of one story would stand in each other's way, and one wait for ever.
func TestBadTextsOfAnEarlierRun(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: 4 * time.Second}})
		w.gate.InFlight = 400
		w.ask("list", urls(400)...)
		first, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		r := w.runner()
		r.Workers = 500
		if err := r.Run(first); err != nil {
			t.Fatal(err)
		}
		sleep(time.Minute)
		submitted := w.states()[pipeline.Submitted]
		if submitted < 100 {
			t.Fatalf("only %d are submitted", submitted)
		}

		var log bytes.Buffer
		w.gate = &gate.Gate{Rate: 300, InFlight: 400} // so that repairs wait for their turn
		w.onPoll = refusalsOf(w, 60, 55)
		r = w.runner()
		r.Workers, r.Brake, r.Log = 60, &pipeline.Brake{Most: 45}, slog.New(slog.NewTextHandler(&log, nil))
		began := time.Now()
		if err := r.Run(t.Context()); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took > 10*time.Minute || w.states()[pipeline.Pending] > 0 {
			t.Errorf("after %v the items are %v", took, w.states())
		}
		if n := strings.Count(log.String(), "moved by someone else"); n > 0 {
			t.Errorf("%d items were on their way twice", n)
		}
	})
}
