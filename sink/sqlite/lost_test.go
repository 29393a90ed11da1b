package sqlite_test

import (
	"errors"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
)

// TestLost counts what was answered, or may have been, about pictures that other
// rows do not ask about in any words.
func TestLost(t *testing.T) {
	t.Parallel()
	l := create(t)
	m := fill(t, l, "images", append(ledgertest.Rows(6), ask(7, "https://img.example/1.jpg", ledgertest.Alt()))) // one question twice
	run := begin(t, l)
	items := claim(t, l, pipeline.Pending)
	caption(t, l, run, items[0])
	caption(t, l, run, items[1])
	submitted := intend(t, l, run, items[2], time.Now())
	record(t, l, submitted, submitted.Accepted(answer(submitted)))
	doubted := intend(t, l, run, items[3], time.Now())
	record(t, l, doubted, doubted.Doubted(errors.New("no answer")))
	failed := intend(t, l, run, items[4], time.Now())
	record(t, l, failed, failed.Unsent())
	for _, c := range []struct {
		about string
		now   []pipeline.Row
		lost  int64
	}{
		{"none of them", nil, 4},
		{"another picture", []pipeline.Row{ask(1, "elsewhere", ledgertest.Alt())}, 4},
		{"the first, in other words", []pipeline.Row{ask(1, "https://img.example/1.jpg", colours())}, 3},
		{"the first two and the fourth", []pipeline.Row{ledgertest.Rows(1)[0], ledgertest.Rows(2)[1], ledgertest.Rows(4)[3]}, 1},
		{"all", ledgertest.Rows(6), 0},
	} {
		r := link(t, l, "images", c.now)
		if lost, err := l.Lost(t.Context(), pipeline.Work{m.Rows}, pipeline.Work{r.Rows}); lost != c.lost || err != nil {
			t.Errorf("rows about %s: %d lost, %v; want %d", c.about, lost, err, c.lost)
		}
		check(t, l.Tidy(t.Context()))
	}
}

// TestImageKey keeps the word by which a manifest's pictures were told apart.
func TestImageKey(t *testing.T) {
	t.Parallel()
	l := create(t)
	r := add(t, l, "images", ledgertest.Rows(1))
	r.ImageKey = "url-without-query"
	check(t, r.Link(t.Context(), "csv", nil))
	if m, _, err := l.Manifest(t.Context(), "images"); m.ImageKey != "" || err != nil {
		t.Errorf("before it counts the key is %q, %v", m.ImageKey, err)
	}
	check(t, l.Adopt(t.Context(), r))
	if m, _, err := l.Manifest(t.Context(), "images"); m.ImageKey != r.ImageKey || err != nil {
		t.Errorf("the key is %q, %v", m.ImageKey, err)
	}
}
