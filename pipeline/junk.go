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
// them. While too many may turn out bad, first questions give way to repairs, and
// of those no more are on their way than it takes to know; see [Brake.calm] and
// [Brake.admit]. It is safe for use by many goroutines, and for one run.
type Brake struct {
	// Most is the share of texts that cannot be published which is borne, in
	// percent, 0 for none. From 100 on nothing is judged.
	Most int

	mu     sync.Mutex
	row    places
	seats  map[ItemID]*seat // of those that are asked again, until they end
	known  map[ItemID]bool  // the blocks of items that earlier runs were asked about
	early  map[ItemID]bool  // of earlier runs, and ended before their block was known
	last   []verdict        // those that ended last, a ring once it is full
	next   int
	alike  map[Hash]int // how many of the last have a text; only those that count
	bad    []verdict    // the latest without a text, for a message
	heard  int          // pictures with a bad text that came in this run
	mended record
	way    way
}

// A verdict is how one picture ended, or what is wrong with its text so far.
type verdict struct {
	item    ItemID
	adopted bool // an earlier run has asked the question
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
	defer b.reckon()
	b.add(v)
	at := b.end(v)
	switch worst := b.row.worst(at, b.Most); {
	case worst.tooMany(b.Most):
		return b.spoilt(worst.words())
	case b.tooAlike(v):
		return b.because(fmt.Sprintf("%d of the last %d pictures have the same text", b.alike[v.text], len(b.last)), b.alikes(v))
	}
	return nil
}

// unmended says, when a limit has ended the run, that its texts are no good, nil
// where they are not: what could not be asked again counts as what was has
// ended. A night whose budget is used up would else say nothing of it, and the
// next one do the same.
func (b *Brake) unmended() error {
	if b.idle() {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	found := b.row.outlook(b.mended.failing())
	if b.heard < freshFrom || !found.tooMany(b.Most) {
		return nil
	}
	return b.spoilt(fmt.Sprintf("some %d of %d pictures, one after another, have no text that can be published, or would have none if they were asked again",
		found.spoilt/100, found.n))
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

// idle tells whether nothing is judged.
func (b *Brake) idle() bool { return b == nil || b.Most >= 100 }

// unknown gives the stretch around an item of which earlier runs may know what
// this one does not: one that they have left to be repaired, or that nobody has
// asked, before which may stand what was asked last.
func (b *Brake) unknown(it *Item) (s Stretch, wanted bool) {
	if b.idle() {
		return s, false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	fresh := it.Attempts == 0 && it.Faults == 0
	left := it.Faults > 0 && b.seats[it.ID] == nil
	block := it.ID / junkWindow
	if b.known[block] || !fresh && !left {
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
		switch {
		case b.seats[p.Item] != nil || b.early[p.Item]:
		case p.State == Pending:
			b.seat(p.Item, place{waits: true})
		default:
			b.row.add(place{spoilt: p.State == Failed})
		}
	}
}

// end writes down how a picture ended, at its place, which it gives.
func (b *Brake) end(v verdict) (at int) {
	p := place{spoilt: v.fault != "", fresh: true}
	b.note(v)
	if s := b.seats[v.item]; s != nil {
		b.settle(s, p)
		b.rise(v.item)
		return s.at
	}
	b.foresee(v)
	at = b.row.add(p)
	b.row.trim(b.seats)
	return at
}

// foresee remembers one that ends before its block is known, of which earlier
// runs may know as well.
func (b *Brake) foresee(v verdict) {
	if v.adopted && !b.known[v.item/junkWindow] {
		if b.early == nil {
			b.early = map[ItemID]bool{}
		}
		b.early[v.item] = true
	}
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

// note keeps a bad text for a message, until a better one takes its place.
func (b *Brake) note(v verdict) {
	b.bad = slices.DeleteFunc(b.bad, func(w verdict) bool { return w.item == v.item && v.item != 0 })
	if v.fault != "" {
		b.bad = append(b.bad, v)
	}
	if s := b.seats[v.item]; v.fault != "" && (s == nil || !s.told) {
		b.heard++
	}
	if len(b.bad) > junkExamples {
		b.bad = b.bad[1:]
	}
}

// spoilt is the reason with the latest bad texts.
func (b *Brake) spoilt(what string) error { return b.because(what, b.bad) }

// alikes are the last with the same text as another.
func (b *Brake) alikes(v verdict) (found []verdict) {
	for i := range b.last {
		if w := b.last[(b.next+i)%len(b.last)]; w.text == v.text {
			found = append(found, w)
		}
	}
	return found
}

// because is the reason with the last of some examples.
func (b *Brake) because(what string, of []verdict) error {
	var examples []string
	for _, v := range slices.Backward(of[max(0, len(of)-junkExamples):]) {
		examples = append(examples, v.example())
	}
	return fmt.Errorf("%w: %s, such as %s; look at such rows, and change the model or the prompt, or go on with --max-junk 100",
		ErrJunk, what, strings.Join(examples, ", "))
}

// tellJunk lets the brake know how the item ended, if a text of its own did it,
// or that it has not.
func (s *story) tellJunk() {
	switch {
	case s.Brake.idle():
	case s.State != Done && s.State != Failed:
		s.Brake.leave(s.ID)
	case s.carried || s.State == Done && s.Standing == "" || s.State == Failed && s.spoilt == "":
		s.Brake.lapse(s.ID, s.State == Failed && s.Faults > s.Repairer.most())
	default:
		if err := s.Brake.judge(s.found(s.spoilt, s.Standing)); err != nil {
			s.halt(err)
		}
	}
}

// found is the verdict on a text of the item's. The same text counts where it
// would be a fault: many pictures may well have the same words in them, or none,
// and questions about words say so. Prompts ask for the word for a decorative
// picture by themselves, and many may be that.
func (s *story) found(fault, caption string) verdict {
	rules := s.rulesFor(s.Prompt)
	text := rules.Clean(s.Prompt.alt(caption))
	v := verdict{item: s.ID, adopted: s.adopted, picture: sum(append([]string{s.Folder}, s.Images...)...), fault: fault,
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
