package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// A pattern says which files below a folder are meant: * and ? stand for any
// part and any letter of a name, [a-z] for one of some letters, {a,b} for one of
// some words, and ** for folders of any depth. The nil pattern means all.
type pattern struct {
	text  string
	parts []string // between slashes; nil where a slash stands in brackets
}

// newPattern reads a pattern, and says what is wrong with it.
func newPattern(text string) (*pattern, error) {
	if !doublestar.ValidatePattern(text) {
		return nil, errors.New("a bracket or brace is not closed, or nothing follows a backslash; write \\[ for a bracket in a name")
	}
	p := &pattern{text: text, parts: strings.Split(text, "/")}
	if slices.ContainsFunc(p.parts, func(part string) bool { return !doublestar.ValidatePattern(part) }) {
		p.parts = nil
	}
	return p, nil
}

// matches tells whether a file is meant; its name has slashes between folders.
func (p *pattern) matches(name string) bool {
	return p == nil || doublestar.MatchUnvalidated(p.text, name)
}

// reaches tells whether a file in a folder, or below it, can be meant.
func (p *pattern) reaches(dir string) bool {
	if p == nil || p.parts == nil {
		return true
	}
	for i, name := range strings.Split(dir, "/") {
		switch {
		case p.parts[i] == "**":
			return true
		case i == len(p.parts)-1: // which is for the file
			return false
		case !doublestar.MatchUnvalidated(p.parts[i], name):
			return false
		}
	}
	return true
}

// meta are the characters that make a pattern of a name.
const meta = "*?[{"

// hasMeta tells whether one of them stands there without a backslash.
func hasMeta(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' {
			i++
		} else if strings.IndexByte(meta, text[i]) >= 0 {
			return true
		}
	}
	return false
}

// quoteMeta is the pattern that only one name matches. Ledgers know a file by
// it, and the folder of a pattern, so that no two sources share a name.
func quoteMeta(name string) string { return quoter.Replace(name) }

// unquoteMeta is the name that such a pattern matches.
func unquoteMeta(text string) string { return unquoter.Replace(text) }

var (
	quoter   = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `{`, `\{`)
	unquoter = strings.NewReplacer(`\\`, `\`, `\*`, `*`, `\?`, `?`, `\[`, `[`, `\{`, `{`)
)

// splitPattern cuts a pattern where it begins to be one: into a folder, and what
// is looked for below it.
func splitPattern(arg string) (dir, rest string) {
	return doublestar.SplitPattern(filepath.ToSlash(arg))
}
