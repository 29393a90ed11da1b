package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// doubtfulSQL pages the unconfirmed predictions in the order in which they
// were intended, each with the first current row that asks.
const doubtfulSQL = `
SELECT p.id, i.id, i.attempts, i.tries, p.prompt, p.images, p.intended_at, p.reserved, i.since,
       coalesce(r.line, 0), coalesce(r.name, ''), coalesce(r.images, '[]'), coalesce(i.reason, ''),
       (SELECT count(*) FROM predictions n WHERE n.item = i.id AND n.reason = 'never_created'), coalesce(i.draft, 0)
FROM items i
JOIN predictions p ON p.id = i.prediction
LEFT JOIN rows r ON r.id = (SELECT min(row) FROM answers WHERE item = i.id)
WHERE i.state = 'unconfirmed' AND i.state <> 'done' AND p.id > ?
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
		err := rows.Scan(&d.Prediction, &d.ID, &d.Attempts, &d.Tries, &prompt, &d.Sending, &sent, &d.Price, &since, &d.Row, &d.Name, &images, &d.Reason, &d.Releases, &d.Draft)
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

// oursSQL finds those of some remote ids that are ours, wherever they stand yet.
const oursSQL = `
SELECT remote FROM remotes WHERE remote IN (SELECT value FROM json_each(?1))
UNION ALL
SELECT remote FROM predictions WHERE id > (SELECT prediction FROM remotes_until) AND remote IN (SELECT value FROM json_each(?1))`

// Ours tells which remote ids belong to predictions of this ledger.
func (l *Ledger) Ours(ctx context.Context, remotes []string) (map[string]bool, error) {
	list, err := json.Marshal(remotes)
	if err != nil {
		return nil, err
	}
	rows, err := l.readers.QueryContext(ctx, oursSQL, string(list))
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

// nearby is more predictions than are intended in a few seconds. They are
// numbered in about the order of their intents.
const nearby = 50_000

// Missing gives a remote id that is not among the known ones, of a model's
// predictions around one and later that were submitted between two moments; ""
// for none.
func (l *Ledger) Missing(ctx context.Context, model string, around pipeline.PredictionID, after, before time.Time, known map[string]bool) (string, error) {
	rows, err := l.readers.QueryContext(ctx, `SELECT p.remote FROM predictions p JOIN prompts q ON q.id = p.prompt
		WHERE p.id > ? AND p.intended_at >= ? AND p.intended_at < ? AND q.model = ? AND p.remote IS NOT NULL`,
		around-nearby, millis(after), millis(before), model)
	if err != nil {
		return "", fmt.Errorf("predictions of %s: %w", model, err)
	}
	defer rows.Close()
	for rows.Next() {
		var remote string
		if err := rows.Scan(&remote); err != nil || !known[remote] {
			return remote, err
		}
	}
	return "", rows.Err()
}

// knownBySQL finds the prediction that has a remote id.
const knownBySQL = `
SELECT id, prompt, images FROM predictions
WHERE id = coalesce((SELECT prediction FROM remotes WHERE remote = ?1),
  (SELECT id FROM predictions WHERE id > (SELECT prediction FROM remotes_until) AND remote = ?1))`

// Known gives a prediction of ours by its remote id, as it was sent.
func (l *Ledger) Known(ctx context.Context, remote string) (d pipeline.Doubt, err error) {
	var prompt int64
	err = l.readers.QueryRowContext(ctx, knownBySQL, remote).
		Scan(&d.Prediction, &prompt, &d.Sending)
	if err != nil {
		return d, fmt.Errorf("prediction %s: %w", remote, err)
	}
	d.Prompt, err = l.prompt(ctx, prompt)
	return d, err
}
