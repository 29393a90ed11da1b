package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// errKilled is what a ledger says that died with its process.
var errKilled = errors.New("killed")

// A mortal is a ledger that dies at a write: before it, or right after, when
// nobody hears of it any more.
type mortal struct {
	pipeline.Ledger
	left  atomic.Int64 // writes
	after bool
}

func (m *mortal) write(do func() error) error {
	left := m.left.Add(-1)
	if left < 0 || left == 0 && !m.after {
		return errKilled
	}
	err := do()
	if left == 0 {
		return errKilled
	}
	return err
}

func (m *mortal) Intend(ctx context.Context, in pipeline.Intent) (id pipeline.PredictionID, err error) {
	err = m.write(func() error { id, err = m.Ledger.Intend(ctx, in); return err })
	return id, err
}

func (m *mortal) Record(ctx context.Context, s pipeline.Step) error {
	return m.write(func() error { return m.Ledger.Record(ctx, s) })
}

// A run that is killed at any of its writes, before or after it, is gone on
// with by the next: every item ends, no attempt is paid twice, and no answer is
// lost.
func TestRepairsSurviveKills(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][]string{
		"too long": {long, short}, "a refusal": {declined, short}, "a loop, then too long": {looped, long},
	} {
		for at := range 6 {
			for _, after := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, killed at write %d, after it %v", name, at, after), func(t *testing.T) {
					inBubble(t, func(t *testing.T) {
						w := newWorld(t, &emulator.Server{ListInputs: true})
						w.fallback = "any-llm"
						w.asking(bounded, nil)
						w.answering(texts...)
						w.ask("list", urls(1)...)
						r := w.reconciling()
						m := &mortal{Ledger: r.Captioner.Ledger, after: after}
						m.left.Store(int64(at + 1))
						r.Captioner.Ledger = m
						killed := r.Run(t.Context()) != nil
						if err := w.reconciling().Run(t.Context()); err != nil {
							t.Fatal(err)
						}
						o := w.outcomes()[0]
						paid := w.emu.Stats().Accepted
						if o.State != pipeline.Done || w.count(`SELECT count(*) FROM items WHERE state = 'done' AND draft IS NULL`) != 1 {
							t.Errorf("killed %v: the item is %s for %q", killed, o.State, o.Reason)
						}
						if n := w.count(`SELECT count(*) FROM predictions WHERE remote IS NOT NULL`); n != paid || paid > 2 {
							t.Errorf("%d predictions were paid, the ledger knows %d", paid, n)
						}
						if n := w.count(`SELECT count(DISTINCT prompt) FROM predictions WHERE remote IS NOT NULL`); n != paid {
							t.Errorf("%d predictions asked %d questions", paid, n)
						}
						if paid == 2 && (o.Caption == declined || o.Caption == looped || o.Caption == longer || o.Caption == long && texts[1] == short) {
							t.Errorf("the row has %q", o.Caption)
						}
						if n := w.count(`SELECT count(*) FROM predictions WHERE state NOT IN ('done', 'failed', 'refused')`); n != 0 {
							t.Errorf("%d predictions have no end", n)
						}
					})
				})
			}
		}
	}
}

// A repair in doubt is compared with what it was asked, not with the item's own
// question.
func TestRepairIsReconciled(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{ListInputs: true})
		w.answering(declined, short)
		w.onSubmit = func(n int, rw http.ResponseWriter, r *http.Request) bool { return n == 2 && lost(cutOff)(w, rw, r) }
		w.ask("list", urls(1)...)
		if err := w.reconciling().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if o := w.outcomes()[0]; o.State != pipeline.Done || o.Caption != short || w.emu.Stats().Accepted != 2 || o.Cost != 2*cent {
			t.Errorf("%s with %q after %d at %s; want the second answer", o.State, o.Caption, w.emu.Stats().Accepted, o.Cost)
		}
	})
}

// With repairs and all kinds of bad texts no cap is ever passed, and every row
// that was answered has its text.
func TestCapsHoldWithRepairs(t *testing.T) {
	t.Parallel()
	for i, caps := range []pipeline.Caps{{Run: 21 * cent}, {Month: 33*cent + 1}, {Total: 17 * cent}, {Submissions: 25}, {Run: 47 * cent, Submissions: 30}} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{Seed: uint64(i + 1), ListInputs: true,
					Faults: emulator.Faults{Refusal: 0.3, Loop: 0.2, Empty: 0.2, Verbose: 0.5, TaskFailed: 0.1, RateLimited: 0.1, DropAfterAccept: 0.1}})
				w.asking(bounded, nil)
				if i%2 == 1 {
					w.fallback = "any-llm"
				}
				w.ask("list", urls(20)...)
				r := w.reconciling()
				r.Caps = caps
				if err := r.Run(t.Context()); err != nil && !errors.Is(err, pipeline.ErrCap) {
					t.Fatal(err)
				}
				most := min(or(caps.Run, 1e9), or(caps.Month, 1e9), or(caps.Total, 1e9))
				submissions := w.count(`SELECT count(*) FROM predictions WHERE state <> 'refused'`)
				if w.reserved() > most || caps.Submissions > 0 && submissions > caps.Submissions || submissions == 0 {
					t.Errorf("%s and %d submissions, over the caps %+v", w.reserved(), submissions, caps)
				}
				if n := w.count(`SELECT count(*) FROM items i WHERE i.state NOT IN ('done', 'submitted', 'unconfirmed')
					AND EXISTS (SELECT 1 FROM predictions p WHERE p.item = i.id AND p.state = 'done')`); n != 0 {
					t.Errorf("%d items have lost a text that they had", n)
				}
				if n := w.count(`SELECT max(n) FROM (SELECT count(*) AS n FROM predictions WHERE state <> 'refused' GROUP BY item)`); n > 2 {
					t.Errorf("one question was paid %d times", n)
				}
			})
		})
	}
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}
