package main

import (
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

func TestThousands(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 26759: "26,759", 123456: "123,456", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
	if got := plural(1, "question") + ", " + plural(2000, "row"); got != "1 question, 2,000 rows" {
		t.Error(got)
	}
}

func TestRoughly(t *testing.T) {
	t.Parallel()
	tests := map[time.Duration]string{
		time.Millisecond:                "1 s",
		5100 * time.Millisecond:         "6 s",
		89 * time.Second:                "89 s",
		89*time.Second + 1:              "90 s",
		90 * time.Second:                "2 min",
		54*time.Minute + time.Second:    "54 min",
		89*time.Minute + 59*time.Second: "90 min",
		90 * time.Minute:                "1.5 h",
		47*time.Hour + 30*time.Minute:   "47.5 h",
		72 * time.Hour:                  "3.0 days",
	}
	for d, want := range tests {
		if got := roughly(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"café ☕":          "café ☕",
		"\x1b[2Jwiped":    " [2Jwiped",
		"a\r\nb\tc\x00":   "a  b c ",
		"txt\u202Egpj.a":  "txt gpj.a", // would be shown backwards
		"zero\u200Bwidth": "zero width",
	}
	for in, want := range tests {
		if got := printable(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"": "", "née": "née", "four": "four", "naïve": "naï…"} {
		if got := clip(in, 4); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	var out table
	out.add("Rows", "14")
	out.addSome("  kept", 1, "have alt text already")
	out.addSome("  skipped", 0, "name no image")
	out.add("Größe", "3")
	want := "Rows    14\n  kept  1  have alt text already\nGröße   3\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	if got := words(part{12, "done"}, part{0, "failed"}, part{1500, "kept"}); got != "12 done, 1,500 kept" {
		t.Error(got)
	}
	if got := words(part{0, "done"}); got != "none" {
		t.Error(got)
	}
}

// The first line of a run is part of the contract.
func TestFirstLine(t *testing.T) {
	t.Parallel()
	tests := map[string]estimate{
		"26,759 questions · minicpm · $133.795, at most $267.59 with second attempts · about 54 min": {
			questions: 26759, models: []string{"minicpm"}, once: 133795000 * price.Micros(1), worst: 267590000, time: 54 * time.Minute},
		"1 question · minicpm, any-llm · $0.055, at most $0.11 with second attempts": {
			questions: 1, models: []string{"minicpm", "any-llm"}, once: 55000, worst: 110000},
		"0 questions": {},
		"0 questions · 39 answers to fetch, paid already": {Outlook: sqlite.Outlook{Submitted: 39}},
	}
	for want, e := range tests {
		if got := e.first(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
