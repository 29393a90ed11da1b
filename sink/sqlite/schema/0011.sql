-- Texts of ours are known again by their pictures, whatever the manifest and the
-- row are called that bring them back. What was asked about which pictures is
-- written in the order of these, once for all questions of a reading; an index of
-- items would be written all over for each.
CREATE TABLE asked (
  pictures BLOB NOT NULL,                  -- as in items
  item     INTEGER NOT NULL,
  PRIMARY KEY (pictures, item)
) STRICT, WITHOUT ROWID;
INSERT INTO asked SELECT pictures, id FROM items ORDER BY pictures, id;

-- So is what a person said of a text.
CREATE INDEX decisions_said ON decisions (pictures) WHERE text IS NOT NULL;
