package prompt

import (
	"bytes"
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

	"github.com/goccy/go-yaml"
)

// maxText is the most bytes in a preset, and in what is made of a template.
const maxText = 16 << 10

// indexName is the file that says what each preset is for.
const indexName = "presets/index.yaml"

var (
	// nameForm is a preset's full name.
	nameForm = regexp.MustCompile(`^([a-z][a-z0-9-]*)@([1-9][0-9]{0,5})$`)
	// taskForm is how models call their own tasks.
	taskForm = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
)

// Load reads every .txt file in the folder presets of fsys, each one a preset
// such as presets/alt-text@1.txt, and index.yaml beside them, which says more
// about some and adds those that are tasks of a model's own. Without a word
// there a preset asks for prose. What cannot be a preset is an error.
func Load(fsys fs.FS) (Presets, error) {
	all, err := loadTexts(fsys)
	if err != nil {
		return nil, err
	}
	if all, err = describe(fsys, all); err != nil {
		return nil, err
	}
	slices.SortFunc(all, compare)
	return all, nil
}

func loadTexts(fsys fs.FS) (all Presets, err error) {
	names, err := fs.Glob(fsys, "presets/*.txt")
	if err != nil {
		return nil, fmt.Errorf("list presets: %w", err)
	}
	for _, name := range names {
		p, err := read(fsys, name)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func read(fsys fs.FS, name string) (Preset, error) {
	p, err := named(strings.TrimSuffix(path.Base(name), ".txt"))
	if err != nil {
		return p, fmt.Errorf("preset %q: the file's name has to be like alt-text@1.txt", name)
	}
	raw, err := readBounded(fsys, name)
	if err != nil {
		return p, fmt.Errorf("preset %q: %w", name, err)
	}
	if p.Text, err = text(raw); err != nil {
		return p, fmt.Errorf("preset %q: %w", name, err)
	}
	if _, err := Parse(name, p.Text); err != nil {
		return p, fmt.Errorf("preset %w", err)
	}
	return p, nil
}

// named makes a preset of its full name.
func named(full string) (Preset, error) {
	parts := nameForm.FindStringSubmatch(full)
	if parts == nil {
		return Preset{}, fmt.Errorf("%q is not a name such as alt-text@1", full)
	}
	version, err := strconv.Atoi(parts[2])
	return Preset{Name: parts[1], Version: version, Kind: Prose}, err
}

func readBounded(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxText+1))
	if err == nil && len(raw) > maxText {
		err = fmt.Errorf("the text is longer than %d bytes", maxText)
	}
	return raw, err
}

// text is the same on every system, however its lines end there.
func text(raw []byte) (string, error) {
	text := strings.TrimRight(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n")
	switch {
	case !utf8.ValidString(text):
		return "", errors.New("the text is not valid UTF-8")
	case strings.TrimSpace(text) == "":
		return "", errors.New("the text is empty")
	}
	return text, nil
}

// An entry is what the index says of one preset.
type entry struct {
	Preset   string `yaml:"preset"`
	Kind     Kind   `yaml:"kind"`
	MaxChars int    `yaml:"max_chars"`
	Task     string `yaml:"task"`
	About    string `yaml:"about"`
}

// describe adds what the index says, where there is one.
func describe(fsys fs.FS, all Presets) (Presets, error) {
	raw, err := readBounded(fsys, indexName)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", indexName, err)
	}
	var entries []entry
	err = yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(&entries)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", indexName, err)
	}
	for i, e := range entries {
		if slices.ContainsFunc(entries[:i], func(other entry) bool { return other.Preset == e.Preset }) {
			return nil, fmt.Errorf("%s: %s stands there twice", indexName, e.Preset)
		}
		if all, err = e.add(all); err != nil {
			return nil, fmt.Errorf("%s: %w", indexName, err)
		}
	}
	return all, nil
}

// add puts an entry where it belongs: to the text of its name, or as a task.
func (e entry) add(all Presets) (Presets, error) {
	p, err := named(e.Preset)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(other Preset) bool { return compare(p, other) == 0 })
	switch {
	case e.Kind != "" && !slices.Contains(kinds, e.Kind):
		return nil, fmt.Errorf("%s: there is no kind %q", p, e.Kind)
	case e.MaxChars < 0:
		return nil, fmt.Errorf("%s: max_chars is below 0", p)
	case e.Task != "" && !taskForm.MatchString(e.Task):
		return nil, fmt.Errorf("%s: task %q is not a word", p, e.Task)
	case (i < 0) == (e.Task == ""):
		return nil, fmt.Errorf("%s: a preset has either a file %s.txt or a task of the model's own", p, p)
	case i < 0:
		all, i = append(all, p), len(all)
	}
	if e.Kind != "" {
		all[i].Kind = e.Kind
	}
	all[i].Task, all[i].MaxChars, all[i].About = e.Task, e.MaxChars, e.About
	return all, nil
}
