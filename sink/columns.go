package sink

import (
	"strconv"
	"strings"
)

// own are our columns, in the order in which they follow the manifest's.
var own = [...]string{
	"alt_text", "publish", "status", "reason", "detail", "flags",
	"caption", "model", "prediction_id", "cost_usd",
}

// ownColumns names our columns beside a manifest's. A name that the manifest
// has already gets "cm_" in front, as often as it takes.
//
// Names are compared without case and outer spaces, because spreadsheets,
// databases and most importers do so too: a "Status" of the shop and a
// "status" of ours in one file would be taken for the same column.
func ownColumns(header []string) []string {
	taken := make(map[string]bool, len(header))
	for _, name := range header {
		taken[strings.ToLower(strings.TrimSpace(name))] = true
	}
	names := make([]string, 0, len(own))
	for _, name := range own {
		for taken[name] {
			name = "cm_" + name
		}
		names = append(names, name)
	}
	return names
}

// keys makes the names of a header usable as the keys of one JSON object: a
// name that was there before gets the first of the endings "_2", "_3", … that
// no other column has.
func keys(header []string) []string {
	taken := make(map[string]bool, len(header))
	for _, name := range header {
		taken[strings.ToValidUTF8(name, "\uFFFD")] = true
	}
	seen := make(map[string]int, len(header))
	names := make([]string, 0, len(header))
	for _, name := range header {
		name = strings.ToValidUTF8(name, "\uFFFD")
		names = append(names, unique(name, seen, taken))
	}
	return names
}

// unique gives a name the ending it needs, and remembers both. seen holds the
// last ending tried for a name, so that many equal names take no longer each.
func unique(name string, seen map[string]int, taken map[string]bool) string {
	if seen[name]++; seen[name] == 1 {
		return name
	}
	for {
		try := name + "_" + strconv.Itoa(seen[name])
		if !taken[try] {
			taken[try] = true
			return try
		}
		seen[name]++
	}
}
