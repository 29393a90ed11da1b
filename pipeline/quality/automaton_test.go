package quality

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// An automaton tells the same as a regular expression, of all patterns of the
// package and of texts of every kind.
func TestAutomataTellTheSame(t *testing.T) {
	t.Parallel()
	texts := manyTexts(t)
	for name, re := range allRegexps() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			some := append(someOf(grammarSamples(t, re.String())), someOf(texts)...)
			tellsTheSame(t, newAutomaton(re.String()), re, append(some, "", "\xff", "ſ\n\u212a"))
		})
	}
}

// The grammars are asked of texts with first words of theirs.
func TestGrammarsTellTheSame(t *testing.T) {
	t.Parallel()
	book, asked := refusals(), make([][]string, len(grammars))
	for _, text := range manyTexts(t) {
		for _, i := range book.byWord[firstWord(text)] {
			asked[i] = append(asked[i], text)
		}
	}
	for i, a := range book.all {
		tellsTheSame(t, a(), regexp.MustCompile(a().pattern), asked[i])
	}
}

func tellsTheSame(t *testing.T, a *automaton, re *regexp.Regexp, texts []string) {
	t.Helper()
	for _, text := range texts {
		if got, want := a.match(text), re.MatchString(text); got != want {
			t.Errorf("%q: %v, want %v by %.60s", text, got, want, re)
		}
		if got, want := a.index(text), re.FindStringIndex(text); !slices.Equal(got, want) {
			t.Errorf("%q: at %v, want %v by %.60s", text, got, want, re)
		}
	}
}

// someOf are a few hundred of many texts, from all parts.
func someOf(all []string) (some []string) {
	step := len(all)/300 + 1
	for i := 0; i < len(all); i += step {
		some = append(some, all[i])
	}
	return some
}

// manyTexts are what the tests know, in lower case.
func manyTexts(t *testing.T) (all []string) {
	t.Helper()
	for _, name := range []string{"bad.txt", "good.txt", "own.txt"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			_, text, ok := strings.Cut(line, "  ")
			if !ok {
				text = line
			}
			all = append(all, strings.ToLower(strings.TrimSpace(text)))
		}
	}
	return all
}

func TestAutomaton(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ pattern, yes, no string }{
		{`^(?:the cat|a dog)`, "a dog barks", "see a dog"},
		{`cat|dog$`, "one hot dog", "a dog barks"},
		{`\bcat\b`, "a cat, seen", "concat cats"},
		{`\Bcat`, "concat", "cat cat"},
		{`(?m)^cat$`, "a\ncat\nsits", "a cat\nsits"},
		{`(?i)straße k`, "STRAßE \u212a", "strasse k"},
		{`^[^\n.]{2,3}$`, "éé", "éééé"},
		{`^.$`, "\xff", "\n"},
		{`(?:)`, "", "never"},
		{`[^\x00-\x{10FFFF}]`, "never", "x"},
	} {
		a := newAutomaton(c.pattern)
		if c.yes != "never" && !a.match(c.yes) {
			t.Errorf("%s does not match %q", c.pattern, c.yes)
		}
		if c.no != "never" && a.match(c.no) {
			t.Errorf("%s matches %q", c.pattern, c.no)
		}
	}
}

// It may forget what it knows at any moment, even in the middle of a text.
func TestAutomatonForgets(t *testing.T) {
	t.Parallel()
	a := newAutomaton(`(?:a|b)[a-d]{9}e`)
	want := regexp.MustCompile(a.pattern)
	text := strings.Repeat("abcdcbaddcbabdc", 40)
	for i := range text {
		a.table.Load().size = maxStates + 1
		tellsTheSame(t, a, want, []string{text[:i], text[:i] + "e"})
	}
	if known := a.table.Load().known; len(known.states) > len(text) {
		t.Errorf("it knows %d states of %d bytes", len(known.states), known.size)
	}
}

// A ruler ends where the first of the ways does that match, however short, and may
// forget as well.
func TestRuler(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{`^(?:a|ab|abc)`, `^(?:abc|ab|a)`, `^(?:ab)*?c?`, `^(?:ab)+`, `^[a-c]{2,9}?b|^a`, `^(?:|a)b?`, `^a\b|^.*c\b`, `^(?:b$|ab$|a)`, `(?m)^(?:a$|ab)`} {
		a, want := newAutomaton(pattern), regexp.MustCompile(pattern)
		for _, text := range []string{"", "a", "ab", "abc", "b", "ababab", "abababc", "abab c", "a b", "abcabcabcabc", "a\nab", "é"} {
			tellsTheSame(t, a, want, []string{text})
			if a.anchored {
				a.ruler().table.Load().size = maxStates + 1
			}
			tellsTheSame(t, a, want, []string{text})
		}
	}
}

// What it knows stays within its bounds, whatever the texts.
func TestAutomatonIsBounded(t *testing.T) {
	t.Parallel()
	a := newAutomaton(`(?:a|b)[a-d]{18}e`)
	text, seed := make([]byte, 1<<14), uint32(1)
	for i := range text {
		seed = seed*1664525 + 1013904223
		text[i] = 'a' + byte(seed>>30)
	}
	if matches, known := a.match(string(text)), a.table.Load().known; matches || known.size > maxStates+10_000 {
		t.Errorf("it knows %d states of %d bytes", len(known.states), known.size)
	}
}

// Many may ask one at once.
func TestAutomatonIsShared(t *testing.T) {
	t.Parallel()
	a := newAutomaton(`^(?:the |a )?[a-z]+ (?:cat|dog)\b`)
	texts := manyTexts(t)
	want := regexp.MustCompile(a.pattern)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { tellsTheSame(t, a, want, texts) })
	}
	all.Wait()
}

func FuzzAutomaton(f *testing.F) {
	f.Add(`^(?:the |an? )*(?:image|photo)s? (?:is|was) (?:not|n't) [a-z]+`, "the photo is not there")
	f.Add(`[^\s.]+(?:\s+x){0,6}?\b(?i:Ab)|$`, "y x aB")
	f.Add(`(?m)(?:é|e|)(?:a{2,}|^b+?)*\B.c$`, "éaa\nc")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		re, err := regexp.Compile(pattern)
		if err != nil || len(pattern) > 300 {
			t.Skip()
		}
		tellsTheSame(t, newAutomaton(pattern), re, []string{text})
	})
}
