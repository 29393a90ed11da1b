package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/captionmill/captionmill/manifest"
)

// A source is one manifest of the command line.
type source struct {
	arg      string // as it was given
	name     string // as the ledger knows it
	dir      string // where relative file names begin
	file     string // "" for standard input and pictures
	pictures pictures
}

// A kind is what an argument names.
type kind int

const (
	nothing   kind = iota // an unset variable of a script, perhaps
	aManifest             // a file that lists pictures
	standardInput
	aPicture // a file, or an address
	aFolder
	aPattern
	elsewhere // at an address that is not of the web
)

// kindOf tells what an argument names. What is there wins: "photo[1].jpg" is a
// pattern only where there is no such file.
func kindOf(arg string) kind {
	switch arg {
	case "":
		return nothing
	case "-":
		return standardInput
	}
	if isAddress(arg) {
		return kindOfAddress(arg)
	}
	info, err := os.Stat(arg)
	switch {
	case err != nil && strings.Contains(arg, "://"):
		return elsewhere
	case err == nil && info.IsDir():
		return aFolder
	case err != nil && hasMeta(arg):
		return aPattern
	case err != nil && strings.HasSuffix(arg, "/"):
		return aFolder
	case manifest.IsPicture(arg):
		return aPicture
	default:
		return aManifest
	}
}

// isAddress tells addresses of the web from names of files.
func isAddress(arg string) bool {
	scheme, _, found := strings.Cut(arg, "://")
	return found && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// kindOfAddress takes an address for that of a picture, since many have no
// ending, unless it ends as lists do.
func kindOfAddress(arg string) kind {
	arg, _, _ = strings.Cut(arg, "#")
	arg, _, _ = strings.Cut(arg, "?")
	switch strings.ToLower(filepath.Ext(arg)) {
	case ".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".txt", ".gz", ".xlsx":
		return aManifest
	}
	return aPicture
}

// sources makes sense of the arguments. All single pictures among them are one
// manifest together, the last one.
func (s *settings) sources(args []string) ([]source, error) {
	var all []source
	lists, singles := apart(args)
	for _, arg := range lists {
		src, err := s.source(arg)
		if err != nil {
			return nil, usage(err)
		}
		if slices.ContainsFunc(all, func(other source) bool { return other.name == src.name }) {
			return nil, usage(fmt.Errorf("%s is named twice", arg))
		}
		all = append(all, src)
	}
	if len(singles) > 0 {
		src, err := singleSource(singles)
		if err != nil {
			return nil, usage(err)
		}
		all = append(all, src)
	}
	for _, src := range all {
		if err := src.check(); err != nil {
			return nil, usage(err)
		}
	}
	return all, nil
}

// apart tells single pictures from what is a manifest each.
func apart(args []string) (lists, singles []string) {
	for _, arg := range args {
		if kindOf(arg) == aPicture {
			singles = append(singles, arg)
		} else {
			lists = append(lists, arg)
		}
	}
	return lists, singles
}

// source is what one argument names that is no single picture. Nothing of it
// need be there.
func (s *settings) source(arg string) (source, error) {
	switch kindOf(arg) {
	case nothing:
		return source{}, errors.New("an argument is empty: name a manifest, a picture, a folder or a pattern in its place")
	case elsewhere:
		return source{}, fmt.Errorf("%s: only http and https addresses can be captioned; fetch it first, and name the file or its folder", printable(arg))
	case standardInput:
		dir, err := absolute(".")
		return source{arg: arg, name: s.manifestName, dir: dir}, err
	case aFolder:
		return folderSource(arg)
	case aPattern:
		return patternSource(arg)
	}
	name, err := absolute(arg)
	return source{arg: arg, name: name, dir: filepath.Dir(name), file: name}, err
}

// check makes sure that what was named is there, before anything is done.
func (src *source) check() error {
	switch {
	case src.pictures != nil:
		return src.pictures.check()
	case src.file == "":
		return nil
	case isAddress(src.arg):
		return errors.New("a list cannot be read from an address: download it, and name the file")
	}
	_, err := os.Stat(src.file)
	if err != nil {
		err = unopened("manifest "+printable(src.arg), err)
	}
	return err
}

// setName is the last part of the name of pictures that are named one by one.
const setName = "(pictures)"

// singleSource is one manifest of all pictures that are named one by one. It is
// known by their folder, so that the next set from there takes its place; but a
// single file is known by its own name.
func singleSource(args []string) (source, error) {
	set, err := newHandful(args)
	if err != nil {
		return source{}, err
	}
	src := source{arg: plural(int64(len(set.all)), "picture"), name: slashed(set.dir) + setName, dir: set.dir, pictures: set}
	if len(set.all) == 1 {
		src.arg = args[0]
		if file := set.all[0].file; file != "" {
			src.name = quoteMeta(file)
		}
	}
	return src, nil
}

// slashed is a folder's name with a slash at its end, also the topmost's.
func slashed(dir string) string { return strings.TrimSuffix(dir, "/") + "/" }
