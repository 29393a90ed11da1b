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

-- Between which items the questions of a reading are, so that what waits in other
-- manifests is not looked through for it. Rows that ask nothing have no items.
CREATE TABLE spans (
  first_row  INTEGER PRIMARY KEY,
  last_row   INTEGER NOT NULL,
  first_item INTEGER,
  last_item  INTEGER
) STRICT;
INSERT OR IGNORE INTO spans SELECT m.first_row, m.last_row, min(a.item), max(a.item)
FROM manifests m LEFT JOIN answers a ON a.row BETWEEN m.first_row AND m.last_row
WHERE m.first_row <= m.last_row GROUP BY m.id;
