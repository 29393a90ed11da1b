package quality

import (
	"strings"
	"sync"
)

// minCut is the fewest words of a text whose last one is looked up: shorter ones
// are titles and names, with words of any kind.
const minCut = 5

// vocabulary are words of English, each on a line, in the order of their bytes.
var vocabulary = sync.OnceValue(func() string {
	list := read("english.txt")
	for strings.HasPrefix(list, "#") {
		_, list, _ = strings.Cut(list, "\n")
	}
	return list
})

// cutOff tells whether an English text that has no end ends within a word, as one
// does that was cut off at the most tokens: other words begin with its last one,
// which is none itself. What no known word begins with is a word that is unknown.
func (s *subject) cutOff(text string) bool {
	end := text[strings.LastIndexByte(text, ' ')+1:]
	for i := range len(end) {
		if end[i] < 'a' || end[i] > 'z' {
			return false
		}
	}
	if len(end) < 2 || strings.Count(text, " ") < minCut-1 {
		return false
	}
	word, longer := lookUp(vocabulary(), end)
	return longer && !word && s.tongues() == tongue("en") && anglophone(s.low)
}

// lookUp tells whether a word stands on a line of a sorted list, and whether the
// first line from there on begins with it.
func lookUp(list, word string) (found, begun bool) {
	low, high := 0, len(list)
	for low < high {
		start := strings.LastIndexByte(list[:(low+high)/2], '\n') + 1
		end := start + strings.IndexByte(list[start:], '\n')
		if list[start:end] < word {
			low = end + 1
		} else {
			high = start
		}
	}
	line, _, _ := strings.Cut(list[low:], "\n")
	return line == word, strings.HasPrefix(line, word)
}

// anglophone tells whether a text has two small words of English or more.
func anglophone(low string) bool {
	_, hits := tally(low)
	return hits[0] > 1
}
