-- Texts of ours are known again by their pictures, whatever the manifest and the
-- row are called that bring them back. All items are in the index, though only
-- those that are done are wanted: it is written while a manifest is read, and
-- not again at each step of a run.
CREATE INDEX items_pictures ON items (pictures);

-- So is what a person said of a text.
CREATE INDEX decisions_said ON decisions (pictures) WHERE text IS NOT NULL;
