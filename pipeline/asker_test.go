package pipeline_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
)

// What becomes of every kind of row.
func TestRows(t *testing.T) {
	t.Parallel()
	url, pond := []string{"https://example.com/a.jpg"}, []string{"https://example.com/duck-pond.jpg"}
	tests := []struct {
		name     string
		existing pipeline.Existing
		in       manifest.Row
		fate     pipeline.RowStatus
		reason   string
		detail   string // a part of it
		alt      string
		pictures []string // of the one question
		params   string   // a part of its parameters
	}{
		{name: "asked", in: manifest.Row{Images: url}, pictures: url, params: `"custom_prompt":"Write alt text."`},
		{name: "broken", in: manifest.Row{Images: url, Problem: &manifest.Problem{Reason: manifest.BadRow, Detail: "line 2: a quote"}},
			fate: pipeline.RowFailed, reason: "bad_row", detail: "a quote"},
		{name: "has text", in: manifest.Row{Images: url, HasAlt: true, Alt: " A fox "}, fate: pipeline.RowKept, alt: " A fox "},
		{name: "has empty text on purpose", in: manifest.Row{Images: url, HasAlt: true}, fate: pipeline.RowKept},
		{name: "has text and no image", in: manifest.Row{HasAlt: true, Alt: "A fox"}, fate: pipeline.RowKept, alt: "A fox"},
		{name: "has text, to be redone", existing: pipeline.Redo, in: manifest.Row{Images: url, HasAlt: true, Alt: "A fox"}, pictures: url},
		{name: "has bad text, to be redone", existing: pipeline.RedoBad, in: manifest.Row{Images: url, HasAlt: true, Alt: "IMG_2041.jpg"}, pictures: url},
		{name: "has blank text, to be redone", existing: pipeline.RedoBad, in: manifest.Row{Images: url, HasAlt: true, Alt: " "}, pictures: url},
		{name: "has its own file's name, to be redone", existing: pipeline.RedoBad, in: manifest.Row{Images: pond, HasAlt: true, Alt: "duck-pond"}, pictures: pond},
		{name: "has good text beside bad", existing: pipeline.RedoBad, in: manifest.Row{Images: url, HasAlt: true, Alt: "A fox in the snow"}, fate: pipeline.RowKept, alt: "A fox in the snow"},
		{name: "decorative beside bad", existing: pipeline.RedoBad, in: manifest.Row{Images: url, HasAlt: true}, fate: pipeline.RowKept},
		{name: "has text, to be kept by name", existing: pipeline.Keep, in: manifest.Row{Images: url, HasAlt: true, Alt: "A fox"}, fate: pipeline.RowKept, alt: "A fox"},
		{name: "no image", in: manifest.Row{}, fate: pipeline.RowSkipped, reason: "no_image", detail: "no image"},
		{name: "scheme", in: manifest.Row{Images: []string{"s3://bucket/a.jpg"}}, fate: pipeline.RowFailed, reason: "bad_reference", detail: "s3:"},
		{name: "password", in: manifest.Row{Images: []string{"https://u:secret@example.com/a.jpg"}}, fate: pipeline.RowFailed, reason: "bad_reference", detail: "password"},
		{name: "too many images", in: manifest.Row{Images: []string{"a.jpg", "b.jpg"}}, fate: pipeline.RowFailed, reason: "bad_request", detail: "2 pictures"},
		{name: "one bad image of two", in: manifest.Row{Images: []string{"a.jpg", "ftp://b"}}, fate: pipeline.RowFailed, reason: "bad_reference", detail: "ftp:"},
		{name: "file", in: manifest.Row{Images: []string{"sub/a.jpg"}}, pictures: []string{"file:/pictures/sub/a.jpg"}},
		{name: "file outside", in: manifest.Row{Images: []string{"../a.jpg"}}, pictures: []string{"file:/a.jpg"}}, // refused when it is opened
		{name: "own prompt", in: manifest.Row{Images: url, Prompt: "Say \"hi\""}, pictures: url, params: `"custom_prompt":"Say \"hi\""`},
		{name: "own parameter", in: manifest.Row{Images: url, Params: map[string]any{"seed": json.Number("7")}}, pictures: url, params: `"seed":7`},
		{name: "unknown parameter", in: manifest.Row{Images: url, Params: map[string]any{"sead": "7"}},
			fate: pipeline.RowFailed, reason: "bad_param", detail: "did you mean seed"},
		{name: "parameter out of range", in: manifest.Row{Images: url, Params: map[string]any{"seed": "-2"}},
			fate: pipeline.RowFailed, reason: "bad_param", detail: "out of range"},
		{name: "parameter of a whole run", in: manifest.Row{Images: url, Params: map[string]any{"enable_sync_mode": true}},
			fate: pipeline.RowFailed, reason: "bad_param", detail: "--param enable_sync_mode"},
		{name: "picture as a parameter", in: manifest.Row{Images: url, Params: map[string]any{"image": "https://example.com/b.jpg"}},
			fate: pipeline.RowFailed, reason: "bad_param", detail: "image"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := newAsker(t)
			a.Existing = c.existing
			c.in.Line, c.in.Cells = 5, []string{`a "b"`, "ü\t"}
			row := a.Row(&c.in)
			if row.Fate != c.fate || row.Reason != c.reason || row.Alt != c.alt || !strings.Contains(row.Detail, c.detail) || strings.Contains(row.Detail, "secret") {
				t.Errorf("%s for %q (%s), text %q; want %s for %q, text %q", row.Fate, row.Reason, row.Detail, row.Alt, c.fate, c.reason, c.alt)
			}
			if len(row.Asks) > 1 || (len(row.Asks) == 1) != (c.pictures != nil) {
				t.Fatalf("%d questions, want %v", len(row.Asks), c.pictures)
			}
			if len(row.Asks) == 1 && (!slices.Equal(row.Asks[0].Pictures, c.pictures) || !strings.Contains(row.Asks[0].Prompt.Params, c.params)) {
				t.Errorf("question %v %s, want %v %s", row.Asks[0].Pictures, row.Asks[0].Prompt.Params, c.pictures, c.params)
			}
			var cells []string
			if err := json.Unmarshal(row.Cells, &cells); err != nil || !slices.Equal(cells, c.in.Cells) || row.Line != 5 {
				t.Errorf("cells %s at line %d, want %q at 5", row.Cells, row.Line, c.in.Cells)
			}
		})
	}
}

// A row's key is its id, or else its images; moved rows are the same rows.
func TestRowKeys(t *testing.T) {
	t.Parallel()
	a := newAsker(t)
	key := func(in manifest.Row) pipeline.Hash { return a.Row(&in).Key }
	base := key(manifest.Row{ID: "7", Images: []string{"a.jpg"}})
	if base != key(manifest.Row{ID: "7", Images: []string{"b.jpg"}, Line: 9, HasAlt: true}) {
		t.Error("the same id has two keys")
	}
	others := []pipeline.Hash{base, key(manifest.Row{ID: "8"}), key(manifest.Row{Images: []string{"7"}}), key(manifest.Row{Images: []string{"a.jpg"}}),
		key(manifest.Row{Images: []string{"a.jpg", "b.jpg"}}), key(manifest.Row{Images: []string{"b.jpg", "a.jpg"}})}
	for i, k := range others {
		if slices.Contains(others[:i], k) {
			t.Errorf("row %d has the key of another", i)
		}
	}
}

// A row's own prompt or preset takes the place of whichever the run has.
func TestOwnWordsReplaceTheRuns(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		run, own map[string]any
		prompt   string // of the row
		want     string // a part of the parameters, or of the error
		failed   bool
	}{
		{"preset for the run's text", nil, map[string]any{"preset_prompt": "caption"}, "", `{"preset_prompt":"caption"`, false},
		{"preset for the run's prompt", map[string]any{"custom_prompt": "x", "seed": "7"}, map[string]any{"preset_prompt": "caption"}, "", `{"preset_prompt":"caption","seed":7}`, false},
		{"prompt for the run's preset", map[string]any{"preset_prompt": "caption"}, map[string]any{"custom_prompt": "y"}, "", `{"custom_prompt":"y"`, false},
		{"prompt column for the run's preset", map[string]any{"preset_prompt": "caption"}, nil, "y", `{"custom_prompt":"y"`, false},
		{"prompt for the run's prompt", map[string]any{"custom_prompt": "x"}, map[string]any{"custom_prompt": "y"}, "", `{"custom_prompt":"y"`, false},
		{"null is nothing", map[string]any{"custom_prompt": "x"}, map[string]any{"preset_prompt": nil}, "", `{"custom_prompt":"x"`, false},
		{"both in the row", nil, map[string]any{"preset_prompt": "caption", "custom_prompt": "y"}, "", "cannot be given together", true},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := newAsker(t)
			a.Params = c.run
			if err := a.Check(); err != nil {
				t.Fatal(err)
			}
			row := a.Row(&manifest.Row{Images: []string{"a.jpg"}, Params: c.own, Prompt: c.prompt})
			got := row.Detail
			if len(row.Asks) == 1 {
				got = row.Asks[0].Prompt.Params
			}
			if !strings.Contains(got, c.want) || (row.Fate == pipeline.RowFailed) != c.failed {
				t.Errorf("%s %s, want %s", row.Fate, got, c.want)
			}
		})
	}
}

// The object of a JSONL row is kept as it is.
func TestObjectRow(t *testing.T) {
	t.Parallel()
	object := `{"image": "a.jpg",  "n": 1.0}`
	row := newAsker(t).Row(&manifest.Row{Object: []byte(object), Images: []string{"a.jpg"}, ID: "x"})
	if string(row.Cells) != object || string(row.Images) != `["a.jpg"]` || len(row.Asks) != 1 {
		t.Errorf("cells %s, images %s, %d questions", row.Cells, row.Images, len(row.Asks))
	}
}

// Parameters of the run are checked before any row is read.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		model  string
		params map[string]any
		want   string // a part of the error, "" for none
	}{
		{"plain", "minicpm", nil, ""},
		{"preset of the model", "minicpm", map[string]any{"preset_prompt": "caption"}, ""},
		{"prompt and preset", "minicpm", map[string]any{"preset_prompt": "caption", "custom_prompt": "x"}, "cannot be given together"},
		{"unknown", "minicpm", map[string]any{"temperature": "1"}, "is not known"},
		{"contradiction", "openai/gpt-4o", map[string]any{"model": "openai/gpt-4.1"}, "contradicts"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := newAsker(t)
			var err error
			if a.Model, err = table(t).Find(c.model); err != nil {
				t.Fatal(err)
			}
			a.Params = c.params
			if err := a.Check(); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

// A row may not bring a prompt to a model that takes none.
func TestPromptForAModelWithout(t *testing.T) {
	t.Parallel()
	a := newAsker(t)
	a.Model.PromptParam, a.Model.PresetParam = "", ""
	if err := a.Check(); err != nil {
		t.Fatal(err)
	}
	row := a.Row(&manifest.Row{Images: []string{"a.jpg"}, Prompt: "Say hi"})
	if row.Reason != "bad_param" || !strings.Contains(row.Detail, "takes no prompt") {
		t.Errorf("%q: %s", row.Reason, row.Detail)
	}
}
