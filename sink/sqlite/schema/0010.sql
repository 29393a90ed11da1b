-- A decision is about pictures, and so is a text that came from here: what is
-- said of one picture is not said of another that comes to stand in the same row.

-- Hash of the names of the pictures that the person saw, as in items. It is NULL
-- where nobody knew them, until a reading brings some, and where what was decided
-- is taken back, about whatever pictures.
ALTER TABLE decisions ADD COLUMN pictures BLOB;
UPDATE decisions SET pictures = (SELECT pictures FROM items WHERE id = decisions.item) WHERE decision <> 'undo';

-- The same of a row that asks nothing. NULL where it has a question, whose item
-- knows, and where it has no pictures, or none that can be named.
ALTER TABLE rows ADD COLUMN pictures BLOB;

-- Every manifest is read anew by the next run, which is how its rows learn their
-- pictures, and are asked about those for which another's text was taken.
UPDATE manifests SET content = NULL;
