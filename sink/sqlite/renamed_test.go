package sqlite_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
)

// TestRenamed counts the questions that wait, and have an answer, or may get one, under
// the names that their pictures had before. Here those stand in the rows.
func TestRenamed(t *testing.T) {
	t.Parallel()
	l := create(t)
	run := begin(t, l)
	fill(t, l, "before", ledgertest.Rows(6))
	items := claim(t, l, pipeline.Pending)
	caption(t, l, run, items[0])
	accepted(t, l, run, items[1])
	doubted(t, l, run, items[2])
	intend(t, l, run, items[3], time.Now())
	failed := intend(t, l, run, items[4], time.Now())
	record(t, l, failed, failed.Spoiled(answer(failed), time.Time{}, "some", "fault"))
	alt := ledgertest.Alt()
	for _, c := range []struct {
		about string
		now   []pipeline.Row
		again int64
	}{
		{"the names of before", ledgertest.Rows(6), 0},
		{"the names of before in other words", []pipeline.Row{was(1, "https://img.example/1.jpg", 1, colours())}, 0},
		{"other names", []pipeline.Row{was(1, "a", 1, alt), was(2, "b", 2, alt), was(3, "c", 3, alt), was(4, "d", 4, alt)}, 4},
		{"what has failed, waits or is new", []pipeline.Row{was(1, "e", 5, alt), was(2, "f", 6, alt), was(3, "g", 7, alt)}, 0},
		{"two questions about one", []pipeline.Row{was(1, "a", 1, alt, colours())}, 2},
		{"rows of one question, the second of which had an answer", []pipeline.Row{was(1, "a", 7, alt), was(2, "a", 1, alt)}, 1},
		{"rows of one question, which all had answers", []pipeline.Row{was(1, "a", 1, alt), was(2, "a", 2, alt)}, 1},
	} {
		r := link(t, l, "now", c.now)
		n, err := l.Renamed(t.Context(), pipeline.Work{r.Rows}, func(manifest int64, images []string) (pipeline.Hash, error) {
			if manifest != r.ID {
				t.Errorf("%s: a row of manifest %d, not %d", c.about, manifest, r.ID)
			}
			return (&pipeline.Ask{Pictures: images}).Seen(), nil
		})
		if n != c.again || err != nil {
			t.Errorf("%s: %d asked again, %v; want %d", c.about, n, err, c.again)
		}
		check(t, l.Tidy(t.Context()))
	}
}

// was is a row about a picture that had the name of one of [ledgertest.Rows].
func was(line int, picture string, before int, prompts ...*pipeline.Prompt) pipeline.Row {
	row := ask(line, picture, prompts...)
	row.Images = fmt.Appendf(nil, "[%q]", fmt.Sprintf("https://img.example/%d.jpg", before))
	return row
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
