package pipeline_test

import (
	"context"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/price"
)

// Predictions of an earlier run take their places at the gate.
func TestAdopted(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: 10 * time.Second}, Account: emulator.Account{PerMinute: 600, Concurrent: 4}})
		w.gate.InFlight = 4
		w.ask("list", urls(8)...)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := w.runner().Run(ctx); err != nil {
			t.Fatal(err)
		}
		if got := w.states(); got[pipeline.Submitted] != 4 {
			t.Fatalf("states %v, want 4 submitted", got)
		}
		r := w.runner()
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if stats := w.emu.Stats(); stats.Accepted != 8 || len(stats.Refused) != 0 || w.states()[pipeline.Done] != 8 {
			t.Errorf("%d accepted, refused %v, states %v; want 8 done without a refusal", stats.Accepted, stats.Refused, w.states())
		}
	})
}

// Questions that no current row asks are not asked, however long they wait;
// what was paid for them is fetched.
func TestAbandonedQuestions(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: time.Minute}})
		w.ask("list", urls(4)...)
		w.ask("other", "https://example.com/other.jpg")
		w.ask("list", urls(4)...)
		r := w.runner()
		r.Caps.Submissions, r.Workers = 1, 1
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r.Run(ctx)
		w.ask("list", "https://example.com/1.jpg", "https://example.com/new.jpg")
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.states(); got[pipeline.Done] != 2 || w.emu.Stats().Accepted != 3 {
			t.Errorf("states %v with %d accepted; want 2 done, and one more that was paid before", got, w.emu.Stats().Accepted)
		}
		if n := w.count(`SELECT count(*) FROM items WHERE state = 'done'`); n != 3 {
			t.Errorf("%d items are done, want 3: the paid one, though nobody asks any more", n)
		}
		if n := w.count(`SELECT count(*) FROM items WHERE state = 'pending'`); n != 3 {
			t.Errorf("%d items are pending, want 3: those that nobody asks any more, and the other manifest's", n)
		}
	})
}

// A paid attempt of a question that this run was not asked ends badly: that is
// no reason to ask it again now, nor to fail it.
func TestAbandonedAndSpoiled(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: time.Minute}, Faults: emulator.Faults{TaskFailed: 1}})
		w.ask("other", urls(1)...)
		other := w.work
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		w.runner().Run(ctx)
		w.ask("list")
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if w.work = other; w.states()[pipeline.Pending] != 1 || w.emu.Stats().Accepted != 1 {
			t.Errorf("states %v with %d accepted, want 1 pending with 1", w.states(), w.emu.Stats().Accepted)
		}
	})
}

// Two processes at one item, which the ledger's lock should prevent: who comes
// late changes nothing.
func TestLateAttemptsChangeNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		faults   emulator.Faults
		accepted int
	}{{"done", emulator.Faults{}, 1}, {"failed", emulator.Faults{TaskFailed: 1}, 2}} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{Faults: c.faults})
				w.ask("list", urls(1)...)
				first, second, third := w.captioner(), w.captioner(), w.captioner()
				ends := make(chan error)
				caption := func(c *pipeline.Captioner, it pipeline.Item) {
					_, err := c.Caption(context.Background(), context.Background(), it)
					ends <- err
				}
				it := w.claim(pipeline.Pending)[0]
				go caption(first, it)
				go caption(second, it)
				sleep(200 * time.Millisecond)
				third.API = slow{third.API}
				go caption(third, w.claim(pipeline.Submitted)[0])
				for range 3 {
					if err := <-ends; err != nil {
						t.Error(err)
					}
				}
				if got := w.emu.Stats().Accepted; got != c.accepted || w.reserved() != price.Micros(c.accepted)*cent {
					t.Errorf("%d accepted and %s reserved, want %d", got, w.reserved(), c.accepted)
				}
			})
		})
	}
}

// slow looks at predictions late.
type slow struct{ pipeline.API }

func (s slow) Get(ctx context.Context, id string) (api.Prediction, error) {
	p, err := s.API.Get(ctx, id)
	sleep(1500 * time.Millisecond)
	return p, err
}
