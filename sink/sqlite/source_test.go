package sqlite

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

// wanted are the rows that statements are about, where they are about some.
var wanted = pipeline.Work{{First: 1, Last: 100}, {First: 500, Last: 600}}

// A found statement stands somewhere in the package's text.
type found struct{ where, text string }

// standIns are texts that are only known when the program runs, by the function
// and the name that they have in it.
var standIns = map[string]string{
	"claimQuery.known":     undone,
	"countByPrompt.where":  `i.state = 'pending' AND ` + among(wanted),
	"countPending.without": "",
	"Retry.where":          `i.state = 'failed' AND ` + among(wanted),
	"manifest.where":       `WHERE name = ?`,
	"probe.table":          `rows`,
}

// notWhole are statements that are not looked at, for a reason.
var notWhole = map[string]string{
	"insert":      "only VALUES, as often as there are rows",
	"uploadSQL":   "the beginning of two others",
	"rowSQL":      "the beginning of two others",
	"standingSQL": "the beginning of two others",
}

// beginsStatement tells the texts that are statements about tables.
var beginsStatement = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\s`)

// statementsOf reads the package in a folder and gives every statement in it.
func statementsOf(t *testing.T, dir string) []found {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	r := reader{t: t, texts: map[string]ast.Expr{}, functions: map[string]*ast.FuncDecl{}}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		r.learn(f)
		files = append(files, f)
	}
	for _, f := range files {
		r.read(f)
	}
	return r.all
}

// A reader makes whole texts of the parts that stand in the source.
type reader struct {
	t         *testing.T
	texts     map[string]ast.Expr // constants, by name
	functions map[string]*ast.FuncDecl
	where     string
	all       []found
}

// learn remembers a file's constants and functions.
func (r *reader) learn(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if i < len(n.Values) {
					r.texts[name.Name] = n.Values[i]
				}
			}
		case *ast.FuncDecl:
			r.functions[n.Name.Name] = n
		}
		return true
	})
}

// read collects a file's statements.
func (r *reader) read(f *ast.File) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			r.where = d.Name.Name
			ast.Inspect(d, r.visit)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					r.where = v.Names[0].Name
					ast.Inspect(v, r.visit)
				}
			}
		}
	}
}

// visit takes a whole text, or looks further into its parts.
func (r *reader) visit(n ast.Node) bool {
	e, ok := n.(ast.Expr)
	if !ok {
		return true
	}
	if _, ok := e.(*ast.Ident); ok { // a constant, which is read where it stands
		return false
	}
	text, whole, ok := r.text(e)
	if !ok || !beginsStatement.MatchString(text) {
		return true
	}
	switch {
	case notWhole[r.where] != "", whole && strings.Contains(text, "%s"): // it is part of another
	case whole:
		r.all = append(r.all, found{r.nameOf(e), text})
	default:
		r.t.Errorf("%s: a part of this statement is not known: add a stand-in\n%s", r.where, text)
	}
	return false
}

// nameOf is the constant whose text is filled in, or where the text stands.
func (r *reader) nameOf(e ast.Expr) string {
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) > 0 {
		if c, ok := call.Args[0].(*ast.Ident); ok && strings.HasSuffix(c.Name, "SQL") && c.Name != "claimSQL" {
			return c.Name
		}
	}
	return r.where
}

// text evaluates an expression that is text. It is not whole where a part is
// only known when the program runs.
func (r *reader) text(e ast.Expr) (text string, whole, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, true, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return r.text(e.X)
	case *ast.BinaryExpr:
		return r.joined(e)
	case *ast.Ident:
		if text, ok := standIns[r.where+"."+e.Name]; ok {
			return text, true, true
		}
		if c, ok := r.texts[e.Name]; ok {
			return r.text(c)
		}
	case *ast.CallExpr:
		return r.called(e)
	}
	return "", false, false
}

func (r *reader) joined(e *ast.BinaryExpr) (string, bool, bool) {
	left, leftWhole, ok := r.text(e.X)
	if !ok || e.Op != token.ADD {
		return "", false, false
	}
	right, rightWhole, _ := r.text(e.Y)
	return left + right, leftWhole && rightWhole, true
}

// called evaluates the few calls that make text: Sprintf, the conditions for wanted
// rows, and functions of one return.
func (r *reader) called(e *ast.CallExpr) (string, bool, bool) {
	switch f := e.Fun.(type) {
	case *ast.SelectorExpr:
		if f.Sel.Name == "Sprintf" {
			return r.printed(e.Args)
		}
	case *ast.Ident:
		switch f.Name {
		case "within":
			column, _, _ := r.text(e.Args[0])
			return within(column, wanted), true, true
		case "among":
			return among(wanted), true, true
		case "behind":
			return behind(pipeline.Page{Work: wanted}), true, true
		}
		if d := r.functions[f.Name]; d != nil && d.Recv == nil && len(d.Body.List) == 1 {
			if back, ok := d.Body.List[0].(*ast.ReturnStmt); ok && len(back.Results) == 1 {
				return r.text(back.Results[0])
			}
		}
	}
	return "", false, false
}

func (r *reader) printed(args []ast.Expr) (string, bool, bool) {
	format, whole, ok := r.text(args[0])
	if !ok {
		return "", false, false
	}
	var parts []any
	for _, arg := range args[1:] {
		part, partWhole, _ := r.text(arg)
		whole = whole && partWhole
		parts = append(parts, part)
	}
	return fmt.Sprintf(format, parts...), whole, true
}
