package quality

import (
	"regexp"
	"sync"
	"sync/atomic"
)

// A beginning is a pattern that is anchored there, with so many alternatives
// that trying all of them is slow: Go's regexp follows each one side by side. Of
// a text it tries those alone that can begin with the first word.
type beginning struct {
	pattern func() string
	whole   func() *regexp.Regexp
	narrow  sync.Map // of *regexp.Regexp, by the first word
}

// maxNarrow is how many patterns for first words there may be of all beginnings
// together, so that they take 20 MB at the very most. The frequent words come
// before that.
const maxNarrow = 256

var narrowOnes atomic.Int32

func newBeginning(pattern func() string) *beginning {
	return &beginning{pattern: pattern, whole: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern()) })}
}

// match tells whether a text begins as the pattern says.
func (b *beginning) match(low string) bool { return b.after(opensWith(low)).MatchString(low) }

// after is the pattern for texts that begin with a word.
func (b *beginning) after(w string) *regexp.Regexp {
	if re, ok := b.narrow.Load(w); ok {
		return re.(*regexp.Regexp)
	}
	if w == "" || narrowOnes.Load() >= maxNarrow {
		return b.whole()
	}
	re, loaded := b.narrow.LoadOrStore(w, narrowed(b.pattern(), w))
	if !loaded {
		narrowOnes.Add(1)
	}
	return re.(*regexp.Regexp)
}

// opensWith is the first word of a text, "" where words are not separated.
func opensWith(low string) string {
	if family(low) != "" {
		return ""
	}
	return firstWord(low)
}
