package quality

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// joints are what a model that is stuck puts between what it says again: the word
// and of some languages, or a comma, with no regard to case.
var joints = [...]string{" and ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " i ", ", "}

// maxItems is the most items of a list that is looked at, minListed the fewest
// bytes of one with several, and minItems and minChained the fewest items and
// words of what a comma joins: left, right, left, right is how one walks.
const (
	maxItems, minListed  = 8, 20
	minItems, minChained = 3, 3
)

// rejoined tells whether a text ends in the same words three times, or the same list,
// with a joint between them: repeats does not see it, as nothing joins the last.
// What it has in quotes is left out.
func rejoined(text string) bool {
	low := strings.TrimRight(unquoted(strings.ToLower(text)), ".! ")
	for _, joint := range joints {
		if strings.Count(low, joint) < 2 {
			continue
		}
		if parts := strings.Split(low, joint); joint == ", " && listedAgain(parts) || joint != ", " && lastThree(parts, 1) && strings.Contains(parts[len(parts)-1], " ") {
			return true
		}
	}
	return false
}

// listedAgain tells whether the last items stand there three times, several short
// ones or one of some words.
func listedAgain(parts []string) bool {
	last := parts[len(parts)-1]
	if strings.Count(last, " ") >= minChained-1 && lastThree(parts, 1) {
		return true
	}
	for n := minItems; n <= maxItems && 3*n <= len(parts); n++ {
		if lastThree(parts, n) && len(strings.Join(parts[len(parts)-n:], ", ")) >= minListed {
			return true
		}
	}
	return false
}

// lastThree tells whether the last n parts stand there three times, the first time
// perhaps behind other words.
func lastThree(parts []string, n int) bool {
	if len(parts) < 3*n {
		return false
	}
	parts = parts[len(parts)-3*n:]
	for i := n; i < 2*n; i++ {
		if before := parts[i-n]; parts[i] != parts[i+n] || before != parts[i] && (i > n || !strings.HasSuffix(before, " "+parts[i])) {
			return false
		}
	}
	return true
}

// minNumbered is how many items of a list with numbers are the same if no more
// than a model says so, and minItemWords how many words these have: Step 1, Step 2,
// Step 3 is what a plan says.
const minNumbered, minItemWords = 4, 2

// ordinals are words that number things, in their order.
var ordinals = wordPlaces("first second third fourth fifth sixth seventh eighth ninth tenth")

func wordPlaces(list string) map[string]int {
	all := make(map[string]int)
	for i, w := range strings.Fields(list) {
		all[w] = i + 1
	}
	return all
}

// recounts tells whether a text counts, and says the same behind every number.
func recounts(text string) bool {
	if !counting(text) {
		return false
	}
	last, same := 0, 0
	var item, before []string
	for w := range strings.FieldsSeq(text) {
		w = strings.ToLower(strings.TrimFunc(w, notWord))
		n := numberOf(w)
		switch {
		case n == 0 && w == "":
		case n == 0:
			item = append(item, w)
		case n == last+1 && len(item) >= minItemWords && (same == 0 || slices.Equal(item, before)):
			if same++; same >= minNumbered-1 {
				return true
			}
			last, before, item = n, item, nil
		default:
			last, same, item = n, 0, nil
		}
	}
	return false
}

// counting tells whether a text has as many digits as such a list, or an ordinal and
// the next one.
func counting(text string) bool {
	digits := 0
	for i := range len(text) {
		if isDigit(text[i]) {
			digits++
		}
	}
	return digits >= minNumbered || has(text, "second", "Second") && has(text, "third", "Third")
}

// notWord tells whether a character belongs to no word and no number.
func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// numberOf is the number that a word says, 0 for none.
func numberOf(word string) int {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	return ordinals[word]
}
