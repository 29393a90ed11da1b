package quality_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// codes checks a raw answer and gives the codes of what was found.
func codes(raw string) []string {
	var out []string
	for _, f := range quality.Check(raw, quality.Clean(raw)) {
		out = append(out, f.Code)
	}
	return out
}

var refusals = []string{
	"I'm sorry, but I can't assist with that request.",
	"I’m sorry, I can’t help with identifying people in images.",
	"I'm sorry, but I'm not able to provide visual descriptions of images with real people",
	"Sorry, I cannot describe this image.",
	"I cannot view images directly.",
	"I am unable to analyze the image you provided.",
	"Unfortunately, I'm unable to see the image.",
	"As an AI language model, I cannot see pictures.",
	"As a language model I can't view images.",
	"I'm sorry, but as an AI, I do not have the ability to see images.",
	"I apologize, but I'm not able to identify the person.",
	"I apologize for the confusion, but I cannot process this.",
	"I don't see an image attached to your message.",
	"It looks like no image was provided.",
	"It seems that you haven't uploaded an image.",
	"Please provide the image you would like me to describe.",
	"This request violates our content policy.",
	"I won't be able to describe this picture.",
	`"I'm sorry, I can't assist with that."`,
	"Alt text: I'm sorry, but I can't help with that.",
	"[emulated] I'm sorry, but I can't help with that.",
}

var decoys = []string{
	`Sign reading "Sorry, we're closed"`,
	`"Sorry, we're closed"`,
	"A man says sorry to his dog",
	`"I'm sorry" greeting card with a bunch of flowers`,
	"I can't believe it's not butter, yellow tub",
	"I can't help falling in love, sheet music",
	"I can't see the forest for the trees, poster",
	"Unfortunately placed road sign",
	"However you look at it, a duck or a rabbit",
	`"I cannot help with that," says the robot in the comic`,
	"No photos allowed, sign on a church door",
	"You haven't lived until you have seen Naples, postcard",
	"Please upload your files here, button on a web page",
	"I don't have a dream, I have a plan, printed on a mug",
	"As a child, she wore a red coat",
	"Unable to load page, error on a phone",
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	for _, raw := range refusals {
		if !slices.Contains(codes(raw), quality.Refusal) {
			t.Errorf("%q passes, want a refusal", raw)
		}
	}
	for _, raw := range decoys {
		if got := codes(raw); got != nil {
			t.Errorf("%q has %v, want nothing", raw, got)
		}
	}
	long := "I cannot describe who this is. " + strings.Join(strings.Fields(ordinary), " ")[:300]
	mumble := "I have trouble with this picture. " + ordinary[:380]
	if found := quality.Check(mumble, mumble); len(found) == 0 || found[0].Code != quality.Refusal || found[0].Severity != quality.Warn {
		t.Errorf("a long text that begins with trouble has %v, want a refusal to warn", found)
	}
	for _, length := range []int{300, 401} {
		found := quality.Check(long, (long + ordinary)[:length])
		if want := map[int]quality.Severity{300: quality.Block, 401: quality.Warn}[length]; len(found) == 0 || found[0].Code != quality.Refusal || found[0].Severity != want {
			t.Errorf("a text of %d characters that begins as a refusal has %v, want one to %s", length, found, want)
		}
	}
}

const ordinary = `The photograph shows a narrow street in an old town just after the rain. On the left, a baker in a white
apron carries a tray of bread past a green door, while two cyclists wait for her to cross. Laundry hangs between the upper
windows, and a grey cat watches from a balcony with red geraniums. Farther down, the pavement is wet and reflects the yellow
lamps of a small café, where an empty table stands under a striped awning. A hand-written board beside it offers soup and
coffee. The sky above the roofs is pale, with a band of darker cloud to the right, and a church tower closes the view. In
the foreground lies a puddle with the reflection of a passing bus, of which only the number, 42, can be read. Someone has
left an umbrella against the wall, next to a crate of oranges and a bucket of cut flowers: tulips, mostly, and a few early
sunflowers. Nobody looks into the camera; everyone seems to be on the way home, except for the cat, which has clearly
decided to stay where it is until the last of the fishmonger's boxes has been carried inside and the shutters go down.`

func TestLoop(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       bool
	}{
		{"sentence, three times", "A cat sits. A cat sits. A cat sits.", true},
		{"words, after a beginning", "A shelf with books and books and books and books and more", true},
		{"Chinese", "一只猫坐在一只猫坐在一只猫坐在", true},
		{"stretched", "Aaaaaaaaaaaaaaaaaaargh", true},
		{"long block", strings.Repeat(ordinary[:300], 3), true},
		{"packs well", "a red cup, a blue cup, a green cup, a red cup, a green cup, a blue cup, a blue cup, a red cup, a green cup, a red cup, " +
			"a blue cup, a green cup, a green cup, a red cup, a blue cup, a green cup, a blue cup, a red cup", true},
		{"emulated", "[emulated] A cat sits. A cat sits. A cat sits.", true},
		{"twice is no loop", "A cat sits. A cat sits. A dog stands.", false},
		{"short cries", "Santa shouting Ho Ho Ho", false},
		{"a name and a description", "Cha Cha Cha class in a bright studio, a dozen couples turning", false},
		{"a name alone", "Bora Bora Bora", false},
		{"a name and little else", "Tora! Tora! Tora! film poster", false},
		{"a name four times, and little else", "Duran Duran Duran Duran poster", true},
		{"a word and little else", "cat cat cat in a room", true},
		{"a word alone", "cat cat cat", true},
		{"in quotes", `A neon sign reading "OPEN OPEN OPEN OPEN" in a shop window at night`, false},
		{"in quotes that do not close", `A sign that says "STOP STOP STOP STOP STOP STOP STOP STOP`, true},
		{"behind a quote", `A sign "Open" on a chair on a chair on a chair on a chair on a chair`, true},
		{"words, three times in a longer text", "A cat on a chair on a chair on a chair in a kitchen with a table", true},
		{"a word, five times in a longer text", "A woman with long long long long long hair stands beside an old wooden fence in the snow", true},
		{"a sentence and the same again", "A dog on a beach. A dog on a beach.", true},
		{"a town and the same again", "New York, New York", false},
		{"Chinese, of three letters", "一只猫一只猫一只猫一只猫一只猫", true},
		{"short cries alone", "Ho ho ho ho", false},
		{"Chinese laughter", "哈哈哈哈的表情包，一只熊猫在笑", false},
		{"a line", "Form with a line to sign: ________________________", false},
		{"a large number", "Cheque over 1,000,000,000,000,000 dollars", false},
		{"ordinary, long", ordinary, false},
		{"ordinary, very long", ordinary + shuffled(ordinary, 8), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := slices.Contains(codes(tt.text), quality.Loop); got != tt.want {
				t.Errorf("loop in %q: %t, want %t", tt.text, got, tt.want)
			}
		})
	}
}

// shuffled gives the words of a text, times over, in another order each time.
func shuffled(text string, times int) string {
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields(strings.Repeat(text+" ", times))
	random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return strings.Join(words, " ")
}

func TestCheck(t *testing.T) {
	t.Parallel()
	long := "Ein Bäcker trägt ein Blech mit Brot an einer grünen Tür vorbei, während zwei Radfahrer auf sie warten und eine Katze vom Balkon z"
	tests := []struct {
		name, raw string
		want      []string
	}{
		{"good", "A red fox stands in snow.", nil},
		{"nothing", "", []string{"empty block"}},
		{"spaces", " \n", []string{"empty block"}},
		{"punctuation", "...!", []string{"empty block"}},
		{"quotes", `""`, []string{"empty block"}},
		{"label", "Alt text:", []string{"empty block"}},
		{"emulated nothing", "[emulated] ", []string{"empty block"}},
		{"emulated punctuation", "[emulated] --", []string{"empty block"}},
		{"a digit is no word, but something", "7", []string{"filename block", "too_short info"}},
		{"Arabic", "قطة نائمة", nil},
		{"125 characters", string([]rune(long)[:125]), nil},
		{"126 characters", string([]rune(long)[:126]), []string{"too_long warn"}},
		{"emulated 125 characters", "[emulated] " + string([]rune(long)[:125]), nil},
		{"emulated 126 characters", "[emulated] " + string([]rune(long)[:126]), []string{"too_long warn"}},
		{"two faults", strings.Repeat("A cat sits. ", 20), []string{"loop block", "too_long warn"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range quality.Check(tt.raw, quality.Clean(tt.raw)) {
				got = append(got, f.Code+" "+string(f.Severity))
				if f.Detail == "" {
					t.Errorf("%s has no detail", f.Code)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("Check(%q) = %v, want %v", tt.raw, got, tt.want)
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	warn, block := quality.Finding{Severity: quality.Warn}, quality.Finding{Severity: quality.Block}
	if quality.Blocks(nil) || quality.Blocks([]quality.Finding{warn}) || !quality.Blocks([]quality.Finding{warn, block}) {
		t.Error("want a text blocked by a blocking finding, and by nothing else")
	}
}

func ExampleCheck() {
	raw := `"I'm sorry, but I can't help with that."`
	for _, f := range quality.Check(raw, quality.Clean(raw)) {
		fmt.Println(f.Code, f.Severity+":", f.Detail)
	}
	// Output: refusal block: it declines to describe the picture
}

// Who thinks aloud and then describes is no reason to throw the description away,
// as who thinks aloud and says that nothing is there is.
func TestMusing(t *testing.T) {
	t.Parallel()
	for text, blocks := range map[string]bool{
		"Hmm, I think this is a dog on a beach":     false,
		"Hmm, it looks like a lighthouse at dusk.":  false,
		"Hmm, this is a broken link.":               true,
		"Hmm, it looks like the file did not load.": true,
	} {
		if found := quality.Check(text, quality.Clean(text)); quality.Blocks(found) != blocks || len(found) == 0 {
			t.Errorf("%q has %v", text, found)
		}
	}
}
