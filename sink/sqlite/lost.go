package sqlite

import (
	"context"
	"fmt"

	"github.com/captionmill/captionmill/pipeline"
)

// lostSQL counts the answered questions of some rows about pictures of which
// others ask nothing. What the others ask about is gathered once: one picture may
// have a prompt for every row.
const lostSQL = `
SELECT count(DISTINCT d.id) FROM answers b CROSS JOIN items d ON d.id = b.item
WHERE %s AND d.state IN ('done', 'submitting', 'submitted', 'unconfirmed')
  AND d.pictures NOT IN (SELECT i.pictures FROM answers c CROSS JOIN items i ON i.id = c.item WHERE %s)`

// Lost counts the questions that have an answer, or may have been paid for one,
// of the rows of before about whose pictures the rows of now ask nothing. Where
// pictures are named in another way than before, these may be the same.
func (l *Ledger) Lost(ctx context.Context, before, now pipeline.Work) (n int64, err error) {
	err = l.readers.QueryRowContext(ctx, fmt.Sprintf(lostSQL, within("b.row", before), within("c.row", now))).Scan(&n)
	return n, err
}
