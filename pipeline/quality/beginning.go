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
	whole   func() *narrowed
	narrow  sync.Map // of *narrowed, by the first word
}

// narrowed is what is left of a pattern for texts that begin with a word.
type narrowed struct {
	*regexp.Regexp
	required *needles // of which one is in every text that it matches; nil where that is not known
}

// maxNarrow is how many patterns for first words there may be of all beginnings
// together, so that they take 20 MB at the very most. The frequent words come
// before that.
const maxNarrow = 256

var narrowOnes atomic.Int32

func (n *narrowed) matches(low string) bool {
	return (n.required == nil || n.required.in(low)) && n.MatchString(low)
}

func newBeginning(pattern func() string) *beginning {
	return &beginning{pattern: pattern, whole: sync.OnceValue(func() *narrowed { return narrowTo(pattern(), "") })}
}

// match tells whether a text begins as the pattern says.
func (b *beginning) match(low string) bool { return b.after(opensWith(low)).matches(low) }

// after is the pattern for texts that begin with a word.
func (b *beginning) after(w string) *narrowed {
	if n, ok := b.narrow.Load(w); ok {
		return n.(*narrowed)
	}
	if w == "" || narrowOnes.Load() >= maxNarrow {
		return b.whole()
	}
	n, loaded := b.narrow.LoadOrStore(w, narrowTo(b.pattern(), w))
	if !loaded {
		narrowOnes.Add(1)
	}
	return n.(*narrowed)
}

// opensWith is the first word of a text, "" where words are not separated.
func opensWith(low string) string {
	if family(low) != "" {
		return ""
	}
	return firstWord(low)
}
