package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline/prompt"
)

// A Wording is one of the questions that every row is asked.
type Wording struct {
	// Slot is the place of the answers in a row, "" for the only one.
	Slot string
	// Template makes the prompt, nil where Task or the parameters say what is
	// asked.
	Template *prompt.Template
	// Task is a task of the model's own, in the place of Template.
	Task string
	// Form is what its answers are to look like; whose language is asked for in
	// its words is added to it.
	Form Form
	// Lang is the language to write in, for rows that name none of their own.
	Lang prompt.Language
	// Fixed tells that the slot is for Lang alone, whatever a row says.
	Fixed bool
}

// langRole is the text that names a row's language.
const langRole = "lang"

// A wording is a Wording at work.
type wording struct {
	Wording
	bare   string             // the text for rows of which nothing is known
	common *Prompt            // and the prompt that it makes
	made   map[string]*Prompt // others by their text
}

// mostMade bounds the prompts that are remembered. Where texts differ in every
// row nothing is gained by keeping more.
const mostMade = 512

// words makes the wordings ready: without any there is one, which is Text.
func (a *Asker) words() ([]wording, error) {
	given := a.Wordings
	if len(given) == 0 {
		given = []Wording{{Template: prompt.Plain(a.Text)}}
	}
	all := make([]wording, len(given))
	for i, w := range given {
		bare, err := w.text(&prompt.Values{Lang: w.Lang.Name})
		if err != nil {
			return nil, err
		}
		common, err := a.prompt(nil, &w, bare, "", w.Lang)
		if err != nil {
			return nil, err
		}
		all[i] = wording{Wording: w, bare: bare, common: common, made: map[string]*Prompt{}}
	}
	return all, nil
}

func (w *Wording) text(v *prompt.Values) (string, error) {
	if w.Template == nil {
		return "", nil
	}
	return w.Template.Render(v)
}

// Texts are the columns that a manifest has to be read with: those that the
// wordings want, in their fields' place if the Asker may look for them, and by
// their names.
func (a *Asker) Texts() []manifest.Text {
	var all []manifest.Text
	for _, role := range manifest.TextRoles {
		if column, named := a.Columns[role]; (named || a.Context) && a.wants(role) {
			all = append(all, manifest.Text{Role: role, Column: column})
		}
	}
	for _, u := range a.uses() {
		if u.Column != "" && !slices.Contains(all, manifest.Text{Column: u.Column}) {
			all = append(all, manifest.Text{Column: u.Column})
		}
	}
	return all
}

// uses are the values that any of the wordings wants.
func (a *Asker) uses() (all []prompt.Use) {
	for _, w := range a.Wordings {
		if w.Template != nil {
			all = append(all, w.Template.Uses()...)
		}
	}
	return all
}

// wants tells whether any wording wants the text of a role. One for a language
// alone does not want the row's.
func (a *Asker) wants(role string) bool {
	return slices.ContainsFunc(a.Wordings, func(w Wording) bool {
		return w.Template != nil && w.Template.Wants(fieldOf(role)) && !(w.Fixed && role == langRole)
	})
}

// fieldOf is what templates call a role: "Title" for "title".
func fieldOf(role string) string { return strings.ToUpper(role[:1]) + role[1:] }

// Hash names how rows are asked: manifests with the same bytes and the same
// Hash ask the same questions.
func (a *Asker) Hash() Hash {
	if len(a.Wordings) == 0 {
		return a.Prompt().Hash()
	}
	fields := []string{"captionmill wordings v2", fmt.Sprint(a.Context), fmt.Sprintf("%q", a.Columns)}
	for _, w := range a.wordings {
		text := ""
		if w.Template != nil {
			text = w.Template.String()
		}
		common := w.common.Hash()
		fields = append(fields, w.Slot, text, w.Task, w.Lang.Code, fmt.Sprint(w.Fixed), string(common[:]), fmt.Sprint(w.Form))
	}
	return sum(fields...)
}

// asks are a row's questions about its pictures.
func (a *Asker) asks(in *manifest.Row, known *knowledge, pictures []string) (all []Ask, err error) {
	all = make([]Ask, len(a.wordings))
	for i := range a.wordings {
		w := &a.wordings[i]
		lang := w.Lang
		if !w.Fixed && known.lang.Name != "" {
			lang = known.lang
		}
		known.Lang = lang.Name
		all[i] = Ask{Slot: w.Slot, Pictures: pictures}
		if all[i].Prompt, err = a.promptOf(w, in, &known.Values, lang); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// knowledge is what a row says, and the language that it names.
type knowledge struct {
	prompt.Values
	lang prompt.Language
}

// know reads a row's texts. The error is about its language.
func (a *Asker) know(in *manifest.Row) (*knowledge, error) {
	var (
		known knowledge
		err   error
	)
	for i, text := range in.Texts[:min(len(in.Texts), len(a.texts))] {
		switch t := a.texts[i]; {
		case t.Role == langRole && strings.TrimSpace(text) != "":
			known.lang, err = a.language(text)
		case t.Role == "":
			known.Set(prompt.Use{Column: t.Column}, text)
		default:
			known.Set(prompt.Use{Field: fieldOf(t.Role)}, text)
		}
	}
	if a.Context {
		known.Alt = in.Alt
	}
	return &known, err
}

// language knows a row's language. Most rows name one of a few.
func (a *Asker) language(text string) (prompt.Language, error) {
	if lang, ok := a.languages[text]; ok {
		return lang, nil
	}
	lang, err := prompt.ParseLanguage(text)
	if err == nil && len(a.languages) < mostMade {
		a.languages[text] = lang
	}
	return lang, err
}

// promptOf is what a wording asks about one row in a language.
func (a *Asker) promptOf(w *wording, in *manifest.Row, known *prompt.Values, lang prompt.Language) (*Prompt, error) {
	text, err := w.text(known)
	if err != nil {
		return nil, err
	}
	if len(in.Params) > 0 || in.Prompt != "" {
		return a.prompt(in.Params, &w.Wording, text, in.Prompt, lang)
	}
	if text == w.bare {
		return w.common, nil
	}
	p := w.made[text]
	if p == nil {
		if p, err = a.prompt(nil, &w.Wording, text, "", lang); err != nil {
			return nil, err
		}
		if len(w.made) >= mostMade {
			clear(w.made)
		}
		w.made[text] = p
	}
	return p, nil
}

// prompt puts the run's and a row's own words together: text is the run's, own
// and words are the row's.
func (a *Asker) prompt(own map[string]any, w *Wording, text, words string, lang prompt.Language) (*Prompt, error) {
	params := maps.Clone(a.Params)
	if params == nil {
		params = map[string]any{}
	}
	if w.Task != "" {
		params[a.Model.PresetParam] = w.Task
	}
	for name, v := range own {
		if known, ok := a.Model.Parameter(name); ok && known.NoIdentity {
			return nil, fmt.Errorf("%s is set for a whole run, not for one row; use --param %s=…", name, name)
		}
		params[name] = v
	}
	a.replace(params, own)
	if words != "" && a.Model.PromptParam == "" {
		return nil, fmt.Errorf("%s takes no prompt, but the row has one; leave it away", a.Model.Name)
	}
	if words != "" {
		delete(params, a.Model.PresetParam)
		params[a.Model.PromptParam] = words
	} else if a.Model.TakesPrompt(params) && text != "" {
		params[a.Model.PromptParam] = text
	}
	input, err := a.Model.Resolve(params)
	if err != nil {
		return nil, err
	}
	p := &Prompt{Provider: a.Provider, Model: a.Model.ID, Label: a.Model.Name, Params: string(a.Model.Identity(input))}
	if words == "" && own[a.Model.PromptParam] == nil && own[a.Model.PresetParam] == nil { // of a row's own words nothing is known
		p.Form = w.form(text, lang)
	}
	if InParts(p.Params) {
		p.Form.Kind = complexKind
	}
	return p, nil
}

// form is what answers to the words are to look like. A language was asked for
// if its name stands in them.
func (w *Wording) form(text string, lang prompt.Language) Form {
	f := w.Form
	if lang.Name != "" && strings.Contains(text, lang.Name) {
		f.Lang = lang.Code
	}
	return f
}

// replace drops what a row's own prompt or preset takes the place of: the run's
// preset or prompt. A row that has both itself contradicts itself.
func (a *Asker) replace(params, own map[string]any) {
	prompt, preset := own[a.Model.PromptParam] != nil, own[a.Model.PresetParam] != nil
	switch {
	case preset && !prompt:
		delete(params, a.Model.PromptParam)
	case prompt && !preset:
		delete(params, a.Model.PresetParam)
	}
}
