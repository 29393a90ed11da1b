package sink

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

// A reference says what a person was shown: which text, and where there was
// none, which pictures.
func TestReference(t *testing.T) {
	t.Parallel()
	key, pictures := pipeline.Hash{0: 2, 15: 0xee}, pipeline.Hash{0: 0xab, 15: 1}
	for text, want := range map[string]Reference{
		"r3.020000000000000000000000000000ee.42.":                                          {Manifest: 3, Key: key, Prediction: 42},
		"r3.020000000000000000000000000000ee.0.de":                                         {Manifest: 3, Key: key, Slot: "de"},
		"r3.020000000000000000000000000000ee.0-ab000000000000000000000000000001.de.2":      {Manifest: 3, Key: key, Pictures: pictures, Slot: "de.2"},
		"r3.020000000000000000000000000000ee.0-ab000000000000000000000000000001-00c0ffee.": {Manifest: 3, Key: key, Pictures: pictures, Words: Words{0, 0xc0, 0xff, 0xee}},
		"r3.020000000000000000000000000000ee.0--00c0ffee.":                                 {Manifest: 3, Key: key, Words: Words{0, 0xc0, 0xff, 0xee}},
	} {
		if got := want.String(); got != text {
			t.Errorf("%+v is %s, want %s", want, got, text)
		}
		if got, err := ParseReference(text); err != nil || got != want {
			t.Errorf("%s is %+v, %v; want %+v", text, got, err, want)
		}
	}
	both := Reference{Manifest: 3, Key: key, Prediction: 42, Pictures: pictures, Words: Words{1}}
	if got, want := both.String(), "r3.020000000000000000000000000000ee.42."; got != want {
		t.Errorf("beside a prediction it is %s, want %s", got, want)
	}
	for _, text := range []string{
		"r3.020000000000000000000000000000ee.42-ab000000000000000000000000000001.", "r3.020000000000000000000000000000ee.0-.",
		"r3.020000000000000000000000000000ee.0-ab.", "r3.020000000000000000000000000000ee.0-AB000000000000000000000000000001.",
		"r3.020000000000000000000000000000ee.0-ab00000000000000000000000000000100.", "r3.020000000000000000000000000000ee.0-00000000000000000000000000000000.",
		"r3.020000000000000000000000000000ee.0-ab000000000000000000000000000001-00000000.", "r3.020000000000000000000000000000ee.0--.", "r3.020000000000000000000000000000ee.0--00c0ffee00.",
		"r3.02.42.", "r3.020000000000000000000000000000ee.-1-ab.",
	} {
		if got, err := ParseReference(text); err == nil {
			t.Errorf("%s is taken for %+v", text, got)
		}
	}
}

// Words are those of all texts that differ in style alone.
func TestWordsOf(t *testing.T) {
	t.Parallel()
	if WordsOf("A red  fox.") != WordsOf("a red fox") || WordsOf("A fox") == WordsOf("A pike") || WordsOf(" ") != (Words{}) {
		t.Error("they are not")
	}
}
