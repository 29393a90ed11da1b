package sqlite_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
)

// Pages hold every row once and in order, in memory that is given back to them.
func TestOutcomePages(t *testing.T) {
	t.Parallel()
	l := create(t)
	m := fill(t, l, "images", ledgertest.Rows(1000))
	for name, read := range map[string]func(context.Context, pipeline.Range, func([]pipeline.Outcome) ([]pipeline.Outcome, error)) error{"outcomes": l.OutcomePages, "details": l.DetailPages} {
		var ids []string
		var spare []pipeline.Outcome
		var given *pipeline.Outcome
		pages := 0
		check(t, read(t.Context(), m.Rows, func(page []pipeline.Outcome) ([]pipeline.Outcome, error) {
			if pages++; pages > 2 && &page[0] != given {
				t.Errorf("%s: page %d is not in the memory that was given back", name, pages)
			}
			if len(spare) > 0 {
				given = &spare[0]
			}
			for i := range page {
				ids = append(ids, page[i].Images[0])
			}
			page, spare = spare, page
			return page, nil
		}))
		var want []string
		for o, err := range l.Outcomes(t.Context(), m.Rows) {
			check(t, err)
			want = append(want, o.Images[0])
		}
		if len(want) != 1000 || pages < 3 || !slices.Equal(ids, want) {
			t.Errorf("%s: %d rows in %d pages, want %d in the same order", name, len(ids), pages, len(want))
		}
	}
}

// Who takes pages can stop the reading, and so can its context.
func TestOutcomePagesEnd(t *testing.T) {
	t.Parallel()
	l := create(t)
	m := fill(t, l, "images", ledgertest.Rows(1000))
	full, pages := errors.New("the disk is full"), 0
	take := func([]pipeline.Outcome) ([]pipeline.Outcome, error) { pages++; return nil, full }
	if err := l.OutcomePages(t.Context(), m.Rows, take); !errors.Is(err, full) || pages != 1 {
		t.Errorf("%d pages, %v; want one, and the error", pages, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	pages, full = 0, nil
	err := l.OutcomePages(ctx, m.Rows, func(page []pipeline.Outcome) ([]pipeline.Outcome, error) { cancel(); return take(page) })
	if !errors.Is(err, context.Canceled) || pages > 2 {
		t.Errorf("%d pages, %v; want an end", pages, err)
	}
}
