-- Which columns a person has named for what they say beside a picture: an object
-- of their names by role, such as {"title":"Heading"}. The others are found by
-- their usual names.
ALTER TABLE manifests ADD COLUMN texts TEXT NOT NULL DEFAULT '{}';
