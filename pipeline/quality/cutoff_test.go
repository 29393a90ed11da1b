package quality_test

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// A text that was cut off within its last word is told from one that ends in a
// word, also in a rare one, and from titles, names and other languages.
func TestCutOff(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]quality.Severity{
		"A tall building stands beside a river, and behind it there is a sto":        quality.Warn,
		"A man with a fishing rod on a wooden pier that stretches into the lak":      quality.Warn,
		"Several people around a campfire at night, with tents in the backgro":       quality.Warn,
		"A small dog runs across a green field. Behind it, a boy is throwing a fris": quality.Warn,
		"Two women in yellow raincoats wait at a bus stop with their umbrel":         quality.Warn,
		"A tall building stands beside a river, and behind it there is a store":      "",
		"Dog asleep in the back of a ute":                                            "",
		"A plate of sushi beside a bowl of pho":                                      "",
		"A nurse in scrubs checks the drip of a patient in the icu":                  "",
		"A boy in the middle of a huge pile of gravel and mud":                       "",
		"Picture of a backgro":                                                         "",
		"Ein Mann steht vor dem Haus und schaut auf die Stra":                          "",
		"Una mujer camina por la playa con un vestido y un sombr":                      "",
		"A woman in the foyer of the hotel Mira":                                       "",
		"A sticker on the door of a van with the logo \"umbrel\"":                      "",
		"Screenshot of a page with the name of the file in the corner, img_back":       "",
		"A tall building stands beside a river, and behind it there is a sto.":         "",
		"A child on the shoulders of a man who is waving to a friend with a small fla": quality.Warn,
	} {
		if got := severityOf(new(quality.Rules), text, quality.Truncated); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
