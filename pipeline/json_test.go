package pipeline

import (
	"encoding/json"
	"slices"
	"testing"
)

// Strings come back as they were written, and anything else as the standard
// library reads it.
func FuzzParseStrings(f *testing.F) {
	for _, seed := range []string{`[]`, `[""]`, `["a","b"]`, `["a", "b"]`, `["ü","\u00fc"]`, `["a","b`, `["a""b"]`, `["a",]`, `["a"]x`, `[1]`, `null`, "[\"\xff\"]", "[\"\t\"]", ``} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want []string
		wantErr := json.Unmarshal([]byte(text), &want)
		got, err := ParseStrings(text, []string{"before"})
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("ParseStrings(%q): %v, want %v", text, err, wantErr)
		}
		if err == nil && !slices.Equal(got, append([]string{"before"}, want...)) {
			t.Errorf("ParseStrings(%q) = %q, want %q", text, got, want)
		}
		cells := []string{text, "b"}
		if back, err := ParseStrings(string(jsonStrings(cells)), nil); json.Valid(jsonStrings(cells)) && (err != nil || back[1] != "b" || len(back) != 2) {
			t.Errorf("strings %q came back as %q, %v", cells, back, err)
		}
	})
}
