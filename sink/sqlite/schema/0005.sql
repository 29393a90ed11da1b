-- People: what they decided, about which answer, and who. Rows that ask several
-- questions.

-- The slots of the current rows' questions, a JSON array in the order in which
-- the manifest first had them.
ALTER TABLE manifests ADD COLUMN slots TEXT NOT NULL DEFAULT '[""]';

-- A decision is about the answer that the person saw: the question that the row
-- asked, and the prediction that answered it. The last one of a row and slot
-- counts.
ALTER TABLE decisions ADD COLUMN item INTEGER;
ALTER TABLE decisions ADD COLUMN prediction INTEGER;
ALTER TABLE decisions ADD COLUMN decided_by TEXT;
DROP INDEX decisions_row;
CREATE INDEX decisions_row ON decisions (manifest, key, slot);
