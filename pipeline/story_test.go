package pipeline_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/gate"
	"github.com/captionmill/captionmill/pipeline/price"
)

// An answer is one way for the server to react to a submit.
type answer func(w *world, rw http.ResponseWriter, r *http.Request) bool

func plain(status int, body string, header ...string) answer {
	return func(_ *world, rw http.ResponseWriter, r *http.Request) bool {
		return says(rw, r, status, body, header...)
	}
}

// lost accepts the submit, and answers something else.
func lost(then answer) answer {
	return func(w *world, rw http.ResponseWriter, r *http.Request) bool {
		w.accept(r)
		return then(w, rw, r)
	}
}

func cutOff(_ *world, rw http.ResponseWriter, _ *http.Request) bool { return cut(rw) }

// hang answers nothing for so long.
func hang(d time.Duration) answer {
	return func(_ *world, _ http.ResponseWriter, _ *http.Request) bool {
		sleep(d)
		return false
	}
}

const (
	page       = "<html><body>502 Bad Gateway</body></html>"
	noCredits  = `{"code":400,"message":"Insufficient credits. Please top up your account."}`
	forbidden  = `{"code":403,"message":"This API key is not allowed to run this model."}`
	tooMany    = `{"code":429,"message":"Rate limit exceeded, please try again later"}`
	tooCrowded = `{"code":429,"message":"You have reached your concurrency limit"}`
)

// verdictCases is the table of verdicts, row by row, as an item lives them.
var verdictCases = []struct {
	name    string
	faults  emulator.Faults
	balance float64  // of the account; 0 is plenty
	key     string   // that the server lets in; "" is any
	ours    string   // the key that is sent, "key" if empty
	answers []answer // to the first submits; the emulator answers the others

	state    pipeline.State
	reason   string
	halt     error
	submits  int          // POSTs that arrived
	accepted int          // predictions that the server created
	reserved price.Micros // what counts against the caps in the end
	attempts int          // paid predictions, as the item counts them
	refused  int          // predictions that never came to be
}{
	{name: "accepted", state: pipeline.Done, submits: 1, accepted: 1, reserved: cent, attempts: 1},
	{name: "final at once", faults: emulator.Faults{FinalAtSubmit: 1},
		state: pipeline.Done, submits: 1, accepted: 1, reserved: cent, attempts: 1},
	{name: "id in a broken answer", answers: []answer{func(w *world, rw http.ResponseWriter, r *http.Request) bool {
		body := w.accept(r).Body.String()
		return says(rw, r, 200, body[:len(body)-40])
	}}, state: pipeline.Done, submits: 1, accepted: 1, reserved: cent, attempts: 1},

	{name: "rate", answers: []answer{plain(429, tooMany)},
		state: pipeline.Done, submits: 2, accepted: 1, reserved: cent, attempts: 1, refused: 1},
	{name: "rate inside a success", answers: []answer{plain(200, tooMany)},
		state: pipeline.Done, submits: 2, accepted: 1, reserved: cent, attempts: 1, refused: 1},
	{name: "crowded", answers: []answer{plain(429, tooCrowded), plain(429, tooCrowded)},
		state: pipeline.Done, submits: 3, accepted: 1, reserved: cent, attempts: 1, refused: 2},
	{name: "rate with a time", answers: []answer{plain(429, tooMany, "Retry-After", "30")},
		state: pipeline.Pending, reason: "rate_limited", submits: 1, refused: 1},
	{name: "rate from a gateway", answers: []answer{plain(429, page)},
		state: pipeline.Unconfirmed, reason: "unanswered", submits: 1, reserved: cent},

	{name: "bad request", answers: []answer{plain(400, `{"code":400,"message":"seed must be positive"}`)},
		state: pipeline.Failed, reason: "bad_request", submits: 1, refused: 1},
	{name: "bad request inside a success", answers: []answer{plain(200, `{"code":422,"message":"seed must be positive"}`)},
		state: pipeline.Failed, reason: "bad_request", submits: 1, refused: 1},
	{name: "unprocessable", answers: []answer{plain(422, `{"code":422,"message":"no"}`)},
		state: pipeline.Failed, reason: "bad_request", submits: 1, refused: 1},
	{name: "too large", answers: []answer{plain(413, `{"code":413,"message":"too large"}`)},
		state: pipeline.Failed, reason: "too_large", submits: 1, refused: 1},
	{name: "unknown model", answers: []answer{plain(404, `{"code":404,"message":"model not found"}`)},
		state: pipeline.Pending, reason: "unknown_model", submits: 1, refused: 1},

	{name: "wrong key", key: "another",
		state: pipeline.Pending, reason: "bad_key", halt: pipeline.ErrKey, submits: 1, refused: 1},
	{name: "key with a line break", ours: "k\ney",
		state: pipeline.Pending, reason: "bad_key", halt: pipeline.ErrKey, refused: 1},
	{name: "forbidden once", answers: []answer{plain(403, forbidden)},
		state: pipeline.Done, submits: 2, accepted: 1, reserved: cent, attempts: 1, refused: 1},
	{name: "forbidden for money, and there is some", answers: []answer{plain(403, `{"code":403,"message":"needs a top-up"}`)},
		state: pipeline.Done, submits: 2, accepted: 1, reserved: cent, attempts: 1, refused: 1},
	{name: "payment required, and there is some", answers: []answer{plain(402, `{"code":402,"message":"pay"}`)},
		state: pipeline.Done, submits: 2, accepted: 1, reserved: cent, attempts: 1, refused: 1},
	{name: "no credit", balance: 0.004,
		state: pipeline.Pending, reason: "no_credit", halt: pipeline.ErrCredit, submits: 1, refused: 1},
	{name: "payment required", balance: -1, answers: []answer{plain(402, `{"code":402,"message":"pay"}`)},
		state: pipeline.Pending, reason: "no_credit", halt: pipeline.ErrCredit, submits: 1, refused: 1},
	{name: "words of credit, and there is some", answers: []answer{plain(200, noCredits)},
		state: pipeline.Done, submits: 2, accepted: 1, reserved: cent, attempts: 1, refused: 1},
	{name: "words of credit in a 400, and there is some", answers: []answer{plain(400, noCredits)},
		state: pipeline.Done, submits: 2, accepted: 1, reserved: cent, attempts: 1, refused: 1},

	{name: "server error", answers: []answer{plain(500, `{"code":500,"message":"Internal server error"}`)},
		state: pipeline.Unconfirmed, reason: "unanswered", submits: 1, reserved: cent},
	{name: "unavailable", faults: emulator.Faults{SubmitError: 1},
		state: pipeline.Unconfirmed, reason: "unanswered", submits: 1, reserved: cent},
	{name: "gateway error after it was accepted", faults: emulator.Faults{ErrorAfterAccept: 1},
		state: pipeline.Unconfirmed, reason: "unanswered", submits: 1, accepted: 1, reserved: cent},
	{name: "cut off after it was accepted", faults: emulator.Faults{DropAfterAccept: 1},
		state: pipeline.Unconfirmed, reason: "unanswered", submits: 1, accepted: 1, reserved: cent},
	{name: "cut off", answers: []answer{cutOff},
		state: pipeline.Unconfirmed, reason: "unanswered", submits: 1, reserved: cent},
	{name: "redirect", answers: []answer{lost(plain(307, "", "Location", "/api/v3/elsewhere/model"))},
		state: pipeline.Unconfirmed, reason: "unanswered", submits: 1, accepted: 1, reserved: cent},
	{name: "request time-out", answers: []answer{lost(plain(408, `{"code":408,"message":"timeout"}`))},
		state: pipeline.Unconfirmed, reason: "unanswered", submits: 1, accepted: 1, reserved: cent},
	{name: "a page", answers: []answer{lost(plain(200, page))},
		state: pipeline.Unconfirmed, reason: "unanswered", submits: 1, accepted: 1, reserved: cent},
	{name: "success without an id", answers: []answer{lost(plain(200, `{"code":200,"message":"success","data":{}}`))},
		state: pipeline.Unconfirmed, reason: "id_lost", submits: 1, accepted: 1, reserved: cent},
	{name: "no answer for long", answers: []answer{hang(2 * time.Minute)},
		state: pipeline.Unconfirmed, reason: "unanswered", submits: 1, accepted: 1, reserved: cent},
}

func TestEveryVerdict(t *testing.T) {
	t.Parallel()
	for _, c := range verdictCases {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{Faults: c.faults, Balance: c.balance, Key: c.key})
				if c.ours != "" {
					w.client.Key = c.ours
				}
				w.onSubmit = func(n int, rw http.ResponseWriter, r *http.Request) bool {
					return n <= len(c.answers) && c.answers[n-1](w, rw, r)
				}
				w.ask("list", urls(1)...)
				it := w.caption(w.captioner())
				sleep(3 * time.Minute) // what the server still had to do
				if it.State != c.state || it.Attempts != c.attempts {
					t.Errorf("the item is %s after %d paid attempts, want %s after %d", it.State, it.Attempts, c.state, c.attempts)
				}
				if o := w.outcomes()[0]; o.State != c.state || o.Reason != c.reason || (o.Detail == "") != (c.reason == "") {
					t.Errorf("the ledger has %s, reason %q, detail %q; want %s, %q", o.State, o.Reason, o.Detail, c.state, c.reason)
				}
				if w.submits != c.submits || w.emu.Stats().Accepted != c.accepted {
					t.Errorf("%d submits and %d accepted, want %d and %d", w.submits, w.emu.Stats().Accepted, c.submits, c.accepted)
				}
				if got := w.reserved(); got != c.reserved {
					t.Errorf("%s are reserved, want %s", got, c.reserved)
				}
				if n := w.count(`SELECT count(*) FROM predictions WHERE state = 'refused' AND reserved = 0`); n != c.refused {
					t.Errorf("%d predictions were refused, want %d", n, c.refused)
				}
				if c.halt == nil && len(w.halts) > 0 || c.halt != nil && (len(w.halts) == 0 || !errors.Is(w.halts[0], c.halt)) {
					t.Errorf("halted with %v, want %v", w.halts, c.halt)
				}
			})
		})
	}
}

// Whatever may have been paid is never asked again, however often a run starts.
func TestUnconfirmedStaysUnasked(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Faults: emulator.Faults{DropAfterAccept: 1}})
		w.ask("list", urls(3)...)
		for range 3 {
			if err := w.runner().Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.ask("list", urls(3)...) // read once more
		}
		if got := w.states(); got[pipeline.Unconfirmed] != 3 || w.submits != 3 {
			t.Errorf("states %v after %d submits, want 3 unconfirmed after 3", got, w.submits)
		}
	})
}

// Nothing reaches the wire while dialling fails: that costs no attempt and no
// money, and the item is asked as soon as it can be.
func TestNothingSent(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		dials := 0
		w.onDial = func() error {
			if dials++; dials <= 3 {
				return errors.New("connection refused")
			}
			return nil
		}
		w.ask("list", urls(1)...)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if w.submits != 1 || w.reserved() != cent || w.states()[pipeline.Done] != 1 {
			t.Errorf("%d submits, %s reserved, states %v; want 1, %s, 1 done", w.submits, w.reserved(), w.states(), cent)
		}
		if n := w.count(`SELECT attempts FROM items`); n != 1 {
			t.Errorf("%d attempts were counted, want 1", n)
		}
	})
}

// While a POST is on its way its intent and its price stand in the ledger, for
// whoever comes after a crash.
func TestIntentComesFirst(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onSubmit = func(int, http.ResponseWriter, *http.Request) bool {
			n := w.count(`SELECT count(*) FROM items i JOIN predictions p ON p.id = i.prediction
				WHERE i.state = 'submitting' AND p.state = 'submitting' AND p.reserved = ?`, int64(cent))
			if n != 1 || w.count(`SELECT spent FROM purses WHERE name = 'total'`) != int(cent) {
				t.Error("a POST arrived before its intent and its reserve were on disk")
			}
			return false
		}
		w.ask("list", urls(1)...)
		w.caption(w.captioner())
		if got := w.emu.Stats().Accepted; got != 1 {
			t.Errorf("%d accepted, want 1", got)
		}
	})
}

// The gate is told when the turn was that an answer is to: before the POST, and
// after the item came.
func TestGateIsToldTheTurn(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		var posted time.Time
		w.onSubmit = func(int, http.ResponseWriter, *http.Request) bool {
			posted = time.Now()
			return false
		}
		w.ask("list", urls(1)...)
		c, came, told := w.captioner(), time.Now(), gate.Outcome{}
		c.Tell = func(o gate.Outcome) { told = o; w.gate.Tell(o) }
		w.caption(c)
		if told.Kind != gate.Accepted || told.Turn.Before(came) || told.Turn.After(posted) {
			t.Errorf("told %+v of a POST at %v, of an item that came at %v", told, posted, came)
		}
	})
}

// A run that died while submitting leaves doubt, and the doubt is kept.
func TestKilledWhileSubmitting(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", urls(1)...)
		it := w.claim(pipeline.Pending)[0]
		c := w.captioner()
		_, err := w.ledger.Intend(t.Context(), pipeline.Intent{Item: it.ID, Run: c.Run, Purse: c.Purse, Owner: "dead", Images: []byte("[]"), Extras: []byte("{}"), Price: cent, At: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.states(); got[pipeline.Unconfirmed] != 1 || w.submits != 0 || w.reserved() != cent {
			t.Errorf("states %v after %d submits, %s reserved; want 1 unconfirmed after none, %s", got, w.submits, w.reserved(), cent)
		}
	})
}
