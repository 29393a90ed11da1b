// Package prompt holds presets: the texts that a vision model is asked with.
//
// It ships none of its own; package configs does. It does not know which
// parameter of a model takes a text.
package prompt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrUnknown reports a preset that is not there.
var ErrUnknown = errors.New("is not a known preset")

// maxText is the most bytes in a preset.
const maxText = 16 << 10

// A Preset is a prompt with a name. It never changes: what was answered under
// it is known by its text, so a better text is a new version.
type Preset struct {
	Name string
	// Version counts from 1.
	Version int
	// Text is what is sent, without a line end at its end.
	Text string
}

// String is the preset's full name: "alt-text@1".
func (p Preset) String() string { return p.Name + "@" + strconv.Itoa(p.Version) }

// Presets are sorted by name, and by version within a name.
type Presets []Preset

// fileForm is a preset's file name: NAME@VERSION.txt.
var fileForm = regexp.MustCompile(`^([a-z][a-z0-9-]*)@([1-9][0-9]{0,5})\.txt$`)

// Load reads every .txt file in the folder presets of fsys, each one a preset
// such as presets/alt-text@1.txt. A file that cannot be one is an error.
func Load(fsys fs.FS) (Presets, error) {
	names, err := fs.Glob(fsys, "presets/*.txt")
	if err != nil {
		return nil, fmt.Errorf("list presets: %w", err)
	}
	var all Presets
	for _, name := range names {
		p, err := read(fsys, name)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	slices.SortFunc(all, compare)
	return all, nil
}

func read(fsys fs.FS, name string) (Preset, error) {
	parts := fileForm.FindStringSubmatch(path.Base(name))
	if parts == nil {
		return Preset{}, fmt.Errorf("preset %q: the file's name has to be like alt-text@1.txt", name)
	}
	f, err := fsys.Open(name)
	if err != nil {
		return Preset{}, fmt.Errorf("open preset: %w", err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxText+1))
	if err != nil {
		return Preset{}, fmt.Errorf("read preset %q: %w", name, err)
	}
	text, err := clean(raw)
	if err != nil {
		return Preset{}, fmt.Errorf("preset %q: %w", name, err)
	}
	version, err := strconv.Atoi(parts[2])
	return Preset{Name: parts[1], Version: version, Text: text}, err
}

// clean makes the text the same on every system, however its lines end there.
func clean(raw []byte) (string, error) {
	text := strings.TrimRight(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n")
	switch {
	case len(raw) > maxText:
		return "", fmt.Errorf("the text is longer than %d bytes", maxText)
	case !utf8.ValidString(text):
		return "", errors.New("the text is not valid UTF-8")
	case strings.TrimSpace(text) == "":
		return "", errors.New("the text is empty")
	}
	return text, nil
}

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
