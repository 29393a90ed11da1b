-- A question is a prompt about pictures, and both have a name of their own. A name
-- for the two together was kept besides, which is random, so that for each new
-- question a page of a large ledger was written that no other one shares.
CREATE TABLE questions (
  pictures BLOB NOT NULL,                  -- as in items
  prompt   INTEGER NOT NULL,
  item     INTEGER NOT NULL,
  PRIMARY KEY (pictures, prompt)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO questions SELECT pictures, prompt, id FROM items ORDER BY pictures, prompt, id;
DROP TABLE fingerprints;
DROP TABLE asked;
ALTER TABLE questions RENAME TO asked;
