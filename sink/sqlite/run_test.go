package sqlite_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

func TestPurseGoesOn(t *testing.T) {
	t.Parallel()
	const killed = -1
	for code, goesOn := range map[int]bool{killed: true, 75: true, 130: true, 143: true, 0: false, 1: false, 2: false, 3: false, 11: false, 12: false, 13: false, 14: false} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			l := create(t)
			first := begin(t, l)
			if first.Purse != first.ID {
				t.Errorf("the first run spends from purse %d", first.Purse)
			}
			for n := range 3 {
				if code != killed {
					end(t, l, sqlite.Run{ID: first.ID + pipeline.RunID(n)}, code)
				}
				next := begin(t, l)
				want := next.ID
				if goesOn {
					want = first.ID
				}
				if next.Purse != want {
					t.Errorf("run %d spends from purse %d, want %d", next.ID, next.Purse, want)
				}
			}
		})
	}
}

// A killed run and the one that goes on with it have one budget.
func TestPurseIsSharedByTheNextRun(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(3))
	ask := func(run sqlite.Run) error {
		_, err := l.Intend(t.Context(), pipeline.Intent{Item: claim(t, l, pipeline.Pending)[0].ID, Run: run.ID, Purse: run.Purse,
			Images: []byte(`[]`), Extras: []byte(`{}`), Price: cost, Caps: pipeline.Caps{Run: cost}, At: time.Now()})
		return err
	}
	killed := begin(t, l)
	check(t, ask(killed))
	next := begin(t, l)
	if err := ask(next); !errors.Is(err, pipeline.ErrCap) {
		t.Errorf("the next run asks beyond the budget: %v", err)
	}
	end(t, l, next, 13)
	check(t, ask(begin(t, l)))
	for run, want := range map[sqlite.Run]int64{killed: 1, next: 0} {
		if spent, n, err := l.Spent(t.Context(), run.ID); err != nil || n != want || spent != cost*price.Micros(want) {
			t.Errorf("run %d spent %s in %d submissions, %v; want %d", run.ID, spent, n, err, want)
		}
	}
}

// A reserve goes back into the purse it came from, whoever is asked to record
// it.
func TestPurseGivenBackAcrossRuns(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(1))
	killed := begin(t, l)
	next := begin(t, l)
	it := intend(t, l, next, claim(t, l, pipeline.Pending)[0], time.Now())
	record(t, l, it, it.Released(time.Time{}, errors.New("not sent")))
	purse := fmt.Sprintf(`SELECT spent + asked FROM purses WHERE name = 'run %d'`, killed.ID)
	if left := number(t, l.Name(), purse); left != 0 {
		t.Errorf("%d is left in the purse", left)
	}
}

func TestRecover(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(4))
	run, items := begin(t, l), claim(t, l, pipeline.Pending)
	intend(t, l, run, items[0], time.Now())
	intend(t, l, run, items[1], time.Now())
	submitted := intend(t, l, run, items[2], time.Now())
	record(t, l, submitted, submitted.Accepted(answer(submitted)))
	l = reopen(t, l)
	for _, want := range []int64{2, 0} {
		if n, err := l.Recover(t.Context()); n != want || err != nil {
			t.Errorf("recovered %d, %v; want %d", n, err, want)
		}
	}
	s := status(t, l)
	if s.Items[pipeline.Unconfirmed] != 2 || s.Items[pipeline.Submitted] != 1 || s.Items[pipeline.Pending] != 1 || s.Reserved != 3*cost {
		t.Errorf("after recovery: %v, reserved %s", s.Items, s.Reserved)
	}
	if o := outcomes(t, l)[0]; o.Reason != "interrupted" || o.Detail == "" {
		t.Errorf("an interrupted row says %q: %q", o.Reason, o.Detail)
	}
	if n := number(t, l.Name(), `SELECT count(*) FROM predictions WHERE state = 'unconfirmed' AND reason = 'interrupted'`); n != 2 {
		t.Errorf("%d predictions are unconfirmed, want 2", n)
	}
}

func TestRecent(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", ledgertest.Rows(5))
	now := time.Date(2026, 11, 15, 12, 0, 0, 0, time.UTC)
	run, items := begin(t, l), claim(t, l, pipeline.Pending)
	for i, ago := range []time.Duration{30, 59, 61, 10, 5} {
		it := intend(t, l, run, items[i], now.Add(-ago*time.Second))
		if ago == 10 {
			record(t, l, it, it.Released(now, errors.New("not sent")))
		}
	}
	got, err := l.Recent(t.Context(), now)
	check(t, err)
	var ago []time.Duration
	for _, at := range got {
		ago = append(ago, now.Sub(at)/time.Second)
	}
	if !slices.Equal(ago, []time.Duration{59, 30, 5}) {
		t.Errorf("asked %v seconds ago, want 59, 30 and 5", ago)
	}
}

// changed is when the ledger says that results have changed.
func changed(t *testing.T, l *sqlite.Ledger, output string) time.Time {
	t.Helper()
	got, at, err := l.LastOutput(t.Context())
	check(t, err)
	if got != output {
		t.Errorf("the last output is %q, want %q", got, output)
	}
	time.Sleep(2 * time.Millisecond) // so that the next change is later
	return at
}

func TestLastOutput(t *testing.T) {
	t.Parallel()
	l := create(t)
	if at := changed(t, l, ""); !at.IsZero() {
		t.Errorf("an empty ledger changed at %v", at)
	}
	fill(t, l, "images", ledgertest.Rows(1))
	filled := changed(t, l, "")
	if time.Since(filled) > time.Minute {
		t.Errorf("filled at %v", filled)
	}
	run := begin(t, l)
	check(t, l.Touch(t.Context(), run.ID))
	touched := changed(t, l, "")
	end(t, l, run, 0)
	if at := changed(t, l, "captions.csv"); !touched.After(filled) || !at.Equal(touched) {
		t.Errorf("filled %v, touched %v, ended %v: a touch is a change, an end is none", filled, touched, at)
	}
	idle := begin(t, l)
	end(t, l, idle, 0)
	if at := changed(t, l, "captions.csv"); !at.Equal(touched) {
		t.Error("a run that changed nothing counts as a change")
	}
	begin(t, l) // and is killed
	begin(t, l)
	if at := changed(t, l, "captions.csv"); !at.After(touched) {
		t.Error("a killed run may have changed anything")
	}
	r := link(t, l, "images", ledgertest.Rows(2))
	before := changed(t, l, "captions.csv")
	check(t, l.Adopt(t.Context(), r))
	if at := changed(t, l, "captions.csv"); !at.After(before) {
		t.Error("new rows are a change")
	}
}
