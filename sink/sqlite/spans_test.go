package sqlite_test

import (
	"maps"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// unfinished counts what is not done by each of the ways to look for it.
func unfinished(t *testing.T, l *sqlite.Ledger, work pipeline.Work) map[string]int64 {
	t.Helper()
	found := map[string]int64{}
	for _, s := range []pipeline.State{pipeline.Pending, pipeline.Failed} {
		items, err := l.Claim(t.Context(), pipeline.Page{State: s, Work: work, Size: 100})
		check(t, err)
		found["claimed as "+string(s)] = int64(len(items))
	}
	s, err := l.Status(t.Context(), work)
	check(t, err)
	found["failed in the status"], found["rows failed in the status"] = s.Items[pipeline.Failed], s.RowStatus[pipeline.RowFailed]-s.Failures["bad_row"]
	o, err := l.Outlook(t.Context(), work, nil)
	check(t, err)
	for _, q := range o.Pending {
		found["pending in the outlook"] += q.Count
	}
	found["failed since"], err = l.FailedSince(t.Context(), work, time.UnixMilli(0))
	check(t, err)
	failures, err := l.Failures(t.Context(), work)
	check(t, err)
	for _, f := range failures {
		found["failures"] += f.Questions
	}
	return found
}

// What the rows of some manifests still ask is looked for between the first and the
// last of their items alone, and among all where those are not known.
func TestSpans(t *testing.T) {
	t.Parallel()
	l, _ := failures(t)
	fill(t, l, "new.csv", []pipeline.Row{question(1, "e.jpg"), question(2, "b.jpg")})
	want := map[string]int64{"claimed as pending": 1, "claimed as failed": 4, "failed in the status": 4, "rows failed in the status": 6,
		"pending in the outlook": 1, "failed since": 6, "failures": 4}
	none := map[string]int64{}
	for _, c := range []struct {
		name, change string
		want         map[string]int64
	}{
		{"as they are", `SELECT 1`, want},
		{"too narrow", `UPDATE spans SET first_item = 100, last_item = 0`, none},
		{"not all known", `DELETE FROM spans WHERE first_row = 1`, want},
		{"none known", `DELETE FROM spans`, want},
	} {
		execute(t, l.Name(), c.change)
		found := unfinished(t, l, all(t, l))
		for way, n := range found {
			if n != c.want[way] {
				t.Errorf("%s: %d %s, want %d", c.name, n, way, c.want[way])
			}
		}
	}
}

// A manifest that is given twice, that holds no rows or whose rows ask nothing
// hides nothing of the others.
func TestSpansOfSeveral(t *testing.T) {
	t.Parallel()
	l := create(t)
	bad := question(1, "bad.jpg")
	bad.Fate, bad.Reason, bad.Asks = pipeline.RowFailed, "bad_row", nil
	rows := map[string][]pipeline.Row{"empty": nil, "bad": {bad}, "asks": {question(1, "a.jpg"), question(2, "b.jpg")}, "empty too": nil, "asks the same": {question(1, "b.jpg")}}
	manifests := map[string]pipeline.Range{}
	for _, name := range []string{"empty", "bad", "asks", "empty too", "asks the same"} {
		manifests[name] = fill(t, l, name, rows[name]).Rows
	}
	for _, c := range []struct {
		names []string
		want  int
	}{
		{[]string{"empty"}, 0}, {[]string{"bad"}, 0}, {[]string{"empty", "bad", "empty too"}, 0}, {nil, 0},
		{[]string{"asks the same"}, 1}, {[]string{"asks", "asks"}, 2}, {[]string{"asks the same", "empty too", "asks", "bad"}, 2}, {[]string{"empty", "asks the same", "bad"}, 1},
	} {
		var work pipeline.Work
		for _, name := range c.names {
			work = append(work, manifests[name])
		}
		items, err := l.Claim(t.Context(), pipeline.Page{State: pipeline.Pending, Work: work, Size: 100})
		if err != nil || len(items) != c.want {
			t.Errorf("%d questions of %q are pending, %v; want %d", len(items), c.names, err, c.want)
		}
	}
}

// A row keeps what it failed with although the reading brings another question, and
// the older one is put back for it.
func TestSpanOfKeptQuestion(t *testing.T) {
	t.Parallel()
	l := create(t)
	m := fill(t, l, "images", []pipeline.Row{question(1, "a.jpg")})
	run := begin(t, l)
	fail(t, l, run, claim(t, l, pipeline.Pending)[0], "lost")
	end(t, l, run, 0)
	decide(t, l, pipeline.Approve, "", details(t, l)[0])
	m = fill(t, l, m.Name, []pipeline.Row{ask(1, "a.jpg", colours())})
	if found := unfinished(t, l, pipeline.Work{m.Rows}); found["claimed as failed"] != 1 || found["failures"] != 1 {
		t.Errorf("found are %v, want the question that failed", found)
	}
}

// A span goes with its rows, so that none is taken for that of the rows which get
// their numbers next.
func TestSpansGoWithTheirRows(t *testing.T) {
	t.Parallel()
	l := create(t)
	fill(t, l, "images", []pipeline.Row{question(1, "a.jpg")})
	fill(t, l, "images", []pipeline.Row{question(1, "b.jpg")})
	check(t, link(t, l, "images", []pipeline.Row{question(1, "c.jpg")}).Discard(t.Context()))
	link(t, l, "more", []pipeline.Row{question(1, "d.jpg")})
	check(t, l.Tidy(t.Context()))
	if n := number(t, l.Name(), `SELECT count(*) FROM spans JOIN rows ON rows.id BETWEEN first_row AND last_row JOIN manifests m USING (first_row, last_row)`); n != 1 {
		t.Errorf("%d spans have rows that are current, want 1", n)
	}
	if n := number(t, l.Name(), `SELECT count(*) FROM spans`); n != 1 {
		t.Errorf("there are %d spans, want 1", n)
	}
}

// A ledger may have a manifest for every night of some years.
func TestManyManifests(t *testing.T) {
	t.Parallel()
	l, _ := failures(t)
	work := all(t, l)
	for n := range int64(3000) {
		work = append(work, pipeline.Range{First: 100_000 + 10*n, Last: 100_009 + 10*n})
	}
	if got, want := unfinished(t, l, work), unfinished(t, l, all(t, l)); !maps.Equal(got, want) {
		t.Errorf("found are %v, want %v", got, want)
	}
	if _, err := l.Outlook(t.Context(), work, work); err != nil {
		t.Error(err)
	}
	if _, err := l.Past(t.Context(), pipeline.Stretch{Last: 100, Work: work}); err != nil {
		t.Error(err)
	}
	if put, err := l.Retry(t.Context(), work); err != nil || len(put) == 0 {
		t.Errorf("%d are put back, %v; want some", len(put), err)
	}
}
