package main

import (
	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/prompt"
)

// densePreset asks in words for what a task that describes at length gives.
const densePreset = "dataset"

// standIn tells a repairer what to ask another model where the first was asked
// for a task of its own, which no other knows: the preset for the same kind of
// answer. Where only such tasks are asked, the usual preset stands for the rest.
func standIn(r *pipeline.Repairer) error {
	presets, err := prompt.Load(configs.Presets())
	if err != nil {
		return err
	}
	r.Tasks = map[string]string{}
	for _, p := range presets {
		if p.Task == "" {
			continue
		}
		name := usualPreset
		if p.Kind == prompt.Dense {
			name = densePreset
		}
		if r.Tasks[p.Task], err = bareText(presets, name); err != nil {
			return err
		}
	}
	if r.Text == "" {
		r.Text, err = bareText(presets, usualPreset)
	}
	return err
}

// bareText is what a preset asks about a row of which nothing is known.
func bareText(presets prompt.Presets, name string) (string, error) {
	p, err := presets.Find(name)
	if err != nil {
		return "", err
	}
	t, err := prompt.Parse(p.String(), p.Text)
	if err != nil {
		return "", err
	}
	return t.Bare(), nil
}
