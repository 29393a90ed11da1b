package model

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

var (
	// ErrUnknown reports a name that no model of a table has.
	ErrUnknown = errors.New("is not a known model")
	// ErrAmbiguous reports a name that several models of a table have.
	ErrAmbiguous = errors.New("could mean several models")
)

// A Table is a list of models, none of which shares its name or its ID with
// another. [Load] and YAML decoding make sure of that.
type Table []Model

// Merge gives a table with the models of both. A model of user's takes the
// place of the ones in t that have its name or its ID, as a whole.
func (t Table) Merge(user Table) Table {
	merged := slices.Clone(t)
	for _, m := range user {
		merged = slices.DeleteFunc(merged, m.clashes)
	}
	return append(merged, user...)
}

func (m Model) clashes(other Model) bool {
	return m.Name == other.Name || m.ID == other.ID || m.Name == other.ID || m.ID == other.Name
}

// Find looks a model up by its name, by its ID, or by one of its aliases: a
// value in the enum of its AliasesParam. A model found by an alias has that
// parameter Fixed and the alias for its Name.
//
// Errors wrap [ErrUnknown] or [ErrAmbiguous] and say what can be done.
func (t Table) Find(name string) (Model, error) {
	var found []Model
	var ways []string
	for _, m := range t {
		switch {
		case m.Name == name || m.ID == name:
			found = append(found, m)
			ways = append(ways, m.ID)
		case slices.Contains(m.aliases(), name):
			found = append(found, m.fix(name))
			ways = append(ways, fmt.Sprintf("%s with %s=%s", m.ID, m.AliasesParam, name))
		}
	}
	switch len(found) {
	case 0:
		return Model{}, t.unknown(name)
	case 1:
		return found[0], nil
	}
	return Model{}, fmt.Errorf("%s %w: %s; give the ID of the one you mean", show(name), ErrAmbiguous, list(ways, "or"))
}

func (m Model) aliases() []string {
	p, _ := m.Parameter(m.AliasesParam)
	return p.Enum
}

func (m Model) fix(alias string) Model {
	fixed := maps.Clone(m.Fixed)
	if fixed == nil {
		fixed = map[string]string{}
	}
	fixed[m.AliasesParam] = alias
	m.Name, m.Fixed = alias, fixed
	return m
}

// unknown tells what there is, and how to use a model that is not there: its
// price has to be known before a cap on spending can mean anything.
func (t Table) unknown(name string) error {
	var names, all []string
	for _, m := range t {
		names = append(names, m.Name)
		all = append(all, m.Name, m.ID)
	}
	for _, m := range t {
		names = append(names, m.aliases()...)
		all = append(all, m.aliases()...)
	}
	return fmt.Errorf("%s %w%s; to use another one, add its ID and its price in dollars to the config file: %s; known are %s",
		show(name), ErrUnknown, didYouMean(name, all), entry(name), someOf(names))
}

// entry is what a person has to add to a config file, ready to be completed.
func entry(name string) string {
	if !idForm.MatchString(name) {
		name = "vendor/model"
	}
	return strings.Replace("models: [{id: ID, price: DOLLARS}]", "ID", name, 1)
}
