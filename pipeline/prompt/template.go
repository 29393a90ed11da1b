package prompt

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
)

// A Template makes what a row is asked of a text and of the row's values. It
// is a text/template with little in it: .Title and the other [Fields], the
// text of any column with .Column "NAME", if, with, and, or, not, eq and ne.
// There is nothing that could run long. It is safe for concurrent use.
type Template struct {
	name string
	text string
	bare string             // what is asked when nothing is known
	exec *template.Template // nil for a text without {{
	uses []Use
}

// A Use is a place in a template that wants a value.
type Use struct {
	// Field is one of [Fields], "" for a column.
	Field string
	// Column is the name of a manifest's column, "" for a field.
	Column string
	// Line and Char are where it stands for the first time, from 1; Char counts
	// bytes.
	Line, Char int
}

// Plain makes a template of a text that is asked as it stands.
func Plain(text string) *Template { return &Template{text: text, bare: text} }

// IsTemplate tells whether a text holds anything that a template would read
// as more than text.
func IsTemplate(text string) bool { return strings.Contains(text, "{{") }

// Parse reads a template. Its name begins every error, with line and column.
// A text without {{ is asked as it stands.
func Parse(name, text string) (*Template, error) {
	if !IsTemplate(text) {
		return Plain(text), nil
	}
	if len(text) > maxText {
		return nil, fmt.Errorf("%s: %d bytes; a template may have %d", name, len(text), maxText)
	}
	exec, err := template.New("").Parse(text)
	if err != nil {
		return nil, unparsed(name, err)
	}
	t := &Template{name: name, text: text, exec: exec}
	if err := t.check(); err != nil {
		if at, ok := errors.AsType[*mistake](err); ok {
			line, char := place(text, at.pos)
			err = fmt.Errorf("%s:%d:%d: %s", name, line, char, at.problem)
		}
		return nil, err
	}
	if err := t.try(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// try makes the two prompts that a template is most likely to be asked for:
// without any value, which is remembered, and with all.
func (t *Template) try() (err error) {
	if t.bare, err = t.render(&Values{}); err != nil {
		return err
	}
	var all Values
	for _, u := range t.uses {
		all.Set(u, "x")
	}
	_, err = t.render(&all)
	return err
}

// unparsed says what text/template says in the words that it shares with us:
// "template: :3: unexpected …".
func unparsed(name string, err error) error {
	text := strings.TrimPrefix(err.Error(), "template: ")
	return fmt.Errorf("%s%s; write {{\"{{\"}} for two braces that are only text", name, text)
}

// place is the line and the byte in it, both from 1, of a byte of the text.
func place(text string, pos parse.Pos) (line, char int) {
	before := text[:min(int(pos), len(text))]
	return strings.Count(before, "\n") + 1, len(before) - strings.LastIndexByte(before, '\n')
}

// Where is the name of the template and a place in it, for errors about what
// stands there.
func (t *Template) Where(u Use) string { return fmt.Sprintf("%s:%d:%d", t.name, u.Line, u.Char) }

// String is the text as it was given.
func (t *Template) String() string { return t.text }

// Bare is what is asked when nothing is known.
func (t *Template) Bare() string { return t.bare }

// Uses are the values that the template wants, in the order in which it first
// does.
func (t *Template) Uses() []Use { return slices.Clone(t.uses) }

// Wants tells whether the template wants a field.
func (t *Template) Wants(field string) bool {
	return slices.ContainsFunc(t.uses, func(u Use) bool { return u.Field == field })
}

// Render makes what is asked. Values are cleaned and bounded first, see
// [Clean]; without any, the text is always the same. It is an error when the
// result would be longer than 16 KiB. It may be empty.
func (t *Template) Render(v *Values) (string, error) {
	if t.exec == nil || t.knows(v) == 0 {
		return t.bare, nil
	}
	return t.render(v)
}

// knows counts the values that the template wants and that are there.
func (t *Template) knows(v *Values) (n int) {
	for _, u := range t.uses {
		if v.get(u) != "" {
			n++
		}
	}
	return n
}

func (t *Template) render(v *Values) (string, error) {
	clean := Values{Columns: make(map[string]string, len(v.Columns))}
	for _, u := range t.uses {
		clean.Set(u, Clean(v.get(u)))
	}
	var out bounded
	if err := t.exec.Execute(&out, &clean); err != nil {
		if errors.Is(err, errTooLong) {
			err = errTooLong
		}
		return "", err
	}
	return strings.TrimSpace(out.String()), nil
}

var errTooLong = fmt.Errorf("the prompt would be longer than %d bytes", maxText)

// bounded is text that ends in an error when it is too long.
type bounded struct{ strings.Builder }

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxText {
		return 0, errTooLong
	}
	return b.Builder.Write(p)
}
