-- Figures that are kept, and indexes, for what a run with nothing to do asks
-- about a ledger of millions of rows.

-- How many different questions the current rows ask.
ALTER TABLE manifests ADD COLUMN questions INTEGER NOT NULL DEFAULT 0;
UPDATE manifests SET questions = (SELECT count(DISTINCT item) FROM answers WHERE row BETWEEN first_row AND last_row);

-- The last prediction of the runs before, so that those of a run are found by
-- their numbers.
ALTER TABLE runs ADD COLUMN last_before INTEGER NOT NULL DEFAULT 0;

-- Rows that ask nothing, which are counted by themselves.
CREATE INDEX rows_fated ON rows (id, fate, reason) WHERE fate IS NOT NULL;

-- Bills are looked for among the predictions of some weeks, newest first.
DROP INDEX predictions_unsettled;
CREATE INDEX predictions_unsettled ON predictions (intended_at) WHERE settled_at IS NULL AND remote IS NOT NULL;

-- The words that a state or a fate may be, in a form that costs less: for a list
-- of more than two, SQLite builds an index whenever a row is written. Nothing in
-- the tables changes, so their texts are exchanged as the documentation of ALTER
-- TABLE has it; the likeliest words stand first.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (fate IN (''kept'', ''skipped'', ''failed''))',
  'CHECK (fate = ''kept'' OR fate = ''skipped'' OR fate = ''failed'')')
WHERE type = 'table' AND name = 'rows';
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (state IN
           (''pending'', ''submitting'', ''submitted'', ''done'', ''failed'', ''unconfirmed''))',
  'CHECK (state = ''submitted'' OR state = ''done'' OR state = ''submitting'' OR state = ''pending'' OR state = ''failed'' OR state = ''unconfirmed'')')
WHERE type = 'table' AND name = 'items';
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (state IN
             (''submitting'', ''submitted'', ''done'', ''failed'', ''unconfirmed'', ''refused''))',
  'CHECK (state = ''submitted'' OR state = ''done'' OR state = ''submitting'' OR state = ''failed'' OR state = ''unconfirmed'' OR state = ''refused'')')
WHERE type = 'table' AND name = 'predictions';
PRAGMA writable_schema = RESET;
