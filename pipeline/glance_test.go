package pipeline_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// badDisk is a ledger that takes no steps after the intent.
type badDisk struct {
	pipeline.Ledger
	err error
}

func (l badDisk) Record(ctx context.Context, s pipeline.Step) error {
	if s.From == pipeline.Submitting && s.To != pipeline.Unconfirmed {
		return l.err
	}
	return l.Ledger.Record(ctx, s)
}

// quick is a captioner that knows the API to answer at once, and its emulator.
func quick(t *testing.T) (*world, *pipeline.Captioner) {
	w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: time.Nanosecond}})
	w.ask("list", urls(1)...)
	c := w.captioner()
	for range 100 {
		c.Clock.Learn("wavespeed-ai/minicpm-v/image", 0, time.Microsecond)
	}
	return w, c
}

// Where answers are there at once, they are written together with the acceptance.
func TestAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w, c := quick(t)
		it := w.caption(c)
		if got := moves(w.steps); !slices.Equal(got, []pipeline.State{pipeline.Submitting, pipeline.Done}) {
			t.Errorf("the item went to %v, want it done in two steps", got)
		}
		if n := w.count(`SELECT count(*) FROM predictions WHERE remote = ? AND caption IS NOT NULL AND submitted_at > 0`, it.Remote); n != 1 || it.Attempts != 1 {
			t.Errorf("%d predictions and %d attempts are written down, want 1 and 1", n, it.Attempts)
		}
	})
}

// What was paid is not left to a look that takes its time.
func TestAcceptedBeforeASlowLook(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w, c := quick(t)
		w.onPoll = func(int, http.ResponseWriter, *http.Request) bool {
			time.Sleep(time.Second)
			if n := w.count(`SELECT count(*) FROM items i JOIN predictions p ON p.id = i.prediction WHERE i.state = 'submitted' AND p.remote <> ''`); n != 1 {
				t.Error("the acceptance is not written yet, a second later")
			}
			return false
		}
		w.caption(c)
		if got := moves(w.steps); !slices.Equal(got, []pipeline.State{pipeline.Submitting, pipeline.Submitted, pipeline.Done}) || w.polls != 1 {
			t.Errorf("the item went to %v in %d looks, want one look that was made use of", got, w.polls)
		}
	})
}

func moves(steps []pipeline.Step) (to []pipeline.State) {
	for _, s := range steps {
		to = append(to, s.To)
	}
	return to
}

// An answer that the ledger does not take is none.
func TestAnswerIsNotTaken(t *testing.T) {
	t.Parallel()
	full := errors.New("the disk is full")
	for name, c := range map[string]struct {
		record error
		want   pipeline.State
	}{
		"the disk is full":       {full, pipeline.Submitting},
		"the id is another's":    {pipeline.ErrTaken, pipeline.Unconfirmed},
		"moved by somebody else": {pipeline.ErrStale, pipeline.Submitting},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				w, captioner := quick(t)
				captioner.Ledger = badDisk{w.ledger, c.record}
				it, err := captioner.Caption(t.Context(), t.Context(), w.claim(pipeline.Pending)[0])
				if errors.Is(err, full) != errors.Is(c.record, full) || it.State != c.want || w.polls != 1 {
					t.Errorf("%s after %d looks, %v; want %s after one", it.State, w.polls, err, c.want)
				}
				if n := w.count(`SELECT count(*) FROM predictions WHERE caption IS NOT NULL`); n != 0 {
					t.Error("the answer was written down")
				}
			})
		})
	}
}

// A look in vain is remembered: the next one waits its turn, and what is learned
// begins there.
func TestGlanceInVain(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w, c := quick(t)
		w.emu.Latency.Median = time.Second
		var at []time.Duration
		began := time.Now()
		w.onPoll = func(int, http.ResponseWriter, *http.Request) bool {
			at = append(at, time.Since(began))
			return false
		}
		if it := w.caption(c); it.State != pipeline.Done {
			t.Errorf("it is %s", it.State)
		}
		if len(at) < 2 || at[0] > 10*time.Millisecond || at[1] < 50*time.Millisecond {
			t.Errorf("looks after %v; want the first at once and the second a while later", at)
		}
	})
}
