package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/captionmill/captionmill/pipeline"
)

// doubtfulSQL pages the unconfirmed predictions in the order in which they
// were intended, each with the first current row that asks.
const doubtfulSQL = `
SELECT p.id, i.id, i.attempts, i.tries, p.prompt, p.images, p.intended_at, p.reserved, i.since,
       coalesce(r.line, 0), coalesce(r.name, ''), coalesce(r.images, '[]')
FROM items i
JOIN predictions p ON p.id = i.prediction
LEFT JOIN rows r ON r.id = (SELECT min(row) FROM answers WHERE item = i.id)
WHERE i.state = 'unconfirmed' AND p.id > ?
ORDER BY p.id LIMIT ?`

// Doubtful gives the next unconfirmed predictions after one, oldest first.
func (l *Ledger) Doubtful(ctx context.Context, after pipeline.PredictionID, size int) ([]pipeline.Doubt, error) {
	rows, err := l.readers.QueryContext(ctx, doubtfulSQL, after, size)
	if err != nil {
		return nil, fmt.Errorf("unconfirmed predictions: %w", err)
	}
	defer rows.Close()
	var doubts []pipeline.Doubt
	for rows.Next() {
		var (
			d                   = pipeline.Doubt{Item: pipeline.Item{State: pipeline.Unconfirmed}}
			prompt, sent, since int64
			images              []byte
		)
		err := rows.Scan(&d.Prediction, &d.ID, &d.Attempts, &d.Tries, &prompt, &d.Sending, &sent, &d.Price, &since, &d.Row, &d.Name, &images)
		if err != nil {
			return nil, fmt.Errorf("unconfirmed predictions: %w", err)
		}
		if err := json.Unmarshal(images, &d.Images); err != nil {
			return nil, fmt.Errorf("images of item %d: %w", d.ID, err)
		}
		d.Sent, d.Since = moment(sent), moment(since)
		if d.Prompt, err = l.prompt(ctx, prompt); err != nil {
			return nil, err
		}
		doubts = append(doubts, d)
	}
	return doubts, rows.Err()
}

// Ours tells which remote ids belong to predictions of this ledger.
func (l *Ledger) Ours(ctx context.Context, remotes []string) (map[string]bool, error) {
	list, err := json.Marshal(remotes)
	if err != nil {
		return nil, err
	}
	rows, err := l.readers.QueryContext(ctx, `SELECT remote FROM predictions WHERE remote IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return nil, fmt.Errorf("known predictions: %w", err)
	}
	defer rows.Close()
	ours := map[string]bool{}
	for rows.Next() {
		var remote string
		if err := rows.Scan(&remote); err != nil {
			return nil, err
		}
		ours[remote] = true
	}
	return ours, rows.Err()
}
