-- Repairs: questions that are asked again because the text of an answer is bad.

-- What was wrong with the text of the last answer that had one, and how many
-- answers had such texts.
ALTER TABLE items ADD COLUMN fault TEXT;
ALTER TABLE items ADD COLUMN faults INTEGER NOT NULL DEFAULT 0;

-- The prediction whose text stands while the current one may bring a better.
ALTER TABLE items ADD COLUMN draft INTEGER;

-- The fault of the answer that a prediction is to take the place of. It is asked
-- with a prompt of its own.
ALTER TABLE predictions ADD COLUMN repairs TEXT;

-- For people: every current row with its answer, and what it has cost.
DROP VIEW captions;
CREATE VIEW captions AS
SELECT m.name AS manifest, r.line, r.name AS id, r.images, a.slot,
       coalesce(r.fate, CASE WHEN i.draft IS NULL THEN i.state ELSE 'done' END) AS status, coalesce(r.alt, p.caption) AS caption,
       coalesce(r.reason, CASE WHEN i.draft IS NULL THEN i.reason END) AS reason, q.label AS model, p.remote AS prediction,
       (SELECT sum(coalesce(charged, reserved) - coalesce(refunded, 0)) FROM predictions WHERE item = i.id) / 1e6 AS usd
FROM manifests m
JOIN rows r ON r.id BETWEEN m.first_row AND m.last_row
LEFT JOIN answers a ON a.row = r.id
LEFT JOIN items i ON i.id = a.item
LEFT JOIN predictions p ON p.id = coalesce(i.draft, i.prediction)
LEFT JOIN prompts q ON q.id = coalesce(p.prompt, i.prompt);
