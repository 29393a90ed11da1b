// Package model knows what a vision model takes and what an answer costs: its
// parameters, their ranges and defaults, and its price.
//
// It asks no model anything and holds no list of models of its own; tables are
// read from YAML, and package configs carries the one that ships.
package model

import (
	"fmt"
	"slices"

	"github.com/captionmill/captionmill/pipeline/price"
)

// A Model is one endpoint of the API, described well enough to refuse a
// request that the API would silently misread.
type Model struct {
	// Name is short, what people type: "minicpm". It is the ID when a table
	// does not give one, and the alias when the model was found under one.
	Name string `yaml:"name"`
	// ID is the API's own name, such as "wavespeed-ai/minicpm-v/image".
	ID string `yaml:"id"`
	// Price is what an answer costs when no rule of Prices fits.
	Price price.Micros `yaml:"price"`
	// Prices are the exceptions; the first that fits wins.
	Prices []PriceRule `yaml:"prices"`

	// ImageParam is the parameter that takes the pictures, "image" unless the
	// table says otherwise.
	ImageParam string `yaml:"image_param"`
	// ManyImages tells that ImageParam takes a list, even of one.
	ManyImages bool `yaml:"many_images"`
	// MaxImages is the most pictures in one question. Zero means one, or no
	// known limit for models with ManyImages.
	MaxImages int `yaml:"max_images"`

	// PromptParam takes the prompt's text, "" for models that take none.
	PromptParam string `yaml:"prompt_param"`
	// PresetParam names a task of the model's own in the place of a prompt's
	// text, "" for models that have none.
	PresetParam string `yaml:"preset_param"`
	// AliasesParam is the parameter whose enum lists further names of the
	// model, such as the language models behind a router; "" for none.
	AliasesParam string `yaml:"aliases_param"`
	// Parameters are all that the model takes. Without any, every parameter
	// is let through as it was given.
	Parameters []Parameter `yaml:"parameters"`

	// Fixed are the parameters that the name decides under which the model
	// was found; see [Table.Find].
	Fixed map[string]string `yaml:"-"`
}

// A PriceRule is a price for inputs of a certain kind.
type PriceRule struct {
	// When gives, for each parameter that matters, the values that fit.
	When  map[string][]any `yaml:"when"`
	Price price.Micros     `yaml:"price"`
	// Inferred marks a price that no source prints.
	Inferred bool `yaml:"inferred"`
}

// Input is what is sent to a model, by parameter name. [Model.Resolve] makes
// its values string, int64, float64, bool or []string; models without known
// parameters may also have []any and map[string]any.
type Input map[string]any

// Parameter finds a parameter by name.
func (m Model) Parameter(name string) (Parameter, bool) {
	i := slices.IndexFunc(m.Parameters, func(p Parameter) bool { return p.Name == name })
	if i < 0 {
		return Parameter{}, false
	}
	return m.Parameters[i], true
}

// PriceOf is what one answer to a resolved input costs.
func (m Model) PriceOf(input map[string]any) price.Micros {
	for _, rule := range m.Prices {
		if rule.fits(input) {
			return rule.Price
		}
	}
	return m.Price
}

func (r PriceRule) fits(input map[string]any) bool {
	for name, values := range r.When {
		got, ok := input[name]
		if !ok || !slices.ContainsFunc(values, func(v any) bool { return same(v, got) }) {
			return false
		}
	}
	return true
}

// TakesPrompt tells whether a prompt's text has to be put under PromptParam:
// not when the given params hold that text themselves, and not when they name
// a task of the model's own in its place.
func (m Model) TakesPrompt(params map[string]any) bool {
	return m.PromptParam != "" && params[m.PromptParam] == nil && params[m.PresetParam] == nil
}

// Pictures is the value of ImageParam for the pictures of one question: a
// string, or a []string for models with ManyImages. It is an error to give
// none, or more than the model takes.
func (m Model) Pictures(urls []string) (any, error) {
	limit := m.MaxImages
	if !m.ManyImages {
		limit = 1
	}
	switch {
	case len(urls) == 0:
		return nil, fmt.Errorf("%s: the question has no picture", m.Name)
	case limit > 0 && len(urls) > limit:
		return nil, fmt.Errorf("%s: %d pictures, but the model takes at most %d in one question", m.Name, len(urls), limit)
	case m.ManyImages:
		return slices.Clone(urls), nil
	}
	return urls[0], nil
}
