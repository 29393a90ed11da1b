package quality_test

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// An answer of several texts, or with a remark on itself, is not published
// unseen, though cleaning takes off what announced it.
func TestOffers(t *testing.T) {
	t.Parallel()
	rules := &quality.Rules{}
	for raw, want := range map[string]bool{
		"Sure, here are three options for the alt text: 1. A dog on a beach. 2. Dog at the sea. 3. A happy dog.":                  true,
		"Here are three alt text options:\n\n1. A dog on a beach.\n2. A brown dog runs along the sea.":                            true,
		"Here are some options:\n* \"A dog on a beach\"\n* \"A dog runs along the sea\"":                                          true,
		"Here are a few possible alt texts:\n- Dog on a beach\n- A dog runs\n- Happy dog at the sea":                              true,
		"Here are a few options, depending on the context:\n\n**Short:** A dog.\n\n**Detailed:** A brown dog runs along a beach.": true,
		"Hier sind drei Vorschläge:\n1. Ein Hund am Strand.\n2. Ein brauner Hund.":                                                true,
		"Voici trois propositions :\n1. Un chien sur la plage.\n2. Un chien brun.":                                                true,
		"**Alt text:** A dog on a beach.\n\n**Explanation:** I focused on the dog because it is the main subject.":                true,
		"Alt text: A dog on a beach.\n\nReasoning: The dog is the most important element.":                                        true,
		"Alt: A dog on a beach\nTitle: Dog\nCaption: A happy dog enjoys the sea.":                                                 true,
		"A dog on a beach.\n\nAlternatively: A brown dog runs along the sea.":                                                     true,
		`"A dog on a beach." or "A brown dog runs along the sea."`:                                                                true,
		"A dog on a beach. (Note: I kept this under 125 characters.)":                                                             true,
		"Snowy mountain peak at dawn. Character count: 28":                                                                        true,
		"A dog on a beach. [Character count: 16]":                                                                                 true,

		"You could use \"A dog on a beach\" / \"A dog by the sea\"":                              true,
		"Two suggestions:\n- A dog on a beach\n- A brown dog at the sea":                         true,
		"A dog for a beach.\n\n**Or:**\n\nA brown dog runs by the sea.":                          true,
		"Concise: A dog on a beach\nDetailed: A brown dog runs along a beach while waves break.": true,
		"Kurz: Ein Hund. Lang: Ein brauner Hund läuft am Strand.":                                true,
		"1. A dog on a beach. 2. A brown dog by the sea. 3. A dog playing in sand.":              true,
		"A dog on a beach. This description is concise and conveys the main content.":            true,
		"A dog on a beach. The alt text is 16 characters long.":                                  true,
		"A dog on a beach. — 16 characters":                                                      true,
		"Ein Hund am Strand. (Anmerkung: Die Rasse ist auf dem Bild nicht erkennbar.)":           true,
		"Un chien sur la plage.\nRemarque : la race reste inconnue.\nFin":                        true,
		"A dog on a beach. Keywords: dog, beach, sea, summer":                                    true,
		"A dog on a beach. #dog #beach #summer":                                                  true,

		"Here are two ways to describe it: \"A dog on a beach.\" and \"A brown dog at the sea.\"": true,
		"Alt text 1: A dog on a beach. Alt text 2: A dog at the sea.":                             true,
		"A dog on a beach. Length: 30 characters.":                                                true,
		"A dog on a beach. (Kept under the limit of 125 characters.)":                             true,

		"Signs that read \"Keep off the grass\" and \"No dogs on the grass\"": false,
		"\"Keep off the grass\" and \"No dogs on the grass\" on two signs":    false,
		"Recipe card (note: bake at 180 °C) with a drawing of a cake":         false,
		"Exam paper. Explanation: Water boils at 100 °C.":                     false,
		"Password field with a hint (8 characters)":                           false,
		"Editor window. Word count: 1,204":                                    false,
		"Book page. Title: The Sea. Description: a novel.":                    false,
		"\"Trick or treat\" or \"Boo\", two Halloween cards side by side":     false,
		"Hier sind die Varianten: links rot, rechts blau":                     false,
		"1. Paris. 2. Rome. 3. Madrid":                                        false,
		"1. Cut the paper.\n2. Fold a boat.\n3. Glue on googly eyes.":         false,
		"Museum panel with a photo. The description is in English":            false,
		"Short: 3 cm. Long: 5 cm":                                             false,
		"Whiteboard with three options: rent, buy or leave":                   false,
		"Slide with the heading Explanation: how tides work":                  false,
		`A sign reads "Reasoning: none needed."`:                              false,
		"Sticky note on a fridge: buy milk":                                   false,
		`"Stop" or "Go": two doors of a game show`:                            false,
		"Menu card. Starters: soup or salad":                                  false,
		"Book cover. Title: The Sea. Author: John Banville":                   false,
		"Here are the winners of the relay, arms around each other: Kenya.":   false,
	} {
		clean := rules.Clean(raw)
		found := false
		for _, f := range rules.Check(raw, clean, nil) {
			found = found || f.Code == quality.Preamble || f.Severity == quality.Block
		}
		if found != want {
			t.Errorf("%q, cleaned to %q: found %v", raw, clean, found)
		}
	}
}
