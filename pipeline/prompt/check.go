package prompt

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template/parse"
)

// functions are those that a template may call, with the fewest and the most
// values that they take. None loops, and none makes text.
var functions = map[string][2]int{"and": {1, 9}, "or": {1, 9}, "not": {1, 1}, "eq": {2, 9}, "ne": {2, 2}}

// A mistake is what is wrong at a place of a template.
type mistake struct {
	pos     parse.Pos
	problem string
}

func (m *mistake) Error() string { return m.problem }

func wrongAt(n parse.Node, format string, args ...any) error {
	return &mistake{n.Position(), fmt.Sprintf(format, args...)}
}

// check walks through a template, notes what it uses, and refuses everything
// else than a template may hold.
func (t *Template) check() error {
	if err := t.list(t.exec.Root, false); err != nil {
		return err
	}
	for _, other := range t.exec.Templates() {
		if other.Tree != nil && other.Name() != "" {
			return wrongAt(other.Root, "a template cannot define others; write the text in its place")
		}
	}
	return nil
}

// list checks what stands one behind the other. Within tells that the dot is
// the value of a with.
func (t *Template) list(l *parse.ListNode, within bool) error {
	if l == nil {
		return nil
	}
	for _, n := range l.Nodes {
		if err := t.node(n, within); err != nil {
			return err
		}
	}
	return nil
}

func (t *Template) node(n parse.Node, within bool) error {
	switch n := n.(type) {
	case *parse.TextNode, *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return t.pipe(n.Pipe, within)
	case *parse.IfNode:
		return t.branch(&n.BranchNode, within, within)
	case *parse.WithNode:
		return t.branch(&n.BranchNode, within, true)
	}
	return wrongAt(n, "%s is not for prompts; there are if, with, else and end", word(n))
}

// word is the first word of what a node was written as.
func word(n parse.Node) string {
	text, _, _ := strings.Cut(strings.Trim(n.String(), "{}"), " ")
	return "{{" + text + "}}"
}

func (t *Template) branch(b *parse.BranchNode, within, inside bool) error {
	if err := t.pipe(b.Pipe, within); err != nil {
		return err
	}
	if err := t.list(b.List, inside); err != nil {
		return err
	}
	return t.list(b.ElseList, within)
}

func (t *Template) pipe(p *parse.PipeNode, within bool) error {
	switch {
	case len(p.Decl) > 0:
		return wrongAt(p, "%s: variables are not for prompts", p.Decl[0])
	case len(p.Cmds) != 1:
		return wrongAt(p, "%s: pipes are not for prompts; write {{if eq .Lang \"German\"}}", p)
	}
	return t.command(p.Cmds[0], within)
}

// command checks a value, a call, or .Column with the name behind it.
func (t *Template) command(c *parse.CommandNode, within bool) error {
	if name, ok := fieldOf(c.Args[0], within); ok && name == "Column" {
		return t.column(c)
	}
	values := c.Args
	if name, ok := c.Args[0].(*parse.IdentifierNode); ok {
		values = c.Args[1:]
		if err := called(name, len(values)); err != nil {
			return err
		}
	} else if len(values) > 1 {
		return wrongAt(c, "%s cannot have anything behind it", c.Args[0])
	}
	for _, v := range values {
		if err := t.value(v, within); err != nil {
			return err
		}
	}
	return nil
}

// called checks the call of a function with so many values behind it.
func called(name *parse.IdentifierNode, values int) error {
	takes, known := functions[name.Ident]
	switch {
	case !known:
		return wrongAt(name, "there is no function %s; there are %s", name, functionList())
	case values < takes[0] || values > takes[1]:
		return wrongAt(name, "%s has %d values behind it; it takes %d to %d", name, values, takes[0], takes[1])
	}
	return nil
}

// value checks what is printed, asked about or handed to a function.
func (t *Template) value(n parse.Node, within bool) error {
	if name, ok := fieldOf(n, within); ok {
		return t.useField(n, name)
	}
	switch n := n.(type) {
	case *parse.StringNode:
		return nil
	case *parse.PipeNode:
		return t.pipe(n, within)
	case *parse.IdentifierNode:
		return wrongAt(n, "%s is a function; put brackets around it and its values", n)
	case *parse.DotNode:
		if within {
			return nil
		}
		return wrongAt(n, "the dot alone is nothing here; write .Title or another field")
	case *parse.FieldNode:
		return wrongAt(n, "inside {{with}} the dot is the text itself; write $%s", n)
	}
	return wrongAt(n, "%s is not for prompts; the fields are %s", n, fieldList())
}

// fieldOf is the name of a field that a node means: .Title, or inside a with
// $.Title.
func fieldOf(n parse.Node, within bool) (string, bool) {
	switch n := n.(type) {
	case *parse.FieldNode:
		if !within {
			return strings.Join(n.Ident, "."), true
		}
	case *parse.VariableNode:
		if n.Ident[0] == "$" && len(n.Ident) > 1 {
			return strings.Join(n.Ident[1:], "."), true
		}
	}
	return "", false
}

func (t *Template) useField(n parse.Node, name string) error {
	switch {
	case name == "Column":
		return wrongAt(n, ".Column wants a column's name: .Column \"page_title\"")
	case !slices.Contains(Fields, name):
		return wrongAt(n, "there is no field .%s; the fields are %s, and .Column \"NAME\" is a column of the manifest", name, fieldList())
	}
	t.use(n, Use{Field: name})
	return nil
}

func (t *Template) column(c *parse.CommandNode) error {
	if len(c.Args) != 2 {
		return wrongAt(c, ".Column wants one column's name: .Column \"page_title\"")
	}
	name, ok := c.Args[1].(*parse.StringNode)
	if !ok || name.Text == "" {
		return wrongAt(c.Args[1], ".Column wants a column's name in quotes: .Column \"page_title\"")
	}
	t.use(c.Args[0], Use{Column: name.Text})
	return nil
}

// use notes a value that the template wants, the first time it does.
func (t *Template) use(n parse.Node, u Use) {
	same := func(other Use) bool { return other.Field == u.Field && other.Column == u.Column }
	if slices.ContainsFunc(t.uses, same) {
		return
	}
	u.Line, u.Char = place(t.text, n.Position())
	t.uses = append(t.uses, u)
}

func fieldList() string { return "." + strings.Join(Fields, ", .") }

func functionList() string { return strings.Join(slices.Sorted(maps.Keys(functions)), ", ") }
