package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/captionmill/captionmill/pipeline"
)

// pastSQL gives what paid questions in a range have come to by their texts, if
// wanted rows ask them. One that has failed for another reason says nothing of
// texts, nor does one that waits without a bad one.
const pastSQL = `
SELECT i.id, CASE WHEN i.state IN ('done', 'failed') THEN i.state ELSE 'pending' END
FROM items i JOIN predictions p ON p.id = i.prediction
WHERE i.id BETWEEN ? AND ? AND i.attempts > 0 AND p.run <> ?
  AND CASE i.state WHEN 'done' THEN 1 WHEN 'failed' THEN coalesce(i.reason = i.fault, 0) ELSE i.fault IS NOT NULL END
  AND EXISTS (SELECT 1 FROM answers a WHERE a.item = i.id AND %s)
ORDER BY i.id`

// Past gives what the questions of a stretch have come to in other runs, in the
// order of their items: those to which an answer came.
func (l *Ledger) Past(ctx context.Context, s pipeline.Stretch) (past []pipeline.Past, err error) {
	err = l.eachRow(ctx, fmt.Sprintf(pastSQL, within("a.row", s.Work)), func(row []driver.Value) error {
		past = append(past, pipeline.Past{Item: pipeline.ItemID(number(row[0])), State: pipeline.State(text(row[1]))})
		return nil
	}, int64(s.First), int64(s.Last), int64(s.Run))
	if err != nil {
		return nil, fmt.Errorf("what earlier runs have come to: %w", err)
	}
	return past, nil
}
