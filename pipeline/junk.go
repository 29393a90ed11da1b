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
	// junkWindow is how many of the last pictures are judged together, and
	// junkFrom the fewest that tell anything.
	junkWindow, junkFrom = 200, 50
	// mostAlike is how many different pictures may have one text among those.
	mostAlike = 20
	// junkExamples and exampleSize bound what a message shows.
	junkExamples, exampleSize = 3, 80
)

// A Brake judges the texts of a run's last pictures, each once, as it came out
// in the end: repaired, cleaned or failed. It is safe for use by many
// goroutines, and for one run.
type Brake struct {
	// Most is the share of texts that cannot be published which is borne, in
	// percent, 0 for none. From 100 on nothing is judged.
	Most int

	mu     sync.Mutex
	last   []verdict // a ring, once it is full
	next   int
	spoilt int
	alike  map[Hash]int // how many of the last have a text; only those that count
}

// A verdict is how one picture ended.
type verdict struct {
	picture Hash
	text    Hash     // zero for one that does not count
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
	switch n := len(b.last); {
	case n >= junkFrom && b.spoilt*100 > b.Most*n:
		return b.because(fmt.Sprintf("%d of the last %d pictures have no text that can be published", b.spoilt, n),
			func(w verdict) bool { return w.fault != "" })
	case v.text != (Hash{}) && b.alike[v.text] >= mostAlike && b.pictures(v.text) >= mostAlike:
		return b.because(fmt.Sprintf("%d of the last %d pictures have the same text", b.alike[v.text], n),
			func(w verdict) bool { return w.text == v.text })
	}
	return nil
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
	if v.fault != "" {
		b.spoilt += n
	}
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
	if s.Brake == nil || s.Brake.Most >= 100 || !told {
		return
	}
	if err := s.Brake.judge(s.ending()); err != nil {
		s.halt(err)
	}
}

// ending is the verdict on the item's text. The same text counts where it would
// be a fault: many pictures may well have the same words in them, or none.
func (s *story) ending() verdict {
	rules := s.rulesFor(s.Prompt)
	text := rules.Clean(s.Prompt.alt(s.Standing))
	v := verdict{picture: sum(append([]string{s.Folder}, s.Images...)...), fault: s.spoilt,
		images: s.Images, said: strings.Clone(text[:min(len(text), 4*exampleSize)])}
	if v.fault == "" && quality.Proposal(text) == "" && rules.Severity(quality.Duplicate) != quality.Off {
		v.text = sum("captionmill text v1", strings.ToLower(text))
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
