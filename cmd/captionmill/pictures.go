package main

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pictures are a source that is named on the command line, and not listed in a
// manifest.
type pictures interface {
	// check makes sure that what was named is there.
	check() error
	// names gives the pictures as a manifest in the source's folder would name
	// them, in the same order every time, and counts what is passed over.
	names(ctx context.Context, by *passed) iter.Seq2[string, error]
}

// A handful is pictures that are named one by one.
type handful struct {
	dir string // the deepest folder that all files lie below; without any, the current one
	all []single
}

// A single is one picture: a file or an address.
type single struct {
	arg  string
	file string // absolute, "" for an address
}

// newHandful makes one of the arguments, each picture once.
func newHandful(args []string) (*handful, error) {
	var h handful
	seen := map[single]bool{}
	for _, arg := range args {
		one := single{arg: arg}
		if !isAddress(arg) {
			var err error
			if one.file, err = absolute(arg); err != nil {
				return nil, err
			}
			h.dir = common(h.dir, filepath.Dir(one.file))
		}
		if !seen[one.picture()] {
			seen[one.picture()] = true
			h.all = append(h.all, one)
		}
	}
	if h.dir != "" {
		return &h, nil
	}
	var err error
	h.dir, err = absolute(".")
	return &h, err
}

// picture is the same for two arguments that name one picture: of a file, what it
// was called does not count.
func (s single) picture() single {
	if s.file != "" {
		s.arg = ""
	}
	return s
}

// common is the deepest folder that holds two others, both absolute.
func common(dir, other string) string {
	if dir == "" {
		return other
	}
	for !strings.HasPrefix(slashed(other), slashed(dir)) {
		dir = filepath.Dir(dir)
	}
	return dir
}

// check makes sure that every file is there: a name that was mistyped would
// else be a row that fails, after others were paid.
func (h *handful) check() error {
	for _, one := range h.all {
		if one.file == "" {
			continue
		}
		if _, err := os.Stat(one.file); err != nil {
			return unopened("picture "+printable(one.arg), err)
		}
	}
	return nil
}

func (h *handful) names(context.Context, *passed) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, one := range h.all {
			name := one.arg
			if one.file != "" {
				name = asReference(strings.TrimPrefix(one.file, slashed(h.dir)))
			}
			if !yield(name, nil) {
				return
			}
		}
	}
}

// asReference is a file's name as a manifest has to give it. Space before a
// name would be trimmed, a colon make an address of it, and # a comment of the
// line when rows are written as a list.
func asReference(name string) string {
	first, _ := utf8.DecodeRuneInString(name)
	folder, _, _ := strings.Cut(name, "/")
	if first == '#' || unicode.IsSpace(first) || strings.Contains(folder, ":") {
		return "./" + name
	}
	return name
}
