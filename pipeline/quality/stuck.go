package quality

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a text repeats may be the name of a thing or what somebody cries: Cha Cha
// Cha, Tora! Tora! Tora!, Row, row, row your boat. A model that is stuck does
// not get out of it, so that its text says little else, or says the same for
// long.
const (
	// minStuck is how many times a block is there before it is too many for a
	// name, whatever follows.
	minStuck = 5
	// minStuckWords is the length in characters of some words, not one, that
	// stand there three times or more.
	minStuckWords = 30
	// maxQuoted and maxCries are the most characters and times of what repeats
	// itself in quotes, as songs do on a page.
	maxQuoted, maxCries = 100, 6
)

// stuck tells whether a run of blocks, which ends before the given character of
// a text with one space at its end, is more than a name. Of the text it gets the
// last of these blocks, and so never reads it all again.
func stuck(block []rune, quoted *quotation, end, run int) bool {
	size, times := len(block), run/len(block)
	most := 2*run >= len(quoted.open)-1
	switch {
	case size < minBlock:
		return most && times > 3 && spaceless(block[0]) && spaceless(block[size-1])
	case run <= maxQuoted && times <= maxCries && quoted.holds(end-run, end):
		return false
	case most:
		return times > 3 || !capitalised(block)
	default:
		return times >= minStuck || run >= minStuckWords && phrase(block)
	}
}

// A quotation tells what of one text stands in quotes, so that asking does not
// mean to read the text again: in a long one there are thousands of runs.
type quotation struct {
	open []bool // behind each character
	last int    // where the last mark stands that may close
}

// quotationOf reads the text once.
func quotationOf(text []rune) quotation {
	q, open := quotation{make([]bool, len(text)), -1}, false
	for i, r := range text {
		switch r {
		case '"':
			open = !open
		case '“', '„', '«', '「':
			open = true
		case '”', '»', '」':
			open = false
		}
		q.open[i] = open
		if strings.ContainsRune(`"”“»」`, r) {
			q.last = i
		}
	}
	return q
}

// holds tells whether what stands between two places does so in quotes, which
// open before its first character or with it, and close with its last one or
// behind it.
func (q *quotation) holds(from, to int) bool { return q.open[from] && q.last >= to-1 }

// capitalised tells whether the block is one word with a capital: three times
// such a one may be a name.
func capitalised(block []rune) bool {
	return !phrase(block) && slices.ContainsFunc(block, unicode.IsUpper)
}

// phrase tells whether a block has more than one word. Wherever it is cut out of
// a run, as many spaces are in it as words.
func phrase(block []rune) bool {
	spaces := 0
	for _, r := range block {
		if unicode.IsSpace(r) {
			spaces++
		}
	}
	return spaces > 1
}

// A sentence is a fault to say twice when it has minDoubled words, or some and
// minDoubledLetters characters; less may be a name, as New York.
const (
	minDoubled        = 5
	minDoubledLetters = 20
)

// doubled tells whether the text is one sentence and the same again.
func doubled(text string) bool {
	text = strings.TrimRight(text, ". ")
	for _, joint := range [...]string{" ", ". ", ", "} {
		half := (len(text) - len(joint)) / 2
		if half > 0 && len(text) == 2*half+len(joint) && text[half:half+len(joint)] == joint && text[:half] == text[half+len(joint):] {
			spaces := strings.Count(text[:half], " ")
			return spaces >= minDoubled-1 || joint == ". " && spaces > 1 && utf8.RuneCountInString(text[:half]) >= minDoubledLetters
		}
	}
	return false
}
