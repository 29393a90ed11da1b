package ledgertest

import (
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// room fails unless exactly n more of the pending items can be asked about.
func (b *fixture) room(n int) {
	b.t.Helper()
	pending := b.claim(pipeline.Pending)
	if len(pending) <= n {
		b.t.Fatalf("%d items are pending: too few to tell", len(pending))
	}
	for _, it := range pending[:n] {
		if err := b.intent(it); err != nil {
			b.t.Errorf("no room for %d more: %v", n, err)
			return
		}
	}
	before := b.still(pending[n].ID)
	b.expect("an intent over the cap", b.intent(pending[n]), pipeline.ErrCap)
	b.unchanged(before)
}

func capsHold(t *testing.T, open opener) {
	const most = 3
	for name, caps := range map[string]pipeline.Caps{
		"a run":                   {Run: most * cost},
		"a run, and some cents":   {Run: most*cost + cost - 1},
		"a run's submissions":     {Submissions: most},
		"a month":                 {Month: most * cost},
		"for ever":                {Total: most * cost},
		"submissions, not money":  {Run: 100 * cost, Submissions: most},
		"the month, not the rest": {Run: 5 * cost, Month: most * cost, Total: 4 * cost, Submissions: 4},
		"ever, not the rest":      {Run: 5 * cost, Month: 4 * cost, Total: most * cost, Submissions: 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setUp(t, open, 10)
			b.caps = caps
			b.room(most)
			b.caps = pipeline.Caps{}
			b.intend(b.one()) // no cap, no end
		})
	}
}

func capsAreApart(t *testing.T, open opener) {
	const most = 3
	b := setUp(t, open, 30)
	b.caps = pipeline.Caps{Run: most * cost, Submissions: most}
	b.room(most)
	b.run = b.Start(t)
	b.room(most)
	b.caps = pipeline.Caps{Month: 3 * most * cost}
	b.room(most)
	b.now = b.now.AddDate(0, 1, 0)
	b.caps.Total = 4 * most * cost
	b.room(most)
	b.now, b.run = b.now.AddDate(0, 1, 0), b.Start(t)
	b.room(0)
}

func refusedLeavesNoTrace(t *testing.T, open opener) {
	b := setUp(t, open, 20)
	b.caps = pipeline.Caps{Total: cost}
	b.room(1)
	for _, it := range b.claim(pipeline.Pending)[:5] {
		b.expect("over the cap", b.intent(it), pipeline.ErrCap)
	}
	b.reserved(1)
	b.caps = pipeline.Caps{Run: 3 * cost, Submissions: 3, Month: 3 * cost}
	b.room(2) // one is spent, five were refused
	b.reserved(3)
}

func givenBack(t *testing.T, open opener) {
	for name, back := range map[string]func(*pipeline.Item) pipeline.Step{
		"released": func(it *pipeline.Item) pipeline.Step { return it.Released(time.Time{}, errRefused) },
		"rejected": func(it *pipeline.Item) pipeline.Step { return it.Rejected(errRefused) },
	} {
		for purse, caps := range map[string]pipeline.Caps{
			"run": {Run: 2 * cost}, "submissions": {Submissions: 2}, "month": {Month: 2 * cost}, "total": {Total: 2 * cost},
		} {
			t.Run(name+" to the "+purse, func(t *testing.T) {
				t.Parallel()
				b := setUp(t, open, 10)
				b.caps = caps
				first := b.intend(b.one())
				b.room(1)
				b.record(back(&first))
				b.room(1)
			})
		}
	}
}

func keptReserve(t *testing.T, open opener) {
	b := setUp(t, open, 20)
	b.caps = pipeline.Caps{Run: 5 * cost, Submissions: 5}
	pending := b.claim(pipeline.Pending)
	b.bring(pending[0], pipeline.Done)
	b.bring(pending[1], pipeline.Submitted)
	b.bring(pending[2], pipeline.Unconfirmed)
	spoiled := b.bring(pending[3], pipeline.Submitted)
	b.record(way(spoiled, pipeline.Failed))
	atOnce := b.intend(pending[4])
	b.record(atOnce.Spoiled(answer(atOnce), time.Time{}, "empty", "no text"))
	b.room(0)
	b.reserved(5)
}

func monthsApart(t *testing.T, open opener) {
	b := setUp(t, open, 20)
	b.caps = pipeline.Caps{Month: 2 * cost}
	b.now = time.Date(2031, 11, 30, 23, 59, 59, 0, time.UTC)
	b.room(2)
	b.now = b.now.Add(time.Second).In(time.FixedZone("west", -8*3600)) // still November there
	b.room(2)
	b.now = time.Date(2032, 11, 30, 0, 0, 0, 0, time.UTC)
	b.room(2)
	b.reserved(6)
}

func givenBackToItsMonth(t *testing.T, open opener) {
	b := setUp(t, open, 20)
	b.caps = pipeline.Caps{Month: 2 * cost}
	november, december := noon, noon.AddDate(0, 1, 0)
	first := b.intend(b.one())
	b.room(1)
	b.now = december
	b.room(2)
	late := first.Released(december, errRefused)
	late.At = december
	b.record(late)
	b.room(0)
	b.now = november
	b.room(1)
}
