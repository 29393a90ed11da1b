package quality

import (
	"maps"
	"strings"
)

// adjectives stand before a noun and are none themselves, in no name of a size
// either, so that behind an article a text does not end in one.
var adjectives = wordSet(`wooden ornate colorful colourful large small tall huge tiny big long old young beautiful elegant various rustic gigantic enormous massive narrow wide
	busy crowded rocky sandy grassy snowy sunny dusty muddy leafy woolen woollen knitted striped checkered chequered decorated painted brightly old-fashioned vibrant lush bright
	traditional rectangular elaborate intricate weathered cobbled cobblestone spacious cozy cosy fluffy shiny curved snow-covered tree-lined brick-lined modern-looking`)

// sights are those of them that stand for nobody and nothing behind a preposition
// either: a bear with young, red in large.
var sights = wordSet(`wooden ornate colorful colourful huge tiny beautiful elegant various rustic gigantic enormous massive narrow rocky sandy grassy snowy leafy
	brightly old-fashioned vibrant lush elaborate intricate weathered fluffy shiny snow-covered tall`)

// doings are what is done by somebody or something that is still to be named, and
// what changes by so much, and bindings what is tied or leads to something.
var (
	doings = wordSet(`surrounded accompanied followed framed flanked lit illuminated covered separated divided bordered lined powered caused created designed operated supported held worn
		driven pulled pushed carried decorated guarded hosted presented produced illustrated increased decreased reduced declined risen grown`)
	bindings = wordSet("leads lead leading pointing points attached connected tied adjacent parallel opposite belonging belongs")
)

var (
	possessives  = wordSet("the a an his her their its")
	prepositions = wordSet("with of by on in at from into behind beside near under over between through featuring")
	postures     = wordSet("staat zit ligt staan zitten liggen hangt hangen")
	questions    = newNeedles("where ", "what ", "who ", "whom ", "which ")
)

// hanging are the words that a text may dangle behind.
var hanging = func() map[string]bool {
	all := wordSet("by to both word words phrase voor onder achter naast tussen")
	maps.Copy(all, adjectives)
	return all
}()

// dangles tells whether a text ends before what its last words belong to, in the
// language that it has.
func (s *subject) dangles(text, end string) bool {
	low := lower(text)
	switch of := s.tongues(); {
	case of&tongue("nl") != 0 && of&ofEnglish == 0:
		_, rest := lastWord(low)
		before, _ := lastWord(rest)
		return awaits(end, before)
	default:
		return of&ofEnglish != 0 && danglesEnglish(low)
	}
}

// danglesEnglish is dangles for an English text in lower case: a noun is missing,
// or who does it, or where it leads.
func danglesEnglish(low string) bool {
	last, rest := lastWord(low)
	second, before := lastWord(rest)
	switch last {
	case "by":
		return doings[second]
	case "to":
		return second == "next" || (bindings[second] || nounBefore(second, before)) && !questions.in(low)
	case "both":
		return second == "on" || second == "at"
	case "word", "words", "phrase":
		third, _ := lastWord(before)
		return second == "the" && (third == "and" || third == "with" || third == "bearing")
	default:
		return adjectives[last] && describes(last, second, before)
	}
}

// describes tells whether an adjective, behind others or none, has an article
// before it, or a preposition that wants a noun.
func describes(last, second, before string) bool {
	for adjectives[second] {
		second, before = lastWord(before)
	}
	return second == "a" || second == "an" || sights[last] && (prepositions[second] && second != "by" || second == "by" && strings.HasSuffix(before, "ed"))
}

// nounBefore tells whether a word stands behind an article, perhaps with one
// between, and looks like no verb: on the school roof to. A verb may well have
// nothing behind its to: a song to dance to.
func nounBefore(word, before string) bool {
	if len(word) < 3 || strings.HasSuffix(word, "s") || strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "ing") {
		return false
	}
	second, rest := lastWord(before)
	third, _ := lastWord(rest)
	return possessives[second] || possessives[third] && !infinitives[second]
}

// infinitives are words behind which a verb stands.
var infinitives = wordSet("to can could will would may must should people you we they i he she it never always")

// particles are prepositions of Swedish and Danish that may belong to the verb or
// clause before them.
var particles = wordSet("på av af med i till til från fra under vid ved")

// loose tells whether such a one does: Lampan är på, dörren som hon gick in i.
func loose(end, rest string) bool {
	before, _ := lastWord(rest)
	return before == "in" || before == "ind" || before == "inn" || end != "i" && (before == "är" || before == "er") || strings.Contains(rest, " som ")
}

// awaits tells whether a Dutch text ends in where something stands. Behind other
// verbs such words are a part of them: gaat onder, staat aan.
func awaits(end, before string) bool {
	return postures[before] && (end == "voor" || end == "onder" || end == "achter" || end == "naast" || end == "tussen")
}
