package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/captionmill/captionmill"

// rooms is the picture of the house: which of our packages each of them may
// import. Arrows only go down, and those who talk to the outside never import
// one another. Test files may import what they need.
var rooms = map[string][]string{
	"cmd/captionmill": {"configs", "manifest", "pipeline", "pipeline/api", "pipeline/emulator", "pipeline/fetch", "pipeline/gate", "pipeline/model",
		"pipeline/picture", "pipeline/price", "pipeline/prompt", "pipeline/quality", "pipeline/retouch", "pipeline/wavespeed", "sink", "sink/sqlite"},

	"sink":        {"pipeline", "pipeline/price"},
	"sink/sqlite": {"pipeline", "pipeline/api", "pipeline/price"},

	"pipeline": {"manifest", "pipeline/api", "pipeline/fetch", "pipeline/gate", "pipeline/model", "pipeline/picture", "pipeline/price",
		"pipeline/prompt", "pipeline/quality", "pipeline/retouch"},
	// One suite of promises that every ledger passes; imported by tests only.
	"pipeline/ledgertest": {"pipeline", "pipeline/api", "pipeline/price"},

	"pipeline/wavespeed": {"pipeline/api", "pipeline/price"},
	"pipeline/retouch":   {"pipeline/picture"},
	"pipeline/api":       {"pipeline/price"},
	"pipeline/model":     {"pipeline/price"},
	"pipeline/fetch":     {"pipeline/picture"},
	// The emulator and the client meet only in the API, so that a mistake
	// about it cannot agree with itself.
	"pipeline/emulator": {},

	"configs":          {},
	"manifest":         {},
	"pipeline/gate":    {},
	"pipeline/picture": {},
	"pipeline/price":   {},
	"pipeline/prompt":  {},
	"pipeline/quality": {},
	"testdata/draw":    {},
}

// homes are the one package that imports each library, so that only one has to
// change when the library does.
var homes = map[string]string{
	"github.com/bmatcuk/doublestar/v4":  "cmd/captionmill",
	"github.com/sourcegraph/conc":       "pipeline",
	"golang.org/x/text/language":        "pipeline/prompt",
	"golang.org/x/text/unicode/norm":    "pipeline/quality",
	"golang.org/x/time/rate":            "pipeline/gate",
	"github.com/schollz/progressbar/v3": "cmd/captionmill",
	"github.com/mattn/go-sqlite3":       "sink/sqlite",
	"github.com/tetratelabs/wazero":     "pipeline/retouch",
	"code.dny.dev/ssrf":                 "pipeline/fetch",
}

// A listed package is what go list says of it.
type listed struct {
	ImportPath string
	Imports    []string
}

func TestRooms(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, p := range listPackages(t) {
		room := strings.TrimPrefix(p.ImportPath, module+"/")
		allowed, known := rooms[room]
		if !known {
			t.Errorf("package %s is no room of the picture: add it to the table, with what it may import", room)
		}
		for _, path := range p.Imports {
			if other, ours := strings.CutPrefix(path, module+"/"); ours && !slices.Contains(allowed, other) {
				t.Errorf("%s imports %s, and no arrow leads there", room, other)
			}
			library, home := homeOf(path)
			if used[library] = true; library != "" && home != room {
				t.Errorf("%s imports %s, which lives in %s alone", room, library, home)
			}
		}
	}
	for library, home := range homes {
		if !used[library] {
			t.Errorf("nothing imports %s any more; %s did", library, home)
		}
	}
}

// homeOf finds the library that a package belongs to, and where it lives.
func homeOf(path string) (library, home string) {
	for library, home := range homes {
		if path == library || strings.HasPrefix(path, library+"/") {
			return library, home
		}
	}
	return "", ""
}

// listPackages lists all packages of the module; the go command passes over
// those below testdata, so these are named.
func listPackages(t *testing.T) (all []listed) {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Imports", "./...", "./testdata/draw")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		exit, _ := errors.AsType[*exec.ExitError](err)
		t.Fatalf("go list: %v\n%s", err, exit.Stderr)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
