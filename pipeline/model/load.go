package model

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// maxTable is the most bytes in a file of models.
const maxTable = 1 << 20

// Load reads a table from YAML: one document with the one key "models". It is
// strict: unknown and repeated keys, contradictions and missing prices are
// errors that begin with name, line and column.
func Load(r io.Reader, name string) (Table, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err != nil {
		return nil, fmt.Errorf("read models from %s: %w", name, err)
	}
	if len(raw) > maxTable {
		return nil, fmt.Errorf("read models from %s: the file is larger than %d bytes", name, maxTable)
	}
	var doc struct {
		Models Table `yaml:"models"`
	}
	d := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict())
	if err := d.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return nil, located(name, err)
	}
	if err := d.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: there is more than one YAML document; keep the first", name)
	}
	return doc.Models, nil
}

// located puts a YAML error on one line, its place first.
func located(name string, err error) error {
	if at, ok := errors.AsType[yaml.Error](err); ok && at.GetToken() != nil {
		pos := at.GetToken().Position
		return fmt.Errorf("%s:%d:%d: %s", name, pos.Line, pos.Column, at.GetMessage())
	}
	return fmt.Errorf("%s: %w", name, err)
}

// UnmarshalYAML reads a list of models strictly, so that a table can also be a
// part of a larger configuration.
func (t *Table) UnmarshalYAML(node ast.Node) error {
	var models []Model
	if err := yaml.NodeToValue(node, &models, yaml.Strict()); err != nil {
		return placed(node, err)
	}
	for i, m := range models {
		for _, other := range models[:i] {
			if m.clashes(other) {
				return placed(node, fmt.Errorf("model %s is there twice, by its name or its ID", show(m.Name)))
			}
		}
	}
	*t = models
	return nil
}

// UnmarshalYAML reads one model and checks that its parts fit together.
func (m *Model) UnmarshalYAML(node ast.Node) error {
	type plain Model
	if err := yaml.NodeToValue(node, (*plain)(m), yaml.Strict()); err != nil {
		return placed(node, err)
	}
	if !mentions(node, "price") {
		return placed(node, fmt.Errorf("model %s has no price; what costs an unknown sum is never asked, so add price: DOLLARS", show(m.ID)))
	}
	return placed(node, m.check())
}

// UnmarshalYAML reads one parameter and checks it.
func (p *Parameter) UnmarshalYAML(node ast.Node) error {
	type plain Parameter
	if err := yaml.NodeToValue(node, (*plain)(p), yaml.Strict()); err != nil {
		return placed(node, err)
	}
	return placed(node, p.check())
}

// UnmarshalYAML reads one price rule, which has to name its price.
func (r *PriceRule) UnmarshalYAML(node ast.Node) error {
	type plain PriceRule
	if err := yaml.NodeToValue(node, (*plain)(r), yaml.Strict()); err != nil {
		return placed(node, err)
	}
	if !mentions(node, "price") || len(r.When) == 0 {
		return placed(node, errors.New("a price rule needs both when and price"))
	}
	return nil
}

// placed gives an error the place of node, unless it has one of its own.
func placed(node ast.Node, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[yaml.Error](err); ok {
		return err
	}
	return &yaml.SyntaxError{Message: err.Error(), Token: start(node)}
}
