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
	// freshFrom is the fewest of them that have to have ended in the run that
	// they stop.
	freshFrom = 10
	// mostAlike is how many different pictures may have one text among those.
	mostAlike = 20
	// junkExamples and exampleSize bound what a message shows.
	junkExamples, exampleSize = 3, 80
)

// A Brake judges the texts of a run's pictures, each once, as it came out in
// the end: repaired, cleaned or failed. A picture has its place in the row where
// its first answer came: repairs end later than what was good at once, and many
// of them together at the end of a run, which says nothing of how many there
// are. For the same reason what an earlier run has left to be repaired is judged
// among its neighbours of that run, and not at all where nothing is known of
// them. It is safe for use by many goroutines, and for one run.
type Brake struct {
	// Most is the share of texts that cannot be published which is borne, in
	// percent, 0 for none. From 100 on nothing is judged.
	Most int

	mu     sync.Mutex
	row    []place
	places map[ItemID]int  // of those that wait for a better text
	known  map[ItemID]bool // the blocks of items that earlier runs were asked about
	begun  bool            // the block of this run's first question was among them
	last   []verdict       // those that ended last, a ring once it is full
	next   int
	alike  map[Hash]int // how many of the last have a text; only those that count
}

// A place is one picture's in the row. One that waits is neither.
type place struct {
	spoilt bool // it ended without a text that can be published
	fresh  bool // it ended in this run
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
	case b.tooAlike(v):
		return b.because(fmt.Sprintf("%d of the last %d pictures have the same text", b.alike[v.text], len(b.last)),
			func(w verdict) bool { return w.text == v.text })
	}
	return nil
}

// tooAlike tells whether too many different pictures have a text: of one that the
// question asks for where it fits, more than half of the last, as soon as there
// are enough of them to tell.
func (b *Brake) tooAlike(v verdict) bool {
	most := mostAlike
	if v.invited {
		most = len(b.last)/2 + 1
	}
	return v.text != (Hash{}) && (!v.invited || len(b.last) >= junkFrom) && b.alike[v.text] >= most && b.pictures(v.text) >= most
}

// wait gives an item its place whose first text is bad and may be repaired.
func (b *Brake) wait(item ItemID) {
	if b.idle() {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, has := b.places[item]; !has {
		b.reserve(item)
	}
}

// idle tells whether nothing is judged.
func (b *Brake) idle() bool { return b == nil || b.Most >= 100 }

// reserve keeps the next place for an item.
func (b *Brake) reserve(item ItemID) {
	if b.places == nil {
		b.places = map[ItemID]int{}
	}
	b.places[item] = len(b.row)
	b.row = append(b.row, place{})
}

// unknown gives the stretch around an item of which earlier runs may know what
// this one does not: one that they have left to be repaired, or the first that
// nobody has asked, before which stands what was asked last.
func (b *Brake) unknown(it *Item) (s Stretch, wanted bool) {
	if b.idle() {
		return s, false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	_, placed := b.places[it.ID]
	first := it.Attempts == 0 && it.Faults == 0 && !b.begun
	block := it.ID / junkWindow
	if b.begun = b.begun || first; b.known[block] || !first && (it.Faults == 0 || placed) {
		return s, false
	}
	s.First, s.Last = b.learn(block)*junkWindow, (block+1)*junkWindow-1
	return s, true
}

// learn takes a block for known, and the one before where it is not; it gives the
// first that is new. Blocks do not overlap, so that no picture counts twice.
func (b *Brake) learn(block ItemID) (first ItemID) {
	if b.known == nil {
		b.known = map[ItemID]bool{}
	}
	if first = block; !b.known[block-1] {
		first = block - 1
	}
	b.known[first], b.known[block] = true, true
	return first
}

// remember gives pictures of earlier runs their places.
func (b *Brake) remember(past []Past) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range past {
		_, placed := b.places[p.Item]
		switch {
		case placed:
		case p.State == Pending:
			b.reserve(p.Item)
		default:
			b.row = append(b.row, place{spoilt: p.State == Failed})
		}
	}
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
func (b *Brake) end(v verdict) (at int) {
	at, waited := b.places[v.item]
	if !waited {
		at = len(b.row)
		b.row = append(b.row, place{})
	}
	delete(b.places, v.item)
	b.row[at] = place{spoilt: v.fault != "", fresh: true}
	return at
}

// worst counts the pictures without a text among those in a row that hold a
// place and have the most of them, and how many are in the row. Rows of which
// this run itself has not seen enough do not count.
func (b *Brake) worst(at int) (most, n int) {
	n = min(len(b.row), junkWindow)
	first := max(0, at-n+1)
	var found tally
	for i, p := range b.row[first:min(at+n, len(b.row))] {
		found.count(p, 1)
		if i >= n {
			found.count(b.row[first+i-n], -1)
		}
		if found.confirmed(b.Most) {
			most = max(most, found.spoilt)
		}
	}
	return most, n
}

// A tally counts pictures in a row, and apart those that ended in this run.
type tally struct{ spoilt, fresh, freshSpoilt int }

func (t *tally) count(p place, n int) {
	if p.spoilt {
		t.spoilt += n
	}
	if p.fresh {
		t.fresh += n
	}
	if p.spoilt && p.fresh {
		t.freshSpoilt += n
	}
}

// confirmed tells whether what ended in this run is as bad as more than a share
// of all, in percent. What earlier runs have seen does not stop one by itself: a
// person may have mended it since.
func (t *tally) confirmed(most int) bool {
	return t.fresh >= freshFrom && t.freshSpoilt*100 > most*t.fresh
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
	if s.Brake.idle() || s.carried || !told {
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
