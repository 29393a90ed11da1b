package quality_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// Every line of every preset that ships, and every sentence of one, is found where
// it comes back as the answer. Lines that say what is known of a row are not
// looked at.
func TestPresetsAreEchoes(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(configs.Presets(), "presets/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d presets, %v", len(files), err)
	}
	for _, name := range files {
		text, err := fs.ReadFile(configs.Presets(), name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.Contains(line, "{{.}}”") {
				continue
			}
			line = strings.ReplaceAll(line, "{{.}}", "German")
			line = strings.TrimSpace(actions.ReplaceAllString(line, ""))
			for _, part := range append(sentenceEnds.Split(line, -1), line) {
				if len(strings.Fields(part)) > 3 {
					echoed(t, name, part)
				}
			}
		}
	}
}

func echoed(t *testing.T, name, line string) {
	t.Helper()
	clean := quality.Clean(line)
	if found := quality.Check(line, clean); !slices.Contains(codesOf(found), quality.Placeholder) {
		t.Errorf("%s: %q has %v", name, line, codesOf(found))
	}
}

var (
	// actions are what a template does with what is known, and all of a condition
	// that stands within a sentence.
	actions = regexp.MustCompile(`\{\{if [^}]*\}\}, [^{]*\{\{end\}\}|\{\{[^}]*\}\}`)
	// sentenceEnds are where one sentence ends and another begins.
	sentenceEnds = regexp.MustCompile(`\. +`)
)

// The first sentence alone leaves a text that a person can mend.
func TestFirstSentenceOfPreset(t *testing.T) {
	t.Parallel()
	const fox = " A red fox stands in fresh snow."
	for _, start := range []string{"Say only what can be seen.", "No opinions and no advertising.", "One or two short sentences, at most 125 characters in all.", "Describe only what is visible."} {
		found := quality.Check(start+fox, start+fox)
		if i := slices.Index(codesOf(found), quality.Preamble); i < 0 || found[i].Severity != quality.Warn || slices.Contains(codesOf(found), quality.Placeholder) {
			t.Errorf("%q has %v, want a preamble alone", start+fox, found)
		}
	}
}
