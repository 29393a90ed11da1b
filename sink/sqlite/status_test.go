package sqlite_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

var errNoAnswer = errors.New("no answer")

// histories are items that have gone through something, and what that cost, in
// predictions.
var histories = map[string]struct {
	live func(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item
	cost price.Micros
}{
	"untouched": {func(_ testing.TB, _ *sqlite.Ledger, _ sqlite.Run, it pipeline.Item) pipeline.Item { return it }, 0},
	"unaskable": {func(tb testing.TB, l *sqlite.Ledger, _ sqlite.Run, it pipeline.Item) pipeline.Item {
		return record(tb, l, it, it.Unaskable("missing", "no such file"))
	}, 0},
	"done at once": {caption, 1},
	"done later": {func(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item {
		it = accepted(tb, l, run, it)
		return record(tb, l, it, it.Answered(answer(it)))
	}, 1},
	"submitted":   {accepted, 1},
	"unconfirmed": {doubted, 1},
	"rejected":    {rejected, 0},
	"spoiled":     {spoiled, 1},
	"spoiled for good": {func(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item {
		it = accepted(tb, l, run, it)
		return record(tb, l, it, it.Spoiled(answer(it), time.Time{}, "empty", "no text"))
	}, 1},
	"spoiled, done":                  {then(spoiled, caption), 2},
	"spoiled, rejected":              {then(spoiled, rejected), 1},
	"spoiled, submitted":             {then(spoiled, accepted), 2},
	"spoiled, unconfirmed":           {then(spoiled, doubted), 2},
	"rejected, done":                 {then(rejected, reopened, caption), 1},
	"unconfirmed, asked again, done": {then(doubted, askedAgain, caption), 2},
	"unconfirmed, found out, done":   {then(doubted, foundOut, caption), 1},
	"spoiled, rejected, done":        {then(spoiled, rejected, reopened, caption), 2},
}

type life = func(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item

// then lives through one life after another.
func then(lives ...life) life {
	return func(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item {
		tb.Helper()
		for _, live := range lives {
			it = live(tb, l, run, it)
		}
		return it
	}
}

func accepted(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item {
	tb.Helper()
	it = intend(tb, l, run, it, time.Now())
	return record(tb, l, it, it.Accepted(answer(it)))
}

func doubted(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item {
	tb.Helper()
	it = intend(tb, l, run, it, time.Now())
	return record(tb, l, it, it.Doubted(errNoAnswer))
}

func rejected(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item {
	tb.Helper()
	it = intend(tb, l, run, it, time.Now())
	return record(tb, l, it, it.Rejected(errors.New("bad request")))
}

func spoiled(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item {
	tb.Helper()
	it = accepted(tb, l, run, it)
	return record(tb, l, it, it.Spoiled(answer(it), time.Now(), "empty", "no text"))
}

// reopened lets a person have a failed question asked again.
func reopened(tb testing.TB, l *sqlite.Ledger, _ sqlite.Run, it pipeline.Item) pipeline.Item {
	tb.Helper()
	return record(tb, l, it, pipeline.Step{Item: it.ID, Prediction: it.Prediction, From: it.State, To: pipeline.Pending, At: time.Now()})
}

// askedAgain lets a person pay twice, perhaps, for an unconfirmed question.
func askedAgain(tb testing.TB, l *sqlite.Ledger, _ sqlite.Run, it pipeline.Item) pipeline.Item {
	tb.Helper()
	return record(tb, l, it, pipeline.Step{Item: it.ID, Prediction: it.Prediction, From: it.State, To: pipeline.Pending, Lost: true, At: time.Now()})
}

// foundOut says that an unconfirmed prediction was never created.
func foundOut(tb testing.TB, l *sqlite.Ledger, _ sqlite.Run, it pipeline.Item) pipeline.Item {
	tb.Helper()
	return record(tb, l, it, it.Released(time.Time{}, errNoAnswer))
}

// TestCosts holds the column of costs to the bill: it adds up to what the
// purse has paid, whatever the questions have gone through.
func TestCosts(t *testing.T) {
	t.Parallel()
	for name, h := range histories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := create(t)
			fill(t, l, "images", []pipeline.Row{ask(1, "a", ledgertest.Alt()), ask(2, "a", ledgertest.Alt())})
			fill(t, l, "more images", []pipeline.Row{ask(1, "a", ledgertest.Alt())})
			h.live(t, l, begin(t, l), claim(t, l, pipeline.Pending)[0])
			var costs []price.Micros
			for _, o := range outcomes(t, l) {
				r, err := o.Result()
				check(t, err)
				costs = append(costs, r.Cost)
			}
			want := h.cost * cost
			if costs[0] != want || costs[1] != 0 || costs[2] != 0 {
				t.Errorf("the rows cost %v, want %s on the first only", costs, want)
			}
			if s := status(t, l); s.Reserved != want {
				t.Errorf("the purse has paid %s, want %s", s.Reserved, want)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	l := create(t)
	kept, skipped, failed := ask(1, "k"), ask(2, "s"), ask(3, "f")
	kept.Fate, kept.Alt = pipeline.RowKept, ""
	skipped.Fate, skipped.Reason, skipped.Detail = pipeline.RowSkipped, "no_image", "the row names no image"
	failed.Fate, failed.Reason, failed.Detail = pipeline.RowFailed, "bad_reference", "not a picture's address"
	rows := []pipeline.Row{kept, skipped, failed}
	lives := []life{caption, rejected, spoiled, accepted, doubted, reopenedAfter}
	for i := range lives {
		picture := string(rune('a' + i))
		rows = append(rows, ask(10+i, picture, ledgertest.Alt()), ask(20+i, picture, ledgertest.Alt()))
	}
	m := fill(t, l, "images", rows)
	run := begin(t, l)
	for i, it := range claim(t, l, pipeline.Pending) {
		lives[i](t, l, run, it)
	}
	fill(t, l, "more images", ledgertest.Rows(7)) // is not counted
	s, err := l.Status(t.Context(), pipeline.Work{m.Rows})
	check(t, err)
	if want := map[pipeline.RowStatus]int64{"kept": 1, "skipped": 1, "failed": 3, "done": 2, "pending": 6, "unconfirmed": 2}; s.Rows != 15 || !maps.Equal(s.RowStatus, want) {
		t.Errorf("%d rows: %v, want 15: %v", s.Rows, s.RowStatus, want)
	}
	if want := map[pipeline.State]int64{"pending": 2, "submitting": 0, "submitted": 1, "done": 1, "failed": 1, "unconfirmed": 1}; !maps.Equal(s.Items, want) {
		t.Errorf("items %v, want %v", s.Items, want)
	}
	if want := map[string]int64{"bad_reference": 1, "error": 2}; !maps.Equal(s.Failures, want) {
		t.Errorf("failures %v, want %v", s.Failures, want)
	}
	if s.Reserved != 4*cost {
		t.Errorf("reserved %s, want four prices", s.Reserved)
	}
	agree(t, l, m, s)
}

func reopenedAfter(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item {
	tb.Helper()
	return then(rejected, reopened)(tb, l, run, it)
}

// agree fails unless the rows one by one give the same counts.
func agree(t *testing.T, l *sqlite.Ledger, m sqlite.Manifest, s sqlite.Status) {
	t.Helper()
	counts := map[pipeline.RowStatus]int64{}
	for o, err := range l.Outcomes(t.Context(), m.Rows) {
		check(t, err)
		r, err := o.Result()
		check(t, err)
		counts[r.Status]++
		if r.Status == pipeline.RowKept && r.Publish != pipeline.PublishDecorative {
			t.Errorf("an empty text that was kept is %s", r.Publish)
		}
		if r.Status == pipeline.RowSkipped && (r.Reason != "no_image" || r.Detail == "") {
			t.Errorf("a skipped row says %q: %q", r.Reason, r.Detail)
		}
	}
	if !maps.Equal(counts, s.RowStatus) {
		t.Errorf("the rows one by one: %v, the status: %v", counts, s.RowStatus)
	}
	if m.Tally.Rows != s.Rows || m.Tally.Kept != 1 || m.Tally.Skipped != 1 || m.Tally.Failed != 1 {
		t.Errorf("tally %+v", m.Tally)
	}
}

func TestFailedSince(t *testing.T) {
	t.Parallel()
	l := create(t)
	m := fill(t, l, "images", ledgertest.Rows(5))
	run, items := begin(t, l), claim(t, l, pipeline.Pending)
	rejected(t, l, run, items[0])
	caption(t, l, run, items[1])
	time.Sleep(2 * time.Millisecond)
	since := time.Now()
	rejected(t, l, run, items[2])
	doubted(t, l, run, items[3])
	for from, want := range map[time.Time]int64{since: 2, since.Add(-time.Hour): 3, since.Add(time.Hour): 0} {
		if n, err := l.FailedSince(t.Context(), pipeline.Work{m.Rows}, from); n != want || err != nil {
			t.Errorf("%d failed since %v, %v; want %d", n, from, err, want)
		}
	}
}

// Questions that several manifests share are counted once.
func TestStatusOfSeveral(t *testing.T) {
	t.Parallel()
	l := create(t)
	one := fill(t, l, "images", asking([]string{"a", "b", "b"}))
	other := fill(t, l, "more images", asking([]string{"b", "c"}))
	for want, work := range map[int64]pipeline.Work{2: {one.Rows}, 3: {one.Rows, other.Rows}, 1: {{First: one.Rows.First + 1, Last: one.Rows.Last}}} {
		s, err := l.Status(t.Context(), work)
		check(t, err)
		if s.Items[pipeline.Pending] != want || s.Items[pipeline.Done] != 0 {
			t.Errorf("%v: items %v, want %d pending", work, s.Items, want)
		}
	}
	caption(t, l, begin(t, l), claim(t, l, pipeline.Pending)[1])
	s, err := l.Status(t.Context(), pipeline.Work{one.Rows, other.Rows})
	check(t, err)
	if s.Items[pipeline.Pending] != 2 || s.Items[pipeline.Done] != 1 || s.RowStatus[pipeline.RowDone] != 3 {
		t.Errorf("items %v, rows %v; want one done, and its three rows", s.Items, s.RowStatus)
	}
}
