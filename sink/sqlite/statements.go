package sqlite

// texts are the statements that a run executes for every item.
var texts = [statements]string{
	stmtBegin:      `BEGIN IMMEDIATE`,
	stmtCommit:     `COMMIT`,
	stmtRollback:   `ROLLBACK`,
	stmtSavepoint:  `SAVEPOINT step`,
	stmtRollbackTo: `ROLLBACK TO step`,
	stmtRelease:    `RELEASE step`,
	stmtReserve:    reserveSQL,
	stmtIntend:     intendSQL,
	stmtSubmit:     submitSQL,
	stmtMove:       moveSQL,
	stmtFollowUp:   followUpSQL,
	stmtPrices:     priceSQL,
	stmtGiveBack:   giveBackSQL,
	stmtTwin:       twinSQL,
	stmtClaimTwin:  `INSERT INTO twins VALUES (?1, ?2) ON CONFLICT DO UPDATE SET prediction = ?2`,
	stmtKeep:       keepSQL,
	stmtDrop:       dropSQL,
	stmtSee:        `INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
	stmtSum:        `SELECT spent, asked FROM purses WHERE name = ?`,
}

// reserveSQL takes a price out of the three purses it is spent from, as far as
// their caps hold, in one statement: no other submission can come in between.
// A cap of 0 is none. Unless all three have changed, nothing may stay changed.
const reserveSQL = `
UPDATE purses SET spent = spent + ?1, asked = asked + 1
WHERE name IN (?2, ?3, ?4)
  AND (name <> ?2 OR (?5 = 0 OR spent + ?1 <= ?5) AND (?8 = 0 OR asked < ?8))
  AND (name <> ?3 OR ?6 = 0 OR spent + ?1 <= ?6)
  AND (name <> ?4 OR ?7 = 0 OR spent + ?1 <= ?7)`

const intendSQL = `
INSERT INTO predictions (item, run, owner, prompt, images, extras, base_url, reserved, intended_at)
SELECT id, ?2, ?3, prompt, ?4, ?5, ?6, ?7, ?8 FROM items WHERE id = ?1 AND state = 'pending'`

const submitSQL = `
UPDATE items SET state = 'submitting', prediction = ?2, since = ?3, next_try = 0, hindered = 0, reason = NULL, detail = NULL
WHERE id = ?1 AND state = 'pending'`

const dropSQL = `
DELETE FROM pictures WHERE provider = ?3
  AND sent = (SELECT sent FROM pictures WHERE content = ?1 AND form = ?2 AND provider = ?3)`

// twinSQL finds the prediction that stands in the way of another which asks the
// same about the same bytes.
const twinSQL = `
SELECT p.id FROM twins t JOIN predictions p ON p.id = t.prediction
WHERE t.question = ?1 AND p.state IN ('submitting', 'submitted', 'unconfirmed', 'done')`

// moveSQL moves an item if, and only if, it is where the step says it is. A
// twin lends its answer only if it has one to the same prompt.
const moveSQL = `
UPDATE items SET state = ?4, attempts = attempts + ?5,
  tries = CASE WHEN ?5 > 0 THEN 0 ELSE tries + ?6 END, hindered = hindered + ?12,
  next_try = ?7, reason = ?8, detail = ?9, since = ?10, prediction = coalesce(?11, prediction)
WHERE id = ?1 AND state = ?2 AND coalesce(prediction, 0) = ?3
  AND (?11 IS NULL OR EXISTS (SELECT 1 FROM predictions p WHERE p.id = ?11 AND p.state = 'done' AND p.prompt = items.prompt))`

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

const giveBackSQL = `UPDATE purses SET spent = spent - ?1, asked = asked - 1 WHERE name IN (?2, ?3, ?4)`
