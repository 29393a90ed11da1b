package quality

import (
	"slices"
	"strings"
	"testing"
)

// The lists hold what they promise: phrases in lower case, of languages that
// are known, and no single word that begins many descriptions.
func TestLists(t *testing.T) {
	t.Parallel()
	for _, list := range []string{"errors.txt", "answers.txt", "placeholders.txt", "names.txt", "not-names.txt"} {
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
	if lines := strings.Split(strings.TrimSpace(vocabulary()), "\n"); !slices.IsSorted(lines) || slices.ContainsFunc(lines, func(w string) bool { return strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") != "" }) {
		t.Error("english.txt is not in order, or has more than words")
	}
	for name := range givenNames() {
		if notNames()[name] && name != "lily" {
			t.Errorf("%q is a name and is none", name)
		}
	}
}

// Names of files with many spaces are known as such.
func TestSpaciousNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"IMG 2031 copy 2 edited final (3)", "Copy of a picture of us at the lake 2019", "Kopie von dem Bild aus dem Park 2022", "Copia de foto de la playa del sur 2033",
		"Cópia de foto da praia do sul 2044", "WhatsApp Image 2024 03 01 at 10 12 33", "Screenshot from 2024 03 01 at 10 12 33", "Screen Shot 2024 at 10 12 33 of this", "Bildschirmfoto 2024 um 10 12 33",
		"Capture d'écran 2024 à 10 12 33", "Captura de pantalla 2024 a las 10 12 33", "Schermata 2024 alle ore 10 12 33", "Zrzut ekranu 2024 o 10 12 33", "Снимок экрана 2024 в 10 12 33",
		"Skärmavbild 2024 kl. 10 12 33", "Ekran görüntüsü 2024 saat 10 12 33", "ChatGPT Image Mar 5 2024 at 10 12 33", "Scanned 2024-03-01 at 10 12 33 by us"} {
		if !slices.ContainsFunc(Check(name, name), func(f Finding) bool { return f.Code == Filename }) {
			t.Errorf("%q is not known as the name of a file", name)
		}
	}
}
