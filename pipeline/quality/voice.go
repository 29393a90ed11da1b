package quality

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A voice is how much a text speaks to somebody in the place of describing a
// picture, which captions never do outside what stands in the picture.
type voice int8

const (
	unheard  voice = iota + 1 // it describes, as far as can be told
	hinted                    // some of it speaks
	speaking                  // it does nothing else, as answers that decline do
)

// speech finds a text that speaks to its reader, or of itself, in part. One
// that does nothing else, and is no description of one's own picture, is found
// by [Refusal].
func speech(s *subject) *fault {
	if s.voice() != hinted && !s.confesses() {
		return nil
	}
	return &fault{detail: "it seems to speak to its reader, which a description does not"}
}

// voice listens to the text once.
func (s *subject) voice() voice {
	if s.heard == 0 {
		s.heard = unheard
		if s.rules.Kind != OCR && (s.has.any("?\xef") && strings.ContainsAny(s.low, "?？؟") || s.spaceless() || voiceCues().in(s.low)) {
			s.heard = s.listen()
		}
	}
	return s.heard
}

// spaceless tells whether the text may have letters of a script that does not
// separate words.
func (s *subject) spaceless() bool { return s.width > s.letters+s.digits }

// listen weighs the sentences outside quotations, of as much of a text as tells.
func (s *subject) listen() voice {
	text := unlettered(s.core[:min(len(s.core), maxOpening)])
	if shouted(text) {
		return unheard
	}
	spoken, described, sum := 0, 0, weight{}
	n, words := 0, 0
	for part := range sentences(text) {
		w := weigh(part)
		n, words = n+1, words+w.words
		sum.join(w)
		switch {
		case w.speaks() && (n == 1 || spoken > 0):
			spoken += len(part)
		case w.own+w.reader == 0 && w.words >= 4 && depicts("", part):
			described += len(part)
		}
	}
	switch {
	case sum.own+sum.reader == 0, n == 1 && s.labels(sum, words), billed(text):
		return unheard
	case spoken > described && sum.answers:
		return speaking
	default:
		return hinted
	}
}

// labels tells whether a single sentence that speaks is what a link or button
// says: a few words without a mark at their end.
func (s *subject) labels(w weight, words int) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s.raw, " \n\"'”*"))
	switch {
	case w.own > 0 || strings.ContainsRune(".!…。！", last) || s.spaceless():
		return false
	case w.asks:
		return words <= 4 && w.reader < 3
	case w.reader > 1:
		return words <= 6 && w.reader < 3
	default:
		return words <= 7
	}
}

// shouted tells whether a text is in capitals, as signs are.
func shouted(text string) bool {
	upper := false
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		upper = upper || unicode.IsUpper(r)
	}
	return upper
}

// sentences are the parts of a text up to and with the marks at their ends.
func sentences(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start := 0
		for i, r := range text {
			if plain(r) {
				continue
			}
			end := i + utf8.RuneLen(r)
			if !strings.ContainsRune(".!?…。！？؟", r) || r < utf8.RuneSelf && end < len(text) && text[end] != ' ' {
				continue
			}
			if part := strings.TrimSpace(text[start:end]); wordy(part) && !yield(part) {
				return
			} else if wordy(part) {
				start = end
			}
		}
		if part := strings.TrimSpace(text[start:]); wordy(part) {
			yield(part)
		}
	}
}

// plain tells whether a character is a letter of ASCII or a space, as most are.
func plain(r rune) bool { return r == ' ' || r < utf8.RuneSelf && isLetter(byte(r)) }

func wordy(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
