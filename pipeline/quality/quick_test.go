package quality

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// What follows is what the checks promise, written without any thought of
// speed: the checks themselves must find the same.

func plainOneLine(s string) string {
	s = strings.Map(seen, escapes.ReplaceAllString(strings.ToValidUTF8(s, ""), ""))
	return strings.Join(strings.FieldsFunc(s, blank), " ")
}

var plainDecorative = regexp.MustCompile(`(?i)^\[* ?decorative ?\]*\.?$`)

func plainRepeats(text []rune) bool {
	for size := minBlock; size <= min(maxBlock, len(text)/3); size++ {
		run := 0
		for i := size; i < len(text); i++ {
			if text[i] != text[i-size] {
				run = 0
				continue
			}
			if run++; run >= 2*size && slices.ContainsFunc(text[i-size:i], unicode.IsLetter) {
				return true
			}
		}
	}
	return false
}

func FuzzQuickAsPlain(f *testing.F) {
	for _, seed := range []string{
		"A dog.", " A  dog ", "A \x1b[1;31mred\x1b[0m dog\u009b0m", "Alt text: x", "[[decorative]].", "[ Decorative ]", "[[]]", "decorative..",
		"abcdabcdabcd", "xabcd abcd abcd abcd y", "no no no no no", "1234 1234 1234 1234", "åååååååååååååååå", "I am sorry, I can't see the image",
		"Ican't see the picture", "ſorry, I cannot see the image", "As an AI, I cannot see the image", "No image was provided", "The image violates", "  ", "a",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if got, want := oneLine(raw), plainOneLine(raw); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", raw, got, want)
		}
		text, _ := unmarked(Clean(raw))
		if got, want := Decorative(raw), plainDecorative.MatchString(text); got != want {
			t.Errorf("Decorative(%q) = %v, want %v", raw, got, want)
		}
		if got, want := text[len(label.FindString(text)):], unlabel(text); got != want {
			t.Errorf("unlabel(%q) = %q, want %q", text, got, want)
		}
		if got, want := refuses(text), utf8.RuneCountInString(text) < maxRefusal && refusal.MatchString(strings.ReplaceAll(text, "’", "'")); got != want {
			t.Errorf("refuses(%q) = %v, want %v", text, got, want)
		}
		if got, want := loops(text), plainRepeats([]rune(text+" ")) || packs(text); got != want {
			t.Errorf("loops(%q) = %v, want %v", text, got, want)
		}
	})
}
