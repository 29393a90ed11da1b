package quality_test

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// A text that ends before a noun, or before who does it or where it leads, is cut
// off, and one that ends in the same word for another reason is not.
func TestDangling(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"A farmer feeding chickens next to a wooden":                         true,
		"A display of antique clocks, each with an ornate":                   true,
		"A cat sitting in front of a large":                                  true,
		"A room filled with colorful":                                        true,
		"A square surrounded by tall":                                        true,
		"A house with a red roof and a tall old":                             true,
		"The chart shows that revenue increased by":                          true,
		"Aerial view of a stadium filled with fans and surrounded by":        true,
		"A kettle on a stove; a bag of beans lies next to":                   true,
		"A narrow stone bridge that leads to":                                true,
		"Two colleagues looking at a laptop, one pointing to":                true,
		"Students gather around a telescope on the school roof to":           true,
		"Snowy street with cars parked on both":                              true,
		"The logo consists of a green leaf and the word":                     true,
		"Coat hanger – wooden":                                               false,
		"Sail boat passing by":                                               false,
		"A parade that marched by":                                           false,
		"A bear with young":                                                  false,
		"A T-shirt in red, in large":                                         false,
		"The fence on the left is wooden":                                    false,
		"Houses both old and tall":                                           false,
		"A sign that shows where the path leads to":                          false,
		"A happy song to dance to":                                           false,
		"The people whom he talks to":                                        false,
		"A woman and a man; a child runs ahead of both":                      false,
		"A man runs on the beach, and a child smiles at them both":           false,
		"A boy reading the words":                                            false,
		"A man of the word":                                                  false,
		"A grandmother with a friend to talk to":                             false,
		"Une rue large et une rue plus large":                                false,
		"A portrait of a man with a hat and a beard, the beard long and old": false,
	} {
		if got := severityOf(new(quality.Rules), text, quality.Truncated) != ""; got != want {
			t.Errorf("%q is cut off: %t, want %t", text, got, want)
		}
	}
}

// A preposition of Dutch, Swedish or Danish may be a part of the verb before it.
func TestParticles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang, text string
		want       bool
	}{
		{"ja", "公園のベンチに座って本を読んでいる女性と、その隣に", true}, {"ja", "机の上に本、その隣に猫", false}, {"ja", "テーブルの上に", false},
		{"nl", "Het licht staat aan", false}, {"nl", "De zon gaat onder", false}, {"nl", "Een vrouw leest haar kind voor", false}, {"nl", "De trein rijdt door", false},
		{"nl", "Een man staat voor", true}, {"nl", "Een kat zit onder", true}, {"nl", "Een man loopt met", true},
		{"sv", "Lampan är på", false}, {"sv", "Dörren som hon gick in i", false}, {"sv", "En man på väg in i", false}, {"sv", "Stolen som katten sover på", false},
		{"sv", "En man sitter på", true}, {"sv", "En katt är i", true}, {"da", "Lyset er på", false}, {"da", "En mand sidder på", true},
	} {
		if got := severityOf(&quality.Rules{Lang: tt.lang}, tt.text, quality.Truncated) != ""; got != tt.want {
			t.Errorf("%q (%s) is cut off: %t, want %t", tt.text, tt.lang, got, tt.want)
		}
	}
}
