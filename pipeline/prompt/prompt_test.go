package prompt_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/captionmill/captionmill/pipeline/prompt"
)

// files makes a file system of presets: file name, text, file name, text, …
func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys["presets/"+pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

func TestFind(t *testing.T) {
	t.Parallel()
	presets, err := prompt.Load(files(
		"alt-text@9.txt", "nine", "alt-text@10.txt", "ten\n", "alt-text@2.txt", "two\r\nlines\r\n", "long@1.txt", "long", "README.md", "not a preset",
	))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, full, text string }{
		{"alt-text", "alt-text@10", "ten"},
		{"alt-text@9", "alt-text@9", "nine"},
		{"alt-text@2", "alt-text@2", "two\nlines"},
		{"long", "long@1", "long"},
	}
	for _, tt := range tests {
		got, err := presets.Find(tt.name)
		if err != nil || got.String() != tt.full || got.Text != tt.text {
			t.Errorf("Find(%q) = %v %q, %v; want %s %q", tt.name, got, got.Text, err, tt.full, tt.text)
		}
	}
}

func TestFindUnknown(t *testing.T) {
	t.Parallel()
	presets, err := prompt.Load(files("alt-text@1.txt", "one", "long@2.txt", "two"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "alt", "alt-text@", "alt-text@01", "alt-text@2", "Alt-Text", "@1"} {
		_, err := presets.Find(name)
		if !errors.Is(err, prompt.ErrUnknown) || !strings.Contains(err.Error(), "alt-text@1, long@2") {
			t.Errorf("Find(%q): %v, want it unknown and the names listed", name, err)
		}
	}
	if _, err := (prompt.Presets{}).Find("alt-text"); !errors.Is(err, prompt.ErrUnknown) {
		t.Errorf("Find among none: %v, want ErrUnknown", err)
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, text, want string }{
		{"no version", "alt-text.txt", "x", "like alt-text@1.txt"},
		{"version 0", "alt-text@0.txt", "x", "like alt-text@1.txt"},
		{"leading zero", "alt-text@01.txt", "x", "like alt-text@1.txt"},
		{"upper case", "Alt@1.txt", "x", "like alt-text@1.txt"},
		{"empty", "alt-text@1.txt", " \n", "empty"},
		{"too long", "alt-text@1.txt", strings.Repeat("x", 16<<10+1), "longer than 16384 bytes"},
		{"not UTF-8", "alt-text@1.txt", "\xff", "UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := prompt.Load(files(tt.file, tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.file) {
				t.Errorf("Load: %v, want an error about %s with %q", err, tt.file, tt.want)
			}
		})
	}
}

func TestIndex(t *testing.T) {
	t.Parallel()
	presets, err := prompt.Load(files("a@1.txt", "text", "b@1.txt", "text", "index.yaml", `
- {preset: a@1, kind: tags, max_chars: 80, about: words}
- {preset: c@2, kind: dense, task: describe, about: its own}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := prompt.Presets{
		{Name: "a", Version: 1, Text: "text", Kind: prompt.Tags, MaxChars: 80, About: "words"},
		{Name: "b", Version: 1, Text: "text", Kind: prompt.Prose},
		{Name: "c", Version: 2, Task: "describe", Kind: prompt.Dense, About: "its own"},
	}
	if !slices.Equal(presets, want) {
		t.Errorf("got %+v, want %+v", presets, want)
	}
}

func TestIndexRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"- {preset: b@1, kind: prose}":                  "either a file b@1.txt or a task",
		"- {preset: a@1, task: describe}":               "either a file a@1.txt or a task",
		"- {preset: a@1, kind: poem}":                   `there is no kind "poem"`,
		"- {preset: a@1, max_chars: -1}":                "below 0",
		"- {preset: b@1, task: Describe it}":            "is not a word",
		"- {preset: a}":                                 "is not a name such as",
		"- {preset: a@1, text: x}":                      "unknown field",
		"- {preset: a@1}\n- {preset: a@1}":              "twice",
		"preset: a@1":                                   "index.yaml",
		"# " + strings.Repeat("x", 16<<10) + "\n- {}\n": "longer than",
	}
	for index, want := range tests {
		_, err := prompt.Load(files("a@1.txt", "text", "index.yaml", index))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "index.yaml") {
			t.Errorf("%.40s: %v, want %s", index, err, want)
		}
	}
	if _, err := prompt.Load(files("a@1.txt", "{{.Nope}}")); err == nil || !strings.Contains(err.Error(), "presets/a@1.txt:1:3: there is no field .Nope") {
		t.Errorf("a wrong template: %v", err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("alt-text@1.txt", []byte("text\n"))
	f.Add("a@99.txt", []byte("\r\n\r\n"))
	f.Add("a@1.txt", []byte("\xff"))
	f.Fuzz(func(t *testing.T, file string, text []byte) {
		if file == "" || strings.ContainsAny(file, "/\\") {
			return
		}
		presets, err := prompt.Load(fstest.MapFS{"presets/" + file: &fstest.MapFile{Data: text}})
		if err != nil {
			return
		}
		for _, p := range presets {
			got, err := presets.Find(p.String())
			if err != nil || got != p || p.String()+".txt" != file || strings.HasSuffix(p.Text, "\n") {
				t.Errorf("%q gives %#v, found as %#v, %v", file, p, got, err)
			}
		}
	})
}

func ExamplePresets_Find() {
	presets, err := prompt.Load(files(
		"alt-text@1.txt", "Describe this.",
		"alt-text@2.txt", "Describe this for someone who cannot see it.",
	))
	if err != nil {
		fmt.Println(err)
		return
	}
	newest, _ := presets.Find("alt-text")
	exact, _ := presets.Find("alt-text@1")
	fmt.Println(newest, exact)
	// Output: alt-text@2 alt-text@1
}
