package pipeline_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/price"
)

// audit reads every bill that is open.
func (w *world) audit() pipeline.Audit {
	w.t.Helper()
	a, err := w.bookkeeper().Settle(w.t.Context(), time.Time{}, time.Now(), 1_000_000)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w *world) bookkeeper() *pipeline.Bookkeeper {
	return &pipeline.Bookkeeper{API: w.client, Books: w.ledger}
}

// counted is what the whole ledger has cost, as caps see it.
func (w *world) counted() price.Micros {
	w.t.Helper()
	s, err := w.ledger.Status(w.t.Context(), w.work)
	if err != nil {
		w.t.Fatal(err)
	}
	return s.Cost()
}

// The ledger ends with the account's own figures: charges at once, refunds when
// they have come, and nothing is asked about for ever.
func TestReceipts(t *testing.T) {
	t.Parallel()
	const n = 250 // more than two pages
	for name, emu := range map[string]*emulator.Server{
		"as documented":        {},
		"as the other sources": {BillingHasMore: true, BillingTime: emulator.BillingTimeISO},
		"dearer than reserved": {QuoteFactor: 3},
	} {
		emu.Faults.TaskFailed, emu.Seed, emu.RefundAfter = 0.3, 7, 2*time.Hour
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, emu)
				w.ask("list", urls(n)...)
				if err := w.runner().Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				asked := w.emu.Stats().Accepted
				first := w.audit()
				if first.Asked != asked || first.Unbilled != 0 || first.Settled == 0 || first.Open == 0 || first.Refunded != 0 {
					t.Errorf("at once: %+v of %d asked, want charges and no refunds", first, asked)
				}
				sleep(3 * time.Hour)
				second := w.audit()
				if second.Asked != first.Open || second.Settled != first.Open || second.Refunded == 0 {
					t.Errorf("later: %+v, want the %d settled that were open", second, first.Open)
				}
				stats := w.emu.Stats()
				if want := price.Micros(stats.Charged - stats.Refunded); w.counted() != want || stats.Refunded == 0 {
					t.Errorf("the ledger counts %s, the account was charged %s", w.counted(), want)
				}
				if third := w.audit(); third != (pipeline.Audit{}) {
					t.Errorf("once more: %+v, want nothing to ask about", third)
				}
			})
		})
	}
}

// A prediction whose failure is never refunded is settled when it is too late
// for that; one that the records do not show counts as reserved.
func TestReceiptsThatDoNotCome(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.emu.Faults.Moderated = 1 // the vendor says nothing of refunds for these
		w.ask("list", urls(1)...)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if a := w.audit(); a.Open != 1 {
			t.Errorf("at once: %+v, want it open", a)
		}
		sleep(pipeline.RefundsWithin + time.Minute)
		if a := w.audit(); a.Settled != 1 || w.counted() != cent {
			t.Errorf("when no refund can come any more: %+v, counted %s", a, w.counted())
		}
	})
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", urls(3)...)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.onBills = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			return says(rw, r, 200, `{"code":200,"message":"success","data":{"page":1,"total":0,"items":[]}}`)
		}
		if a := w.audit(); a.Unbilled != 3 || w.counted() != 3*cent {
			t.Errorf("records that show nothing: %+v, counted %s", a, w.counted())
		}
	})
}

// Records that do not end, or are about other predictions than was asked for,
// change nothing.
func TestReceiptsThatAreWrong(t *testing.T) {
	t.Parallel()
	record := `{"uuid":"b1","billing_type":"deduct","price":99,"created_at":"2026-01-01T00:00:00Z","order":{"state":"done"},"prediction":{"uuid":"0123456789abcdef0123456789abcdef"}}`
	for name, c := range map[string]struct{ body, says string }{
		"the same page for ever": {`{"code":200,"data":{"total":1000,"items":[` + record + `]}}`, "repeats itself"},
		"someone else's":         {`{"code":200,"data":{"total":1,"items":[` + record + `]}}`, ""},
		"rubbish":                {`{"code":200,"data":{"items":[{"price":"much"}]}}`, "bill"},
		"no records at all":      {`{"code":200,"data":{}}`, "bill"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				w.ask("list", urls(2)...)
				if err := w.runner().Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				w.onBills = func(_ int, rw http.ResponseWriter, r *http.Request) bool { return says(rw, r, 200, c.body) }
				_, err := w.bookkeeper().Settle(t.Context(), time.Time{}, time.Now(), 100)
				if (err != nil) != (c.says != "") || err != nil && !strings.Contains(err.Error(), c.says) {
					t.Errorf("got %v, want it to say %q", err, c.says)
				}
				if w.counted() != 2*cent {
					t.Errorf("the ledger counts %s", w.counted())
				}
			})
		})
	}
}

// What was billed and is not in the ledger is found, with what it has cost.
func TestStrangers(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", urls(3)...)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		old, err := w.client.Submit(t.Context(), "wavespeed-ai/minicpm-v/image", json.RawMessage(`{"image":"https://example.com/old.jpg"}`))
		if err != nil {
			t.Fatal(err)
		}
		sleep(48 * time.Hour)
		p, err := w.client.Submit(t.Context(), "wavespeed-ai/any-llm/vision", json.RawMessage(`{"prompt":"What?","images":["https://example.com/new.jpg"]}`))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			since time.Duration
			ids   []string
		}{{time.Hour, []string{p.ID}}, {72 * time.Hour, []string{old.ID, p.ID}}} {
			found, err := w.bookkeeper().Strangers(t.Context(), time.Now().Add(-c.since))
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, s := range found {
				ids = append(ids, s.Prediction)
			}
			if strings.Join(ids, " ") != strings.Join(c.ids, " ") || found[len(found)-1].Charged != 50_000 || found[len(found)-1].Model != "wavespeed-ai/any-llm/vision" {
				t.Errorf("since %v: %+v, want %v", c.since, found, c.ids)
			}
		}
	})
}

// A record that cannot be the whole truth settles nothing.
func TestReceiptsThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		record  string
		running bool
	}{
		"a refund whose charge is not shown": {`"billing_type":"refund","price":0.005`, false},
		"nothing, while it runs":             {`"billing_type":"deduct","price":0`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				if c.running {
					w.onPoll = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
						return says(rw, r, 500, `{"code":500,"message":"no"}`)
					}
				}
				w.ask("list", urls(1)...)
				r := w.runner()
				r.Patience = time.Minute
				if err := r.Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				w.onBills = w.bills(c.record)
				a := w.audit()
				if a.Settled != 0 || !c.running && w.counted() != cent {
					t.Errorf("%+v, counted %s", a, w.counted())
				}
			})
		})
	}
}

// bills answers with a record of this form for one of the predictions that is
// asked about, the latest in the ledger.
func (w *world) bills(record string) func(int, http.ResponseWriter, *http.Request) bool {
	var remote string
	if err := w.db.QueryRow(`SELECT remote FROM predictions ORDER BY id DESC LIMIT 1`).Scan(&remote); err != nil {
		w.t.Fatal(err)
	}
	body := `{"code":200,"data":{"total":1,"items":[{"uuid":"b1","created_at":"2026-01-01T00:00:00Z","order":{"state":"done"},"prediction":{"uuid":"` + remote + `"},` + record + `}]}}`
	return func(_ int, rw http.ResponseWriter, r *http.Request) bool { return says(rw, r, 200, body) }
}

// Predictions of which the records show nothing keep no later ones from being
// asked about, however few are asked about at a time.
func TestReceiptsDoNotStarve(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", urls(2)...)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.onBills = w.bills(`"billing_type":"deduct","price":0.005`)
		a, err := w.bookkeeper().Settle(t.Context(), time.Time{}, time.Now(), 1)
		if err != nil || a.Settled != 1 {
			t.Errorf("%+v, %v; want the latest settled", a, err)
		}
	})
}

// A page of movements that are about no prediction is no end of the records.
func TestReceiptsBehindOtherMovements(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		topUp := `{"uuid":"t","billing_type":"recharge","price":100,"created_at":"2026-01-01T00:00:00Z","order":{"state":"done"}}`
		pages := []string{strings.Repeat(topUp+",", 99) + topUp,
			`{"uuid":"b","billing_type":"deduct","price":0.005,"created_at":"2099-01-01T00:00:00Z","order":{"state":"done"},"prediction":{"uuid":"0123456789abcdef0123456789abcdef"}}`, ""}
		n := 0
		w.onBills = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			n++
			return says(rw, r, 200, `{"code":200,"data":{"total":101,"items":[`+pages[min(n, 3)-1]+`]}}`)
		}
		found, err := w.bookkeeper().Strangers(t.Context(), time.Now())
		if err != nil || len(found) != 1 {
			t.Errorf("%+v, %v", found, err)
		}
	})
}
