package quality

import (
	"strings"
	"testing"
)

// The lists hold what they promise: phrases in lower case, of languages that
// are known, and no single word that begins many descriptions.
func TestLists(t *testing.T) {
	t.Parallel()
	for _, list := range []string{"errors.txt", "placeholders.txt", "names.txt", "not-names.txt"} {
		for _, phrase := range words(list) {
			if phrase != strings.ToLower(phrase) || strings.ContainsAny(phrase, "“”\t:") {
				t.Errorf("%s: %q can match nothing", list, phrase)
			}
			if open, ok := strings.CutSuffix(phrase, "…"); ok && len(strings.Fields(open)) < 2 && len(open) < 9 && open[0] < 0x80 {
				t.Errorf("%s: %q would match too much", list, phrase)
			}
		}
	}
	for _, list := range []string{"small.txt", "endless.txt"} {
		for lang, words := range byLanguage(list) {
			if tongue(lang) == 0 || len(words) < 2 {
				t.Errorf("%s: %q is not among the languages, or has no words", list, lang)
			}
		}
	}
	for name := range givenNames() {
		if notNames()[name] && name != "lily" {
			t.Errorf("%q is a name and is none", name)
		}
	}
}
