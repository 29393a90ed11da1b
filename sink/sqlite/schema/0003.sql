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
