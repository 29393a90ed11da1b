package sqlite_test

import (
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

func outlook(tb testing.TB, l *sqlite.Ledger, now, before pipeline.Range) (o sqlite.Outlook, pending int64) {
	tb.Helper()
	o, err := l.Outlook(tb.Context(), pipeline.Work{now}, pipeline.Work{before})
	check(tb, err)
	for _, q := range o.Pending {
		pending += q.Count
	}
	return o, pending
}

// TestAgain changes a captioned manifest. Questions that take the place of
// TestAgainInFlight: what was paid and not answered yet counts as answered.
func TestAgainInFlight(t *testing.T) {
	t.Parallel()
	l := create(t)
	before := fill(t, l, "images", []pipeline.Row{ask(1, "a", ledgertest.Alt())})
	it := intend(t, l, begin(t, l), claim(t, l, pipeline.Pending)[0], time.Now())
	record(t, l, it, it.Accepted(answer(it)))
	r := link(t, l, "images", []pipeline.Row{ask(1, "a", colours())})
	if o, pending := outlook(t, l, r.Rows, before.Rows); pending != 1 || o.Again != 1 {
		t.Errorf("%d pending, %d again; want 1 and 1", pending, o.Again)
	}
}

// answered ones are counted before a cent is spent on them.
func TestAgain(t *testing.T) {
	t.Parallel()
	alt := ledgertest.Alt()
	renamed := ask(9, "a", colours())
	renamed.ID = "renamed"
	for name, c := range map[string]struct {
		now            []pipeline.Row
		pending, again int64
	}{
		"nothing":                             {[]pipeline.Row{ask(1, "a", alt), ask(2, "b", alt)}, 0, 0},
		"the prompt":                          {[]pipeline.Row{ask(1, "a", colours()), ask(2, "b", colours())}, 2, 2},
		"the prompt of one row":               {[]pipeline.Row{ask(1, "a", alt), ask(2, "b", colours())}, 1, 1},
		"the prompt and the id":               {[]pipeline.Row{renamed, ask(2, "b", alt)}, 1, 1},
		"the prompt of a row without texts":   {[]pipeline.Row{ask(1, "a", alt), ask(2, "b", alt), ask(3, "c", colours())}, 1, 0},
		"a second question":                   {[]pipeline.Row{ask(1, "a", alt, colours()), ask(2, "b", alt)}, 1, 0},
		"a second question, a row of its own": {[]pipeline.Row{ask(1, "a", alt), ask(2, "b", alt), ask(3, "a", colours())}, 1, 0},
		"new pictures":                        {[]pipeline.Row{ask(1, "x", alt), ask(2, "y", alt)}, 2, 0},
		"pictures and prompt":                 {[]pipeline.Row{ask(1, "x", colours()), ask(2, "b", colours())}, 2, 1},
		"both questions swapped for one":      {[]pipeline.Row{ask(1, "a", colours()), ask(2, "a", colours())}, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := create(t)
			before := fill(t, l, "images", []pipeline.Row{ask(1, "a", alt), ask(2, "b", alt), ask(3, "c", alt)})
			run := begin(t, l)
			for _, it := range claim(t, l, pipeline.Pending)[:2] { // c has no answer yet
				caption(t, l, run, it)
			}
			r := link(t, l, "images", c.now)
			if o, pending := outlook(t, l, r.Rows, before.Rows); pending != c.pending || o.Again != c.again {
				t.Errorf("%d pending, %d of them again; want %d and %d", pending, o.Again, c.pending, c.again)
			}
			check(t, l.Adopt(t.Context(), r))
			o, err := l.Outlook(t.Context(), pipeline.Work{r.Rows}, nil)
			if err != nil || o.Again != 0 {
				t.Errorf("once it is current, %d again: %v", o.Again, err)
			}
		})
	}
}

func TestOutlook(t *testing.T) {
	t.Parallel()
	l := create(t)
	rows := append(ledgertest.Rows(5), ask(6, "x", colours()), ask(7, "x", colours()))
	m := fill(t, l, "images", rows)
	fill(t, l, "more images", []pipeline.Row{ask(1, "elsewhere", colours())})
	run := begin(t, l)
	items := claim(t, l, pipeline.Pending)
	caption(t, l, run, items[0])
	accepted(t, l, run, items[1])
	doubted(t, l, run, items[2])
	o, pending := outlook(t, l, m.Rows, pipeline.Range{Last: -1})
	if pending != 3 || len(o.Pending) != 2 || o.Submitted != 1 || o.Unconfirmed != 1 {
		t.Errorf("%+v", o)
	}
	for _, q := range o.Pending {
		if want := map[string]int64{ledgertest.Alt().Params: 2, colours().Params: 1}[q.Prompt.Params]; q.Count != want {
			t.Errorf("%d ask %s, want %d", q.Count, q.Prompt.Params, want)
		}
	}
}
