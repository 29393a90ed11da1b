package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// commits gathers what thousands of goroutines want written into few
// transactions, since each costs a wait for the disk. Whoever comes first
// leads: it writes everything that is waiting in one transaction, then hands
// the lead to the next that came in the meantime. No goroutine of its own is
// needed, so there is none to stop.
type commits struct {
	mu      sync.Mutex
	leading bool
	waiting []*write
}

// write is one caller's part of a transaction. It may be done more than once,
// each time as if for the first: what came of earlier times was rolled back.
type write struct {
	do   func(*sql.Tx) error
	err  error
	done chan bool // true: your part is written; false: you lead
}

// write runs do within a transaction and returns once it is durable, or
// rolled back alone because do failed.
func (l *Ledger) write(do func(*sql.Tx) error) error {
	w := &write{do: do, done: make(chan bool, 1)}
	if l.commits.join(w) || !<-w.done {
		l.lead()
	}
	return w.err
}

// join puts w in the queue, and tells whether its owner leads.
func (c *commits) join(w *write) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, w)
	leads := !c.leading
	c.leading = true
	return leads
}

// take gives the leader everything that waits.
func (c *commits) take() []*write {
	c.mu.Lock()
	defer c.mu.Unlock()
	batch := c.waiting
	c.waiting = nil
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

// lead writes one batch, its own write among it.
func (l *Ledger) lead() {
	batch := l.commits.take()
	if err := l.commit(batch); err != nil {
		for _, w := range batch {
			w.err = fmt.Errorf("write ledger %s: %w", l.name, err)
		}
	}
	for _, w := range batch {
		w.done <- true // buffered; a leader's own is never read again
	}
	l.commits.pass()
}

// commit writes a batch. The parts hardly ever fail, so they are written
// plainly first; only if one does they are all written again, each in a
// savepoint of its own, so that it is undone alone and leaves its neighbours be.
func (l *Ledger) commit(batch []*write) error {
	err := l.transact(batch, func(tx *sql.Tx, w *write) error { return w.do(tx) })
	if err == nil || errors.Is(err, errCommit) {
		return err
	}
	return l.transact(batch, l.savepoint)
}

// errCommit marks an error of a transaction as a whole.
var errCommit = errors.New("transaction")

// transact writes a batch in one transaction. The context is the background on
// purpose: a batch holds the words of many, and what was paid is written down
// in any case.
func (l *Ledger) transact(batch []*write, part func(*sql.Tx, *write) error) error {
	tx, err := l.writer.BeginTx(context.Background(), nil)
	if err != nil {
		return fmt.Errorf("begin %w: %w", errCommit, err)
	}
	defer tx.Rollback()
	for _, w := range batch {
		if err := part(tx, w); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit %w: %w", errCommit, err)
	}
	return nil
}

// savepoint runs one part. Its own error is its owner's; what is returned is
// an error of the transaction as a whole.
func (l *Ledger) savepoint(tx *sql.Tx, w *write) error {
	if _, err := tx.Stmt(l.steps.savepoint).Exec(); err != nil {
		return err
	}
	if w.err = w.do(tx); w.err != nil {
		if _, err := tx.Stmt(l.steps.rollback).Exec(); err != nil {
			return err
		}
	}
	_, err := tx.Stmt(l.steps.release).Exec()
	return err
}
