package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"testing"
)

// members gives the names of the fields and methods of every type here.
func members(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			collect(decl, all)
		}
	}
	return all
}

func collect(decl ast.Decl, all map[string][]string) {
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeSpec:
			if s, ok := n.Type.(*ast.StructType); ok {
				for _, f := range s.Fields.List {
					for _, name := range f.Names {
						all[n.Name.Name] = append(all[n.Name.Name], name.Name)
					}
				}
			}
		case *ast.FuncDecl:
			if n.Recv == nil {
				return false
			}
			if p, ok := n.Recv.List[0].Type.(*ast.StarExpr); ok {
				receiver := p.X
				if generic, ok := receiver.(*ast.IndexExpr); ok {
					receiver = generic.X
				}
				name := receiver.(*ast.Ident).Name
				all[name] = append(all[name], n.Name.Name)
			}
		}
		return true
	})
}

// A session is the settings and more, and some commands are a session and
// more: a name means the same in all of them.
func TestNothingIsShadowed(t *testing.T) {
	t.Parallel()
	all := members(t)
	if !slices.Contains(all["settings"], "limit") || !slices.Contains(all["session"], "connect") {
		t.Fatal("the source was not understood")
	}
	for _, outer := range []string{"session", "resolution", "retrial"} {
		for _, inner := range []string{"settings", "session"} {
			for _, name := range all[outer] {
				if outer != inner && slices.Contains(all[inner], name) {
					t.Errorf("%s.%s shadows %s's", outer, name, inner)
				}
			}
		}
	}
}
