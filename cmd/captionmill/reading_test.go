package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSources(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	list, other := filepath.Join(dir, "list.txt"), filepath.Join(dir, "other.txt")
	for _, name := range []string{list, other} {
		if err := os.WriteFile(name, []byte("a.jpg\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ss := &session{settings: &settings{manifestName: "nightly"}}
	tests := map[string]struct {
		args []string
		want string // of the error, "" for none
	}{
		"one":                  {[]string{list}, ""},
		"two":                  {[]string{list, other}, ""},
		"with standard input":  {[]string{list, "-"}, ""},
		"none":                 {nil, ""},
		"twice":                {[]string{list, list}, "named twice"},
		"twice, differently":   {[]string{list, dir + "/./list.txt"}, "named twice"},
		"standard input twice": {[]string{"-", "-"}, "named twice"},
		"missing":              {[]string{filepath.Join(dir, "missing")}, "no such file or directory"},
		"a folder":             {[]string{dir}, "is a folder"},
		"control characters":   {[]string{"\x1b[2J.csv"}, "manifest  [2J.csv: no such file"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ss.sources(tt.args)
			if tt.want == "" && (err != nil || len(got) != len(tt.args)) {
				t.Errorf("%+v, %v", got, err)
			}
			if tt.want != "" && (!isA[usageError](err) || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%v; want %s", err, tt.want)
			}
		})
	}
}

func TestSource(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "list.txt")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ss := &session{settings: &settings{manifestName: "nightly"}}
	got, err := ss.source(file)
	if want := (source{arg: file, name: file, dir: dir, file: file}); err != nil || got != want {
		t.Errorf("a file: %+v, %v", got, err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	got, err = ss.source("-")
	if want := (source{arg: "-", name: "nightly", dir: here}); err != nil || got != want {
		t.Errorf("standard input: %+v, %v", got, err)
	}
}
