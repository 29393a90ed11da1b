package model

import (
	"fmt"
	"maps"
	"slices"
)

// A ParamError is a parameter that a model does not take as it was given.
type ParamError struct {
	Model, Param string
	// Problem says what is wrong and what to do.
	Problem string
}

// Error is a sentence for the person who gave the parameter.
func (e *ParamError) Error() string {
	return fmt.Sprintf("%s: parameter %s: %s", e.Model, show(e.Param), e.Problem)
}

// Resolve makes params, as a command line (text), a JSON row ([json.Number],
// bool, string) or a YAML file (numbers) gave them, the input to send: names
// and values are checked, numbers and booleans typed, defaults filled in. A
// nil value counts as not given.
//
// The pictures, and a prompt's text when [Model.TakesPrompt] says so, are left
// for the caller to add. All errors are *[ParamError].
func (m Model) Resolve(params map[string]any) (Input, error) {
	in := Input{}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if params[name] == nil {
			continue
		}
		v, err := m.resolve(name, params[name])
		if err != nil {
			return nil, err
		}
		in[name] = v
	}
	if in.has(m.PromptParam) && in.has(m.PresetParam) {
		return nil, m.fault(m.PresetParam, "cannot be given together with "+m.PromptParam+", whose place it takes; leave one of them away")
	}
	if err := m.complete(in); err != nil {
		return nil, err
	}
	return in, nil
}

func (m Model) resolve(name string, v any) (any, error) {
	if name == m.ImageParam {
		return nil, m.fault(name, "cannot be set by hand; the pictures come from the list of images")
	}
	if fixed, ok := m.Fixed[name]; ok && v != fixed {
		return nil, m.fault(name, fmt.Sprintf("%s contradicts the model's name, which stands for %s; leave one of them away", show(v), fixed))
	}
	p, known := m.Parameter(name)
	var err error
	switch {
	case known:
		v, err = p.value(v)
	case m.Parameters != nil:
		names := m.settable()
		return nil, m.fault(name, "is not known"+didYouMean(name, names)+"; the model takes "+list(names, "and"))
	case !paramForm.MatchString(name):
		return nil, m.fault(name, "is not a name such as max_tokens")
	default:
		v, err = loose(v)
	}
	if err != nil {
		return nil, m.fault(name, err.Error())
	}
	return v, nil
}

// complete adds what was not given: the fixed values, then the defaults.
func (m Model) complete(in Input) error {
	for name, v := range m.Fixed {
		in[name] = v
	}
	for _, p := range m.Parameters {
		switch {
		case in.has(p.Name) || p.Name == m.ImageParam:
		case p.Default != nil:
			in[p.Name] = p.Default
		case p.Required && p.Name != m.PromptParam:
			return m.fault(p.Name, "is required; give it a value")
		}
	}
	return nil
}

// settable lists the parameters that a person can give.
func (m Model) settable() []string {
	var names []string
	for _, p := range m.Parameters {
		if p.Name != m.ImageParam {
			names = append(names, p.Name)
		}
	}
	return names
}

func (m Model) fault(param, problem string) error {
	return &ParamError{Model: m.Name, Param: param, Problem: problem}
}

func (in Input) has(name string) bool {
	_, ok := in[name]
	return ok
}
