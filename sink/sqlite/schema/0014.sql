-- The API's ids are random, so that an index which is kept with every step has
-- most of its pages written over and over. They are put in order many at once
-- instead; the latest ones are found among the last predictions until then.
CREATE TABLE remotes (
  remote     TEXT PRIMARY KEY,             -- the API's id
  prediction INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO remotes SELECT remote, id FROM predictions WHERE remote IS NOT NULL ORDER BY remote;
DROP INDEX predictions_remote;

-- The one row tells up to which prediction those that have an id are found there.
CREATE TABLE remotes_until (prediction INTEGER NOT NULL) STRICT;
INSERT INTO remotes_until SELECT coalesce(max(id), 0) FROM predictions;

-- A prediction up to that one may get its id later, which is put in order at once:
-- also by an older version that was at work when this was written.
CREATE TRIGGER predictions_late AFTER UPDATE OF remote ON predictions
WHEN new.remote IS NOT NULL AND new.remote IS NOT old.remote AND new.id <= (SELECT prediction FROM remotes_until)
BEGIN
  INSERT INTO remotes VALUES (new.remote, new.id);
END;
