package quality

import (
	"os"
	"path/filepath"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNarrowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ pattern, word, want string }{
		{`^(?:the cat|a dog|the cow)`, "a", `\A(?:a dog)`},
		{`^(?:the cat|a dog|the cow)`, "an", `[^\x00-\x{10FFFF}]`},
		{`^(?:sorry )*(?:i can|you may)`, "you", `\A(?:you may)`},
		{`^(?:sorry |oh )*(?:i can|sorry)`, "sorry", `\A(?:(?:sorry )(?:(?:sorry |oh ))*(?:i can|sorry)|(?:sorry))`},
		{`^(?:the )?(?:image|photo)`, "photo", `\A(?:photo)`},
		{`^(?:the )?(?:image|photo)`, "the", `\A(?:the (?:image|photo))`},
		{`^\b(?:image|photo)`, "photo", `\A\b(?:photo)`},
		{`^(?:[a-z]+ ){2}(?:x|y)`, "photo", `\A(?:(?:[\x{61}-\x{7A}])+ ){2,2}[\x{78}-\x{79}]`},
		{`^(?:im|photo)`, "image", `\A(?:im)`},
		{`^(?:(?i:photo)$|[pq]h?o.*)`, "photo", `\A(?:(?i:PHOTO)\z|[\x{70}-\x{71}](?:h)?o(?:.)*)`},
		{`^(?:[^\x00-\x{10FFFF}]x|one)`, "", `\A(?:[^\x00-\x{10FFFF}]x|one)`},
		{`^(?:é{1,2}|e{2,})`, "ée", `\A(?:(?:é){1,2})`},
	} {
		got := narrowTo(parsed(c.pattern), c.word)
		if got.String() != c.want {
			t.Errorf("%s for %q is %s, want %s", c.pattern, c.word, got, c.want)
		}
	}
}

// A pattern for a first word tells the same as the whole one of all texts that
// begin with it.
func TestNarrowedTellsTheSame(t *testing.T) {
	t.Parallel()
	book := refusals()
	for _, b := range allBeginnings {
		same(t, b, append(someOf(grammarSamples(t, b.pattern())), manyTexts(t)...))
	}
	known := make([][]string, len(book.all))
	for _, text := range manyTexts(t) {
		for _, i := range book.byWord[firstWord(text)] {
			known[i] = append(known[i], text)
		}
	}
	for i, b := range book.all {
		same(t, b, append(someOf(grammarSamples(t, grammars[i].pattern())), known[i]...))
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

func same(t *testing.T, b *beginning, texts []string) {
	t.Helper()
	words, whole := make(map[string]*narrowed), regexp.MustCompile(b.pattern())
	for _, text := range texts {
		w := opensWith(text)
		if words[w] == nil {
			words[w] = narrowTo(b.parsed(), w)
		}
		if got, want := words[w].matches(text), whole.MatchString(text); got != want {
			t.Errorf("%q: %v by its first word, %v by all of %.60s", text, got, want, b.pattern())
		}
	}
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

func TestRequired(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern string
		want    []string
	}{
		{`^the (?:cat|dog)`, []string{"the cat", "the dog"}},
		{`^(?:a|an|the) .*(?:broken|missing)`, []string{"broken", "missing"}},
		{`^(?:the|this) image [a-z]+ (?:not|cannot)$`, []string{" cannot", " not"}},
		{`^(?:x|y)?z{2}`, nil},
		{`^(?:analy[sz]e|read)?d? i`, nil},
		{`^.*analy[sz]e.*`, []string{"analyse", "analyze"}},
		{`^(?:cat.*|[a-z]+)`, nil},
		{`^(?:cats?|dog)+`, []string{"cat", "cats", "dog"}},
		{`^(?i:cat)`, nil},
		{`^(?:[^\x00-\x{10FFFF}]x*y|one)`, []string{"one"}},
		{`^a(?:cats){0,2}b`, nil},
	} {
		re, err := syntax.Parse(c.pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		if got := required(re); !slices.Equal(got, c.want) {
			t.Errorf("%s requires %q, want %q", c.pattern, got, c.want)
		}
	}
}

// Whatever the pattern is: for texts that begin with the word it tells the same.
func FuzzNarrowed(f *testing.F) {
	f.Add(`(?:the |an? )*(?:image|photo)s? (?:is|was) (?:not|n't) [a-z]+`, "the photo is not there")
	f.Add(`[^\s.]+(?:\s+x){0,6}?\b(?i:Ab)|$`, "y x aB")
	f.Add(`(?:é|e|)(?:a{2,}|b+?)*c`, "éaac")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		pattern = `^(?:` + pattern + `)`
		whole, err := regexp.Compile(pattern)
		if err != nil || len(pattern) > 300 || !utf8.ValidString(text) || strings.Contains(pattern, "\ufffd") {
			t.Skip()
		}
		if got, want := narrowTo(parsed(pattern), opensWith(text)).matches(text), whole.MatchString(text); got != want {
			t.Errorf("%s of %q: %v, want %v", pattern, text, got, want)
		}
	})
}

// A word gets a pattern of its own when enough texts have begun with it.
func TestPatternsOfFrequentWords(t *testing.T) {
	t.Parallel()
	b := newBeginning(func() string { return `^(?:the cat|a dog|one cow)` })
	b.room = new(room)
	for i := range 2 * seldom {
		if !b.match("the cat") || b.match("a cat") {
			t.Fatal("it tells something else")
		}
		if narrow := b.after("the") != b.whole(); narrow != (i*2+2 >= seldom) {
			t.Fatalf("after %d texts narrow is %v", 2*i+2, narrow)
		}
	}
	b.room.bytes.Store(maxNarrowed)
	for range 2 * seldom {
		if b.after("one") != b.whole() {
			t.Fatal("there is no room for another")
		}
	}
}
