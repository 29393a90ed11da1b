package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

// statements are those that a run executes for every item, prepared once.
type statements struct {
	savepoint, rollback, release *sql.Stmt

	reserve, newPurse, insertPrediction, submit *sql.Stmt
	move, followUp, giveBack, prices            *sql.Stmt
}

// prepare prepares every statement on the writing connection.
func (s *statements) prepare(ctx context.Context, db *sql.DB) error {
	for _, p := range s.all() {
		stmt, err := db.PrepareContext(ctx, p.text)
		if err != nil {
			return err
		}
		*p.stmt = stmt
	}
	return nil
}

func (s *statements) close() error {
	var errs []error
	for _, p := range s.all() {
		if *p.stmt != nil {
			errs = append(errs, (*p.stmt).Close())
			*p.stmt = nil
		}
	}
	return errors.Join(errs...)
}

type preparation struct {
	stmt **sql.Stmt
	text string
}

func (s *statements) all() []preparation {
	return []preparation{
		{&s.savepoint, `SAVEPOINT step`},
		{&s.rollback, `ROLLBACK TO step`},
		{&s.release, `RELEASE step`},
		{&s.reserve, reserveSQL},
		{&s.newPurse, `INSERT OR IGNORE INTO purses VALUES (?, 0, 0)`},
		{&s.insertPrediction, insertPredictionSQL},
		{&s.submit, submitSQL},
		{&s.move, moveSQL},
		{&s.followUp, followUpSQL},
		{&s.prices, priceSQL},
		{&s.giveBack, giveBackSQL},
	}
}

// reserveSQL holds a purse to its caps and takes the price out of it, in one
// statement: no other submission can come in between. A cap of 0 is none.
const reserveSQL = `
UPDATE purses SET spent = spent + ?2, asked = asked + 1
WHERE name = ?1 AND (?3 = 0 OR spent + ?2 <= ?3) AND (?4 = 0 OR asked < ?4)`

const insertPredictionSQL = `
INSERT INTO predictions (item, run, owner, prompt, images, extras, base_url, reserved, intended_at)
SELECT id, ?2, ?3, prompt, ?4, ?5, ?6, ?7, ?8 FROM items WHERE id = ?1 AND state = 'pending'`

const submitSQL = `
UPDATE items SET state = 'submitting', prediction = ?2, since = ?3, next_try = 0, reason = NULL, detail = NULL
WHERE id = ?1 AND state = 'pending'`

// moveSQL moves an item if, and only if, it is where the step says it is.
const moveSQL = `
UPDATE items SET state = ?4, attempts = attempts + ?5,
  tries = CASE WHEN ?5 > 0 THEN 0 ELSE tries + ?6 END,
  next_try = ?7, reason = ?8, detail = ?9, since = ?10
WHERE id = ?1 AND state = ?2 AND coalesce(prediction, 0) = ?3`

// followUpSQL writes what became of the prediction that a step is about.
const followUpSQL = `
UPDATE predictions SET state = ?2, remote = coalesce(nullif(?3, ''), remote),
  submitted_at = CASE WHEN ?3 <> '' THEN coalesce(submitted_at, ?4) ELSE submitted_at END,
  ended_at = CASE WHEN ?2 IN ('done', 'failed', 'refused') THEN ?4 ELSE ended_at END,
  reserved = CASE WHEN ?2 = 'refused' THEN 0 ELSE reserved END,
  took = coalesce(?5, took), caption = coalesce(?6, caption), answer = coalesce(?7, answer),
  reason = ?8, detail = ?9
WHERE id = ?1`

const priceSQL = `
SELECT p.reserved, r.purse, p.intended_at FROM predictions p JOIN runs r ON r.id = p.run WHERE p.id = ?1`

const giveBackSQL = `UPDATE purses SET spent = spent - ?2, asked = asked - 1 WHERE name = ?1`
