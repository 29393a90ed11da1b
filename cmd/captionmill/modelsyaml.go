package main

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// errByHand is that a file is written in a way in which a program had better
// not write.
var errByHand = errors.New("it is written in a way that captionmill does not change")

// An outline is the text of a configuration, and where its settings stand in
// it. Its edits insert lines or words, or replace one word; every other byte
// stays. They are made at places that the parser tells, and only after a look
// at what stands there: whoever calls them must still read the result.
type outline struct {
	text    string
	newline string
	entries []*ast.MappingValueNode
}

// documentEnd is the mark after which nothing may be added.
var documentEnd = regexp.MustCompile(`(?m)^\.\.\.`)

// outlineOf reads a configuration of one document.
func outlineOf(text string) (o outline, err error) {
	o = outline{text: text, newline: "\n"}
	if strings.Contains(text, "\r\n") {
		// The parser counts some of these line ends twice. Without the carriage
		// return every token is on the same line, and in the same column of it.
		o.newline = "\r\n"
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return o, err
	}
	if len(file.Docs) > 1 || documentEnd.MatchString(text) {
		return o, errByHand
	}
	for _, doc := range file.Docs {
		if o.entries, err = entriesOf(doc.Body); err != nil {
			return o, err
		}
	}
	return o, nil
}

// entriesOf are the settings of a document, none for an empty one.
func entriesOf(body ast.Node) ([]*ast.MappingValueNode, error) {
	switch body.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return nil, nil
	}
	if m, ok := body.(*ast.MappingNode); ok && m.IsFlowStyle {
		return nil, errByHand
	}
	return pairsIn(body), nil
}

// pairsIn are those of a mapping, none of anything else.
func pairsIn(n ast.Node) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// setting finds one of the settings, nil when it is not there.
func (o outline) setting(name string) *ast.MappingValueNode {
	i := slices.IndexFunc(o.entries, func(e *ast.MappingValueNode) bool { return e.Key.GetToken().Value == name })
	if i < 0 {
		return nil
	}
	return o.entries[i]
}

// An addition is a part of a mapping or a list, in YAML's two ways of writing.
type addition struct {
	lines []string // of a block
	flow  string   // inside of brackets
	empty string   // brackets with nothing but this, as in {%}
}

// add puts an addition in the first place of a setting, which is made where it
// is not there.
func (o outline) add(name string, a addition) (string, error) {
	e := o.setting(name)
	if e == nil {
		return o.end(name + ":" + o.newline + o.block(2, a.lines)), nil
	}
	switch v := e.Value.(type) {
	case *ast.NullNode:
		if at, ok := o.find(v.Token, v.Token.Value); ok {
			return o.splice(at, len(v.Token.Value), strings.Replace(a.empty, "%", a.flow, 1)), nil
		}
		return o.below(e, o.block(2, a.lines))
	case *ast.MappingNode:
		return o.into(e, v.Start, v.IsFlowStyle, len(v.Values), a)
	case *ast.SequenceNode:
		return o.into(e, v.Start, v.IsFlowStyle, len(v.Values), a)
	}
	return "", errByHand
}

// into adds to what is there already, whose first token is start: a bracket, a
// list's first dash, or the colon after a mapping's first key.
func (o outline) into(e *ast.MappingValueNode, start *token.Token, flow bool, size int, a addition) (string, error) {
	if !flow {
		if m, ok := e.Value.(*ast.MappingNode); ok {
			start = m.Values[0].Key.GetToken()
		}
		return o.below(e, o.block(start.Position.Column-1, a.lines))
	}
	at, ok := o.find(start, start.Value)
	if !ok {
		return "", errByHand
	}
	at += len(start.Value)
	words := a.flow
	if size > 0 {
		words += ","
		if !strings.ContainsAny(o.text[at:at+1], " \r\n") {
			words += " "
		}
	}
	return o.splice(at, 0, words), nil
}

// below inserts lines under the one with a setting's name.
func (o outline) below(e *ast.MappingValueNode, lines string) (string, error) {
	key := e.Key.GetToken()
	at, ok := o.find(key, key.Value)
	if !ok {
		return "", errByHand
	}
	length := strings.IndexByte(o.text[at:], '\n')
	if length < 0 {
		return o.end(lines), nil
	}
	return o.splice(at+length+1, 0, lines), nil
}

// end adds lines to the end.
func (o outline) end(lines string) string {
	if o.text == "" || strings.HasSuffix(o.text, "\n") {
		return o.text + lines
	}
	return o.text + o.newline + lines
}

// block are lines with so many spaces before each.
func (o outline) block(indent int, lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(strings.Repeat(" ", indent) + line + o.newline)
	}
	return b.String()
}

// replace puts a word in the place of a value. Quotes around it stay.
func (o outline) replace(value ast.Node, word string) (string, error) {
	t := value.GetToken()
	for _, quote := range []string{"", `"`, "'"} {
		if at, ok := o.find(t, quote+t.Value+quote); ok {
			return o.splice(at+len(quote), len(t.Value), word), nil
		}
	}
	return "", errByHand
}

// find is where a token stands in the text, if these are the words there.
func (o outline) find(t *token.Token, words string) (at int, ok bool) {
	start := 0
	for range t.Position.Line - 1 {
		length := strings.IndexByte(o.text[start:], '\n')
		if length < 0 {
			return 0, false
		}
		start += length + 1
	}
	line, _, _ := strings.Cut(o.text[start:], "\n")
	line = strings.TrimSuffix(line, "\r")
	spaces := len(line) - len(strings.TrimRight(line, " "))
	// The parser counts the spaces at a line's end to those before its value.
	for _, column := range []int{t.Position.Column, t.Position.Column - spaces} {
		if at := columnOf(line, column); at >= 0 && strings.HasPrefix(line[at:], words) {
			return start + at, true
		}
	}
	return 0, false
}

// columnOf is the byte at which a line's column begins, which count runes from
// 1; -1 where there is none.
func columnOf(line string, column int) int {
	n := 0
	for i := range line {
		if n++; n == column {
			return i
		}
	}
	return -1
}

func (o outline) splice(at, length int, words string) string {
	return o.text[:at] + words + o.text[at+length:]
}
