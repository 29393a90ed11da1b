package model

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
)

var (
	// idForm keeps an ID harmless in a URL's path: no segment begins with a dot.
	idForm    = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$`)
	nameForm  = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._/:-]{0,99}$`)
	paramForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,99}$`)
)

// check fills in what a table may leave out, and refuses what does not fit.
func (m *Model) check() error {
	m.Name, m.ImageParam = cmp.Or(m.Name, m.ID), cmp.Or(m.ImageParam, "image")
	switch {
	case !idForm.MatchString(m.ID):
		return fmt.Errorf("id: %s is not a model's ID such as vendor/model", show(m.ID))
	case !nameForm.MatchString(m.Name):
		return fmt.Errorf("name: %s is not a name such as minicpm", show(m.Name))
	case m.MaxImages < 0:
		return fmt.Errorf("max_images: %d is not a number of images", m.MaxImages)
	}
	for _, check := range []func() error{m.checkNames, m.checkRoles, m.checkImages, m.checkPrices} {
		if err := check(); err != nil {
			return fmt.Errorf("model %s: %w", m.Name, err)
		}
	}
	return nil
}

func (m *Model) checkNames() error {
	seen := map[string]bool{}
	for _, p := range m.Parameters {
		if seen[p.Name] {
			return fmt.Errorf("parameter %s is there twice", p.Name)
		}
		seen[p.Name] = true
	}
	return nil
}

// checkRoles makes sure that the parameters with a role are there.
func (m *Model) checkRoles() error {
	if m.Parameters == nil {
		if m.AliasesParam != "" {
			return errors.New("aliases_param needs a parameter with an enum")
		}
		return nil
	}
	roles := []struct{ role, name string }{
		{"image_param", m.ImageParam}, {"prompt_param", m.PromptParam},
		{"preset_param", m.PresetParam}, {"aliases_param", m.AliasesParam},
	}
	for _, r := range roles {
		p, ok := m.Parameter(r.name)
		switch {
		case r.name == "":
		case !ok:
			return fmt.Errorf("%s: there is no parameter %s", r.role, show(r.name))
		case p.Type != String && (r.role != "image_param" || p.Type != Strings):
			return fmt.Errorf("%s: parameter %s cannot be of type %s", r.role, r.name, p.Type)
		}
	}
	if m.AliasesParam != "" && len(m.aliases()) == 0 {
		return fmt.Errorf("aliases_param: parameter %s has no enum", m.AliasesParam)
	}
	return nil
}

func (m *Model) checkImages() error {
	if p, ok := m.Parameter(m.ImageParam); ok {
		if m.ManyImages && p.Type == String {
			return fmt.Errorf("many_images: parameter %s takes one string", p.Name)
		}
		m.ManyImages = p.Type == Strings
	}
	if m.MaxImages > 1 && !m.ManyImages {
		return fmt.Errorf("max_images: %d images need many_images: true", m.MaxImages)
	}
	return nil
}

// checkPrices types the values of the rules, so that they can fit an input.
func (m *Model) checkPrices() error {
	for _, rule := range m.Prices {
		for _, name := range slices.Sorted(maps.Keys(rule.When)) {
			for i, v := range rule.When[name] {
				typed, err := m.resolve(name, v)
				if err != nil {
					return fmt.Errorf("prices: %w", err)
				}
				rule.When[name][i] = typed
			}
		}
	}
	return nil
}

func (p *Parameter) check() error {
	numeric := p.Type == Integer || p.Type == Number
	switch {
	case !paramForm.MatchString(p.Name):
		return fmt.Errorf("parameter name %s is not a name such as max_tokens", show(p.Name))
	case !slices.Contains(types, p.Type):
		return fmt.Errorf("parameter %s: type %s is none of %v", p.Name, show(string(p.Type)), types)
	case p.Enum != nil && p.Type != String:
		return fmt.Errorf("parameter %s: only strings can have an enum", p.Name)
	case (p.Min != nil || p.Max != nil) && !numeric:
		return fmt.Errorf("parameter %s: only numbers can have min and max", p.Name)
	case p.Min != nil && p.Max != nil && !(*p.Min <= *p.Max):
		return fmt.Errorf("parameter %s: min is above max", p.Name)
	case p.Default == nil:
		return nil
	}
	typed, err := p.value(p.Default)
	if err != nil {
		return fmt.Errorf("parameter %s: default: %w", p.Name, err)
	}
	p.Default = typed
	return nil
}
