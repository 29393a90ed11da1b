package quality

import (
	"strings"
	"sync"
)

// A signSet is a set of words, and of the stems of others.
type signSet struct {
	words, stems map[string]bool
	list         []string // all of it
}

// newSignSet reads words, and stems that end in a star.
func newSignSet(list []string) *signSet {
	s := &signSet{words: make(map[string]bool), stems: make(map[string]bool), list: list}
	for _, w := range list {
		if stem, open := strings.CutSuffix(w, "*"); open {
			s.stems[stem] = true
		} else {
			s.words[w] = true
		}
	}
	return s
}

// signs are the words by which speech is known for an answer that gives no
// description: somebody declines, does not know, asks for something, errs, or
// is a machine. People who describe their own pictures have none of them.
// spacelessSigns are those of scripts that do not separate words.
var (
	signs = sync.OnceValue(func() *signSet {
		var all []string
		for lang, list := range byLanguage("voice-signs.txt") {
			if lang != "han" {
				all = append(all, list...)
			}
		}
		return newSignSet(all)
	})
	spacelessSigns = sync.OnceValue(func() []string { return byLanguage("voice-signs.txt")["han"] })
)

// has tells whether a word in lower case is one of them, or begins with a stem.
func (s *signSet) has(word string) bool {
	if s.words[word] {
		return true
	}
	for end := minStem; end <= len(word); end++ {
		if s.stems[word[:end]] {
			return true
		}
	}
	return false
}

// minStem is the length in bytes of the shortest stem.
const minStem = 2
