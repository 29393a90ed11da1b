package quality_test

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// Marks around a whole text are markup, and what stands in quotes in the picture or
// is spoken of is none.
func TestMarksAround(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text, code string
		want       quality.Severity
	}{
		{"`Leather boots on a white background`", quality.Markup, quality.Warn},
		{`"Two hikers on a ridge at sunrise."`, quality.Markup, quality.Warn},
		{"“Two boats at dusk.”", quality.Markup, quality.Warn},
		{"'Two boats at dusk'", quality.Markup, quality.Warn},
		{`\boxed{Boats at dusk}`, quality.Markup, quality.Warn},
		{"alt: {Boats at dusk}", quality.Markup, quality.Warn},
		{"> Boats at dusk", quality.Markup, quality.Warn},
		{`"A Tale of Two Cities"`, quality.Markup, ""},
		{`"The show must go on"`, quality.Markup, ""},
		{`"A" and "B" on two doors`, quality.Markup, ""},
		{"HTML tag <div> on a T-shirt", quality.Markup, ""},
		{"A <div> on a T-shirt", quality.Markup, quality.Warn},
		{"Poster: 'Save as final_final_v3.psd'", quality.Filename, quality.Warn},
		{"Poster: final_final_v3.psd", quality.Filename, quality.Block},
		{"Lorem ipsum poster as a design sample in a print shop window", quality.Placeholder, ""},
		{"Lorem ipsum dolor sit amet, consectetur", quality.Placeholder, quality.Block},
		{"Lorem ipsum", quality.Placeholder, quality.Block},
		{"decorative", quality.Placeholder, quality.Block},
		{"Hier Alternativtext einfügen", quality.Placeholder, quality.Block},
		{"Image sans titre", quality.Placeholder, quality.Block},
		{"Decorative plates on a wall", quality.Placeholder, ""},
		{"New image of the comet", quality.Placeholder, ""},
	}
	for _, tt := range tests {
		got := quality.Severity("")
		for _, f := range quality.Check(tt.text, tt.text) {
			if f.Code == tt.code {
				got = f.Severity
			}
		}
		if got != tt.want {
			t.Errorf("%q is %s %q, want %q", tt.text, tt.code, got, tt.want)
		}
	}
}
