-- The last prediction of all when a person wanted a question to be asked again,
-- 0 for never. Bad texts up to that one, under whatever name the picture had
-- them, do not count for it any more.
ALTER TABLE items ADD COLUMN put_back INTEGER NOT NULL DEFAULT 0;
