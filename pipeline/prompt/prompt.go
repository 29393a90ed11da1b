// Package prompt holds presets, the texts that a vision model is asked with,
// and makes of them what one row is asked: see [Template].
//
// It ships no preset of its own; package configs does. It does not know which
// parameter of a model takes a text, nor where the values of a row come from.
package prompt

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ErrUnknown reports a preset that is not there.
var ErrUnknown = errors.New("is not a known preset")

// A Kind says what a good answer looks like, for those who check it.
type Kind string

// The kinds of answers.
const (
	Prose   Kind = "prose"   // one or two sentences: alt text
	Complex Kind = "complex" // a short text, a line that says "Long:", and a long one
	Dense   Kind = "dense"   // a paragraph that leaves nothing out
	Tags    Kind = "tags"    // words and phrases between commas
	OCR     Kind = "ocr"     // the words in the picture, line by line, or [[no text]]
)

var kinds = []Kind{Prose, Complex, Dense, Tags, OCR}

// A Preset is a prompt with a name. It never changes: what was answered under
// it is known by its text, so a better text is a new version.
type Preset struct {
	Name string
	// Version counts from 1.
	Version int
	// Text is a template, without a line end at its end.
	Text string
	// Task is a task of the model's own, in the place of Text, "" for none.
	Task string
	// Kind is what the answers are.
	Kind Kind
	// MaxChars is the most characters that an answer is asked to have, 0 for
	// no limit.
	MaxChars int
	// About says in one line what it is for.
	About string
}

// String is the preset's full name: "alt-text@1".
func (p Preset) String() string { return p.Name + "@" + strconv.Itoa(p.Version) }

// Presets are sorted by name, and by version within a name.
type Presets []Preset

func compare(a, b Preset) int {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	return a.Version - b.Version
}

// Find gives the newest version of a preset ("alt-text") or an exact one
// ("alt-text@1"). An error wraps [ErrUnknown] and lists what there is.
func (p Presets) Find(name string) (Preset, error) {
	for _, preset := range slices.Backward(p) { // the newest comes first
		if name == preset.Name || name == preset.String() {
			return preset, nil
		}
	}
	if len(p) == 0 {
		return Preset{}, fmt.Errorf("%q %w; there are none", name, ErrUnknown)
	}
	var names []string
	for _, preset := range p {
		names = append(names, preset.String())
	}
	return Preset{}, fmt.Errorf("%q %w; there are: %s", name, ErrUnknown, strings.Join(names, ", "))
}
