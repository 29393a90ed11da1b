-- The ledger of captionmill: what was read, asked, paid and answered.
--
-- Times are milliseconds since 1970 in UTC, money is in millionths of a US
-- dollar, hashes are the first 16 bytes of a SHA-256. Look at it with the
-- sqlite3 shell: the views at the end are for people.

-- A list of images, as it was read to its end the last time. Its current rows
-- are those from first_row to last_row; others are left over from a reading
-- that was not finished.
CREATE TABLE manifests (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,          -- path, or the name given to standard input
  folder    TEXT NOT NULL DEFAULT '',      -- where relative file names begin
  format    TEXT NOT NULL DEFAULT '',
  header    TEXT NOT NULL DEFAULT '[]',    -- column names, a JSON array
  content   BLOB,                          -- hash of its bytes and of how it was asked about
  generation INTEGER NOT NULL DEFAULT 0,   -- readings that reached the end
  first_row INTEGER NOT NULL DEFAULT 0,
  last_row  INTEGER NOT NULL DEFAULT -1,
  kept      INTEGER NOT NULL DEFAULT 0,    -- rows that had alt text already
  skipped   INTEGER NOT NULL DEFAULT 0,    -- rows without an image
  failed    INTEGER NOT NULL DEFAULT 0,    -- rows that could not be read right
  changed_at INTEGER NOT NULL DEFAULT 0    -- when the current rows became current
) STRICT;

-- A row of a manifest. Ids ascend in the manifest's order.
CREATE TABLE rows (
  id       INTEGER PRIMARY KEY,
  manifest INTEGER NOT NULL,
  line     INTEGER NOT NULL,
  key      BLOB NOT NULL,                  -- hash of the caller's id, else of the images
  name     TEXT,                           -- the caller's id
  images   TEXT NOT NULL,                  -- as given, a JSON array
  cells    TEXT NOT NULL,                  -- a JSON array, the object of a JSONL row, or its text as a JSON string
  fate     TEXT CHECK (fate IN ('kept', 'skipped', 'failed')),
  alt      TEXT,                           -- the text of a kept row
  reason   TEXT,
  detail   TEXT
) STRICT;

-- What is known of a picture besides its name. Nothing here is part of what
-- makes a question the same, so learning more repays nothing.
CREATE TABLE pictures (
  id       INTEGER PRIMARY KEY,
  content  BLOB NOT NULL,                  -- SHA-256 of the bytes
  provider TEXT NOT NULL,
  name     TEXT NOT NULL,                  -- what the manifest that brought it calls it
  type     TEXT NOT NULL,
  bytes    INTEGER NOT NULL,
  width    INTEGER NOT NULL,
  height   INTEGER NOT NULL,
  url      TEXT NOT NULL,                  -- where the API keeps it
  expires_at INTEGER NOT NULL,
  UNIQUE (content, provider)
) STRICT;

-- What is asked about a picture: provider, model and parameters, the text of
-- the prompt among them.
CREATE TABLE prompts (
  id       INTEGER PRIMARY KEY,
  hash     BLOB NOT NULL UNIQUE,
  provider TEXT NOT NULL,
  model    TEXT NOT NULL,
  label    TEXT NOT NULL,                  -- what people call the model
  params   TEXT NOT NULL                   -- canonical JSON, defaults filled in
) STRICT;

-- A question: a prompt about pictures. It is paid for once, however many rows
-- ask it. Ids ascend in the order in which manifests first asked.
CREATE TABLE items (
  id       INTEGER PRIMARY KEY,
  prompt   INTEGER NOT NULL REFERENCES prompts,
  pictures BLOB NOT NULL,                  -- hash of the pictures' names
  state    TEXT NOT NULL DEFAULT 'pending' CHECK (state IN
           ('pending', 'submitting', 'submitted', 'done', 'failed', 'unconfirmed')),
  prediction INTEGER,                      -- the current one
  attempts INTEGER NOT NULL DEFAULT 0,     -- paid predictions
  tries    INTEGER NOT NULL DEFAULT 0,     -- submissions in a row that created nothing
  next_try INTEGER NOT NULL DEFAULT 0,
  reason   TEXT,
  detail   TEXT,
  since    INTEGER NOT NULL DEFAULT 0      -- when it came into its state
) STRICT;
CREATE INDEX items_undone ON items (state, id) WHERE state <> 'done';

-- Which item a question is. Kept apart from items so that both are written in
-- their own order, in one pass, however long the manifest.
CREATE TABLE fingerprints (
  fingerprint BLOB PRIMARY KEY,
  item        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which item answers a row. Slot is '' for the only answer of a row.
CREATE TABLE answers (
  row  INTEGER NOT NULL,
  slot TEXT NOT NULL,
  item INTEGER NOT NULL,
  PRIMARY KEY (row, slot)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_item ON answers (item);

-- One start of captionmill run. A run that did not end by itself is continued
-- with its purse by the next one.
CREATE TABLE runs (
  id         INTEGER PRIMARY KEY,
  purse      INTEGER NOT NULL,             -- the run whose purse it spends from
  owner      TEXT NOT NULL,                -- host and process
  version    TEXT NOT NULL,
  provider   TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER,
  exit_code  INTEGER,
  changed_at INTEGER,                      -- when it was last known to have changed anything
  output     TEXT                          -- what was written where at its end
) STRICT;

-- An intent to ask, written before the question is sent, and what came of it.
-- It can be understood without any manifest or configuration.
CREATE TABLE predictions (
  id         INTEGER PRIMARY KEY,
  item       INTEGER NOT NULL REFERENCES items,
  run        INTEGER NOT NULL REFERENCES runs,
  owner      TEXT NOT NULL,
  prompt     INTEGER NOT NULL REFERENCES prompts,
  images     TEXT NOT NULL,                -- as sent, a JSON array
  extras     TEXT NOT NULL,                -- parameters that do not change the question
  base_url   TEXT NOT NULL,
  state      TEXT NOT NULL DEFAULT 'submitting' CHECK (state IN
             ('submitting', 'submitted', 'done', 'failed', 'unconfirmed', 'refused')),
  remote     TEXT,                         -- the API's id
  reserved   INTEGER NOT NULL,             -- counted against the caps
  charged    INTEGER,                      -- what the bill says, once known
  refunded   INTEGER,
  intended_at INTEGER NOT NULL,
  submitted_at INTEGER,
  ended_at   INTEGER,
  took       INTEGER,                      -- milliseconds, as the API says
  caption    TEXT,                         -- the answer as it came
  answer     TEXT,                         -- what came instead of a usable one
  reason     TEXT,
  detail     TEXT
) STRICT;
CREATE INDEX predictions_item ON predictions (item);
CREATE UNIQUE INDEX predictions_remote ON predictions (remote) WHERE remote IS NOT NULL;

-- Sums that caps are held against: 'run 7', 'month 2026-11', 'total'.
CREATE TABLE purses (
  name  TEXT PRIMARY KEY,
  spent INTEGER NOT NULL,
  asked INTEGER NOT NULL                   -- submissions
) STRICT, WITHOUT ROWID;

-- What people decided about a row's text. Hangs on the row's key, so that it
-- outlives every reading of the manifest.
CREATE TABLE decisions (
  id       INTEGER PRIMARY KEY,
  manifest INTEGER NOT NULL REFERENCES manifests,
  key      BLOB NOT NULL,
  slot     TEXT NOT NULL DEFAULT '',
  decision TEXT NOT NULL,
  text     TEXT,
  decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX decisions_row ON decisions (manifest, key);

-- For people: every current row with its answer.
CREATE VIEW captions AS
SELECT m.name AS manifest, r.line, r.name AS id, r.images, a.slot,
       coalesce(r.fate, i.state) AS status, coalesce(r.alt, p.caption) AS caption,
       coalesce(r.reason, i.reason) AS reason, q.label AS model,
       p.remote AS prediction, p.reserved / 1e6 AS usd
FROM manifests m
JOIN rows r ON r.id BETWEEN m.first_row AND m.last_row
LEFT JOIN answers a ON a.row = r.id
LEFT JOIN items i ON i.id = a.item
LEFT JOIN prompts q ON q.id = i.prompt
LEFT JOIN predictions p ON p.id = i.prediction;

-- For people: what was spent, by month and outcome.
CREATE VIEW spending AS
SELECT strftime('%Y-%m', intended_at / 1000, 'unixepoch') AS month, state,
       count(*) AS predictions, sum(reserved) / 1e6 AS usd
FROM predictions GROUP BY 1, 2;
