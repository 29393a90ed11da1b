package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/model"
)

// ask makes the asker: what every row is asked.
func (ss *session) ask() error {
	m, err := ss.models.Find(ss.model)
	if err != nil {
		return err
	}
	if err := ss.oneWording(m); err != nil {
		return err
	}
	params, extras := ss.params.split(m)
	ss.asker = &pipeline.Asker{
		Provider: ss.provider(), Model: m, Params: params, Context: ss.context, Columns: ss.textColumns(),
		Existing: pipeline.Existing(ss.existing), Rules: ss.altRules(), ImageKey: pipeline.ImageKey(ss.imageKey),
	}
	if ss.asker.Existing == pipeline.RedoBad {
		ss.asker.Facts = new(facts).surround
	}
	if err := ss.word(); err != nil {
		return err
	}
	if _, err := m.Resolve(extras); err != nil {
		return err
	}
	return ss.asker.Check()
}

// split takes the parameters apart that do not change the question.
func (p pairs) split(m model.Model) (params, extras map[string]any) {
	params, extras = map[string]any{}, map[string]any{}
	for name, v := range p.any() {
		if known, ok := m.Parameter(name); ok && known.NoIdentity {
			extras[name] = v
			continue
		}
		params[name] = v
	}
	return params, extras
}

// syncMode tells whether the API is to answer in the same breath in which it
// takes a question, as the model understands the parameter or by its default.
func (ss *session) syncMode() bool {
	input, err := ss.asker.Model.Resolve(ss.params.any())
	return err == nil && input["enable_sync_mode"] == true
}

// oneWording refuses what would be asked in two ways at once, and words for a
// model that takes none: one of them would be dropped without a word.
func (ss *session) oneWording(m model.Model) error {
	given := ss.wordFlags()
	if len(given) > 0 && m.PromptParam == "" {
		return fmt.Errorf("%s takes no prompt: leave %s away", m.Name, given[0])
	}
	for _, name := range []string{m.PromptParam, m.PresetParam} {
		if _, ok := ss.params[name]; ok {
			given = append(given, "--param "+name)
		}
	}
	if ss.asks != nil && ss.roles()["prompt"] != "" {
		given = append(given, "--prompt-column")
	}
	if len(given) > 1 {
		return fmt.Errorf("%s and %s both say what is asked: leave one of them away", given[0], given[1])
	}
	return nil
}

// wordFlags are the flags given that say what is asked.
func (s *settings) wordFlags() (given []string) {
	if s.prompt != "" {
		given = append(given, "--prompt")
	}
	if s.preset != "" {
		given = append(given, "--preset")
	}
	if s.asks != nil {
		given = append(given, "--ask")
	}
	return given
}

// textColumns are the columns that the command line names for what they say.
func (s *settings) textColumns() map[string]string {
	named := map[string]string{}
	for role, column := range s.columns {
		if slices.Contains(manifest.TextRoles, role) {
			named[role] = column
		}
	}
	return named
}

// promptFiles are the files that hold prompts.
func (s *settings) promptFiles() (names []string) {
	for _, what := range append(asks{{what: string(s.prompt)}}, s.asks...) {
		if name, ok := strings.CutPrefix(what.what, "@"); ok {
			names = append(names, name)
		}
	}
	return names
}
