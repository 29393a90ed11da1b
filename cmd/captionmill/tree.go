package main

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/captionmill/captionmill/manifest"
)

// A tree is the pictures below a folder, all or those that a pattern matches.
// Both are found by the same walk, in lexical order: a library's own walk for
// patterns gathers everything that matches {jpg,png} before it tells the first.
//
// A walk holds the names of one folder at a time, and of those above it.
type tree struct {
	arg   string // the folder as it was given, or the pattern's part before it begins to be one
	dir   string // the same, absolute
	files *pattern
}

// folderSource is the pictures of a folder and of those below it.
func folderSource(arg string) (source, error) {
	dir, err := absolute(arg)
	return source{arg: arg, name: slashed(dir), dir: dir, pictures: &tree{arg: arg, dir: dir}}, err
}

// patternSource is the pictures that a pattern matches.
func patternSource(arg string) (source, error) {
	given, rest := splitPattern(arg)
	files, err := newPattern(rest)
	if err != nil {
		return source{}, fmt.Errorf("pattern %s: %w", printable(arg), err)
	}
	dir, err := absolute(given)
	return source{arg: arg, name: slashed(quoteMeta(dir)) + rest, dir: dir, pictures: &tree{arg: given, dir: dir, files: files}}, err
}

// check makes sure that the folder is there, and is one.
func (t *tree) check() error {
	info, err := os.Stat(t.dir)
	if err != nil {
		return unopened("folder "+printable(t.arg), err)
	}
	if !info.IsDir() {
		return fmt.Errorf("folder %s: it is a file", printable(t.arg))
	}
	return nil
}

// names walks through the folder. Hidden files are passed over, links to
// folders are not followed, and a folder that cannot be read is an error.
func (t *tree) names(ctx context.Context, by *passed) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		var found, enough bool
		err := filepath.WalkDir(slashed(t.dir), func(path string, d fs.DirEntry, err error) error {
			name, err := t.visit(ctx, path, d, err, by)
			if name == "" {
				return err
			}
			if found = true; !yield(asReference(name), nil) {
				enough = true
				return fs.SkipAll
			}
			return nil
		})
		if !found && err == nil {
			err = usage(t.none(by))
		}
		if err != nil && !enough {
			yield("", err)
		}
	}
}

// visit gives the name of a picture, and "" for all else that a walk comes by.
func (t *tree) visit(ctx context.Context, path string, d fs.DirEntry, err error, by *passed) (name string, _ error) {
	name = strings.TrimLeft(path[len(t.dir):], "/")
	switch {
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	case err != nil:
		return "", usage(unopened("folder "+printable(filepath.Join(t.arg, name)), err))
	case name == "": // the folder itself
		return "", nil
	case d.IsDir() && (hidden(d.Name()) || !t.files.reaches(name)):
		return "", fs.SkipDir
	case d.IsDir() || hidden(d.Name()):
		return "", nil
	case manifest.IsPicture(name) && t.files.matches(name) && !linkedFolder(path, d):
		return name, nil
	}
	t.pass(path, name, d, by)
	return "", nil
}

// pass counts what is no picture, whatever it is called.
func (t *tree) pass(path, name string, d fs.DirEntry, by *passed) {
	switch {
	case linkedFolder(path, d):
		if t.files.reaches(name) {
			by.folders++
		}
	case t.files.matches(name):
		by.files++
	}
}

func linkedFolder(path string, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// none is why a walk without any picture is refused: the folder may be another
// than was meant, or one that nothing is mounted on.
func (t *tree) none(by *passed) error {
	if t.files == nil {
		return fmt.Errorf("there is no picture in %s%s", printable(t.arg), by.inBrackets())
	}
	return fmt.Errorf("no picture in %s matches %s%s", printable(t.arg), printable(t.files.text), by.inBrackets())
}

// hidden tells whether a file or folder is one that people do not see, or that
// programs put beside their pictures: archives of Macs, thumbnails of Windows
// and of Synology's disk stations.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || name == "__MACOSX" || name == "@eaDir" || strings.EqualFold(name, "Thumbs.db")
}

// passed counts what a walk came by and left.
type passed struct {
	files   int64 // that are not called as pictures are
	folders int64 // that a symbolic link leads to
}

// String is empty where nothing was passed over.
func (p *passed) String() string {
	var parts []string
	if p.files > 0 {
		parts = append(parts, plural(p.files, "other file"))
	}
	if p.folders > 0 {
		parts = append(parts, plural(p.folders, "linked folder"))
	}
	return strings.Join(parts, " and ")
}

func (p *passed) inBrackets() string {
	if text := p.String(); text != "" {
		return " (passed over: " + text + ")"
	}
	return ""
}
