package quality

import (
	"fmt"
	"strings"
	"testing"
)

// Words are the same but for case, punctuation and spaces, however their letters
// were composed; marks that make another word of them count.
func TestSameWords(t *testing.T) {
	t.Parallel()
	const nothing = ""
	for _, tt := range []struct {
		name, a, b string
		same       bool
	}{
		{"case and punctuation", "A red fox, in snow.", "a Red FOX – in “snow”", true},
		{"the beginning alone", "A red fox", "A red fox in snow", false},
		{"nothing", nothing, nothing, false},
		{"no word", "...", "!", false},
		{"nothing and a word", "...", "fox", false},
		{"composed and not", "Caf\u00e9 in Z\u00fcrich", "Cafe\u0301 in Zu\u0308rich", true},
		{"composed first letter", "\u00c9tang au soir", "E\u0301tang au soir", true},
		{"an accent", "Un pêcheur", "Un pécheur", false},
		{"an accent, not composed", "Un pe\u0302cheur", "Un pe\u0301cheur", false},
		{"an accent less", "cafe\u0301", "cafe", false},
		{"marks in another order", "q\u0307\u0323", "q\u0323\u0307", true},
		{"Hangul, composed and not", "고양이", "\u1100\u1169\u110b\u1163\u11bc\u110b\u1175", true},
		{"Hindi: father and husband", "पिता", "पति", false},
		{"Hindi: day and poor", "दिन", "दीन", false},
		{"Hindi, with a dot below and composed", "लड\u093cका", "ल\u095cका", true},
		{"Bengali: rice and brother", "ভাত", "ভাই", false},
		{"Bengali vowels: a, i", "কালা", "কালি", false},
		{"Tamil: stone and leg", "கல்", "கால்", false},
		{"Thai: wood and not", "ไม้", "ไม่", false},
		{"Thai: the same", "แมวสีดำ", "แมว สีดำ", true},
		{"Burmese tones", "ကား", "ကာ", false},
		{"Hebrew points", "שָׁלוֹם", "שלום", true},
		{"Arabic vowels", "كِتَابٌ", "كتاب", true},
		{"Arabic, with and without a hamza", "أب", "اب", false},
		{"Arabic hamza, not composed", "\u0623ب", "\u0627\u0654ب", true},
		{"an emoji's selector", "I ❤\ufe0f dogs", "I ❤ dogs", true},
		{"a key", "Press 1\ufe0f\u20e3", "Press 1", true},
	} {
		for _, pair := range [][2]string{{tt.a, tt.b}, {tt.b, tt.a}} {
			if same := sameWords(pair[0], pair[1]); same != tt.same {
				t.Errorf("%s: %q and %q are the same: %t, want %t", tt.name, pair[0], pair[1], same, tt.same)
			}
			if s := (&subject{core: pair[0]}); s.beside("Zebra. "+pair[1]+"\nZebra.") != tt.same {
				t.Errorf("%s: %q is beside %q: %t, want %t", tt.name, pair[0], pair[1], !tt.same, tt.same)
			}
		}
		if c := NewCensus(); (c.hash(tt.a) == c.hash(tt.b) && c.hash(tt.a) != 0) != tt.same {
			t.Errorf("%s: %q and %q are counted as one: %t, want %t", tt.name, tt.a, tt.b, !tt.same, tt.same)
		}
	}
}

// What is compared with every sentence beside a picture holds nothing that has
// to be passed over each time.
func TestLettersOf(t *testing.T) {
	t.Parallel()
	marks := strings.Repeat("!", 100_000)
	if got := lettersOf(marks + "A" + marks + "पि 7" + marks); got != "aपि7" {
		t.Errorf("the letters are %.40q, %d bytes", got, len(got))
	}
}

// However many runs a text has, its quotes are read once.
func TestQuotesAreReadOnce(t *testing.T) {
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, "la%[1]dx la%[1]dx la%[1]dx q%[1]dz ", 10+i)
	}
	text := []rune("“" + b.String())
	if n := testing.AllocsPerRun(1, func() { repeats(text) }); n != 1 {
		t.Errorf("for one text there were %v lists of what stands in quotes, want 1", n)
	}
}
