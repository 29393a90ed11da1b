package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/prompt"
)

// usualPreset is the prompt of those who choose none.
const usualPreset = "alt-text"

// word gives the asker its wordings: each question in each language.
func (ss *session) word() error {
	questions := ss.asks
	if questions == nil {
		questions = asks{{}}
	}
	for _, one := range questions {
		w, err := ss.wording(one)
		if err != nil {
			return err
		}
		ss.asker.Wordings = append(ss.asker.Wordings, ss.translate(w)...)
	}
	if err := ss.checkSlots(); err != nil {
		return err
	}
	return ss.checkUses()
}

// translate is a question in each language, if its words say which.
func (ss *session) translate(w pipeline.Wording) (all []pipeline.Wording) {
	if w.Template == nil || !w.Template.Wants("Lang") || len(ss.langs) == 0 {
		return []pipeline.Wording{w}
	}
	name := w.Slot
	for _, lang := range ss.langs {
		w.Lang, w.Fixed = lang, len(ss.langs) > 1
		if w.Fixed {
			w.Slot = slotOf(name, lang.Code)
		}
		all = append(all, w)
	}
	return all
}

// checkSlots refuses two questions for one column.
func (ss *session) checkSlots() error {
	seen := map[string]bool{}
	for _, w := range ss.asker.Wordings {
		if seen[w.Slot] || w.Slot != "" && !slotForm.MatchString(w.Slot) {
			return fmt.Errorf("alt_text_%s would be a column for two questions, or too long a name: give one of them another name with --ask", w.Slot)
		}
		seen[w.Slot] = true
	}
	if len(ss.langs) > 1 && ss.roles()["prompt"] != "" {
		return errors.New("--prompt-column holds words that say no language: leave it away, or give one --lang")
	}
	return nil
}

// checkUses refuses what no question would use, and fields that nothing fills:
// either would be dropped without a word.
func (ss *session) checkUses() error {
	wanted := map[string]bool{}
	for _, w := range ss.asker.Wordings {
		for _, u := range usesOf(w) {
			wanted[strings.ToLower(u.Field)] = true
		}
	}
	const choose = "leave it away, or choose a preset that does, such as " + usualPreset
	switch {
	case len(ss.langs) > 0 && !wanted["lang"]:
		return fmt.Errorf("--lang %s: no question says which language to write in; %s, or put {{.Lang}} into the prompt", &ss.langs, choose)
	case len(ss.langs) > 1 && ss.columns["lang"] != "":
		return fmt.Errorf("--lang %s gives each language a column, and --column lang=%s each row a language: leave one of them away", &ss.langs, printable(ss.columns["lang"]))
	case ss.context && len(wanted) == 0:
		return errors.New("--context: no question asks with what is known about a row; " + choose)
	}
	for _, role := range slices.Sorted(maps.Keys(ss.asker.Columns)) {
		if !wanted[role] {
			return fmt.Errorf("--column %s=%s: no question asks with it; %s", role, printable(ss.asker.Columns[role]), choose)
		}
	}
	return nil
}

func usesOf(w pipeline.Wording) []prompt.Use {
	if w.Template == nil {
		return nil
	}
	return w.Template.Uses()
}

// mostPrompt bounds the size of a prompt, in bytes.
const mostPrompt = 64 << 10

// wording is one question: of the name given, or without one what --prompt or
// --preset say, or the parameters.
func (ss *session) wording(one ask) (pipeline.Wording, error) {
	what := cmp.Or(one.what, string(ss.preset), usualPreset)
	where := "--ask " + one.name + "="
	if ss.prompt != "" {
		what, where = string(ss.prompt), "--prompt "
	}
	w := pipeline.Wording{Slot: one.name}
	name, fromFile := strings.CutPrefix(what, "@")
	var err error
	switch {
	case !ss.asker.Model.TakesPrompt(ss.asker.Params):
	case fromFile:
		w.Template, err = ss.fromFile(where+"@"+printable(name), name)
	case ss.prompt != "":
		w.Template, err = ss.own("--prompt", what)
	default:
		err = ss.fromPreset(&w, what)
	}
	return w, err
}

// fromPreset words a question as a preset does.
func (ss *session) fromPreset(w *pipeline.Wording, name string) error {
	p, err := presetNamed(name)
	if err != nil {
		return err
	}
	w.Form = formOf(p)
	if p.Task == "" {
		w.Template, err = prompt.Parse(p.String(), p.Text)
		return err
	}
	if w.Task = p.Task; ss.asker.Model.PresetParam == "" {
		return fmt.Errorf("%s stands for a task of the model's own, and %s has none; choose another preset, such as %s", p, ss.asker.Model.Name, usualPreset)
	}
	return nil
}

// formOf is what a preset's answers are to look like.
func formOf(p prompt.Preset) pipeline.Form {
	f := pipeline.Form{Kind: string(p.Kind), MaxChars: p.MaxChars}
	if p.Kind == prompt.Prose {
		f.Kind = ""
	}
	return f
}

func (ss *session) fromFile(where, name string) (*prompt.Template, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unopened(where, err)
	}
	defer f.Close()
	words, err := io.ReadAll(io.LimitReader(f, 2*mostPrompt))
	if err != nil {
		return nil, unopened(where, err)
	}
	return ss.own(where, string(words))
}

// own is a person's prompt without the space around it, which files and YAML
// add and which would make another question of it. What it wants to know must
// be there to be known.
func (ss *session) own(where, text string) (*prompt.Template, error) {
	where = printable(where)
	if n := len(strings.TrimSpace(text)); n == 0 || n > mostPrompt {
		return nil, fmt.Errorf("%s: a prompt of %d bytes; it has to have 1 to %d", where, n, mostPrompt)
	}
	if !prompt.IsTemplate(text) {
		return prompt.Plain(strings.TrimSpace(text)), nil
	}
	t, err := prompt.Parse(where, text)
	if err != nil {
		return nil, err
	}
	if t.Bare() == "" {
		return nil, fmt.Errorf("%s: of a row of which nothing is known nothing is asked; write something that stands outside of {{if}}", where)
	}
	for _, u := range t.Uses() {
		if err := ss.fills(u); err != nil {
			return nil, fmt.Errorf("%s: %w", t.Where(u), err)
		}
	}
	return t, nil
}

// fills tells whether a field of a person's own prompt can ever hold anything.
func (ss *session) fills(u prompt.Use) error {
	role := strings.ToLower(u.Field)
	switch {
	case u.Column != "" || ss.context || ss.columns[role] != "" && role != "alt":
		return nil
	case role == "alt":
		return errors.New(".Alt is not read: add --context")
	case role == "lang" && len(ss.langs) > 0:
		return nil
	case role == "lang":
		return errors.New(".Lang is not said: add --lang LANGUAGE; or --context, to look for a column, or --column lang=NAME")
	}
	return fmt.Errorf(".%s is not read: add --context, to look for a column with such a name, or --column %s=NAME", u.Field, role)
}
