package quality

import (
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// allRegexps are the patterns of the package by their names, those of grammars
// by their numbers.
func allRegexps() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{
		"escapes": escapes, "number": number, "size": size, "site": site, "fence": fence, "pythonic": pythonic, "spareComma": spareComma, "document": document, "image": image, "opening": opening,
		"tags": tags, "tokens": tokens, "bullets": bullets, "belowZero": belowZero, "rule": rule, "links": links, "heading": heading, "link": link, "pixels": pixels, "length": length, "exposure": exposure, "member": member,
		"decorative": decorative, "noText": noText, "wordless": wordless,
	}
	for name, compile := range map[string]func() *regexp.Regexp{
		"attribute": attribute, "headTag": headTag, "lineTag": lineTag, "numeral": numeral, "politeEnd": politeEnd, "strayTags": strayTags,
	} {
		all[name] = compile()
	}
	for name, make := range allAutomata {
		all[name] = regexp.MustCompile(make().pattern)
	}
	for i := range grammars {
		all[fmt.Sprintf("grammar %d (%.20s)", i, grammars[i].first)] = regexp.MustCompile(grammars[i].pattern())
	}
	return all
}

// allAutomata are those of them that most texts do not match.
var allAutomata = map[string]func() *automaton{
	"picturing": picturing, "blanks": blanks, "unmet": unmet, "spent": spent, "instruction": instruction, "instructions": instructions, "status": status, "thrown": thrown, "source": source, "named": named, "camera": camera,
	"label": label, "introduction": introduction, "agreement": agreement, "showing": showing, "showingHan": showingHan, "carried": carried, "chat": chat, "stalled": stalled, "fares": fares, "shortLabel": shortLabel,
	"longLabel": longLabel, "shortInLine": shortInLine, "longInLine": longInLine, "slots": slots, "nothings": nothings, "leftover": leftover, "depicted": depicted, "told": told, "acting": acting, "reading": reading,
	"turn": turn, "reserve": reserve, "choices": choices, "offer": offer, "setting": setting, "twoQuotes": twoQuotes, "item": item, "bracketed": bracketed, "limit": limit, "tallied": tallied, "noted": noted,
	"ofItself": ofItself, "tagged": tagged, "spokenBy": spokenBy, "aside": aside, "strained": strained, "ending": ending, "broke": broke, "pictureLabel": pictureLabel, "pointing": pointing, "musing": musing, "left": left, "demand": demand, "praise": praise, "confession": confession, "nameLabel": nameLabel, "mojibake": mojibake, "besideText": besideText,
}

// No pattern is missing among those that are looked at.
func TestAllRegexps(t *testing.T) {
	t.Parallel()
	all := allRegexps()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(gotoken.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range append(variablesWith(file, "MustCompile"), variablesWith(file, "newAutomaton")...) {
			if all[name] == nil {
				t.Errorf("%s: the pattern %s is not looked at", f.Name(), name)
			}
		}
	}
}

// variablesWith are the package's variables in whose values a function is called.
func variablesWith(file *ast.File, function string) (names []string) {
	for _, decl := range file.Decls {
		vars, _ := decl.(*ast.GenDecl)
		if vars == nil || vars.Tok != gotoken.VAR {
			continue
		}
		for _, spec := range vars.Specs {
			ast.Inspect(spec, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && called(call) == function {
					names = append(names, spec.(*ast.ValueSpec).Names[0].Name)
				}
				return true
			})
		}
	}
	return names
}

// called is the name of the function that is called, without its package.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// A \b of RE2 stands between letters of ASCII and other characters: beside a
// letter such as é it would never be where a word ends.
func TestBoundariesAreASCII(t *testing.T) {
	t.Parallel()
	for name, re := range allRegexps() {
		tree, err := syntax.Parse(re.String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		walkBoundaries(tree, nil, nil, func(before, after []rune) {
			if closed := len(before) > 0 && !slices.ContainsFunc(before, notOfWord); slices.ContainsFunc(before, foreignLetter) || !closed && slices.ContainsFunc(after, foreignLetter) {
				t.Errorf("%s has a \\b between one of %q and one of %q", name, string(before), string(after))
			}
		})
	}
}

func foreignLetter(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) }

func notOfWord(r rune) bool { return !syntax.IsWordChar(r) }

// walkBoundaries calls found with the characters that may stand before and after
// each \b.
func walkBoundaries(re *syntax.Regexp, before, after []rune, found func(before, after []rune)) {
	switch re.Op {
	case syntax.OpWordBoundary:
		found(before, after)
	case syntax.OpConcat:
		for i, sub := range re.Sub {
			walkBoundaries(sub, adjoining(re.Sub[:i], before, true), adjoining(re.Sub[i+1:], after, false), found)
		}
	default:
		for _, sub := range re.Sub {
			walkBoundaries(sub, before, after, found)
		}
	}
}

// adjoining are the characters at one end of a sequence, and those beyond it if it
// may be empty.
func adjoining(all []*syntax.Regexp, beyond []rune, last bool) (runes []rune) {
	for i := range all {
		sub := all[i]
		if last {
			sub = all[len(all)-1-i]
		}
		more, empty := edge(sub, last)
		if runes = append(runes, more...); !empty {
			return runes
		}
	}
	return append(runes, beyond...)
}

// edge are the characters that an expression may begin with, or end with, but
// for those of large classes, and whether it may be empty.
func edge(re *syntax.Regexp, last bool) (runes []rune, empty bool) {
	switch re.Op {
	case syntax.OpLiteral:
		if last {
			return re.Rune[len(re.Rune)-1:], false
		}
		return re.Rune[:1], false
	case syntax.OpCharClass:
		return classRunes(re.Rune), false
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if _, may := edge(sub, last); !may {
				return adjoining(re.Sub, nil, last), false
			}
		}
		return adjoining(re.Sub, nil, last), true
	case syntax.OpAlternate, syntax.OpCapture, syntax.OpPlus, syntax.OpStar, syntax.OpQuest, syntax.OpRepeat:
		for _, sub := range re.Sub {
			more, may := edge(sub, last)
			runes, empty = append(runes, more...), empty || may
		}
		return runes, empty || re.Op == syntax.OpStar || re.Op == syntax.OpQuest || re.Op == syntax.OpRepeat && re.Min == 0
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return nil, false
	default:
		return nil, true
	}
}

// classRunes are those of a small class.
func classRunes(ranges []rune) (runes []rune) {
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i+1]-ranges[i] > 64 {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			runes = append(runes, r)
		}
	}
	return runes
}
