-- What a good answer to a prompt looks like. It is no part of what was asked,
-- and NULL where it is as for alt text, or nobody knew: a manifest that is read
-- anew brings it.
ALTER TABLE prompts ADD COLUMN kind TEXT;          -- dense, tags, ocr or complex
ALTER TABLE prompts ADD COLUMN max_chars INTEGER;  -- the most characters
ALTER TABLE prompts ADD COLUMN lang TEXT;          -- the language, as a BCP 47 tag
