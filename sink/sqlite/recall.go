package sqlite

import (
	"context"
	"database/sql/driver"

	"github.com/captionmill/captionmill/pipeline"
)

// A recall knows the items of what the last reading of a manifest asked at
// about the same place. Most rows of a changed manifest are where they were, and
// need not be looked for among all that was ever asked. What it does not know
// is only found with more work.
type recall struct {
	rest   pipeline.Range     // rows of the last reading that nobody has fetched
	coming chan recalled      // a page that is being fetched, nil for none
	ahead  int64              // rows of the last reading that were taken
	items  map[question]int64 // what was asked about there
	turns  []question         // those in items, by age, in a ring
	next   int
	found  int64
}

// recalled is a page of the last reading.
type recalled struct {
	asked []askedBefore
	rows  int64
	err   error
}

type askedBefore struct {
	question
	item int64
}

// A question is one by the numbers that the ledger has for its parts.
type question struct {
	prompt   int64
	pictures pipeline.Hash
}

const (
	// recallAhead and recallBehind are how far a row may have moved, in rows.
	recallAhead, recallBehind = 8_000, 8_000
	// recallPage is how many rows are taken from the last reading at once: no
	// reading of the ledger may keep others waiting.
	recallPage = 1_000
)

const recallSQL = `
SELECT i.id, i.prompt, i.pictures FROM answers a JOIN items i ON i.id = a.item
WHERE a.row BETWEEN ? AND ? ORDER BY a.row`

func newRecall(last pipeline.Range) recall {
	return recall{rest: last, items: map[question]int64{}}
}

// reach takes what the last reading asked up to some rows behind the given one.
func (c *recall) reach(ctx context.Context, l *Ledger, row int64) error {
	for row+recallAhead > c.ahead {
		page, ok := c.take(ctx, l)
		if !ok {
			return nil
		}
		if page.err != nil {
			return page.err
		}
		for _, q := range page.asked {
			c.learn(q)
		}
		c.ahead += page.rows
	}
	return nil
}

// take gives the next page, and has the one after it fetched meanwhile.
func (c *recall) take(ctx context.Context, l *Ledger) (page recalled, ok bool) {
	if c.coming == nil {
		c.fetch(ctx, l)
	}
	if c.coming == nil {
		return page, false
	}
	page = <-c.coming
	c.fetch(ctx, l)
	return page, true
}

// fetch begins to fetch the next page, if there is one.
func (c *recall) fetch(ctx context.Context, l *Ledger) {
	c.coming = nil
	if c.rest.First > c.rest.Last {
		return
	}
	rows := pipeline.Range{First: c.rest.First, Last: min(c.rest.First+recallPage-1, c.rest.Last)}
	c.rest.First = rows.Last + 1
	coming := make(chan recalled, 1)
	c.coming = coming
	go func() { coming <- l.recall(ctx, rows) }()
}

// close waits for the page that nobody will take.
func (c *recall) close() {
	if c.coming != nil {
		<-c.coming
		c.coming = nil
	}
}

// recall reads what some rows ask.
func (l *Ledger) recall(ctx context.Context, rows pipeline.Range) recalled {
	page := recalled{asked: make([]askedBefore, 0, recallPage), rows: rows.Last - rows.First + 1}
	page.err = l.eachRow(ctx, recallSQL, func(row []driver.Value) error {
		q := askedBefore{question{prompt: number(row[1])}, number(row[0])}
		pictures, _ := row[2].([]byte)
		copy(q.pictures[:], pictures)
		page.asked = append(page.asked, q)
		return nil
	}, rows.First, rows.Last)
	return page
}

// learn remembers one question, and forgets the oldest.
func (c *recall) learn(q askedBefore) {
	if len(c.turns) < recallAhead+recallBehind {
		c.turns = append(c.turns, q.question)
	} else {
		delete(c.items, c.turns[c.next])
		c.turns[c.next] = q.question
		c.next = (c.next + 1) % len(c.turns)
	}
	c.items[q.question] = q.item
}

// item is that of a question, if it is known.
func (c *recall) item(prompt int64, pictures pipeline.Hash) (item int64, ok bool) {
	if item, ok = c.items[question{prompt, pictures}]; ok {
		c.found++
	}
	return item, ok
}
