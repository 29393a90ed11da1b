package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/prompt"
)

// usualPreset is the prompt of those who choose none.
const usualPreset = "alt-text"

// ask makes the asker: what every row is asked.
func (ss *session) ask() error {
	m, err := ss.models.Find(ss.model)
	if err != nil {
		return err
	}
	if err := ss.oneWording(m); err != nil {
		return err
	}
	text, err := ss.wording()
	if err != nil {
		return err
	}
	params, extras := ss.params.split(m)
	ss.asker = &pipeline.Asker{
		Provider: ss.provider(), Model: m, Params: params, Text: text,
		Existing: pipeline.Existing(ss.existing), ImageKey: pipeline.ImageKey(ss.imageKey),
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
	var given []string
	if ss.prompt != "" {
		given = append(given, "--prompt")
	}
	if ss.preset != "" {
		given = append(given, "--preset")
	}
	if len(given) > 0 && m.PromptParam == "" {
		return fmt.Errorf("%s takes no prompt: leave %s away", m.Name, given[0])
	}
	for _, name := range []string{m.PromptParam, m.PresetParam} {
		if _, ok := ss.params[name]; ok {
			given = append(given, "--param "+name)
		}
	}
	if len(given) > 1 {
		return fmt.Errorf("%s and %s both say what is asked: leave one of them away", given[0], given[1])
	}
	return nil
}

// mostPrompt bounds the size of a prompt, in bytes.
const mostPrompt = 64 << 10

// wording is the prompt for rows without their own: the person's, or a preset.
func (ss *session) wording() (string, error) {
	name, fromFile := ss.promptFile()
	switch {
	case ss.prompt == "":
		return ss.presetText()
	case !fromFile:
		return promptOf("--prompt", string(ss.prompt))
	}
	words, err := os.ReadFile(name)
	if err != nil {
		return "", unopened("--prompt @"+printable(name), err)
	}
	return promptOf("--prompt @"+name, string(words))
}

// promptFile is the file that holds the prompt, if one does.
func (s *settings) promptFile() (name string, ok bool) {
	return strings.CutPrefix(string(s.prompt), "@")
}

func (ss *session) presetText() (string, error) {
	presets, err := prompt.Load(configs.Presets())
	if err != nil {
		return "", err
	}
	name := usualPreset
	if ss.preset != "" {
		name = string(ss.preset)
	}
	p, err := presets.Find(name)
	return p.Text, err
}

// promptOf is a person's prompt without the space around it, which files and
// YAML add and which would make another question of it.
func promptOf(where, text string) (string, error) {
	prompt := strings.TrimSpace(text)
	if prompt == "" || len(prompt) > mostPrompt {
		return "", fmt.Errorf("%s: a prompt of %d bytes; it has to have 1 to %d", printable(where), len(prompt), mostPrompt)
	}
	return prompt, nil
}
