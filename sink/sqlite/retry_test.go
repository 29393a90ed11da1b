package sqlite_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// question is a row that asks the suite's prompt about a picture.
func question(line int, picture string) pipeline.Row {
	return ledgertest.Row(line, picture, ledgertest.Alt())
}

// fail asks about an item and lets its paid prediction end without an answer.
func fail(t *testing.T, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item, reason string) pipeline.Item {
	t.Helper()
	it = intend(t, l, run, it, time.Now())
	return record(t, l, it, it.Spoiled(api.Prediction{ID: answer(it).ID}, time.Time{}, reason, "no answer"))
}

// failures fills a ledger with a manifest of which four questions have failed,
// one was answered and one row could not be read, and another in which one of
// the failed is asked as well.
func failures(t *testing.T) (*sqlite.Ledger, sqlite.Manifest) {
	t.Helper()
	l := create(t)
	bad := question(6, "bad.jpg")
	bad.Fate, bad.Reason, bad.Asks = pipeline.RowFailed, "bad_row", nil
	fill(t, l, "main.csv", []pipeline.Row{
		question(1, "a.jpg"), question(2, "b.jpg"), question(3, "c.jpg"), question(4, "d.jpg"), question(5, "done.jpg"), bad,
	})
	run := begin(t, l)
	items := claim(t, l, pipeline.Pending)
	for i, reason := range []string{"moderated", "moderated", "model_error", "lost"} {
		fail(t, l, run, items[i], reason)
	}
	caption(t, l, run, items[4])
	end(t, l, run, 0)
	return l, fill(t, l, "other.csv", []pipeline.Row{question(1, "b.jpg")})
}

func TestFailures(t *testing.T) {
	t.Parallel()
	l, other := failures(t)
	got, err := l.Failures(t.Context(), all(t, l))
	check(t, err)
	want := []sqlite.Failure{{Reason: "bad_row", Rows: 1}, {Reason: "lost", Questions: 1}, {Reason: "model_error", Questions: 1}, {Reason: "moderated", Questions: 2}}
	if len(got) != len(want) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %+v, want %+v", got[i], want[i])
		}
	}
	got, err = l.Failures(t.Context(), pipeline.Work{other.Rows})
	check(t, err)
	if len(got) != 1 || got[0] != (sqlite.Failure{Reason: "moderated", Questions: 1}) {
		t.Errorf("of the other manifest: got %+v", got)
	}
}

func TestRetry(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		other   bool // only the second manifest
		reasons []string
		put     int64
	}{
		{"everything", false, nil, 4},
		{"one reason", false, []string{"moderated"}, 2},
		{"two reasons", false, []string{"moderated", "lost"}, 3},
		{"a reason of nobody", false, []string{"expired"}, 0},
		{"a reason of a row that asks nothing", false, []string{"bad_row"}, 0},
		{"what another manifest asks", true, nil, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, other := failures(t)
			before := status(t, l)
			work := all(t, l)
			if tt.other {
				work = pipeline.Work{other.Rows}
			}
			put, err := l.Retry(t.Context(), work, tt.reasons...)
			check(t, err)
			var n int64
			for _, q := range put {
				n += q.Count
			}
			after := status(t, l)
			if n != tt.put || after.Items[pipeline.Pending] != tt.put || after.Items[pipeline.Failed] != 4-tt.put {
				t.Errorf("put back %d, now %v; want %d", n, after.Items, tt.put)
			}
			if after.Items[pipeline.Done] != 1 || after.RowStatus[pipeline.RowFailed] < 1 {
				t.Errorf("what had not failed has moved: %v", after.Items)
			}
			if after.Reserved != before.Reserved {
				t.Errorf("reserved %s, before %s: what was paid has to stay counted", after.Reserved, before.Reserved)
			}
			for _, it := range claim(t, l, pipeline.Pending) {
				if it.Attempts != 0 || it.Tries != 0 || !it.NextTry.IsZero() {
					t.Errorf("item %d: %d attempts, %d tries, next %v; want a clean start", it.ID, it.Attempts, it.Tries, it.NextTry)
				}
			}
		})
	}
}

// TestRetryAndThen asks what was put back once more: the old attempt can no
// longer move it, and the result counts both prices.
func TestRetryAndThen(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "main.csv", []pipeline.Row{question(1, "a.jpg")})
	run := begin(t, l)
	old := fail(t, l, run, claim(t, l, pipeline.Pending)[0], "moderated")
	end(t, l, run, 0)
	time.Sleep(2 * time.Millisecond) // times are kept in milliseconds
	before := time.Now()
	_, err := l.Retry(t.Context(), all(t, l))
	check(t, err)
	_, changed, err := l.LastOutput(t.Context())
	check(t, err)
	if changed.Before(before.Truncate(time.Millisecond)) {
		t.Errorf("results were last changed %v: the next run would not write them anew", changed)
	}
	caption(t, l, begin(t, l), claim(t, l, pipeline.Pending)[0])
	old.State = pipeline.Submitted
	if err := l.Record(t.Context(), old.Answered(api.Prediction{ID: "late", Caption: "too late"})); !errors.Is(err, pipeline.ErrStale) {
		t.Errorf("an attempt from before: got %v, want ErrStale", err)
	}
	if o := outcomes(t, l)[0]; o.Cost != 2*cost || o.State != pipeline.Done {
		t.Errorf("%s for %s, want %s for done", o.Cost, o.State, 2*cost)
	}
}

// The bad text of a question that is put back stands in nobody's way; where only a
// copy is, it stands in the way of all but that.
func TestRetryOfTwins(t *testing.T) {
	t.Parallel()
	for _, which := range []string{"first", "copy"} {
		l := create(t)
		fill(t, l, "first", []pipeline.Row{question(1, "a.jpg")})
		copied := fill(t, l, "copy", []pipeline.Row{question(1, "b.jpg")})
		items, same := claim(t, l, pipeline.Pending), ledgertest.Alt().Question([][32]byte{{1}})
		run := begin(t, l)
		in := pipeline.Intent{Item: items[0].ID, Run: run.ID, Purse: run.Purse, Images: []byte(`[]`), Extras: []byte(`{}`), Question: same, At: time.Now()}
		_, err := l.Intend(t.Context(), in)
		check(t, err)
		first := claim(t, l, pipeline.Submitting)[0]
		step := first.Spoiled(answer(first), time.Time{}, "refusal", "the model declined")
		step.Fault = "refusal"
		record(t, l, first, step)
		twin, err := l.Twin(t.Context(), same)
		check(t, err)
		record(t, l, items[1], items[1].Burdened(twin, false))
		work := pipeline.Work{copied.Rows}
		if which == "first" {
			work = pipeline.Work{{First: copied.Rows.First - 1, Last: copied.Rows.First - 1}}
		}
		_, err = l.Retry(t.Context(), work)
		check(t, err)
		put := claim(t, l, pipeline.Pending)
		if len(put) != 1 || put[0].Faults != 0 || put[0].PutBack != twin.Prediction {
			t.Fatalf("%s: put back %+v", which, put)
		}
		after, err := l.Twin(t.Context(), same)
		check(t, err)
		if (after.Fault == "") != (which == "first") || after.Prediction != twin.Prediction {
			t.Errorf("%s: the twin is %+v", which, after)
		}
		if err := l.Record(t.Context(), put[0].Burdened(twin, false)); !errors.Is(err, pipeline.ErrStale) {
			t.Errorf("%s: it takes what was bad before: %v", which, err)
		}
		in.Item, in.Twin = put[0].ID, twin.Prediction
		if _, err := l.Intend(t.Context(), in); err != nil {
			t.Errorf("%s: it is not asked again: %v", which, err)
		}
	}
}

func TestBackup(t *testing.T) {
	t.Parallel()
	l, _ := failures(t)
	name := filepath.Join(t.TempDir(), "copy.db")
	check(t, l.Backup(t.Context(), name))
	if got, want := status(t, open(t, name)), status(t, l); got.Rows != want.Rows || got.Reserved != want.Reserved || got.Items[pipeline.Failed] != 4 {
		t.Errorf("the copy holds %+v, the ledger %+v", got, want)
	}
}
