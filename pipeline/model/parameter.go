package model

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Type is the kind of value that a parameter takes.
type Type string

// The types of parameters.
const (
	String  Type = "string"
	Integer Type = "integer"
	Number  Type = "number"
	Boolean Type = "boolean"
	Strings Type = "strings" // a list of strings
)

// types are all there are.
var types = []Type{String, Integer, Number, Boolean, Strings}

// A Parameter is one thing a model can be told.
type Parameter struct {
	Name string `yaml:"name"`
	Type Type   `yaml:"type"`
	// Required parameters have to be sent, and not empty.
	Required bool `yaml:"required"`
	// Default is what is sent when nothing was given; nil sends nothing.
	Default any `yaml:"default"`
	// Enum lists the values a string can have; nil allows any.
	Enum []string `yaml:"enum"`
	// Min and Max bound integers and numbers, themselves included; nil means
	// no bound.
	Min *float64 `yaml:"min"`
	Max *float64 `yaml:"max"`
	// NoIdentity marks parameters that change how an answer is delivered, not
	// which answer was asked for.
	NoIdentity bool `yaml:"no_identity"`
}

// value makes v, as a person or a file gave it, one that the parameter takes.
// Its errors are the end of a sentence that names the parameter.
func (p Parameter) value(v any) (any, error) {
	switch p.Type {
	case String:
		return p.text(v)
	case Integer:
		return p.integer(v)
	case Number:
		return p.number(v)
	case Boolean:
		return boolean(v)
	default:
		return texts(v)
	}
}

func (p Parameter) text(v any) (any, error) {
	s, err := text(v)
	switch {
	case err != nil:
		return nil, err
	case p.Required && strings.TrimSpace(s) == "":
		return nil, errors.New("must not be empty")
	case p.Enum != nil && !slices.Contains(p.Enum, s):
		return nil, fmt.Errorf("%s is not offered%s; it can be %s", show(v), didYouMean(s, p.Enum), list(p.Enum, "or"))
	}
	return s, nil
}

func (p Parameter) integer(v any) (any, error) {
	n, ok := numeric(v)
	if !ok {
		return nil, fmt.Errorf("%s is not a whole number", show(v))
	}
	i, ok := n.(int64)
	if !ok {
		return nil, fmt.Errorf("%s is not a whole number", show(v))
	}
	return i, p.within(float64(i))
}

func (p Parameter) number(v any) (any, error) {
	n, ok := numeric(v)
	if !ok {
		return nil, fmt.Errorf("%s is not a number such as 0.2", show(v))
	}
	f, ok := n.(float64)
	if !ok {
		f = float64(n.(int64))
	}
	return f, p.within(f)
}

func (p Parameter) within(f float64) error {
	low, high := cmp.Or(p.Min, &f), cmp.Or(p.Max, &f)
	if *low <= f && f <= *high {
		return nil
	}
	switch {
	case p.Max == nil:
		return fmt.Errorf("%s is out of range; it has to be %s or more", plain(f), plain(*p.Min))
	case p.Min == nil:
		return fmt.Errorf("%s is out of range; it has to be %s or less", plain(f), plain(*p.Max))
	}
	return fmt.Errorf("%s is out of range; it has to be from %s to %s", plain(f), plain(*p.Min), plain(*p.Max))
}

func plain(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
