package quality

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A weight is what a sentence has of words that speak.
type weight struct {
	own, reader int // of the one who speaks, and to the one who reads
	words       int
	asks        bool // it ends in a question mark
	describes   bool // it begins as descriptions do
	answers     bool // it has a sign that somebody answers, and does not tell of himself
}

// speaks tells whether the sentence is speech. One that begins as descriptions
// do is not.
func (w weight) speaks() bool {
	return !w.describes && w.own+w.reader > 1
}

var (
	// articles begin descriptions.
	articles = wordSet("a an the two three four five several some ein eine einen der die das zwei un une le la les deux el los las una unos unas dos il gli due uno um uma o os dois een de het twee en ett två et")
	// joins and prepositions stand beside a word for oneself where it does not
	// do anything: my dog and I at the lake.
	beside = wordSet("and or & at in on with by near under behind beside before after from of to as und oder am im auf mit vor bei an et ou à au sur dans avec y e en con al o em no na com en op aan met bij och i på med og w na z nad i и на в с у ile ve")
	// numbered are the words before an I that is a number or a letter.
	numberedBy = wordSet("the an letter type phase class world war part volume chapter section level stage category grade vitamin mark book act scene figure model")
	// receiving are the words before a "me" that is spoken to.
	receiving = wordSet("to for let give tell send ask has have had keep keeps told reached fails sent given gave stop stops makes allow show help leave with from")
	// orders are what is asked of a reader, and ordered what follows it.
	orders  = wordSet("try give check send upload reupload re-upload resend reload refresh retry ask tell provide contact click tap press enter submit make ensure consult visit restart review choose select share attach paste add use double-check verify see pick")
	ordered = wordSet("a an the your my it this that these those another again later once different us me back one")
	// about are what people speak of who were to describe a picture.
	about = wordSet("image images picture pictures photo photos photograph file upload attachment attached attach link url captions captioned description describe described describing request later bild foto datei beschreibung anfrage photo fichier imagen archivo solicitud immagine imagem ficheiro afbeelding bestand billede bilde bilden zdjęcie zdjęcia obraz изображение фото снимке")
)

// handed are those of them that are no pictures, but what somebody was given.
var handed = wordSet("file upload attachment attached attach link url request caption captions description")

// weigh listens to one sentence.
func weigh(part string) (w weight) {
	low := lower(part)
	if len(low) != len(part) {
		part = low
	}
	w.asks = strings.ContainsAny(low[max(0, len(low)-3):], "?？؟")
	if hasLettering(low) {
		w.words = strings.Count(low, " ") + 1
		return w
	}
	w.hear(part, low)
	w.hearSpaceless(low)
	return w
}

// hear adds what the words of a sentence weigh.
func (w *weight) hear(part, low string) {
	c, until, topic, last := voiceCues(), 0, false, ""
	for start, end := range wordsIn(low) {
		word := low[start:end]
		if w.words++; w.words == 1 {
			w.describes = articles[word]
		} else if w.words == 2 {
			w.describes = w.describes || last == "this" && about[word] && !handed[word]
		}
		topic, w.answers = topic || about[word], w.answers || start >= until && signs().has(word)
		if q := c.at(low, start, end); q != nil && start >= until && q.counts(part, low, start, end, last) {
			w.add(q.weighs(low, start, w.describes), q.own)
			w.answers = w.answers || q.weight > 0 && !q.plain
			until = end + len(q.rest)
		}
		last = word
	}
	w.sumUp(topic)
}

// sumUp adds what counts only beside other things.
func (w *weight) sumUp(topic bool) {
	if w.asks && (w.words > 4 || topic || w.own+w.reader > 0) {
		w.reader++
	}
	w.answers = w.answers || w.asks
	if topic && !w.describes && w.own+w.reader > 0 {
		w.reader++
	}
}

// join adds what another sentence weighs. Only speech has signs of an answer.
func (w *weight) join(other weight) {
	w.own += other.own
	w.reader += other.reader
	w.asks = w.asks || other.asks
	w.answers = w.answers || other.answers && other.own+other.reader > 0
}

func (w *weight) add(n int, own bool) {
	if own {
		w.own += n
	} else {
		w.reader += n
	}
}

// hearSpaceless does so for scripts that do not separate words.
func (w *weight) hearSpaceless(low string) {
	if !anySpaceless(low) {
		return
	}
	for _, q := range voiceCues().han {
		if strings.Contains(low, q.rest) {
			w.add(q.weight, q.own)
			w.answers = w.answers || !q.plain
		}
	}
	w.answers = w.answers || has(low, spacelessSigns()...)
	w.words = max(w.words, utf8.RuneCountInString(low)/2)
}

// counts tells whether a cue is more than a word that looks like one.
func (q *cue) counts(part, low string, start, end int, last string) bool {
	next := strings.TrimLeft(part[end:], " ")
	after, _ := word(lower(next))
	switch {
	case q.english && q.rest == "" && low[start:end] == "me":
		return receiving[last] && part[start] == 'm'
	case q.first != 0:
		return q.isFirst(part, low, start, after, last)
	case low[start:end] == "please" && (after == "the" || after == "a" || after == "his" || after == "her"):
		return false
	default:
		return !q.english || !titled(next) && (beginsAfter(low[:start]) || part[start] == low[start] || part[start] == 'I')
	}
}

// titled tells whether the next word is written as in a title, and not for
// oneself.
func titled(next string) bool {
	first, n := utf8.DecodeRuneInString(next)
	return unicode.IsUpper(first) && !(first == 'I' && (len(next) == n || next[n] == ' ' || next[n] == '\''))
}

// isFirst tells whether a word for oneself is one here: somebody who does
// something, in a text of that language.
func (q *cue) isFirst(part, low string, start int, after, last string) bool {
	if after == "" || beside[after] || beside[last] && !beginsAfter(low[:start]) {
		return false
	}
	if q.english {
		next := strings.TrimLeft(part[start+1:], " ")
		before := strings.TrimRight(part[:start], " ")
		return part[start] == 'I' && !titled(next) && !numberedBy[last] && (beginsAfter(part[:start]) || !proper(before))
	}
	if w := part[start:wordEnd(part, start)]; utf8.RuneCountInString(w) > 1 && w == strings.ToUpper(w) {
		return false
	}
	return unambiguous[low[start:wordEnd(low, start)]] || spoken(low)&q.first != 0
}

// unambiguous are words for oneself that no other language has.
var unambiguous = wordSet("ich ik jeg minä tôi я εγώ אני أنا")

// proper tells whether a text ends in a word with a capital, as a king's name.
func proper(before string) bool {
	return unicode.IsUpper(firstRune(before[strings.LastIndexByte(before, ' ')+1:]))
}

// weighs is what a cue counts. In a sentence that begins as a description it is a
// hint, and what only hints is nothing: a dog and a cat, both tired, share a
// basket.
func (q *cue) weighs(low string, start int, describes bool) int {
	switch {
	case describes && q.weight == 1 && q.opens:
		return 0
	case describes:
		return min(q.weight, 1)
	default:
		return q.weight
	}
}
