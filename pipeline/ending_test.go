package pipeline_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/price"
)

// endingCases are the ways in which an accepted prediction can end.
var endingCases = []struct {
	name    string
	faults  emulator.Faults
	outputs [][]string // of the looks that find it completed; the last stands for the rest

	state    pipeline.State
	reason   string
	accepted int // and paid
	caption  string
}{
	{name: "a caption", outputs: [][]string{{"A red fox in fresh snow."}}, state: pipeline.Done, accepted: 1, caption: "A red fox in fresh snow."},
	{name: "a caption as it came", outputs: [][]string{{" Alt text: \"A fox\" \n"}}, state: pipeline.Done, accepted: 1, caption: " Alt text: \"A fox\" \n"},
	{name: "no words", outputs: [][]string{{"[[no text]]"}}, state: pipeline.Done, accepted: 1, caption: "[[no text]]"},
	{name: "decorative", outputs: [][]string{{"[[decorative]]"}}, state: pipeline.Done, accepted: 1, caption: "[[decorative]]"},
	{name: "an array of objects", faults: emulator.Faults{Object: 1}, state: pipeline.Done, accepted: 1},
	{name: "a bare object", faults: emulator.Faults{BareObject: 1}, state: pipeline.Done, accepted: 1},
	{name: "looks that err are free", faults: emulator.Faults{PollError: 0.8}, state: pipeline.Done, accepted: 1},
	{name: "the model failed", faults: emulator.Faults{TaskFailed: 1}, state: pipeline.Failed, reason: "model_error", accepted: 2},
	{name: "moderated", faults: emulator.Faults{Moderated: 1}, state: pipeline.Failed, reason: "moderated", accepted: 1},
	{name: "cancelled", faults: emulator.Faults{Cancelled: 1}, state: pipeline.Failed, reason: "cancelled", accepted: 2},
	{name: "timed out", faults: emulator.Faults{TimedOut: 1}, state: pipeline.Failed, reason: "timeout", accepted: 2},
	{name: "failed at once", faults: emulator.Faults{TaskFailed: 1, FinalAtSubmit: 1}, state: pipeline.Failed, reason: "model_error", accepted: 2},
	{name: "empty outputs", faults: emulator.Faults{Empty: 1}, state: pipeline.Failed, reason: "empty", accepted: 2},
	{name: "no outputs", faults: emulator.Faults{Null: 1}, state: pipeline.Failed, reason: "empty", accepted: 2},
	{name: "no letters", outputs: [][]string{{"…"}}, state: pipeline.Failed, reason: "empty", accepted: 2},
	{name: "a refusal", outputs: [][]string{{"I'm sorry, I can't assist with that."}}, state: pipeline.Failed, reason: "refusal", accepted: 2},
	{name: "a loop", outputs: [][]string{{strings.Repeat("a red fox and ", 40)}}, state: pipeline.Failed, reason: "loop", accepted: 2},
	{name: "a refusal, then a caption", outputs: [][]string{{"I'm sorry, I can't assist with that."}, {"A fox."}}, state: pipeline.Done, accepted: 2, caption: "A fox."},
}

func TestEveryEnding(t *testing.T) {
	t.Parallel()
	for _, c := range endingCases {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{Faults: c.faults, Latency: emulator.Latency{Median: -1}})
				if c.outputs != nil {
					w.onPoll = func(n int, rw http.ResponseWriter, r *http.Request) bool {
						return w.outputs(rw, r, c.outputs[min(n, len(c.outputs))-1]...)
					}
				}
				w.ask("list", urls(1)...)
				it := w.caption(w.captioner())
				o := w.outcomes()[0]
				if it.State != c.state || o.State != c.state || o.Reason != c.reason || (o.Detail == "") != (c.reason == "") {
					t.Errorf("the item is %s, in the ledger %s for %q (%s); want %s for %q", it.State, o.State, o.Reason, o.Detail, c.state, c.reason)
				}
				paid := price.Micros(c.accepted) * cent
				if got := w.emu.Stats().Accepted; got != c.accepted || it.Attempts != c.accepted || w.reserved() != paid || o.Cost != paid {
					t.Errorf("%d accepted, %d attempts counted, %s reserved, cost %s; want %d and %s", got, it.Attempts, w.reserved(), o.Cost, c.accepted, paid)
				}
				if c.caption != "" && o.Caption != c.caption || c.state == pipeline.Done && o.Caption == "" {
					t.Errorf("caption %q, want %q", o.Caption, c.caption)
				}
				if n := w.count(`SELECT count(*) FROM predictions WHERE remote IS NOT NULL AND ended_at > 0`); n != c.accepted {
					t.Errorf("%d predictions are kept with their id and end, want %d", n, c.accepted)
				}
			})
		})
	}
}

// What came of a spoiled attempt is kept: it was paid.
func TestSpoiledAnswersAreKept(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onPoll = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			return w.outputs(rw, r, "I'm sorry, I can't assist with that.")
		}
		w.ask("list", urls(1)...)
		w.caption(w.captioner())
		if n := w.count(`SELECT count(*) FROM predictions WHERE state = 'failed' AND caption LIKE 'I''m sorry%' AND answer LIKE '{%'`); n != 2 {
			t.Errorf("%d refusals are kept, want 2", n)
		}
		if o := w.outcomes()[0]; o.Caption != "" {
			t.Errorf("the failed row shows %q", o.Caption)
		}
	})
}

// A prediction that fails for want of credit ends the run if the balance
// agrees.
func TestCreditRunsOutLate(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Balance: 0.005})
		w.onPoll = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			id := strings.Split(r.URL.Path, "/")[4]
			return says(rw, r, 200, `{"code":200,"data":{"id":"`+id+`","status":"failed","code":1407,"error":"Insufficient credits."}}`)
		}
		w.ask("list", urls(3)...)
		r := w.runner()
		r.Workers = 1
		if err := r.Run(t.Context()); !errors.Is(err, pipeline.ErrCredit) {
			t.Errorf("the run ended with %v, want %v", err, pipeline.ErrCredit)
		}
		if got := w.states(); got[pipeline.Pending] != 3 || w.submits != 1 {
			t.Errorf("states %v after %d submits, want 3 pending after 1", got, w.submits)
		}
	})
}

// Patience ends the waiting and gives the place back, but never the
// prediction: a later run fetches the answer.
func TestPatience(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: 3 * time.Hour}})
		w.gate.InFlight = 1
		w.ask("list", urls(2)...)
		began := time.Now()
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < 30*time.Minute || took > 32*time.Minute {
			t.Errorf("the run took %v; one place and two predictions, each waited for 15 minutes, take half an hour", took)
		}
		if got := w.states(); got[pipeline.Submitted] != 2 {
			t.Fatalf("states %v, want 2 submitted", got)
		}
		sleep(time.Hour)
		began = time.Now()
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.states(); got[pipeline.Submitted] != 2 || time.Since(began) > time.Minute {
			t.Errorf("states %v after %v; want 2 submitted after a look at each", got, time.Since(began))
		}
		sleep(3 * time.Hour)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.states(); got[pipeline.Done] != 2 || w.emu.Stats().Accepted != 2 {
			t.Errorf("states %v with %d accepted, want 2 done with 2", got, w.emu.Stats().Accepted)
		}
	})
}

// A first look that errs does not use up the one look at an old prediction.
func TestOldPredictionsAndErrors(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: time.Hour}})
		w.ask("list", urls(1)...)
		w.caption(w.captioner())
		sleep(5 * time.Hour)
		polls := w.polls
		w.onPoll = func(n int, rw http.ResponseWriter, r *http.Request) bool {
			return n <= polls+3 && says(rw, r, 500, `{"code":500,"message":"no"}`)
		}
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.states(); got[pipeline.Done] != 1 {
			t.Errorf("states %v, want 1 done", got)
		}
	})
}

// Only after the API's seven days is an answer given up that it does not know.
func TestExpired(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: time.Hour}})
		w.ask("list", urls(1)...)
		w.caption(w.captioner())
		gone := func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			return says(rw, r, 404, `{"code":404,"message":"prediction not found"}`)
		}
		sleep(2 * time.Hour)
		w.onPoll = gone
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.states(); got[pipeline.Submitted] != 1 {
			t.Fatalf("states %v after two hours, want 1 submitted", got)
		}
		sleep(7 * 24 * time.Hour)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		o := w.outcomes()[0]
		if o.State != pipeline.Failed || o.Reason != "expired" || o.Remote == "" || w.reserved() != cent {
			t.Errorf("%s for %q, id %q, %s reserved; want failed, expired, with its id and %s", o.State, o.Reason, o.Remote, w.reserved(), cent)
		}
		if got := w.emu.Stats().Accepted; got != 1 {
			t.Errorf("%d accepted, want 1", got)
		}
	})
}
