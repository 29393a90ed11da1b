package quality

import "strings"

// stutterers are small words that nobody writes twice in a row, and no song, cry
// or name has thrice, as it has la, no and very.
var stutterers = wordSet("a an the of in on at to and or is are with for from by its his their into onto over under near der das den dem ein eine einen und mit auf von im ist neben " +
	"le les une des du et dans avec sur est el los una con en está il della uno nel um uma os het een van met op en på med och og w na z i jest в и на с")

// minPairs is how many times such a word stands there twice in a row before it is
// no slip of the pen, and pairSpan in how many bytes of a longer text one more has
// to.
const minPairs, pairSpan = 2, 200

// stutters tells whether a text has such a word three times in a row, or several
// times twice, in small letters and with nothing between them. In quotes somebody
// reads or says it.
func stutters(text string) bool {
	run, pairs := 1, 0
	for start := 0; ; {
		n := strings.IndexByte(text[start:], ' ')
		if n < 0 {
			return false
		}
		next := start + n + 1
		if next == len(text) || text[next] != text[start] || !twice(text[start:next-1], text[next:]) {
			start, run = next, 1
			continue
		}
		if run++; run == 2 {
			pairs++
		}
		if run > 2 || pairs >= minPairs+start/pairSpan {
			return !strings.ContainsAny(text[:start], "\"“„«「")
		}
		start = next
	}
}

// twice tells whether a text begins with a small word that stands before it.
func twice(word, text string) bool {
	return word != "" && strings.HasPrefix(text, word) && (len(text) == len(word) || text[len(word)] == ' ') && stutterers[word]
}
