package sqlite

import (
	"context"

	"github.com/captionmill/captionmill/pipeline"
)

// lostSQL counts the answered questions of some rows about pictures of which
// others ask nothing, each with the first row that asks it. What the others ask
// about is gathered once: one picture may have a prompt for every row.
const lostSQL = `
SELECT count(*) FROM answers b CROSS JOIN items d ON d.id = b.item
WHERE b.row BETWEEN ?1 AND ?2 AND b.row = (SELECT min(a.row) FROM answers a WHERE a.item = d.id AND a.row >= ?1) AND d.state IN ('done', 'submitting', 'submitted', 'unconfirmed')
  AND d.pictures NOT IN (SELECT i.pictures FROM answers c CROSS JOIN items i ON i.id = c.item WHERE c.row BETWEEN ?3 AND ?4)`

// Lost counts the questions that have an answer, or may have been paid for one,
// of the rows of before about whose pictures the rows of now ask nothing. Where
// pictures are named in another way than before, these may be the same.
func (l *Ledger) Lost(ctx context.Context, before, now pipeline.Range) (n int64, err error) {
	err = l.readers.QueryRowContext(ctx, lostSQL, before.First, before.Last, now.First, now.Last).Scan(&n)
	return n, err
}
