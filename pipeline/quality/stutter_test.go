package quality

import (
	"strings"
	"testing"
)

func TestStutters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"A bicycle in the the the rain":              true,
		"A bicycle in in in":                         true,
		"A bicycle in the the rain and the the snow": true,
		"A bicycle in the the rain":                  false,
		"A very very very small bicycle":             false,
		"The the The the":                            false,
		`A child says "the the the" to a cat`:        false,
		"":                                           false,
		"the the " + strings.Repeat("rain ", 60) + "the the rain": false,
	} {
		if got := stutters(text); got != want {
			t.Errorf("stutters(%q) = %v", text, got)
		}
	}
}

// Letters of one alphabet that a program read in another are told from signs and
// from words in capitals.
func TestGarbled(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"fÃ¤hrt": true, "StraÃ e": true, "dogâ€™s": true, "25Â°C": true, "Ð»Ð¸ÑÐ°": true, "Å¼ka": true, "ðŸŽ‰": true, "å›¾ç‰‡": true, "ï¿½": true, "Ø¹Ù„Ù‰": true, "×©×œ×": true, "caf\ufffd": true,
		"SÃO": false, "MAÇÔ": false, "5 Å²": false, "2×½×3": false, "Ø¾ in": false, "ÂGE": false, "Nestlé®": false, "pâtés » d’un": false, "“IRMÔ": false, "i Åland": false, "Ñandú": false,
		"a \ufffd glyph": false,
	} {
		s := subject{rules: &alone, ctx: &unknown, raw: text}
		s.read(text)
		if got := s.garbled() != ""; got != want {
			t.Errorf("%q is garbled: %v", text, got)
		}
	}
}
