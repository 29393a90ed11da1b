package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
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

// A configFile is a YAML file that sets the flags of a verb, under their names
// with _ for -. A flag on the command line wins over it.
type configFile struct {
	name  string // "" for no file
	verb  string // whose flags they are, for errors
	flags *pflag.FlagSet
	// aliases are other names for flags, such as plurals of those that may be
	// repeated.
	aliases map[string]string
	// own are settings that are no flags, and what reads them.
	own map[string]func(ast.Node) error
}

// readConfig sets every flag that the configuration file of a run names and
// the command line does not.
func (s *settings) readConfig(flags *pflag.FlagSet) error {
	return configFile{name: s.config, verb: "run", flags: flags, own: map[string]func(ast.Node) error{
		"models": func(n ast.Node) error { return yaml.NodeToValue(n, &s.ownModels, yaml.Strict()) },
		"prices": func(n ast.Node) error { return yaml.NodeToValue(n, &s.ownPrices, yaml.Strict()) },
	}}.read()
}

// read sets what the file names. Errors say where in the file they are.
func (c configFile) read() error {
	if c.name == "" {
		return nil
	}
	text, err := readBounded(c.name)
	if err != nil {
		return usage(unopened("--config "+c.name, err))
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return usage(wrongYAML(c.name, err))
	}
	for _, doc := range file.Docs {
		if err := c.readSettings(doc.Body); err != nil {
			return usage(err)
		}
	}
	return nil
}

// readBounded reads a configuration file whole, unless it is too large for one.
func readBounded(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err == nil && info.Size() > mostConfig {
		err = fmt.Errorf("%s: too large for a configuration file (%d bytes)", name, info.Size())
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

func (c configFile) readSettings(body ast.Node) error {
	var entries []*ast.MappingValueNode
	switch body := body.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
	case *ast.MappingNode:
		entries = body.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{body}
	default:
		return c.at(body, "a configuration holds settings, such as account: silver")
	}
	for _, e := range entries {
		if err := c.readSetting(e); err != nil {
			return err
		}
	}
	return nil
}

// readSetting sets one flag.
func (c configFile) readSetting(e *ast.MappingValueNode) error {
	name := e.Key.GetToken().Value
	if own := c.own[name]; own != nil {
		if err := own(e.Value); err != nil {
			return wrongYAML(c.name, err)
		}
		return nil
	}
	flag := c.flag(name)
	if flag == nil {
		return c.at(e.Key, fmt.Sprintf("there is no setting %q%s; captionmill %s --help lists them, with - for _",
			printable(name), perhaps("", name, c.settingNames()), c.verb))
	}
	if flag.Changed || overruled(flag.Name, c.flags) {
		return nil
	}
	if !takesMany(flag) && isMany(e.Value) {
		return c.at(e.Value, fmt.Sprintf("%s: %v", name, errScalar))
	}
	for _, w := range settingWords(e.Value) {
		if err := w.set(flag); err != nil {
			return c.at(w.at, fmt.Sprintf("%s: %v", name, err))
		}
	}
	return nil
}

// flag is the flag that a setting means, nil if there is none.
func (c configFile) flag(setting string) *pflag.Flag {
	name := cmp.Or(c.aliases[setting], strings.ReplaceAll(setting, "_", "-"))
	if strings.Contains(setting, "-") || name == "config" || name == "help" {
		return nil
	}
	return c.flags.Lookup(name)
}

// sayWhat are the flags that say what is asked, and take each other's place.
var sayWhat = []string{"prompt", "preset", "ask"}

// overruled tells whether the command line says the same thing under another
// name.
func overruled(name string, flags *pflag.FlagSet) bool {
	return slices.Contains(sayWhat, name) && slices.ContainsFunc(sayWhat, flags.Changed)
}

// takesMany tells whether a flag may be repeated.
func takesMany(flag *pflag.Flag) bool {
	return slices.Contains([]string{"NAME=VALUE", "NAME=P", "NAME[=VALUE]", "LANGUAGES", "stringArray"}, flag.Value.Type())
}

// isMany tells whether a value is a list or a mapping.
func isMany(n ast.Node) bool {
	return slices.Contains([]ast.NodeType{ast.MappingType, ast.MappingValueType, ast.SequenceType}, n.Type())
}

// settingNames are the flags as a configuration file calls them.
func (c configFile) settingNames() []string {
	names := slices.DeleteFunc(flagNames(c.flags), func(name string) bool { return c.flag(strings.ReplaceAll(name, "-", "_")) == nil })
	for i, name := range names {
		names[i] = strings.ReplaceAll(name, "-", "_")
	}
	return slices.AppendSeq(names, maps.Keys(c.aliases))
}

// A settingWord is one value as a flag takes it, and where in the file it stands.
type settingWord struct {
	pair  string // NAME= for a value of a mapping
	value ast.Node
	at    ast.Node
}

func (w settingWord) set(flag *pflag.Flag) error {
	text, err := scalar(w.value)
	if err != nil {
		return err
	}
	if err := flag.Value.Set(w.pair + text); err != nil {
		return wrongValue(flag, w.pair+text, err)
	}
	return nil
}

// settingWords are a setting's values as a flag takes them: one word, a list, or
// NAME=VALUE for each pair of a mapping.
func settingWords(n ast.Node) (all []settingWord) {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, e := range n.Values {
			all = append(all, settingWords(e)...)
		}
	case *ast.MappingValueNode:
		return []settingWord{{n.Key.GetToken().Value + "=", n.Value, n.Key}}
	case *ast.SequenceNode:
		for _, e := range n.Values {
			all = append(all, settingWord{"", e, e})
		}
	default:
		return []settingWord{{"", n, n}}
	}
	return all
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
func (c configFile) at(n ast.Node, problem string) error {
	pos := n.GetToken().Position
	return fmt.Errorf("%s:%d:%d: %s", c.name, pos.Line, pos.Column, problem)
}
