package quality

import (
	"strings"
	"sync"
)

// A signSet is words by which speech is known for an answer that gives no
// description: somebody declines, does not know, asks for something, errs, or
// is a machine. People who describe their own pictures have none of them.
type signSet struct {
	words, stems map[string]bool
	han          []string // in scripts that do not separate words
}

var signs = sync.OnceValue(func() *signSet {
	s := &signSet{words: make(map[string]bool), stems: make(map[string]bool)}
	for lang, list := range byLanguage("voice-signs.txt") {
		for _, w := range list {
			s.add(lang, w)
		}
	}
	return s
})

func (s *signSet) add(lang, w string) {
	switch stem, open := strings.CutSuffix(w, "*"); {
	case lang == "han":
		s.han = append(s.han, w)
	case open:
		s.stems[stem] = true
	default:
		s.words[w] = true
	}
}

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
