package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"sync"

	"github.com/captionmill/captionmill/pipeline"
)

// captionsSQL walks the answers of rows that are shown, in the order of
// detailsSQL, and tells those in two parts.
const captionsSQL = `
SELECT p.caption, CASE WHEN p.item <> i.id THEN (SELECT pictures FROM items WHERE id = p.item) ELSE i.pictures END,
       coalesce(p.prompt, i.prompt) IN (` + partedSQL + `)
FROM answers a
JOIN items i ON i.id = a.item
JOIN predictions p ON p.id = coalesce(i.draft, i.prediction)
WHERE a.row BETWEEN ? AND ? AND p.caption IS NOT NULL AND (i.state = 'done' OR i.draft IS NOT NULL)
ORDER BY a.row, a.slot`

// Captions gives what models wrote for the given rows and is shown, each answer
// with the name of the pictures that it is about, in the order of
// [Ledger.Outcomes]. Of an answer in two parts it is the short one.
//
// Some thousand rows are read ahead, at several places at once; so that while a
// run writes, what is given need not be one moment of the ledger.
func (l *Ledger) Captions(ctx context.Context, rows pipeline.Range, take func(caption string, pictures pipeline.Hash)) error {
	ctx, cancel := context.WithCancel(ctx)
	var readers sync.WaitGroup
	defer readers.Wait()
	defer cancel()
	var (
		ahead []*stretch
		used  []captioned // memory of a stretch that was taken
	)
	for first := rows.First; first <= rows.Last || len(ahead) > 0; {
		for ; first <= rows.Last && len(ahead) < stretches; first += stretchRows {
			s := &stretch{all: used[:0], done: make(chan struct{})}
			used = nil
			part := pipeline.Range{First: first, Last: min(first+stretchRows-1, rows.Last)}
			readers.Go(func() { s.read(ctx, l, part) })
			ahead = append(ahead, s)
		}
		s := ahead[0]
		if ahead = ahead[1:]; s.wait() != nil {
			return fmt.Errorf("read answers: %w", s.err)
		}
		for _, c := range s.all {
			take(c.text, c.pictures)
		}
		used = s.all
	}
	return nil
}

// stretches are how many are there at once, with the one that is taken, and
// stretchRows how many rows each has.
const (
	stretches   = 3
	stretchRows = 4096
)

// A stretch is the captions of some rows.
type stretch struct {
	all  []captioned
	err  error
	done chan struct{} // closed when the two above may be looked at
}

type captioned struct {
	text     string
	pictures pipeline.Hash
}

func (s *stretch) wait() error {
	<-s.done
	return s.err
}

func (s *stretch) read(ctx context.Context, l *Ledger, rows pipeline.Range) {
	defer close(s.done)
	s.err = l.eachRow(ctx, captionsSQL, func(row []driver.Value) error {
		c := captioned{text(row[0]), hash(row[1])}
		if number(row[2]) != 0 {
			c.text = pipeline.Short(c.text)
		}
		s.all = append(s.all, c)
		return nil
	}, int64(rows.First), int64(rows.Last))
}
