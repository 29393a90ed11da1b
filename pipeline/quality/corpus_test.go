package quality_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// A caption is a line of the good ones, with what it is asked for.
type caption struct {
	text, lang string
	kind       quality.Kind
}

func lines(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(strings.Split(string(b), "\n"), func(line string) bool { return line == "" || strings.HasPrefix(line, "# ") })
}

func goodCaptions(t testing.TB) []caption {
	var all []caption
	var kind quality.Kind
	lang := ""
	for _, line := range lines(t, "good.txt") {
		if name, ok := strings.CutPrefix(line, "kind: "); ok {
			kind, lang = quality.Kind(strings.TrimPrefix(name, "prose")), ""
		} else if name, ok := strings.CutPrefix(line, "lang: "); ok {
			lang = strings.TrimPrefix(name, "-")
		} else {
			all = append(all, caption{line, lang, kind})
		}
	}
	return all
}

// Nothing is found in good captions, among them those that look like a fault,
// as they stand and cleaned.
func TestNoFalseAlarms(t *testing.T) {
	t.Parallel()
	good := goodCaptions(t)
	if len(good) < 850 {
		t.Fatalf("only %d good captions", len(good))
	}
	for _, c := range good {
		rules := &quality.Rules{Kind: c.kind, Lang: c.lang}
		clean := rules.Clean(c.text)
		for _, text := range []string{c.text, clean} {
			for _, f := range rules.Check(c.text, text, nil) {
				if known := text == c.text && f.Code == quality.Markup; !known && !allowed(f, c.text) {
					t.Errorf("%q (%s): %s %s: %s", text, c.lang, f.Severity, f.Code, f.Detail)
				}
			}
		}
		if c.kind != quality.Tags && clean != c.text && !strings.HasPrefix(c.text, `"`) {
			t.Errorf("%q was cleaned to %q", c.text, clean)
		}
	}
}

// allowed are the findings that a good caption may have: "The image of" is what
// checkers report, even where it is right.
func allowed(f quality.Finding, text string) bool {
	return f.Code == quality.Preamble && strings.HasPrefix(text, "The image of")
}

// Every text of the bad ones has its fault, as it stands and cleaned.
func TestFaults(t *testing.T) {
	t.Parallel()
	seen := make(map[string]int)
	for _, line := range lines(t, "bad.txt") {
		code, text, ok := strings.Cut(line, "  ")
		if !ok {
			t.Fatalf("bad.txt: %q has no code", line)
		}
		seen[code]++
		for _, clean := range []string{text, quality.Clean(text)} {
			if found := quality.Check(text, clean); !slices.ContainsFunc(found, func(f quality.Finding) bool { return f.Code == code }) {
				t.Errorf("%q has %v, want %s", clean, codesOf(found), code)
			}
		}
	}
	for _, code := range quality.Codes() {
		if seen[code] == 0 && !slices.Contains([]string{quality.Redundant, quality.WrongLanguage, quality.Duplicate}, code) {
			t.Errorf("no bad text is %s", code)
		}
	}
}

func codesOf(found []quality.Finding) []string {
	var codes []string
	for _, f := range found {
		codes = append(codes, f.Code)
	}
	return codes
}
