package sqlite_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// cost is the price of one prediction in these tests.
const cost price.Micros = 5000

// check fails the test at once.
func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// open opens a ledger that is closed with the test.
func open(tb testing.TB, name string) *sqlite.Ledger {
	tb.Helper()
	l, err := sqlite.Open(tb.Context(), name)
	check(tb, err)
	tb.Cleanup(func() { check(tb, l.Close()) })
	return l
}

// create opens a new ledger.
func create(tb testing.TB) *sqlite.Ledger {
	tb.Helper()
	return open(tb, filepath.Join(tb.TempDir(), "captions.db"))
}

// reopen closes a ledger and opens its file again.
func reopen(tb testing.TB, l *sqlite.Ledger) *sqlite.Ledger {
	tb.Helper()
	check(tb, l.Close())
	return open(tb, l.Name())
}

// add reads rows, not to the end yet.
func add(tb testing.TB, l *sqlite.Ledger, manifest string, rows []pipeline.Row) *sqlite.Reading {
	tb.Helper()
	r, err := l.Read(tb.Context(), sqlite.Manifest{Name: manifest, Folder: "/srv/images", Content: pipeline.Hash{byte(len(rows))}})
	check(tb, err)
	for i := range rows {
		check(tb, r.Add(tb.Context(), &rows[i]))
	}
	return r
}

// link reads rows to the end, without making them current.
func link(tb testing.TB, l *sqlite.Ledger, manifest string, rows []pipeline.Row) *sqlite.Reading {
	tb.Helper()
	r := add(tb, l, manifest, rows)
	check(tb, r.Link(tb.Context(), "csv", []string{"id", "image"}))
	return r
}

// fill makes rows the current ones of a manifest.
func fill(tb testing.TB, l *sqlite.Ledger, manifest string, rows []pipeline.Row) sqlite.Manifest {
	tb.Helper()
	r := link(tb, l, manifest, rows)
	check(tb, l.Adopt(tb.Context(), r))
	return r.Manifest
}

func begin(tb testing.TB, l *sqlite.Ledger) sqlite.Run {
	tb.Helper()
	run, err := l.Begin(tb.Context(), "test:1", "v0", "suite")
	check(tb, err)
	return run
}

func end(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, code int) {
	tb.Helper()
	check(tb, l.End(tb.Context(), run.ID, code, "captions.csv"))
}

// all is the current rows of every manifest.
func all(tb testing.TB, l *sqlite.Ledger) (work pipeline.Work) {
	tb.Helper()
	manifests, err := l.Manifests(tb.Context())
	check(tb, err)
	for _, m := range manifests {
		work = append(work, m.Rows)
	}
	return work
}

func status(tb testing.TB, l *sqlite.Ledger) sqlite.Status {
	tb.Helper()
	s, err := l.Status(tb.Context(), all(tb, l))
	check(tb, err)
	return s
}

// claim gives the first thousand current items in a state.
func claim(tb testing.TB, l *sqlite.Ledger, s pipeline.State) []pipeline.Item {
	tb.Helper()
	items, err := l.Claim(tb.Context(), pipeline.Page{State: s, Work: all(tb, l), Size: 1000})
	check(tb, err)
	return items
}

// intend asks about a pending item at a moment.
func intend(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item, at time.Time) pipeline.Item {
	tb.Helper()
	id, err := l.Intend(tb.Context(), pipeline.Intent{
		Item: it.ID, Run: run.ID, Purse: run.Purse, Owner: "test:1", BaseURL: "https://api.example",
		Images: []byte(`[]`), Extras: []byte(`{}`), Price: cost, At: at,
	})
	check(tb, err)
	it.State, it.Prediction = pipeline.Submitting, id
	return it
}

// record makes a step and takes the item along.
func record(tb testing.TB, l *sqlite.Ledger, it pipeline.Item, s pipeline.Step) pipeline.Item {
	tb.Helper()
	check(tb, l.Record(tb.Context(), s))
	it.State = s.To
	return it
}

// answer is what the API says of a picture.
func answer(it pipeline.Item) api.Prediction {
	return api.Prediction{ID: "remote-" + time.Duration(it.Prediction).String(), Caption: "A picture of " + it.Images[0]}
}

// caption asks about an item and records the answer.
func caption(tb testing.TB, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) pipeline.Item {
	tb.Helper()
	it = intend(tb, l, run, it, time.Now())
	return record(tb, l, it, it.Answered(answer(it)))
}

// outcomes copies what all current rows have come to.
func outcomes(tb testing.TB, l *sqlite.Ledger) (found []pipeline.Outcome) {
	tb.Helper()
	for _, rows := range all(tb, l) {
		for o, err := range l.Outcomes(tb.Context(), rows) {
			check(tb, err)
			o := *o
			o.Images = slices.Clone(o.Images)
			found = append(found, o)
		}
	}
	return found
}

// ask makes a row that asks some prompts about a picture.
var ask = ledgertest.Row

// colours is a prompt that differs from the suite's own.
func colours() *pipeline.Prompt {
	p := ledgertest.Alt()
	p.Params = `{"prompt":"Name the colours."}`
	return p
}
