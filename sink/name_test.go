package sink

import "testing"

func TestNameFor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ manifest, format, want string }{
		{"photos/images.csv.gz", CSV, "images.captioned.csv"},
		{"images.csv", CSV, "images.captioned.csv"},
		{"images.csv", JSONL, "images.captioned.jsonl"},
		{"IMAGES.CSV.GZ", CSV, "IMAGES.captioned.csv"},
		{"rows.ndjson", JSONL, "rows.captioned.jsonl"},
		{"urls.txt", CSV, "urls.captioned.csv"},
		{"-", CSV, "stdin.captioned.csv"},
		{"stdin", JSONL, "stdin.captioned.jsonl"},
		{"shop-2026.11", CSV, "shop-2026.11.captioned.csv"},
		{"images.captioned.csv", CSV, "images.captioned.captioned.csv"},
		{"photos/", CSV, "photos.captioned.csv"},
		{"a b/Käse.tsv", CSV, "Käse.captioned.csv"},
		{".csv", CSV, ".csv.captioned.csv"},
		{".", CSV, "images.captioned.csv"},
		{"..", CSV, "images.captioned.csv"},
		{"/", CSV, "images.captioned.csv"},
		{"", CSV, "images.captioned.csv"},
	} {
		if got := NameFor(tt.manifest, tt.format); got != tt.want {
			t.Errorf("NameFor(%q, %q) = %q, want %q", tt.manifest, tt.format, got, tt.want)
		}
	}
}
