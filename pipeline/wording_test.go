package pipeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/prompt"
)

const knowing = "Go.{{with .Lang}} In {{.}}.{{end}}{{with .Title}} On “{{.}}”.{{end}}{{with .Alt}} Was “{{.}}”.{{end}}{{with .Column \"c\"}} C {{.}}.{{end}}"

func templated(t testing.TB, text string) *prompt.Template {
	t.Helper()
	parsed, err := prompt.Parse("test", text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func speak(t testing.TB, name string) prompt.Language {
	t.Helper()
	lang, err := prompt.ParseLanguage(name)
	if err != nil {
		t.Fatal(err)
	}
	return lang
}

// wordy is an asker that asks so, about a table with these columns.
func wordy(t testing.TB, change func(*pipeline.Asker), wordings ...pipeline.Wording) *pipeline.Asker {
	t.Helper()
	a := newAsker(t)
	a.Wordings = wordings
	if change != nil {
		change(a)
	}
	if err := a.Check(); err != nil {
		t.Fatal(err)
	}
	return a
}

// rowsOf reads a manifest as the asker wants it.
func rowsOf(t testing.TB, a *pipeline.Asker, text string) (rows []pipeline.Row) {
	t.Helper()
	m, err := manifest.Open(strings.NewReader(text), manifest.Options{Texts: a.Texts()})
	if err != nil {
		t.Fatal(err)
	}
	for in, err := range m.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, a.Row(&in))
	}
	return rows
}

// asked is what a row asks: slot and prompt, one behind the other.
func asked(t testing.TB, row pipeline.Row) string {
	t.Helper()
	if row.Fate != "" {
		return string(row.Fate) + " " + row.Reason + ": " + row.Detail
	}
	var all []string
	for _, ask := range row.Asks {
		input, err := ask.Prompt.Input()
		if err != nil {
			t.Fatal(err)
		}
		text := input["custom_prompt"]
		if text == nil {
			text = "task " + fmt.Sprint(input["preset_prompt"])
		}
		all = append(all, strings.TrimSpace(fmt.Sprint(ask.Slot, " ", text)))
	}
	return strings.Join(all, " | ")
}

func TestWordings(t *testing.T) {
	t.Parallel()
	const table = "image,alt,page_title,lang,c,own\na.jpg,,Boats,,1,\na.jpg,,,de-AT,,\na.jpg,old,\" \",,,\na.jpg,,,Python,,\n"
	german, english := speak(t, "de"), speak(t, "en")
	know := templated(t, knowing)
	context := func(a *pipeline.Asker) { a.Context = true }
	tests := []struct {
		name     string
		change   func(*pipeline.Asker)
		wordings []pipeline.Wording
		want     []string // of the four rows
	}{
		{"nothing but what is called by name", nil, []pipeline.Wording{{Template: know}},
			[]string{"Go. C 1.", "Go.", "kept : ", "Go."}},
		{"usual names", context, []pipeline.Wording{{Template: know}},
			[]string{"Go. On “Boats”. C 1.", "Go. In Austrian German.", "kept : ", `failed bad_lang: "Python" is not a language that is known; write one such as de, de-AT or German`}},
		{"the alt text that is there", func(a *pipeline.Asker) { a.Context, a.Existing = true, pipeline.Redo }, []pipeline.Wording{{Template: templated(t, "Go.{{with .Alt}} Was “{{.}}”.{{end}}")}},
			[]string{"Go.", "Go.", "Go. Was “old”.", "Go."}},
		{"not without being told to", func(a *pipeline.Asker) { a.Existing = pipeline.Redo }, []pipeline.Wording{{Template: know}},
			[]string{"Go. C 1.", "Go.", "Go.", "Go."}},
		{"a column of another name", func(a *pipeline.Asker) { a.Columns = map[string]string{"title": "c"} }, []pipeline.Wording{{Template: know}},
			[]string{"Go. On “1”. C 1.", "Go.", "kept : ", "Go."}},
		{"the row's language wins", context, []pipeline.Wording{{Template: templated(t, "Go.{{with .Lang}} In {{.}}.{{end}}"), Lang: german}},
			[]string{"Go. In German.", "Go. In Austrian German.", "kept : ", `failed bad_lang: "Python" is not a language that is known; write one such as de, de-AT or German`}},
		{"unless the column is for one", func(a *pipeline.Asker) { a.Columns = map[string]string{"title": "page_title"} },
			[]pipeline.Wording{{Slot: "de", Template: know, Lang: german, Fixed: true}, {Slot: "en", Template: know, Lang: english, Fixed: true}},
			[]string{"de Go. In German. On “Boats”. C 1. | en Go. In English. On “Boats”. C 1.", "de Go. In German. | en Go. In English.", "kept : ", "de Go. In German. | en Go. In English."}},
		{"in that column only", func(a *pipeline.Asker) { a.Columns = map[string]string{"lang": "lang"} },
			[]pipeline.Wording{{Slot: "de", Template: templated(t, "{{.Lang}}"), Lang: german, Fixed: true}, {Slot: "row", Template: templated(t, "{{.Lang}}!"), Lang: english}},
			[]string{"de German | row English!", "de German | row Austrian German!", "kept : ", `failed bad_lang: "Python" is not a language that is known; write one such as de, de-AT or German`}},
		{"where the row's language is not even read", context, []pipeline.Wording{{Slot: "de", Template: templated(t, "{{.Lang}}"), Lang: german, Fixed: true}},
			[]string{"de German", "de German", "kept : ", "de German"}},
		{"a task beside a text", nil, []pipeline.Wording{{Slot: "a", Task: "caption"}, {Slot: "b", Template: prompt.Plain("Why {{.Title}}?")}},
			[]string{"a task caption | b Why {{.Title}}?", "a task caption | b Why {{.Title}}?", "kept : ", "a task caption | b Why {{.Title}}?"}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, row := range rowsOf(t, wordy(t, c.change, c.wordings...), table) {
				got = append(got, asked(t, row))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// Rows of which the same is known share one prompt, so that their questions,
// and what they cost, are shared as well; and so do all rows of which nothing
// is known, whatever the wording could know.
func TestSharedPrompt(t *testing.T) {
	t.Parallel()
	a := wordy(t, func(a *pipeline.Asker) { a.Context = true }, pipeline.Wording{Template: templated(t, knowing)})
	rows := rowsOf(t, a, "image,page_title,c\na.jpg,,\nb.jpg,,\nc.jpg,Boats,\nd.jpg,\" Boats\n\",\n")
	prompts := make([]*pipeline.Prompt, len(rows))
	for i, row := range rows {
		prompts[i] = row.Asks[0].Prompt
	}
	if prompts[0] != prompts[1] || prompts[2] != prompts[3] || prompts[0] == prompts[2] {
		t.Errorf("prompts %v", prompts)
	}
	if plain := newAsker(t); *prompts[0] != *withText(t, plain, "Go.").Prompt() || *prompts[0] != *a.Prompt() {
		t.Errorf("%v is not what a plain text asks", prompts[0])
	}
}

func withText(t testing.TB, a *pipeline.Asker, text string) *pipeline.Asker {
	t.Helper()
	if a.Text = text; a.Check() != nil {
		t.Fatal(a.Check())
	}
	return a
}

// A row's own prompt and parameters are asked in every slot.
func TestOwnWordsInEverySlot(t *testing.T) {
	t.Parallel()
	a := wordy(t, nil, pipeline.Wording{Slot: "a", Template: templated(t, knowing)}, pipeline.Wording{Slot: "b", Task: "caption"})
	tests := []struct {
		in   manifest.Row
		want string
	}{
		{manifest.Row{Prompt: "Who {{.Title}}?"}, "a Who {{.Title}}? | b Who {{.Title}}?"},
		{manifest.Row{Params: map[string]any{"preset_prompt": "describe"}}, "a task describe | b task describe"},
		{manifest.Row{Params: map[string]any{"seed": "7"}}, "a Go. | b task caption"},
	}
	for _, c := range tests {
		c.in.Images = []string{"a.jpg"}
		if got := asked(t, a.Row(&c.in)); got != c.want {
			t.Errorf("%+v asks %s, want %s", c.in, got, c.want)
		}
	}
}

// Readings with one hash ask the same, so that a manifest that is unchanged
// need not be read again.
func TestAskerHash(t *testing.T) {
	t.Parallel()
	know := templated(t, knowing)
	base := pipeline.Wording{Template: know}
	askers := map[string]*pipeline.Asker{
		"a text":             newAsker(t),
		"a template":         wordy(t, nil, base),
		"the same when bare": wordy(t, nil, pipeline.Wording{Template: templated(t, "Go.{{with .Title}} T{{end}}")}),
		"plain":              wordy(t, nil, pipeline.Wording{Template: prompt.Plain("Go.")}),
		"with context":       wordy(t, func(a *pipeline.Asker) { a.Context = true }, base),
		"with a column":      wordy(t, func(a *pipeline.Asker) { a.Columns = map[string]string{"title": "c"} }, base),
		"in a slot":          wordy(t, nil, pipeline.Wording{Template: know, Slot: "a"}),
		"in German":          wordy(t, nil, pipeline.Wording{Template: know, Lang: speak(t, "de")}),
		"in German alone":    wordy(t, nil, pipeline.Wording{Template: know, Lang: speak(t, "de"), Fixed: true}),
		"twice":              wordy(t, nil, base, pipeline.Wording{Template: know, Slot: "b"}),
		"a task":             wordy(t, nil, pipeline.Wording{Task: "caption"}),
		"another parameter":  wordy(t, func(a *pipeline.Asker) { a.Params = map[string]any{"seed": "7"} }, base),
	}
	seen := map[pipeline.Hash]string{}
	for name, a := range askers {
		if other, ok := seen[a.Hash()]; ok {
			t.Errorf("%s and %s have one hash", name, other)
		}
		seen[a.Hash()] = name
	}
	if again := wordy(t, nil, pipeline.Wording{Template: templated(t, knowing)}); seen[again.Hash()] != "a template" {
		t.Error("the same asker has another hash")
	}
}

// What cannot be a prompt fails its row, and costs nothing.
func TestTooMuchToSay(t *testing.T) {
	t.Parallel()
	a := wordy(t, func(a *pipeline.Asker) { a.Context = true }, pipeline.Wording{Template: templated(t, strings.Repeat("{{.Title}}", 20)+"!")})
	rows := rowsOf(t, a, "image,page_title\na.jpg,"+strings.Repeat("x", 1000)+"\nb.jpg,x\n")
	if got := asked(t, rows[0]); got != "failed bad_param: the prompt would be longer than 16384 bytes" || len(rows[0].Asks) > 0 {
		t.Errorf("%s, %d questions", got, len(rows[0].Asks))
	}
	if got := asked(t, rows[1]); got != strings.Repeat("x", 20)+"!" {
		t.Error(got)
	}
}
