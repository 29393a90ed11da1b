-- What made two addresses the same picture when the manifest was read, '' where
-- nobody has noted it: with another word its pictures have other names.
ALTER TABLE manifests ADD COLUMN image_key TEXT NOT NULL DEFAULT '';
