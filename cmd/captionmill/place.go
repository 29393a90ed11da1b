package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/sink"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// A guarded file is one that results must not take the place of.
type guarded struct {
	what string
	info fs.FileInfo
}

// placeable makes sure, before anything is spent, that every output can be
// written, and that it takes the place of nothing that was given to be read.
func (s *settings) placeable(ctx context.Context, l *sqlite.Ledger, outputs []output, more ...guarded) error {
	files, err := s.guarded(ctx, l)
	if err != nil {
		return err
	}
	files = append(files, more...)
	for _, o := range outputs {
		if o.name == "-" {
			continue
		}
		if err := free(o.name, files); err != nil {
			return usage(err)
		}
		if err := writable(o.name); err != nil {
			return usage(err)
		}
	}
	return nil
}

// guarded are the files that the settings and the ledger name.
func (s *settings) guarded(ctx context.Context, l *sqlite.Ledger) (all []guarded, err error) {
	manifests, err := l.Manifests(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range manifests {
		if filepath.IsAbs(m.Name) { // others are names of standard input
			all = guard(all, "a manifest", m.Name)
		}
	}
	for _, ending := range []string{"", "-wal", "-shm", ".lock", ".rescue", ".api"} {
		all = guard(all, "a file of the ledger's", l.Name()+ending)
	}
	for _, name := range s.promptFiles() {
		all = guard(all, "the prompt", name)
	}
	all = guard(all, "the configuration", s.config)
	return guard(all, "the file of the key", os.Getenv(keyFileVar)), nil
}

// guardInputs are the manifests of the command line, which the ledger may not
// know yet.
func (ss *session) guardInputs() (all []guarded) {
	for _, src := range ss.inputs {
		switch {
		case src.file != "":
			all = guard(all, "a manifest", src.file)
		case src.pictures == nil:
			all = guardStream(all, ss.std.in)
		}
	}
	return all
}

// guard adds a file, if it is there.
func guard(all []guarded, what, name string) []guarded {
	if info, err := os.Stat(name); err == nil {
		all = append(all, guarded{what, info})
	}
	return all
}

// guardStream adds the file that a stream is read from, if it is one.
func guardStream(all []guarded, in io.Reader) []guarded {
	f, ok := in.(*os.File)
	if !ok {
		return all
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		all = append(all, guarded{"a manifest", info})
	}
	return all
}

// free refuses a name under which a guarded file stands, whatever that is
// called otherwise, or a picture, which may be one of those that were named.
func free(name string, files []guarded) error {
	info, err := os.Stat(name)
	if err != nil {
		return nil // nothing stands there; whether anything can is another question
	}
	if manifest.IsPicture(name) {
		return fmt.Errorf("results would take the place of %s, which is called as a picture is: name another file with --out", printable(name))
	}
	for _, f := range files {
		if os.SameFile(info, f.info) {
			return fmt.Errorf("results would take the place of %s, which is %s: name another file with --out", printable(name), f.what)
		}
	}
	return nil
}

// writable tries whether a file of results can be begun, and leaves nothing
// behind.
func writable(name string) error {
	f, err := sink.Create(name)
	if err == nil {
		return f.Abort()
	}
	switch {
	case errors.Is(err, sink.ErrNotRegular):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("results cannot be written to %s: there is no folder %s; make it, or name another file with --out", printable(name), printable(filepath.Dir(name)))
	}
	return unopened("results cannot be written to "+printable(name), err)
}
