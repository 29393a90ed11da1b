package sqlite

// texts are the statements that a run executes for every item.
var texts = [statements]string{
	stmtBegin:      `BEGIN IMMEDIATE`,
	stmtCommit:     `COMMIT`,
	stmtRollback:   `ROLLBACK`,
	stmtSavepoint:  `SAVEPOINT step`,
	stmtRollbackTo: `ROLLBACK TO step`,
	stmtRelease:    `RELEASE step`,
	stmtPrompt:     promptSQL,
	stmtIntend:     intendSQL,
	stmtSubmit:     submitSQL,
	stmtMove:       moveSQL,
	stmtFollowUp:   followUpSQL,
	stmtName:       nameSQL,
	stmtPrices:     priceSQL,
	stmtTwin:       twinSQL,
	stmtClaimTwin:  `INSERT INTO twins VALUES (?1, ?2) ON CONFLICT DO UPDATE SET prediction = ?2`,
	stmtKeep:       keepSQL,
	stmtDrop:       dropSQL,
	stmtSee:        `INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
	stmtHold:       holdSQL,
	stmtLetGo:      letGoSQL,
	stmtVersion:    `PRAGMA data_version`,
	stmtUntil:      untilSQL,
	stmtOwner:      ownerSQL,
	stmtOrder:      orderSQL,
	stmtMoveUntil:  moveUntilSQL,
	stmtKeepSum:    `UPDATE purses SET spent = ?2, asked = ?3 WHERE name = ?1`,
	stmtSum:        `SELECT spent, asked FROM purses WHERE name = ?`,
}

// promptSQL writes a prompt that is not any item's own, once.
const promptSQL = `
INSERT INTO prompts (hash, provider, model, label, params, kind, max_chars, lang) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

// intendSQL writes an intent for an item that is pending or, when it is to
// improve on a draft, done with that.
const intendSQL = `
INSERT INTO predictions (item, run, owner, prompt, images, extras, base_url, reserved, intended_at, repairs)
SELECT id, ?2, ?3, CASE WHEN ?9 IS NULL THEN prompt ELSE (SELECT id FROM prompts WHERE hash = ?9) END, ?4, ?5, ?6, ?7, ?8, ?10
FROM items WHERE id = ?1 AND CASE WHEN ?11 IS NULL THEN state = 'pending' ELSE state = 'done' AND prediction = ?11 END`

const submitSQL = `
UPDATE items SET state = 'submitting', prediction = ?2, since = ?3, next_try = 0, hindered = 0, reason = NULL, detail = NULL, draft = ?4
WHERE id = ?1 AND CASE WHEN ?4 IS NULL THEN state = 'pending' ELSE state = 'done' AND prediction = ?4 END`

const dropSQL = `
DELETE FROM pictures WHERE provider = ?3
  AND sent = (SELECT sent FROM pictures WHERE content = ?1 AND form = ?2 AND provider = ?3)`

// twinSQL finds the prediction that stands in the way of another which asks the
// same about the same bytes: any but one that is known to have failed, since what
// has failed meanwhile may have brought a bad text, which is not paid twice.
const twinSQL = `
SELECT p.id FROM twins t JOIN predictions p ON p.id = t.prediction
WHERE t.question = ?1 AND p.state <> 'refused' AND (p.state <> 'failed' OR p.id <> ?2)`

// moveSQL moves an item if, and only if, it is where the step says it is. A
// twin lends its answer only if it has one to the same prompt, and its fault only
// if that is newer than what counts already. What ends without a better answer
// than the draft goes back to that.
const moveSQL = `
UPDATE items SET state = ?4, attempts = attempts + ?5,
  tries = CASE WHEN ?5 > 0 THEN 0 ELSE tries + ?6 END, hindered = hindered + ?12,
  next_try = ?7, reason = ?8, detail = ?9, since = ?10, prediction = coalesce(?11, ?13, prediction),
  draft = CASE WHEN ?4 IN ('submitted', 'unconfirmed') THEN draft END, fault = coalesce(?14, fault), faults = max(faults + (?14 IS NOT NULL), ?16)
WHERE id = ?1 AND state = ?2 AND coalesce(prediction, 0) = ?3 AND (?13 IS NULL OR draft = ?13)
  AND (?4 NOT IN ('pending', 'failed') OR draft IS NULL)
  AND (?11 IS NULL OR EXISTS (SELECT 1 FROM predictions p WHERE p.id = ?11
    AND CASE ?4 WHEN 'done' THEN p.state = 'done' ELSE p.state = 'failed' AND p.reason = ?14 AND p.id > max(coalesce(items.prediction, 0), items.put_back) END
    AND p.prompt = CASE WHEN ?15 IS NULL THEN items.prompt ELSE (SELECT id FROM prompts WHERE hash = ?15) END))`

// followUpSQL writes what became of the prediction that a step is about.
const followUpSQL = `UPDATE predictions SET ` + following + ` WHERE id = ?1`

// nameSQL is followUpSQL for a step that brings the API's id.
const nameSQL = `UPDATE predictions SET ` + following + `, remote = ?9, submitted_at = coalesce(submitted_at, ?10) WHERE id = ?1`

const following = `state = ?2, ended_at = coalesce(?3, ended_at),
  reserved = CASE WHEN ?2 = 'refused' THEN 0 ELSE reserved END,
  took = coalesce(?4, took), caption = coalesce(?5, caption), answer = coalesce(?6, answer),
  reason = ?7, detail = ?8`

const priceSQL = `
SELECT p.reserved, r.purse, p.intended_at FROM predictions p JOIN runs r ON r.id = p.run WHERE p.id = ?1`
