package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// ErrJunk ends a run whose texts cannot be published.
var ErrJunk = fmt.Errorf("%w: the texts are not good enough", ErrCap)

const (
	// junkWindow is how many pictures in a row are judged together, and
	// junkFrom the fewest that tell anything.
	junkWindow, junkFrom = 200, 50
	// mostAlike is how many different pictures may have one text among those.
	mostAlike = 20
	// junkExamples and exampleSize bound what a message shows.
	junkExamples, exampleSize = 3, 80
)

// A Brake judges the texts of a run's pictures, each once, as it came out in
// the end: repaired, cleaned or failed. A picture has its place in the row where
// its first answer came: repairs end later than what was good at once, and many
// of them together at the end of a run, which says nothing of how many there
// are. For the same reason what earlier runs have left to be repaired is not
// judged. It is safe for use by many goroutines, and for one run.
type Brake struct {
	// Most is the share of texts that cannot be published which is borne, in
	// percent, 0 for none. From 100 on nothing is judged.
	Most int

	mu     sync.Mutex
	spoilt []bool         // which pictures ended without a text, by their places
	places map[ItemID]int // of those that wait for a better text
	last   []verdict      // those that ended last, a ring once it is full
	next   int
	alike  map[Hash]int // how many of the last have a text; only those that count
}

// A verdict is how one picture ended.
type verdict struct {
	item    ItemID // zero for one that has not waited
	picture Hash
	text    Hash     // zero for one that does not count
	invited bool     // the question asks for that very text where it fits
	fault   string   // "" for a text that can be published
	images  []string // and what was said of them, for a message
	said    string
}

// example is the verdict in a message.
func (v verdict) example() string {
	fault := v.fault
	if fault != "" {
		fault += " "
	}
	return shown(strings.Join(v.images, " ")) + ": " + fault + `"` + shown(v.said) + `"`
}

// judge takes one more picture into account, and says why the run has to end,
// nil when it goes on.
func (b *Brake) judge(v verdict) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.add(v)
	switch spoilt, n := b.worst(b.end(v)); {
	case n >= junkFrom && spoilt*100 > b.Most*n:
		return b.because(fmt.Sprintf("%d of %d pictures, one after another, have no text that can be published", spoilt, n),
			func(w verdict) bool { return w.fault != "" })
	case v.text != (Hash{}) && b.alike[v.text] >= b.bearable(v) && b.pictures(v.text) >= b.bearable(v):
		return b.because(fmt.Sprintf("%d of the last %d pictures have the same text", b.alike[v.text], len(b.last)),
			func(w verdict) bool { return w.text == v.text })
	}
	return nil
}

// bearable is from how many pictures on a text stops the run: of one that the
// question asks for where it fits, more than half of the last.
func (b *Brake) bearable(v verdict) int {
	if v.invited {
		return max(mostAlike, len(b.last)/2+1)
	}
	return mostAlike
}

// wait gives an item its place whose first text is bad and may be repaired.
func (b *Brake) wait(item ItemID) {
	if b == nil || b.Most >= 100 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, has := b.places[item]; has {
		return
	}
	if b.places == nil {
		b.places = map[ItemID]int{}
	}
	b.places[item] = len(b.spoilt)
	b.spoilt = append(b.spoilt, false)
}

// waits tells whether an item has its place, and no end yet.
func (b *Brake) waits(item ItemID) bool {
	if b == nil {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	_, has := b.places[item]
	return has
}

// end writes down how a picture ended, at its place, which it gives.
func (b *Brake) end(v verdict) (place int) {
	place, waited := b.places[v.item]
	if !waited {
		place = len(b.spoilt)
		b.spoilt = append(b.spoilt, false)
	}
	delete(b.places, v.item)
	b.spoilt[place] = v.fault != ""
	return place
}

// worst counts the pictures without a text among those in a row that hold a
// place and have the most of them, and how many are in the row.
func (b *Brake) worst(place int) (most, n int) {
	n = min(len(b.spoilt), junkWindow)
	first, spoilt := max(0, place-n+1), 0
	for i, bad := range b.spoilt[first:min(place+n, len(b.spoilt))] {
		if bad {
			spoilt++
		}
		if i >= n && b.spoilt[first+i-n] {
			spoilt--
		}
		most = max(most, spoilt)
	}
	return most, n
}

// add puts a picture in the place of the oldest.
func (b *Brake) add(v verdict) {
	if b.alike == nil {
		b.alike = map[Hash]int{}
	}
	if len(b.last) < junkWindow {
		b.last = append(b.last, v)
	} else {
		b.count(b.last[b.next], -1)
		b.last[b.next] = v
		b.next = (b.next + 1) % junkWindow
	}
	b.count(v, 1)
}

func (b *Brake) count(v verdict, n int) {
	if v.text == (Hash{}) {
		return
	}
	if b.alike[v.text] += n; b.alike[v.text] == 0 {
		delete(b.alike, v.text)
	}
}

// pictures counts the different ones with a text.
func (b *Brake) pictures(text Hash) int {
	different := map[Hash]bool{}
	for _, v := range b.last {
		if v.text == text {
			different[v.picture] = true
		}
	}
	return len(different)
}

// because is the reason with the latest examples of what is meant.
func (b *Brake) because(what string, meant func(verdict) bool) error {
	var examples []string
	for i := range b.last {
		v := b.last[(b.next+len(b.last)-1-i)%len(b.last)] // the latest first
		if meant(v) && len(examples) < junkExamples {
			examples = append(examples, v.example())
		}
	}
	return fmt.Errorf("%w: %s, such as %s; look at such rows, and change the model or the prompt, or go on with --max-junk 100",
		ErrJunk, what, strings.Join(examples, ", "))
}

// tellJunk lets the brake know how the item ended, if a text of its own did it.
func (s *story) tellJunk() {
	told := s.State == Done && s.Standing != "" || s.State == Failed && s.spoilt != ""
	if s.Brake == nil || s.Brake.Most >= 100 || s.carried || !told {
		return
	}
	if err := s.Brake.judge(s.ending()); err != nil {
		s.halt(err)
	}
}

// ending is the verdict on the item's text. The same text counts where it would
// be a fault: many pictures may well have the same words in them, or none, and
// questions about words say so. Prompts ask for the word for a decorative picture
// by themselves, and many may be that.
func (s *story) ending() verdict {
	rules := s.rulesFor(s.Prompt)
	text := rules.Clean(s.Prompt.alt(s.Standing))
	v := verdict{item: s.ID, picture: sum(append([]string{s.Folder}, s.Images...)...), fault: s.spoilt,
		images: s.Images, said: strings.Clone(text[:min(len(text), 4*exampleSize)])}
	proposal := quality.Proposal(text)
	wordless := rules != nil && rules.Kind == quality.OCR && proposal == quality.ProposeNoText
	if v.fault == "" && !wordless && rules.Severity(quality.Duplicate) != quality.Off {
		v.text, v.invited = sum("captionmill text v1", or(proposal, strings.ToLower(text))), proposal == quality.ProposeDecorative
	}
	return v
}

// shown is outside text for a message: short, and nothing but what is seen.
func shown(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > exampleSize {
		return string(slices.Concat(runes[:exampleSize-1], []rune("…")))
	}
	return text
}
