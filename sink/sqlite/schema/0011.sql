-- Texts of ours are known again by their pictures, whatever the manifest and the
-- row are called that bring them back.
CREATE INDEX items_answered ON items (pictures) WHERE state = 'done';

-- So is what a person said of a text.
CREATE INDEX decisions_said ON decisions (pictures) WHERE text IS NOT NULL;
