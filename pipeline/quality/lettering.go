package quality

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// lettering are the words of descriptions that tell what somebody can read or
// hear in the picture: says are those after which it follows, things have
// words on them, and han are both in scripts that do not separate words.
var lettering = sync.OnceValue(func() (all struct {
	says, things map[string]bool
	han          *needles
}) {
	var han []string
	all.says, all.things = make(map[string]bool), make(map[string]bool)
	for line := range strings.Lines(read("voice-lettering.txt")) {
		name, list, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for w := range strings.SplitSeq(list, ", ") {
			switch name {
			case "says":
				all.says[w] = true
			case "things":
				all.things[w] = true
			case "han":
				han = append(han, w)
			}
		}
	}
	all.han = newNeedles(han...)
	return all
})

// unlettered is a text in which nothing is left of what the picture says: no
// quotes, and nothing after words such as "reads", or before them where they
// follow what is said.
func unlettered(text string) string {
	text = unsingled(unquoted(text))
	low, heard := lower(text), false
	if len(low) != len(text) {
		return text
	}
	for start, end := range wordsIn(low) {
		if !heard && quotes(low, start) {
			return text[:start]
		}
		if start > 0 && lettering().says[low[start:end]] {
			if !heard {
				return text[:start]
			}
			if next, _ := word(strings.TrimLeft(low[end:], " ")); strings.HasSuffix(low[:start], ", ") || articles[next] || beside[next] {
				return ""
			}
		}
		heard = heard || voiceCues().at(low, start, end) != nil
	}
	return text
}

// quotes tells whether a colon stands there after words that describe: what
// comes next can be read or heard.
func quotes(low string, start int) bool {
	before, colon := strings.CutSuffix(strings.TrimRight(low[:start], " "), ":")
	first, _ := word(before)
	return colon && (strings.Count(before, " ") > 1 || articles[first]) && !technical.in(before) && !mentions(before)
}

// mentions tells whether the words speak of a picture, or of what was asked, or
// go on from another sentence.
func mentions(low string) bool {
	first, _ := word(strings.TrimLeft(low, " "))
	return joining[first] || speaksOf(low, about)
}

// speaksOf tells whether one of some words is in a text in lower case.
func speaksOf(low string, words map[string]bool) bool {
	for start, end := range wordsIn(low) {
		if words[low[start:end]] {
			return true
		}
	}
	return false
}

// joining are words that go on from another sentence.
var joining = wordSet("but so and because though although yet or then which that this it there")

// unsingled is a text without what stands in single quotes, or in those of
// Japanese that are double.
func unsingled(text string) string {
	if strings.HasPrefix(text, "'") {
		text = " " + text
	}
	for _, mark := range [...][2]string{{" '", "'"}, {"‘", "’"}, {"『", "』"}} {
		before, rest, open := strings.Cut(text, mark[0])
		inside, after, shut := strings.Cut(rest, mark[1])
		for shut && mark[1] != "』" && after != "" && startsWord(after) { // an apostrophe
			more, rest, again := strings.Cut(after, mark[1])
			inside, after, shut = inside+mark[1]+more, rest, again
		}
		if open && shut && inside != "" {
			text = before + " " + after
		}
	}
	return text
}

func startsWord(text string) bool {
	return unicode.IsLetter(firstRune(text))
}

// hasLettering tells whether a sentence in lower case speaks of a thing that
// has words on it. At its beginning "sign in" is no such thing, nor is "note".
func hasLettering(low string) bool {
	all := lettering()
	for start, end := range wordsIn(low) {
		if w := strings.TrimPrefix(low[start:end], "l'"); all.things[strings.TrimSuffix(w, "'s")] && (start > 0 || w != "sign" && w != "note" && w != "form") {
			return true
		}
	}
	return all.han.in(low)
}

// wordsIn gives where the words of a text begin and end.
func wordsIn(text string) func(yield func(start, end int) bool) {
	return func(yield func(start, end int) bool) {
		for start := 0; start < len(text); {
			end := wordEnd(text, start)
			if end > start && !yield(start, end) {
				return
			}
			start = end + gapAt(text[end:])
		}
	}
}

// pieces are the parts of a text between its commas, colons and other marks,
// with the place where each one ends.
func pieces(text string) func(yield func(end int, piece string) bool) {
	return func(yield func(end int, piece string) bool) {
		start := 0
		for i, r := range text {
			if plain(r) {
				continue
			}
			end := i + utf8.RuneLen(r)
			if !strings.ContainsRune(",:;.!?…–—，。：！？、", r) || r < utf8.RuneSelf && end < len(text) && text[end] != ' ' {
				continue
			}
			if piece := text[start:end]; wordy(piece) && !yield(end, piece) {
				return
			}
			start = end
		}
		if piece := text[start:]; wordy(piece) {
			yield(len(text), piece)
		}
	}
}

// billed tells whether a text that begins as speech goes on to describe: then it
// is the title or the words of what is in the picture, as in: I am Groot, a
// figure carved from a tree.
func billed(text string) bool {
	first, last := true, 0
	for end, piece := range pieces(text) {
		if first && end == len(text) {
			return false // there is nothing else
		}
		if w := weigh(strings.TrimSpace(piece)); w.own+w.reader > 0 {
			last = end
		} else if first {
			return false
		}
		first = false
	}
	return last > 0 && depicts(text[:last], text[last:])
}

// depicts tells whether the words after the last ones that speak describe.
func depicts(before, tail string) bool {
	if at := strings.LastIndex(tail, ": "); at > 0 {
		before, tail = tail[:at+1], tail[at+1:]
	}
	low := " " + lower(strings.TrimSpace(tail)) + " "
	words := strings.Count(low, " ") - 1
	switch {
	case words < 1 || technical.in(low) || stating.in(low) || mentions(low):
		return false
	case indefinite.in(low) || hasLettering(low):
		return true
	case strings.HasSuffix(before, ":"):
		return words > 1
	default:
		return words > 2 && spoken(low)&^bareNouns == 0
	}
}

var (
	// stating are words of sentences that state or deny something.
	stating = newNeedles(" is ", " was ", " are ", " were ", " be ", " has ", " have ", "n't ", " it's ", " there's ", " that's ", " no ", " nothing ", " nie ", " ne ", " не ", " нет ", " nic ", " ничего ", " нічого ", " nem ", " ei ", " değil ", " nichts ", " niets ", " rien ", " nada ", " niente ", " nulla ", " inte ", " ikke ", " kein ", " keine ", " geen ")
	// bareNouns are the languages that have no articles.
	bareNouns = tongue("pl") | tongue("cs") | tongue("hr") | tongue("fi") | tongue("et") | tongue("lt") | tongue("lv") | tongue("tr") | tongue("ru") | tongue("uk") | tongue("hu")
)
