package sqlite

import (
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"
)

// commits gathers what thousands of goroutines want written into few
// transactions, since each costs a wait for the disk. Whoever comes first
// leads: it writes everything that is waiting in one transaction, then hands
// the lead to the next that came in the meantime. No goroutine of its own is
// needed, so there is none to stop.
type commits struct {
	mu      sync.Mutex
	leading bool
	waiting []*part
	last    int // how many parts the last transaction had; for its leader alone
}

// Where the last transaction had as many parts as siblings, the next waits for
// delay, in which more come: twice as many cost little more, since half of the
// pages that a transaction writes are the same in the next. PostgreSQL has both
// as commit_siblings and commit_delay. Like the transaction itself the wait is
// not ended by anyone's context: it holds the words of many.
const (
	siblings = 5
	delay    = time.Millisecond
)

// part is one caller's part of a transaction. It may be done more than once,
// each time as if for the first: what came of earlier times was rolled back.
type part struct {
	do   func(*wire) error
	err  error
	done chan bool // true: your part is written; false: you lead
}

// together runs do within a transaction that it shares with others, and returns
// once it is durable, or rolled back alone because do failed.
func (l *Ledger) together(do func(*wire) error) error {
	p := &part{do: do, done: make(chan bool, 1)}
	if l.commits.join(p) || !<-p.done {
		l.lead()
	}
	return p.err
}

// join puts p in the queue, and tells whether its owner leads.
func (c *commits) join(p *part) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, p)
	leads := !c.leading
	c.leading = true
	return leads
}

// take gives the leader everything that waits, or soon will.
func (c *commits) take() []*part {
	if c.last >= siblings {
		time.Sleep(delay)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	batch := c.waiting
	c.waiting, c.last = nil, len(batch)
	return batch
}

// pass hands the lead to the first that waits, if any does.
func (c *commits) pass() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.leading = len(c.waiting) > 0; c.leading {
		c.waiting[0].done <- false
	}
}

// lead writes one batch, its own part among it, then hands the lead over: what
// has come in meanwhile makes the next batch, and large ones cost less.
func (l *Ledger) lead() {
	batch := l.commits.take()
	l.finish(batch, l.commit(batch))
	l.commits.pass()
}

// finish tells everyone in a batch what came of it.
func (l *Ledger) finish(batch []*part, err error) {
	for _, p := range batch {
		if err != nil {
			p.err = fmt.Errorf("write ledger %s: %w", l.name, err)
		}
		p.done <- true // buffered; a leader's own is never read
	}
}

// commit writes a batch. The parts hardly ever fail, so they are written
// plainly first; only if one does they are all written again, each in a
// savepoint of its own, so that it is undone alone and leaves its neighbours be.
func (l *Ledger) commit(batch []*part) error {
	return l.onWire(func(w *wire) error {
		err := w.transact(batch, func(p *part) error { return p.do(w) })
		if err == nil || errors.Is(err, errCommit) {
			return err
		}
		return w.transact(batch, w.savepoint)
	})
}

// errCommit marks an error of a transaction as a whole.
var errCommit = errors.New("transaction")

// transact writes a batch in one transaction. No context can end it: a batch
// holds the words of many, and what was paid is written down in any case.
func (w *wire) transact(batch []*part, write func(*part) error) error {
	if _, err := w.exec(stmtBegin); err != nil {
		return fmt.Errorf("begin %w: %w", errCommit, err)
	}
	clear(w.sums)
	w.latest.begin()
	for _, p := range batch {
		if err := write(p); err != nil {
			return errors.Join(err, w.undo())
		}
	}
	if err := w.sums.keep(w); err != nil {
		return errors.Join(fmt.Errorf("purses of the %w: %w", errCommit, err), w.undo())
	}
	if _, err := w.exec(stmtCommit); err != nil {
		return errors.Join(fmt.Errorf("commit %w: %w", errCommit, err), w.undo())
	}
	return nil
}

// undo rolls the transaction back, unless SQLite has done so by itself.
func (w *wire) undo() error {
	w.latest.takeBack(0)
	if w.conn.AutoCommit() {
		return nil
	}
	_, err := w.exec(stmtRollback)
	return err
}

// savepoint runs one part. Its own error is its owner's; what is returned is
// an error of the transaction as a whole.
func (w *wire) savepoint(p *part) error {
	if _, err := w.exec(stmtSavepoint); err != nil {
		return err
	}
	before, given := maps.Clone(w.sums), len(w.latest.given)
	if p.err = p.do(w); p.err != nil {
		w.sums = before
		w.latest.takeBack(given)
		if _, err := w.exec(stmtRollbackTo); err != nil {
			return err
		}
	}
	_, err := w.exec(stmtRelease)
	return err
}
