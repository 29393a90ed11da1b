package sink

import (
	"slices"
	"strconv"
	"strings"
)

// own are our columns, in the order in which they follow the manifest's.
var own = [...]string{
	"alt_text", "publish", "status", "reason", "detail", "flags",
	"caption", "model", "prediction_id", "cost_usd",
}

// origin are the columns of a provenance.
var origin = [...]string{
	"model_id", "parameters", "preset", "prompt_hash", "repair_of", "asked_at", "answered_at",
	"raw_text", "attempts", "decided_by", "decided_at",
}

// A Shape says which columns results have.
type Shape struct {
	// Header holds the names of the manifest's columns; for a JSONL manifest,
	// the top-level keys of its objects.
	Header []string
	// Slots are the places of the rows' questions. Each but "", which is the
	// only one of most manifests, has columns of its own.
	Slots []string
	// Long are those of them whose answers have a long description besides.
	Long []string
	// Provenance adds where each text comes from.
	Provenance bool
}

// named are the slots with columns of their own.
func (s *Shape) named() (slots []string) {
	for _, slot := range s.Slots {
		if slot != "" && !slices.Contains(slots, slot) {
			slots = append(slots, slot)
		}
	}
	return slots
}

// columns names our columns beside the manifest's. A name that the manifest
// has already gets "cm_" in front, as often as it takes.
//
// Names are compared without case and outer spaces, because spreadsheets,
// databases and most importers do so too: a "Status" of the shop and a
// "status" of ours in one file would be taken for the same column.
func (s *Shape) columns() []string {
	taken := make(map[string]bool, len(s.Header))
	for _, name := range s.Header {
		taken[strings.ToLower(strings.TrimSpace(name))] = true
	}
	names := s.wanted()
	for i := range names {
		for taken[strings.ToLower(names[i])] {
			names[i] = "cm_" + names[i]
		}
	}
	return names
}

// wanted names our columns, whatever the manifest has.
func (s *Shape) wanted() (names []string) {
	slots := s.named()
	for _, name := range own {
		names = append(names, name)
		for _, slot := range slots {
			if name == "alt_text" || name == "caption" {
				names = append(names, name+"_"+slot)
			}
		}
	}
	for _, slot := range s.long() {
		names = append(names, strings.TrimSuffix(longDescription+"_"+slot, "_"))
	}
	for _, ending := range s.endings() {
		for _, name := range origin {
			names = append(names, name+ending)
		}
	}
	return names
}

// longDescription is the column beside alt_text for answers in two parts.
const longDescription = "long_description"

// long are the slots with a column for a long description, each once, and ""
// first.
func (s *Shape) long() (slots []string) {
	for _, slot := range append([]string{""}, s.named()...) {
		if slices.Contains(s.Long, slot) {
			slots = append(slots, slot)
		}
	}
	return slots
}

// endings are what the columns of each provenance end in.
func (s *Shape) endings() (endings []string) {
	if !s.Provenance {
		return nil
	}
	slots := s.named()
	if len(slots) == 0 || slices.Contains(s.Slots, "") {
		endings = append(endings, "")
	}
	for _, slot := range slots {
		endings = append(endings, "_"+slot)
	}
	return endings
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
