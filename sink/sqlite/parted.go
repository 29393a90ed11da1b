package sqlite

import (
	"context"
	"fmt"

	"github.com/captionmill/captionmill/pipeline"
)

// partedSQL finds the prompts whose answers have two parts.
const partedSQL = `SELECT id FROM prompts WHERE kind = 'complex'`

// Parted gives the slots in which rows ask a question whose answer has a short
// part and a long one. Where the ledger has no such question no row is looked
// at.
func (l *Ledger) Parted(ctx context.Context, rows pipeline.Range) (slots []string, err error) {
	var any bool
	if err := l.readers.QueryRowContext(ctx, `SELECT EXISTS (`+partedSQL+`)`).Scan(&any); err != nil || !any {
		return nil, wrapParted(err)
	}
	found, err := l.readers.QueryContext(ctx, `SELECT DISTINCT a.slot FROM answers a CROSS JOIN items i ON i.id = a.item
		WHERE a.row BETWEEN ? AND ? AND i.prompt IN (`+partedSQL+`) ORDER BY a.slot`, rows.First, rows.Last)
	if err != nil {
		return nil, wrapParted(err)
	}
	defer found.Close()
	for found.Next() {
		var slot string
		if err := found.Scan(&slot); err != nil {
			return nil, wrapParted(err)
		}
		slots = append(slots, slot)
	}
	return slots, wrapParted(found.Err())
}

func wrapParted(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("look for answers in parts: %w", err)
}
