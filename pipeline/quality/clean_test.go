package quality_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline/quality"
)

func TestClean(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, raw, want string }{
		{"plain", "A dog on a beach.", "A dog on a beach."},
		{"spaces", " A  dog\n\non\ta\u00a0beach.\r\n", "A dog on a beach."},
		{"control characters", "A \x1b dog\x00on a beach", "A dog on a beach"},
		{"invalid UTF-8", "A \xffdog", "A dog"},
		{"colours", "A \x1b[1;31mred\x1b[0m dog\u009b0m", "A red dog"},
		{"link", "A \x1b]8;;https://e.example/\x1b\\dog\x1b]8;;\a on a beach\x1b]0;title\u009c", "A dog on a beach"},
		{"title that does not end", "A dog\x1b]0;title", "A dog ]0;title"},
		{"bidi overrides and isolates", "A \u202edog\u202c \u2066on\u2069 a\u202a\u202b\u202d\u2067\u2068 beach", "A dog on a beach"},
		{"nothing wide", "\ufeffA d\u200bog\ufeff", "A dog"},
		{"direction marks and joiners stay", "\u200fکتاب\u200cها\u200e", "\u200fکتاب\u200cها\u200e"},
		{"label behind what is not seen", "\ufeffAlt\u200b text: \u202aA dog", "A dog"},
		{"joined emoji stay", "A family 👩‍👩‍👧 waving", "A family 👩‍👩‍👧 waving"},
		{"straight quotes", `"A dog."`, "A dog."},
		{"curly quotes", "“A dog.”", "A dog."},
		{"German quotes", "„Ein Hund.“", "Ein Hund."},
		{"French quotes", "« Un chien. »", "Un chien."},
		{"Japanese quotes", "「犬」", "犬"},
		{"single quotes", "'A dog's bowl'", "A dog's bowl"},
		{"nested quotes", `""A dog.""`, "A dog."},
		{"quotes in quotes", `"A sign that says "Open""`, `A sign that says "Open"`},
		{"two quotations", `"Open" beside "Closed"`, `"Open" beside "Closed"`},
		{"two curly quotations", "“Open” beside “Closed”", "“Open” beside “Closed”"},
		{"quotation that does not end", `"He said "hi and left"`, `"He said "hi and left"`},
		{"quotation that does not begin", "“Open” beside a door”", "“Open” beside a door”"},
		{"curly quotation that does not end", "“A sign “in” and “out”", "“A sign “in” and “out”"},
		{"quote at the end", `Sign reading "Open"`, `Sign reading "Open"`},
		{"one quote", `"`, `"`},
		{"only quotes", `""`, ""},
		{"label", "Alt text: A dog.", "A dog."},
		{"label, bold", "**Alt Text:** A dog.", "A dog."},
		{"label and quotes", `Alt-text: "A dog."`, "A dog."},
		{"quotes and label", `"Caption: A dog."`, "A dog."},
		{"label alone", "Alt text:", ""},
		{"label inside", "A form with the field Alt text: filled in", "A form with the field Alt text: filled in"},
		{"altar is no label", "Altar: gold and marble", "Altar: gold and marble"},
		{"long text is not cut", strings.Repeat("long ", 999) + "text", strings.Repeat("long ", 999) + "text"},
		{"emulated", "[emulated] A dog.", "[emulated] A dog."},
		{"emulated, label and quotes", `[emulated] Alt text: "A dog."`, "[emulated] A dog."},
		{"emulated, nothing", "[emulated] ", "[emulated]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := quality.Clean(tt.raw); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.raw, got, tt.want)
			}
		})
	}
}

func TestDecorative(t *testing.T) {
	t.Parallel()
	for _, yes := range []string{
		"[[decorative]]", "[[Decorative]].", " [decorative]\n", "[[ DECORATIVE ]]", "[[[decorative]]", `"[[decorative]]"`,
		"Alt text: [[decorative]]", "[emulated] [[decorative]]", "decorative", "Decorative.",
	} {
		if !quality.Decorative(yes) {
			t.Errorf("Decorative(%q) = false, want true", yes)
		}
	}
	for _, no := range []string{
		"", "[[]]", "A decorative line", "Decorative border of leaves", "[[decorative]] A line", "[emulated]", "undecorative",
	} {
		if quality.Decorative(no) {
			t.Errorf("Decorative(%q) = true, want false", no)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		"A dog.", `"A "dog""`, "Alt text: [emulated] \"x\"", "[emulated] [emulated] x", "„a“ b”", "\xff\"\xfe\"", "''''", "Alt: Alt: 'x'",
		"**caption:** «»", "\x1b\x1b[[mx\x1b[31m[0m", "\x1b]8;;x\ay\x1b\\", "\u200b\"\ufeff\u202ex\u2069\"", "[emu\u200blated] x", "\"[emulated]\"", "[emulated]\u0085", strings.Repeat("“", 50) + strings.Repeat("”", 50),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		clean := quality.Clean(raw)
		switch {
		case !utf8.ValidString(clean):
			t.Errorf("Clean(%q) = %q is not valid UTF-8", raw, clean)
		case len(clean) > len(raw):
			t.Errorf("Clean(%q) = %q is longer", raw, clean)
		case strings.ContainsAny(clean, "\r\n\t") || strings.Contains(clean, "  ") || strings.TrimSpace(clean) != clean:
			t.Errorf("Clean(%q) = %q is not one line of words", raw, clean)
		case strings.ContainsAny(clean, "\x1b\u009b\u200b\ufeff\u202e\u2066"):
			t.Errorf("Clean(%q) = %q holds what nobody sees", raw, clean)
		case quality.Clean(clean) != clean:
			t.Errorf("Clean(%q) = %q, and cleaned again %q", raw, clean, quality.Clean(clean))
		}
		quality.Check(raw, clean)
		quality.Decorative(raw)
	})
}

func ExampleClean() {
	fmt.Println(quality.Clean("Alt text:\n\"A red fox  stands in snow.\""))
	// Output: A red fox stands in snow.
}
