package pipeline_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/price"
)

// Hundreds of items and an API that fails in every way: all come to an end,
// and the books agree with the server's.
func TestFlakyAPI(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Seed: 7, Account: emulator.Account{PerMinute: 600, Concurrent: 40}, Latency: emulator.Latency{Sigma: 0.5},
			Faults: emulator.Faults{SubmitError: 0.03, RateLimited: 0.03, Crowded: 0.03, HTML429: 0.01, Unauthorized: 0.01, DropAfterAccept: 0.02,
				ErrorAfterAccept: 0.02, FinalAtSubmit: 0.1, PollError: 0.1, TaskFailed: 0.1, Moderated: 0.02, Empty: 0.05}})
		const n = 300
		w.ask("list", urls(n)...)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, stats := w.states(), w.emu.Stats()
		if got[pipeline.Done]+got[pipeline.Failed]+got[pipeline.Unconfirmed] != n || got[pipeline.Done] < n/2 || got[pipeline.Unconfirmed] == 0 {
			t.Errorf("states %v, want %d ended, most of them done", got, n)
		}
		asked := w.count(`SELECT count(*) FROM predictions WHERE state <> 'refused'`)
		if w.reserved() != price.Micros(asked)*cent || stats.Accepted > asked || stats.Charged > int64(w.reserved()) {
			t.Errorf("%s reserved for %d predictions; the server accepted %d and charged %d", w.reserved(), asked, stats.Accepted, stats.Charged)
		}
		// What the server accepted and we do not know of is in doubt.
		doubts := w.count(`SELECT count(*) FROM predictions WHERE state = 'unconfirmed'`)
		known := w.count(`SELECT count(*) FROM predictions WHERE remote IS NOT NULL`)
		if stats.Accepted > known+doubts || known > stats.Accepted || stats.MaxPerImage > 2 {
			t.Errorf("the server accepted %d, at most %d for one image; we know %d and doubt %d", stats.Accepted, stats.MaxPerImage, known, doubts)
		}
		if twice := w.count(`SELECT count(*) FROM (SELECT item FROM predictions WHERE state IN ('done', 'unconfirmed') GROUP BY item HAVING count(*) > 1)`); twice > 0 {
			t.Errorf("%d items were asked again after an answer, or in doubt", twice)
		}
		// A place is given back for every one taken.
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		_, inFlight := w.gate.Limits()
		for range inFlight {
			if err := w.gate.Enter(ctx); err != nil {
				t.Fatalf("places at the gate were lost: %v", err)
			}
		}
	})
}

// However many goroutines ask, no cap is passed by a cent.
func TestCaps(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		faults emulator.Faults
		caps   pipeline.Caps
		want   int // accepted
	}{
		{"run", emulator.Faults{}, pipeline.Caps{Run: 10 * cent}, 10},
		{"run, uneven", emulator.Faults{}, pipeline.Caps{Run: 11*cent - 1}, 10},
		{"month", emulator.Faults{}, pipeline.Caps{Month: 3 * cent, Run: 10 * cent}, 3},
		{"total", emulator.Faults{}, pipeline.Caps{Total: 5 * cent}, 5},
		{"submissions", emulator.Faults{}, pipeline.Caps{Submissions: 7}, 7},
		{"second attempts count", emulator.Faults{TaskFailed: 1}, pipeline.Caps{Run: 10 * cent}, 10},
		{"what is in doubt counts", emulator.Faults{DropAfterAccept: 1}, pipeline.Caps{Run: 4 * cent}, 4},
		{"what was refused does not", emulator.Faults{RateLimited: 0.5}, pipeline.Caps{Run: 10 * cent, Submissions: 10}, 10},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{Faults: c.faults})
				w.ask("list", urls(40)...)
				r := w.runner()
				r.Caps = c.caps
				if err := r.Run(t.Context()); !errors.Is(err, pipeline.ErrCap) {
					t.Errorf("the run ended with %v, want %v", err, pipeline.ErrCap)
				}
				got := w.states()
				if w.emu.Stats().Accepted != c.want || w.reserved() != price.Micros(c.want)*cent {
					t.Errorf("%d accepted and %s reserved, want %d", w.emu.Stats().Accepted, w.reserved(), c.want)
				}
				if got[pipeline.Submitting]+got[pipeline.Submitted] > 0 || got[pipeline.Pending] == 0 {
					t.Errorf("states %v; want everything seen through and the rest pending", got)
				}
			})
		})
	}
}

// When a cap is reached, the many that cannot be asked any more are not gone through.
func TestCapEndsThePass(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", urls(20_000)...)
		l := &counting{Ledger: w.ledger}
		r := w.runner()
		r.Ledger, r.Workers, r.Caps.Submissions = l, 4, 10
		if err := r.Run(t.Context()); !errors.Is(err, pipeline.ErrCap) || w.emu.Stats().Accepted != 10 {
			t.Errorf("%d asked, and the run ended with %v", w.emu.Stats().Accepted, err)
		}
		if n := l.n.Load(); n > 6 {
			t.Errorf("%d pages of items were claimed for 10 questions", n)
		}
	})
}

// A run that has used up its time sees through what was accepted.
func TestMaxDuration(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: 10 * time.Second}})
		w.gate.InFlight = 5
		w.ask("list", urls(100)...)
		r := w.runner()
		r.MaxDuration = 35 * time.Second
		if err := r.Run(t.Context()); !errors.Is(err, pipeline.ErrDuration) || !errors.Is(err, pipeline.ErrCap) {
			t.Errorf("the run ended with %v, want %v", err, pipeline.ErrDuration)
		}
		got := w.states()
		if done := got[pipeline.Done]; done < 10 || done > 20 || done+got[pipeline.Pending] != 100 {
			t.Errorf("states %v, want 10 to 20 done and the rest pending", got)
		}
	})
}

// A run that is cut off leaves everything for the next one, which pays for
// nothing twice.
func TestCutOffAndResumed(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: 5 * time.Second, Sigma: 1}, Account: emulator.Account{PerMinute: 600, Concurrent: 50}})
		const n = 200
		w.ask("list", urls(n)...)
		runs := 0
		for ; runs < 100 && w.states()[pipeline.Done] < n; runs++ {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second+time.Duration(runs)*700*time.Millisecond)
			if err := w.runner().Run(ctx); err != nil {
				t.Fatal(err)
			}
			cancel()
			if got := w.states(); got[pipeline.Submitting]+got[pipeline.Unconfirmed]+got[pipeline.Failed] > 0 {
				t.Fatalf("states %v after a cut; want pending, submitted and done only", got)
			}
			if running := w.count(`SELECT count(*) FROM predictions WHERE remote IS NOT NULL`); running != w.emu.Stats().Accepted {
				t.Fatalf("%d predictions are known of %d", running, w.emu.Stats().Accepted)
			}
		}
		if stats := w.emu.Stats(); stats.Accepted != n || stats.MaxPerImage != 1 || runs < 3 {
			t.Errorf("after %d runs %d were accepted, at most %d for one image; want %d and 1", runs, stats.Accepted, stats.MaxPerImage, n)
		}
		if w.reserved() != n*cent {
			t.Errorf("%s reserved, want %s", w.reserved(), n*cent)
		}
	})
}

// Rows that ask the same are paid for once.
func TestSharedQuestions(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", "https://example.com/a.jpg", "https://EXAMPLE.com/a.jpg#top", "https://example.com/b.jpg", "https://example.com/a.jpg?X-Amz-Signature=1&X-Amz-Date=2")
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.emu.Stats().Accepted; got != 2 {
			t.Errorf("%d accepted, want 2", got)
		}
		var cost price.Micros
		for _, o := range w.outcomes() {
			r, err := o.Result()
			if err != nil || r.Status != pipeline.RowDone {
				t.Errorf("row %v: %v, %v", o.Images, r.Status, err)
			}
			cost += r.Cost
		}
		if cost != 2*cent {
			t.Errorf("the column of costs adds up to %s, want %s", cost, 2*cent)
		}
	})
}

// An item that was put off is asked in another pass, when its time has come.
func TestPutOff(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onSubmit = func(n int, rw http.ResponseWriter, r *http.Request) bool {
			return n <= 2 && says(rw, r, 429, tooMany, "Retry-After", "45")
		}
		w.ask("list", urls(5)...)
		began := time.Now()
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); w.states()[pipeline.Done] != 5 || took < 45*time.Second || took > 5*time.Minute {
			t.Errorf("states %v after %v, want 5 done after 45 s and more", w.states(), took)
		}
	})
}

// An API that only ever puts us off ends the run as one that is down.
func TestRefusedForEver(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Faults: emulator.Faults{RateLimited: 1}})
		w.ask("list", urls(3)...)
		began := time.Now()
		if err := w.runner().Run(t.Context()); !errors.Is(err, pipeline.ErrDown) {
			t.Errorf("the run ended with %v, want %v", err, pipeline.ErrDown)
		}
		if took := time.Since(began); took < 10*time.Minute || took > 20*time.Minute || w.states()[pipeline.Pending] != 3 || w.reserved() != 0 {
			t.Errorf("after %v: states %v, %s reserved; want 3 pending after 10 minutes, nothing reserved", took, w.states(), w.reserved())
		}
	})
}

// A model that the API does not know is left alone; the others go on.
func TestUnknownModel(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			return strings.Contains(r.URL.Path, "minicpm") && says(rw, r, 404, `{"code":404,"message":"model not found"}`)
		}
		w.ask("small", urls(20)...)
		small := w.work
		var err error
		if w.asker.Model, err = table(t).Find("any-llm"); err != nil {
			t.Fatal(err)
		}
		if err := w.asker.Check(); err != nil {
			t.Fatal(err)
		}
		w.ask("large", urls(20)...)
		large := w.work
		r := w.runner()
		r.Work, r.Workers = append(small, large...), 4
		if err := r.Run(t.Context()); !errors.Is(err, pipeline.ErrModel) {
			t.Errorf("the run ended with %v, want %v", err, pipeline.ErrModel)
		}
		if got := w.states(); got[pipeline.Done] != 20 {
			t.Errorf("states of the other model: %v, want 20 done", got)
		}
		if w.work = small; w.states()[pipeline.Pending] != 20 || w.submits > 24+1 {
			t.Errorf("states of the unknown model: %v after %d submits, want 20 pending after few", w.states(), w.submits)
		}
	})
}

// When the ledger cannot keep what was paid, nothing more is paid.
func TestLedgerFails(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", urls(200)...)
		if _, err := w.db.Exec(`CREATE TRIGGER full BEFORE UPDATE ON predictions WHEN new.remote IS NOT NULL BEGIN SELECT RAISE(ABORT, 'disk full'); END`); err != nil {
			t.Fatal(err)
		}
		r := w.runner()
		r.Workers = 8
		err := r.Run(t.Context())
		if err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Fatalf("the run ended with %v, want the ledger's error", err)
		}
		if got := w.emu.Stats().Accepted; got > 8 {
			t.Errorf("%d were accepted, and paid, after the ledger had failed; want at most 8", got)
		}
		id, ok := strings.CutPrefix(err.Error()[strings.Index(err.Error(), "prediction"):], `prediction "`)
		if !ok || len(id) < 32 || strings.ContainsAny(id[:32], `" `) {
			t.Errorf("the error does not name the prediction that was paid: %v", err)
		}
	})
}

// Rows that ask nothing cost nothing.
func TestRowsThatAskNothing(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.read("list",
			manifest.Row{Line: 2, Cells: []string{"a"}, Images: urls(1), HasAlt: true, Alt: "A fox"},
			manifest.Row{Line: 3, Cells: []string{"b"}},
			manifest.Row{Line: 4, Cells: []string{"c"}, Images: []string{"ftp://example.com/a.jpg"}})
		if err := w.runner().Run(t.Context()); err != nil || w.submits != 0 {
			t.Errorf("%d submits, error %v; want none", w.submits, err)
		}
		want := []pipeline.RowStatus{pipeline.RowKept, pipeline.RowSkipped, pipeline.RowFailed}
		for i, o := range w.outcomes() {
			if o.Fate != want[i] {
				t.Errorf("row %d is %s, want %s", i, o.Fate, want[i])
			}
		}
	})
}
