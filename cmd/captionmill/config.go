package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/spf13/pflag"
)

// mostConfig bounds the size of a configuration file, in bytes.
const mostConfig = 1 << 20

// errScalar is what is wrong with a list or a mapping in a word's place.
var errScalar = errors.New("one word or number is expected here")

// readConfig sets every flag that the configuration file names and the command
// line does not. Errors say where in the file they are.
func (s *settings) readConfig(flags *pflag.FlagSet) error {
	if s.config == "" {
		return nil
	}
	info, err := os.Stat(s.config)
	if err == nil && info.Size() > mostConfig {
		err = fmt.Errorf("%s: too large for a configuration file (%d bytes)", s.config, info.Size())
	}
	if err != nil {
		return usage(unopened("--config "+s.config, err))
	}
	text, err := os.ReadFile(s.config)
	if err != nil {
		return usage(unopened("--config "+s.config, err))
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return usage(wrongYAML(s.config, err))
	}
	for _, doc := range file.Docs {
		if err := s.readSettings(doc.Body, flags); err != nil {
			return usage(err)
		}
	}
	return nil
}

func (s *settings) readSettings(body ast.Node, flags *pflag.FlagSet) error {
	var entries []*ast.MappingValueNode
	switch body := body.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
	case *ast.MappingNode:
		entries = body.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{body}
	default:
		return s.at(body, "a configuration holds settings, such as model: minicpm")
	}
	for _, e := range entries {
		if err := s.readSetting(e, flags); err != nil {
			return err
		}
	}
	return nil
}

// readSetting sets one flag.
func (s *settings) readSetting(e *ast.MappingValueNode, flags *pflag.FlagSet) error {
	name := e.Key.GetToken().Value
	if own, ok := map[string]any{"models": &s.ownModels, "prices": &s.ownPrices}[name]; ok {
		if err := yaml.NodeToValue(e.Value, own, yaml.Strict()); err != nil {
			return wrongYAML(s.config, err)
		}
		return nil
	}
	flag := flags.Lookup(strings.ReplaceAll(name, "_", "-"))
	if flag == nil || name == "config" || strings.Contains(name, "-") {
		return s.at(e.Key, fmt.Sprintf("there is no setting %q%s; captionmill run --help lists them, with - for _",
			printable(name), perhaps("", name, settingNames(flags))))
	}
	if flag.Changed || overruled(flag.Name, flags) {
		return nil
	}
	values, err := scalars(e.Value)
	if err == nil && !takesMany(flag) && isMany(e.Value) {
		err = errScalar
	}
	if err != nil {
		return s.at(e.Value, fmt.Sprintf("%s: %v", name, err))
	}
	for _, v := range values {
		if err := flag.Value.Set(v); err != nil {
			return s.at(e.Value, fmt.Sprintf("%s: %v", name, wrongValue(flag, v, err)))
		}
	}
	return nil
}

// overruled tells whether the command line says the same thing under another
// name: a prompt and a preset take each other's place.
func overruled(name string, flags *pflag.FlagSet) bool {
	other := map[string]string{"prompt": "preset", "preset": "prompt"}[name]
	return other != "" && flags.Changed(other)
}

// takesMany tells whether a flag may be repeated.
func takesMany(flag *pflag.Flag) bool {
	return slices.Contains([]string{"NAME=VALUE", "stringArray"}, flag.Value.Type())
}

// isMany tells whether a value is a list or a mapping.
func isMany(n ast.Node) bool {
	return slices.Contains([]ast.NodeType{ast.MappingType, ast.MappingValueType, ast.SequenceType}, n.Type())
}

// settingNames are the flags as a configuration file calls them.
func settingNames(flags *pflag.FlagSet) []string {
	names := flagNames(flags)
	for i, name := range names {
		names[i] = strings.ReplaceAll(name, "-", "_")
	}
	return names
}

// scalars is a setting's value as a flag takes it: one word, a list, or
// NAME=VALUE for each pair of a mapping.
func scalars(n ast.Node) ([]string, error) {
	var values []string
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, e := range n.Values {
			v, err := scalar(e.Value)
			if err != nil {
				return nil, err
			}
			values = append(values, e.Key.GetToken().Value+"="+v)
		}
	case *ast.MappingValueNode:
		v, err := scalar(n.Value)
		return []string{n.Key.GetToken().Value + "=" + v}, err
	case *ast.SequenceNode:
		for _, e := range n.Values {
			v, err := scalar(e)
			if err != nil {
				return nil, err
			}
			values = append(values, v)
		}
	default:
		v, err := scalar(n)
		return []string{v}, err
	}
	return values, nil
}

// scalar is one word as it was written; quotes and block marks are YAML's.
func scalar(n ast.Node) (string, error) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, nil
	case *ast.LiteralNode:
		return n.Value.Value, nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, nil
	case *ast.NullNode:
		return "", fmt.Errorf("has no value; leave the line away")
	default:
		return "", errScalar
	}
}

// at is an error at a place in the configuration file.
func (s *settings) at(n ast.Node, problem string) error {
	pos := n.GetToken().Position
	return fmt.Errorf("%s:%d:%d: %s", s.config, pos.Line, pos.Column, problem)
}
