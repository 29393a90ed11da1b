package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/captionmill/captionmill/pipeline"
)

// claimSQL pages the items in a state that wanted rows ask for. Items of
// abandoned questions, and of other manifests, are passed over.
const claimSQL = `
SELECT i.id, i.prompt, i.attempts, i.tries, i.hindered, i.next_try, coalesce(i.prediction, 0),
       coalesce(p.remote, ''), coalesce(p.intended_at, 0), coalesce(r.images, '[]'), coalesce(m.folder, ''),
       coalesce(p.prompt, 0), coalesce(i.fault, ''), i.faults, coalesce(i.draft, 0), coalesce(d.caption, ''), i.put_back
FROM (
  SELECT i.*, (SELECT max(a.row) FROM answers a WHERE a.item = i.id AND %s) AS row
  FROM items i WHERE %s) i
LEFT JOIN rows r ON r.id = i.row
LEFT JOIN manifests m ON m.id = r.manifest
LEFT JOIN predictions p ON p.id = i.prediction
LEFT JOIN predictions d ON d.id = i.draft
WHERE ?4 OR i.row IS NOT NULL
ORDER BY i.id LIMIT ?3`

// Claim gives the next page of items in one state, in the order of their
// manifests. It moves nothing.
func (l *Ledger) Claim(ctx context.Context, page pipeline.Page) ([]pipeline.Item, error) {
	query := claimQuery(page)
	if page.State == pipeline.Pending && page.Spoilt {
		query = spoiltQuery(page)
	}
	items := make([]pipeline.Item, 0, min(page.Size, 1000))
	err := l.eachRow(ctx, query, func(row []driver.Value) error {
		it, err := l.itemOf(ctx, row, page.State)
		items = append(items, it)
		return err
	}, string(page.State), int64(page.After), int64(page.Size), page.All)
	if err != nil {
		return nil, fmt.Errorf("claim items: %w", err)
	}
	return items, nil
}

func claimQuery(page pipeline.Page) string {
	known := undone
	if page.State == pipeline.Done {
		known = "true"
	}
	return fmt.Sprintf(claimSQL, within("a.row", page.Work), `i.state = ?1 AND `+known+` AND `+behind(page))
}

// spoiltQuery is claimQuery for pending items whose last text was bad. They have
// an index of their own, which SQLite finds by these very words.
func spoiltQuery(page pipeline.Page) string {
	return fmt.Sprintf(claimSQL, within("a.row", page.Work), `i.state = 'pending' AND i.faults > 0 AND `+behind(page))
}

// behind is the condition that an item comes behind the page before.
func behind(page pipeline.Page) string {
	if page.All {
		return `i.id > ?2`
	}
	return spanned(`?2 + 1`, page.Work)
}

// undone adds nothing to a condition on a state other than done. It only tells
// SQLite, which cannot see that, to use the index of items that are not done.
const undone = `i.state <> 'done'`

// within is the condition that a column holds one of the wanted rows.
func within(column string, work pipeline.Work) string {
	parts := []string{"0"}
	for _, r := range work {
		parts = append(parts, fmt.Sprintf("%s BETWEEN %d AND %d", column, r.First, r.Last))
	}
	return eitherOf(parts)
}

// eitherOf joins halves with halves: SQLite bears no condition that is nested as
// deeply as there may be manifests. The first of several conditions stays beside the
// second, where SQLite does not see what a 0 means for all of them.
func eitherOf(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	half := (len(parts) + 1) / 2
	return "(" + eitherOf(parts[:half]) + " OR " + eitherOf(parts[half:]) + ")"
}

// itemOf reads a row of claimSQL.
func (l *Ledger) itemOf(ctx context.Context, row []driver.Value, state pipeline.State) (it pipeline.Item, err error) {
	it = pipeline.Item{
		ID: pipeline.ItemID(number(row[0])), State: state, Attempts: int(number(row[2])), Tries: int(number(row[3])), HeldUp: int(number(row[4])),
		NextTry: moment(number(row[5])), Prediction: pipeline.PredictionID(number(row[6])), Remote: text(row[7]), Sent: moment(number(row[8])),
		Folder: text(row[10]), Fault: text(row[12]), Faults: int(number(row[13])), Draft: pipeline.PredictionID(number(row[14])), Standing: text(row[15]),
		PutBack: pipeline.PredictionID(number(row[16])),
	}
	if it.Images, err = pipeline.ParseStrings(text(row[9]), nil); err != nil {
		return it, fmt.Errorf("images of item %d: %w", it.ID, err)
	}
	if asked := number(row[11]); asked != 0 {
		if it.Asked, err = l.prompt(ctx, asked); err != nil {
			return it, err
		}
	}
	it.Prompt, err = l.prompt(ctx, number(row[1]))
	return it, err
}

// prompt reads a prompt, and remembers the last few thousand: items of one
// run mostly share theirs.
func (l *Ledger) prompt(ctx context.Context, id int64) (*pipeline.Prompt, error) {
	if p, ok := l.prompts.get(id); ok {
		return p, nil
	}
	p := new(pipeline.Prompt)
	err := l.readers.QueryRowContext(ctx, `SELECT provider, model, label, params, coalesce(kind, ''), coalesce(max_chars, 0), coalesce(lang, '')
		FROM prompts WHERE id = ?`, id).Scan(&p.Provider, &p.Model, &p.Label, &p.Params, &p.Form.Kind, &p.Form.MaxChars, &p.Form.Lang)
	if err != nil {
		return nil, fmt.Errorf("prompt %d: %w", id, err)
	}
	l.prompts.put(id, p)
	return p, nil
}
