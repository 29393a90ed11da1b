package quality

import (
	"slices"
	"strings"
	"sync"
)

// A signSet is a set of words, and of the stems of others.
type signSet struct {
	words map[string]bool
	stems []string // in order, and none of which begins with another
	list  []string // all of it
}

// newSignSet reads words, and stems that end in a star.
func newSignSet(list []string) *signSet {
	s := &signSet{words: make(map[string]bool), list: list}
	var stems []string
	for _, w := range list {
		if stem, open := strings.CutSuffix(w, "*"); open {
			stems = append(stems, stem)
		} else {
			s.words[w] = true
		}
	}
	slices.Sort(stems)
	for _, stem := range stems {
		if !s.stemmed(stem) {
			s.stems = append(s.stems, stem)
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
func (s *signSet) has(word string) bool { return s.words[word] || s.stemmed(word) }

// stemmed tells whether a word begins with a stem, which is the last one up to the
// word then.
func (s *signSet) stemmed(word string) bool {
	at, found := slices.BinarySearch(s.stems, word)
	return found || at > 0 && strings.HasPrefix(word, s.stems[at-1])
}
