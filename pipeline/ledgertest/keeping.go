package ledgertest

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

func outlives(t *testing.T, open opener) {
	b := setUp(t, open, len(pipeline.States)+2)
	b.caps = pipeline.Caps{Run: 6 * cost, Submissions: 6}
	var before []still
	for i, it := range b.claim(pipeline.Pending)[:len(pipeline.States)] {
		b.bring(it, pipeline.States[i])
	}
	for _, s := range pipeline.States {
		before = append(before, b.still(b.claim(s)[0].ID))
	}
	b.Ledger = b.Reopen(t)
	for _, s := range before {
		b.unchanged(s)
	}
	b.reserved(4) // a failed item was rejected, and given back
	b.room(2)
}
