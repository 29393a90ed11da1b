-- Texts that were handed out to be looked at, because of what a row says beside
-- them. They may come back where less is known, and wait there too.
CREATE TABLE held (
  item INTEGER PRIMARY KEY,
  code TEXT NOT NULL                       -- what was found
) STRICT;
