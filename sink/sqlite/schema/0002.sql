-- Pictures: what was found at their addresses, where they are lent to the API,
-- and which answers are about the very same bytes. Money: what the bill says.

-- A picture that the API keeps for us. It is known by its bytes as they were
-- found, and by what was done to them before they were sent.
CREATE TABLE lent (
  id       INTEGER PRIMARY KEY,
  content  BLOB NOT NULL,                  -- SHA-256 of the bytes as found
  form     TEXT NOT NULL,                  -- how they were changed
  provider TEXT NOT NULL,
  sent     BLOB NOT NULL,                  -- SHA-256 of what was sent
  name     TEXT NOT NULL,                  -- what the manifest that brought it calls it
  type     TEXT NOT NULL,                  -- of what was sent, like the next three
  bytes    INTEGER NOT NULL,
  width    INTEGER NOT NULL,
  height   INTEGER NOT NULL,
  url      TEXT NOT NULL,                  -- where the API keeps it
  landed   INTEGER NOT NULL DEFAULT 1,     -- 0: only promised; the bytes may not have arrived
  expires_at INTEGER NOT NULL,
  UNIQUE (content, form, provider)
) STRICT;
INSERT INTO lent (content, form, provider, sent, name, type, bytes, width, height, url, expires_at)
SELECT content, 'as found', provider, content, name, type, bytes, width, height, url, expires_at FROM pictures;
DROP TABLE pictures;
ALTER TABLE lent RENAME TO pictures;
CREATE INDEX pictures_sent ON pictures (sent, provider, landed);

-- What was last found at a picture's address. It hangs on the picture's name
-- and never takes its place: learning more repays nothing.
CREATE TABLE sightings (
  name     BLOB PRIMARY KEY,               -- hash of the picture's name
  content  BLOB,                           -- SHA-256 of its bytes, if they were read
  type     TEXT,
  bytes    INTEGER,
  width    INTEGER,
  height   INTEGER,
  etag     TEXT,
  lend     INTEGER NOT NULL,               -- 1: the API cannot fetch it there, so it is uploaded
  seen_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The prediction that was asked the same about the same bytes, under whatever
-- name. It answers every question like it while it is open or done, and becomes
-- the prediction of their items; one that has failed only tells why.
CREATE TABLE twins (
  question   BLOB PRIMARY KEY,             -- hash of the prompt and of the pictures' bytes
  prediction INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How often in a row a place did not give a picture that is to be asked about.
ALTER TABLE items ADD COLUMN hindered INTEGER NOT NULL DEFAULT 0;

-- When the bill for a prediction was read for the last time. Its purses hold
-- what it was charged, less what was refunded, from then on.
ALTER TABLE predictions ADD COLUMN settled_at INTEGER;
CREATE INDEX predictions_unsettled ON predictions (id) WHERE settled_at IS NULL AND remote IS NOT NULL;

-- For people: every current row with its answer, and what it has cost.
DROP VIEW captions;
CREATE VIEW captions AS
SELECT m.name AS manifest, r.line, r.name AS id, r.images, a.slot,
       coalesce(r.fate, i.state) AS status, coalesce(r.alt, p.caption) AS caption,
       coalesce(r.reason, i.reason) AS reason, q.label AS model, p.remote AS prediction,
       (SELECT sum(coalesce(charged, reserved) - coalesce(refunded, 0)) FROM predictions WHERE item = i.id) / 1e6 AS usd
FROM manifests m
JOIN rows r ON r.id BETWEEN m.first_row AND m.last_row
LEFT JOIN answers a ON a.row = r.id
LEFT JOIN items i ON i.id = a.item
LEFT JOIN prompts q ON q.id = i.prompt
LEFT JOIN predictions p ON p.id = i.prediction;

-- For people: what was spent, by month and outcome.
DROP VIEW spending;
CREATE VIEW spending AS
SELECT strftime('%Y-%m', intended_at / 1000, 'unixepoch') AS month, state,
       count(*) AS predictions, sum(CASE WHEN charged IS NULL THEN reserved ELSE 0 END) / 1e6 AS reserved_usd,
       coalesce(sum(charged), 0) / 1e6 AS charged_usd, coalesce(sum(refunded), 0) / 1e6 AS refunded_usd
FROM predictions GROUP BY 1, 2;
