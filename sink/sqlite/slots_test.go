package sqlite_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
)

// named is a row that asks prompts about a picture, all in named slots.
func named(line int, picture string, prompts ...*pipeline.Prompt) pipeline.Row {
	row := ask(line, picture, prompts...)
	row.Asks[0].Slot = "slot-0"
	return row
}

// words is a prompt of its own for a row.
func words(text string) *pipeline.Prompt {
	p := ledgertest.Alt()
	p.Params = fmt.Sprintf(`{"prompt":%q,"seed":7}`, text)
	return p
}

// A row with several questions fares as its worst one does.
func TestStatusOfSeveralQuestions(t *testing.T) {
	t.Parallel()
	l := create(t)
	var rows []pipeline.Row
	for i := range 5 {
		rows = append(rows, named(i+1, string(rune('a'+i)), ledgertest.Alt(), colours()))
	}
	m := fill(t, l, "images", rows)
	run, items := begin(t, l), claim(t, l, pipeline.Pending)
	since := time.Now().Add(-time.Second)
	caption(t, l, run, items[0]) // a: done
	caption(t, l, run, items[1])
	caption(t, l, run, items[2]) // b: failed
	rejected(t, l, run, items[3])
	doubted(t, l, run, items[4]) // c: failed
	rejected(t, l, run, items[5])
	doubted(t, l, run, items[6]) // d: unconfirmed
	s, err := l.Status(t.Context(), pipeline.Work{m.Rows})
	check(t, err)
	if want := map[pipeline.RowStatus]int64{"done": 1, "failed": 2, "unconfirmed": 1, "pending": 1}; !maps.Equal(s.RowStatus, want) {
		t.Errorf("%v, want %v", s.RowStatus, want)
	}
	if s.Failures["error"]+s.Failures["bad_request"]+s.Failures["rejected"] != 2 {
		t.Errorf("failures %v, want two", s.Failures)
	}
	if n, err := l.FailedSince(t.Context(), pipeline.Work{m.Rows}, since); n != 3 || err != nil {
		t.Errorf("%d failed, %v; want 3", n, err)
	}
}

// What is to be asked is counted by slot, once for each question, and prompts
// that only differ in their text together.
func TestOutlookBySlot(t *testing.T) {
	t.Parallel()
	l := create(t)
	m := fill(t, l, "images", []pipeline.Row{
		named(1, "a", words("One."), colours()), named(2, "b", words("Two."), colours()), named(3, "c", words("Three."), words("Three.")),
	})
	work := pipeline.Work{m.Rows}
	for _, texts := range [][]string{{"prompt"}, {"custom_prompt", "prompt"}} {
		o, err := l.Outlook(t.Context(), work, nil, texts...)
		check(t, err)
		got := map[string]int64{}
		for _, q := range o.Pending {
			got[q.Slot] += q.Count
		}
		if want := map[string]int64{"slot-0": 3, "slot-1": 2}; !maps.Equal(got, want) || len(o.Pending) != 2 {
			t.Errorf("%v in %d parts, want %v in 2", got, len(o.Pending), want)
		}
	}
	o, err := l.Outlook(t.Context(), work, nil)
	if err != nil || len(o.Pending) != 4 {
		t.Errorf("%d prompts, %v; want 4", len(o.Pending), err)
	}
}

// Slots whose questions ask for two parts are found among the rows of one
// manifest.
func TestParted(t *testing.T) {
	t.Parallel()
	l := create(t)
	two := words("Write two texts.")
	two.Form.Kind = "complex"
	plain := fill(t, l, "plain", []pipeline.Row{ask(1, "a", words("What is it?"))})
	if slots, err := l.Parted(t.Context(), plain.Rows); err != nil || slots != nil {
		t.Errorf("nothing was asked in parts: %q, %v", slots, err)
	}
	charts := fill(t, l, "charts", []pipeline.Row{ask(1, "b", words("What is it?")), ask(2, "c", two), named(3, "d", words("Why?"), two)})
	slots, err := l.Parted(t.Context(), charts.Rows)
	if err != nil || !slices.Equal(slots, []string{"", "slot-1"}) {
		t.Errorf("charts: %q, %v", slots, err)
	}
	if slots, err := l.Parted(t.Context(), plain.Rows); err != nil || slots != nil {
		t.Errorf("another manifest's: %q, %v", slots, err)
	}
}
