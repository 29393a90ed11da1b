-- Texts that were handed out to be looked at, because of what a row of some manifest
-- says beside them. They may come back where less is known, and wait there too.
CREATE TABLE held (
  prediction INTEGER NOT NULL,             -- that gave the text
  manifest   INTEGER NOT NULL,
  code       TEXT NOT NULL,                -- what was found
  PRIMARY KEY (prediction, manifest)
) STRICT, WITHOUT ROWID;

-- What was handed out before is written, and noted, once more.
UPDATE runs SET output = NULL;
