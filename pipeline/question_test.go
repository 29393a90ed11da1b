package pipeline_test

import (
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
)

// Ledgers hold hashes of the past. A test that fails here means that
// everything would be asked, and paid, again: mend the code, never the test.
func TestGoldenHashes(t *testing.T) {
	t.Parallel()
	p := &pipeline.Prompt{Provider: "wavespeed", Model: "wavespeed-ai/minicpm-v/image", Label: "minicpm",
		Params: `{"custom_prompt":"Write alt text.","preset_prompt":"describe","seed":-1}`}
	one, two := "https://example.com/fox.jpg", "file:/pictures/ä b.png"
	of := func(pictures ...string) pipeline.Hash { return (&pipeline.Ask{Pictures: pictures}).Seen() }
	tests := []struct {
		name string
		got  pipeline.Hash
		want string
	}{
		{"prompt", p.Hash(), "d9821dc0f6245c5f96aeb12a274f6d53"},
		{"one picture", of(one), "9b70421b8760d24fc51dec0dd46a60a3"},
		{"two pictures", of(one, two), "f9e7b74699016de40ca5b1931560ae6b"},
		{"two pictures, the other way round", of(two, one), "1fbca96200a8dd9eee3ee731f823765d"},
		{"no picture", of(), "5aaf299fa72af5586871bea359e5b5eb"},
	}
	for _, c := range tests {
		if got := hex.EncodeToString(c.got[:]); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// The question of a manifest row, as the whole way from the row gives it.
func TestGoldenQuestion(t *testing.T) {
	t.Parallel()
	a := newAsker(t)
	a.Provider = "wavespeed"
	got := questionOf(t, a, manifest.Row{Images: []string{"https://Example.com/fox.jpg?X-Amz-Signature=1#top"}})
	if got, want := fmt.Sprintf("%x %x", got.prompt, got.pictures), "d9821dc0f6245c5f96aeb12a274f6d53 9b70421b8760d24fc51dec0dd46a60a3"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	const params = `{"custom_prompt":"Write alt text.","preset_prompt":"describe","seed":-1}`
	if got := a.Prompt().Params; got != params {
		t.Errorf("parameters %s, want %s", got, params)
	}
}

// No two lists of fields are written alike.
func TestFieldsAreKeptApart(t *testing.T) {
	t.Parallel()
	questions := []struct {
		prompt   pipeline.Prompt
		pictures []string
	}{
		{pipeline.Prompt{Provider: "ab", Model: "c"}, []string{"x"}},
		{pipeline.Prompt{Provider: "a", Model: "bc"}, []string{"x"}},
		{pipeline.Prompt{Provider: "abc"}, []string{"x"}},
		{pipeline.Prompt{Provider: "ab", Params: "c"}, []string{"x"}},
		{pipeline.Prompt{Provider: "ab", Model: "c", Params: "x"}, nil},
		{pipeline.Prompt{Provider: "ab", Model: "c"}, []string{"x", ""}},
		{pipeline.Prompt{Provider: "ab", Model: "c"}, []string{"", "x"}},
		{pipeline.Prompt{Provider: "ab", Model: "c"}, []string{"x\x00"}},
		{pipeline.Prompt{Provider: "ab", Model: "c"}, nil},
	}
	seen := map[question]int{}
	for i, q := range questions {
		name := nameOf(&pipeline.Ask{Prompt: &q.prompt, Pictures: q.pictures})
		if j, ok := seen[name]; ok {
			t.Errorf("questions %d and %d have one name", i, j)
		}
		if name.prompt == name.pictures {
			t.Errorf("the pictures of question %d have the name of its prompt", i)
		}
		seen[name] = i
	}
}

// question is the name of one, in two parts.
type question struct{ prompt, pictures pipeline.Hash }

func nameOf(a *pipeline.Ask) question { return question{a.Prompt.Hash(), a.Seen()} }

func questionOf(t testing.TB, a *pipeline.Asker, in manifest.Row) question {
	t.Helper()
	if err := a.Check(); err != nil {
		t.Fatal(err)
	}
	row := a.Row(&in)
	if len(row.Asks) != 1 {
		t.Fatalf("the row asks %d questions, want 1: %s %s", len(row.Asks), row.Reason, row.Detail)
	}
	return nameOf(&row.Asks[0])
}

// What changes a question, and what does not.
func TestSameQuestion(t *testing.T) {
	t.Parallel()
	type asked struct {
		image  string
		model  string
		params map[string]any
		text   string
		row    manifest.Row // params and prompt of the row
		change func(*pipeline.Asker)
	}
	base := asked{image: "https://example.com/a.jpg", model: "minicpm", text: "Write alt text."}
	llm := asked{image: base.image, model: "any-llm", text: base.text, params: map[string]any{"temperature": "0.2", "max_tokens": "100"}}
	with := func(a asked, change func(*asked)) asked { change(&a); return a }
	tests := []struct {
		name string
		a, b asked
		same bool
	}{
		{"asked twice", base, base, true},
		{"fragment and host", base, with(base, func(a *asked) { a.image = "https://EXAMPLE.com/a.jpg#x" }), true},
		{"presigned", base, with(base, func(a *asked) { a.image += "?X-Amz-Date=1&X-Amz-Signature=2" }), true},
		{"signed by others", base, with(base, func(a *asked) { a.image += "?Expires=1&Signature=2&Key-Pair-Id=3" }), true},
		{"cache buster", base, with(base, func(a *asked) { a.image += "?_=1700000000" }), true},
		{"another query", base, with(base, func(a *asked) { a.image += "?id=2" }), false},
		{"another query that is no matter", base, with(base, func(a *asked) {
			a.image += "?id=2"
			a.change = func(k *pipeline.Asker) { k.ImageKey = pipeline.ByPath }
		}), true},
		{"number as text, number, JSON", llm, with(llm, func(a *asked) { a.params = map[string]any{"max_tokens": 100, "temperature": 0.20} }), true},
		{"another number", llm, with(llm, func(a *asked) { a.params = map[string]any{"max_tokens": 100, "temperature": 0.21} }), false},
		{"default left out or given", base, with(base, func(a *asked) { a.params = map[string]any{"seed": "-1"} }), true},
		{"another seed", base, with(base, func(a *asked) { a.params = map[string]any{"seed": "7"} }), false},
		{"sync mode", base, with(base, func(a *asked) { a.params = map[string]any{"enable_sync_mode": "true"} }), true},
		{"priority", llm, with(llm, func(a *asked) {
			a.params = map[string]any{"temperature": "0.2", "max_tokens": "100", "priority": "throughput"}
		}), true},
		{"model by its id", base, with(base, func(a *asked) { a.model = "wavespeed-ai/minicpm-v/image" }), true},
		{"label", base, with(base, func(a *asked) { a.change = func(k *pipeline.Asker) { k.Model.Name = "mini" } }), true},
		{"language model by name or as a parameter", with(llm, func(a *asked) { a.model = "openai/gpt-4o" }),
			with(llm, func(a *asked) {
				a.params = map[string]any{"temperature": "0.2", "max_tokens": "100", "model": "openai/gpt-4o"}
			}), true},
		{"another language model", llm, with(llm, func(a *asked) { a.model = "openai/gpt-4o" }), false},
		{"another model", base, with(base, func(a *asked) { a.model = "any-llm" }), false},
		{"text as a parameter", base, with(base, func(a *asked) { a.params = map[string]any{"custom_prompt": base.text} }), true},
		{"text of the row", base, with(base, func(a *asked) { a.text, a.row.Prompt = "Another.", base.text }), true},
		{"parameter of the row", with(base, func(a *asked) { a.params = map[string]any{"seed": "7"} }),
			with(base, func(a *asked) { a.row.Params = map[string]any{"seed": "7"} }), true},
		{"another text", base, with(base, func(a *asked) { a.text = "Write alt text" }), false},
		{"a task of the model's own", base, with(base, func(a *asked) { a.params = map[string]any{"preset_prompt": "caption"} }), false},
		{"another provider", base, with(base, func(a *asked) { a.change = func(k *pipeline.Asker) { k.Provider = "wavespeed" } }), false},
		{"another file", with(base, func(a *asked) { a.image = "a.jpg" }), with(base, func(a *asked) { a.image = "b.jpg" }), false},
		{"a file by other names", with(base, func(a *asked) { a.image = "a.jpg" }), with(base, func(a *asked) { a.image = "./sub/../a.jpg" }), true},
		{"a file by its whole name", with(base, func(a *asked) { a.image = "a.jpg" }), with(base, func(a *asked) { a.image = "/pictures/a.jpg" }), true},
		{"a file in another folder", with(base, func(a *asked) { a.image = "a.jpg" }), with(base, func(a *asked) {
			a.image = "a.jpg"
			a.change = func(k *pipeline.Asker) { k.Folder = "/others" }
		}), false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var names [2]question
			for i, q := range []asked{c.a, c.b} {
				m, err := table(t).Find(q.model)
				if err != nil {
					t.Fatal(err)
				}
				a := &pipeline.Asker{Provider: "emulator", Model: m, Params: q.params, Text: q.text, Folder: "/pictures"}
				if q.change != nil {
					q.change(a)
				}
				q.row.Images = []string{q.image}
				names[i] = questionOf(t, a, q.row)
			}
			if (names[0] == names[1]) != c.same {
				t.Errorf("the same question: %v, want %v", !c.same, c.same)
			}
		})
	}
}
