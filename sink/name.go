package sink

import (
	"path/filepath"
	"slices"
	"strings"
)

// NameFor is where the captions of a manifest go when nobody says where: a
// file in the current folder called after the manifest, such as
// "images.captioned.csv" for "photos/images.csv.gz". The manifest "-" is
// called stdin, and a folder without a name of its own, such as ".", images.
//
// Only endings of lists are dropped, so that "shop-2026.11" and "shop-2026.12"
// do not share a file; and the name is never the manifest's own.
func NameFor(manifest, format string) string {
	return stem(manifest) + ".captioned." + format
}

func stem(manifest string) string {
	if manifest == "-" {
		return "stdin"
	}
	base := filepath.Base(manifest)
	if base == "." || base == ".." || base == string(filepath.Separator) {
		return "images"
	}
	base = dropEnding(base, ".gz")
	return dropEnding(base, ".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".txt")
}

// dropEnding drops the name's extension if it is one of those, in either case
// of letters, unless nothing would be left.
func dropEnding(name string, endings ...string) string {
	ext := filepath.Ext(name)
	if ext == name || !slices.Contains(endings, strings.ToLower(ext)) {
		return name
	}
	return strings.TrimSuffix(name, ext)
}
