package quality

import (
	"compress/zlib"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// What packs well is never taken for varied, whatever way a text repeats
// itself in: whole phrases, phrases with a slip in each, lists, few letters.
func TestVariedTextDoesNotPack(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("a red fox stands in snow beside the old wooden fence while two children look at it from behind a window of house with blue curtains and many plants in evening light over hills")
	phrase := func(n int) string {
		some := make([]string, n)
		for i := range some {
			some[i] = words[dice.IntN(len(words))]
		}
		return strings.Join(some, " ")
	}
	ways := []func() string{
		func() string {
			return phrase(dice.IntN(10)) + strings.Repeat(phrase(1+dice.IntN(12))+" ", 2+dice.IntN(12))
		},
		func() (s string) {
			p := phrase(4 + dice.IntN(30))
			for range 2 + dice.IntN(6) {
				slip := []byte(p)
				slip[dice.IntN(len(slip))] = 'x'
				s += string(slip) + ". "
			}
			return s
		},
		func() (s string) {
			for range 3 + dice.IntN(20) {
				s += phrase(1+dice.IntN(2)) + " with " + words[dice.IntN(5)] + ", "
			}
			return s
		},
		func() string {
			b := make([]byte, 60+dice.IntN(900))
			for i, letters := 0, 1+dice.IntN(12); i < len(b); i++ {
				b[i] = byte('a' + dice.IntN(letters))
			}
			return string(b)
		},
	}
	w := zlib.NewWriter(io.Discard)
	packed := 0
	for i := range 20_000 {
		text := []byte(ways[i%len(ways)]())
		text = text[:min(len(text), maxPacked)]
		if len(text) < minPacked || ratio(w, text) <= maxRatio {
			continue
		}
		if packed++; varied(text) {
			t.Errorf("%q packs well and was taken for varied", text)
		}
	}
	if packed < 5_000 {
		t.Errorf("only %d texts packed well: too few to tell", packed)
	}
}

// The shortest blocks that stand three times are found, also where the last of
// their spaces is the end of the text.
func TestShortLoops(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"abcdabcdabcd", "fox fox fox", "Snow. fox fox fox", "äöü äöü äöü", "很好很好很好很好", "A red fox in fresh snow, snow, snow, snow, snow, so it seems."} {
		if !loops(text) {
			t.Errorf("%q is no loop", text)
		}
	}
	for _, text := range []string{"abcdabcd", "fox fox", "bye bye, fox", "A red fox in fresh snow, snow, snow, so it seems."} {
		if loops(text) {
			t.Errorf("%q is a loop", text)
		}
	}
}

// An ordinary caption is told apart without packing it.
func TestOrdinaryTextIsVaried(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"A red fox stands in fresh snow beside an old wooden fence, looking towards the camera.",
		"Two children in yellow raincoats jump into a puddle on a street market while people with umbrellas walk by.",
		"Ein roter Fuchs steht im frischen Schnee neben einem alten Holzzaun und blickt in die Kamera.",
	} {
		if !varied([]byte(text)) {
			t.Errorf("%q has to be packed", text)
		}
	}
}

func BenchmarkLoops(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		loops("A red fox stands in fresh snow beside an old wooden fence, looking towards the camera.")
	}
}

// What somebody cries in quotes is no loop, whichever quotes these are: they
// open before it and close behind it.
func TestQuotedCries(t *testing.T) {
	t.Parallel()
	const cries = "Open Open Open Open Open Open"
	for _, text := range []string{
		`A sign that says "%" in a shop window at night`,
		"A sign that says “%” in a shop window at night",
		"Ein Schild mit „%“ in einem Fenster bei Nacht",
		"Ein Schild mit »„%“« in einem Fenster bei Nacht",
		"Un panneau « % » dans la vitrine de la boutique",
		"夜の窓に「%」と書かれた看板があり、その前に人が立っている",
		`A "Bar" sign and one that says "%" in a shop window at night`,
		"A “Bar” sign and one that says “%” in a shop window",
		"Un panneau « Bar » et un autre « % » dans la vitrine",
		"「バー」と書かれた看板と、夜の窓に「%」と書かれた看板がある",
		`Words on a wall: "Stop","Stop","Stop","Stop","Stop","Stop".`,
	} {
		if text = strings.ReplaceAll(text, "%", cries); loops(text) {
			t.Errorf("%q is a loop, though it stands in quotes", text)
		}
	}
	for _, text := range []string{
		`A page that says "I am the walrus and he is the eggman, I am the walrus and he is the eggman, I am the walrus and he is the eggman, I am the walrus and he is the eggman"`,
		"A sign that says % in a shop window at night",
		"A sign that says “% in a shop window at night",
		"A sign that says %” in a shop window at night",
		`A "Bar" and % and "Café" in a shop window at night`,
		"A “Bar” and % and “Café” in a shop window at night",
		"Un panneau « Bar » et % et un « Café » dans la vitrine",
		"「バー」と % と「カフェ」と書かれた看板がある。",
		"A “Bar“, a „Bar” and % and “Café” in a shop window",
		`A sign that says "% Open Open Open" in a shop window at night`,
	} {
		if text = strings.ReplaceAll(text, "%", cries); !repeats([]rune(text + " ")) {
			t.Errorf("%q is no loop", text)
		}
	}
}

// What is joined is found as well as what only stands there again, and what is
// counted, but no cries, no names and no short patterns.
func TestJoinedLoops(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"the dog is wearing a hat and a hat and a hat", "She is smiling and she is smiling and she is smiling", "Ein Hund und ein Hund und ein Hund.",
		"A bowl of fruit with apples, bananas, oranges, apples, bananas, oranges, apples, bananas, oranges", "a red house, a red house, a red house",
		"1. A chair 2. A chair 3. A chair 4. A chair 5. A chair 6. A chair 7. A chair", "1. A chair\n2. A chair\n3. A chair\n4. A chair\n5. A chair",
		"Row 1: a chair. Row 2: a chair. Row 3: a chair. Row 4: a chair.", "The first shelf has books. The second shelf has books. The third shelf has books. The fourth shelf has books.",
		"First a red cat sits. Second a red cat sits. Third a red cat sits. Fourth a red cat sits.",
	} {
		if !loops(text) {
			t.Errorf("%q is no loop", text)
		}
	}
	for _, text := range []string{
		"Go, go, go!", "Go and go and go", "A crowd chants again and again and again", "Row after row after row of vines", "Left, right, left, right, left, right",
		"Beads in red, white, blue, red, white, blue, red, white, blue", "A rose is a rose is a rose", "Day and night and day and night",
		`A page that says "a hat and a hat and a hat"`, "New York, New York, New York", "A tall man and a man and a dog and a man", "A scoreboard with 2 2 2 and 3 3 3",
		"Step 1, Step 2, Step 3, Step 4, Step 5", "1. A chair 2. A table 3. A chair 4. A table 5. A chair", "The first shelf has books. The second shelf has books. The third shelf has toys.",
		"Houses number 1, 2, 3, 4 and 5",
	} {
		if loops(text) {
			t.Errorf("%q is a loop", text)
		}
	}
}
