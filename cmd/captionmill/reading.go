package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// A source is one manifest of the command line.
type source struct {
	arg  string // as it was given
	name string // as the ledger knows it
	dir  string // where relative file names begin
	file string // "" for standard input
}

// sources makes sense of the arguments.
func (ss *session) sources(args []string) ([]source, error) {
	seen := map[string]bool{}
	var all []source
	for _, arg := range args {
		src, err := ss.source(arg)
		if err != nil {
			return nil, usage(err)
		}
		if seen[src.name] {
			return nil, usage(fmt.Errorf("%s is named twice", arg))
		}
		seen[src.name] = true
		all = append(all, src)
	}
	return all, nil
}

func (ss *session) source(arg string) (source, error) {
	if arg == "-" {
		dir, err := absolute(".")
		return source{arg: arg, name: ss.manifestName, dir: dir}, err
	}
	info, err := os.Stat(arg)
	if err != nil {
		return source{}, unopened("manifest "+printable(arg), err)
	}
	if info.IsDir() {
		return source{}, fmt.Errorf("%s is a folder: write its files into a list (find %s -name '*.jpg' > images.txt) and give that", printable(arg), printable(arg))
	}
	name, err := absolute(arg)
	return source{arg: arg, name: name, dir: filepath.Dir(name), file: name}, err
}

// A reading is a source in the ledger, ready to become current.
type reading struct {
	source
	sqlite.Manifest                 // as it is now, or will be
	before          sqlite.Manifest // as it was, if it was ever read
	fresh           *sqlite.Reading // nil when nothing has changed
}

// read takes every source into the ledger, without making it current.
func (ss *session) read(ctx context.Context, sources []source) ([]reading, error) {
	var all []reading
	for _, src := range sources {
		r, err := ss.readOne(ctx, src)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func (ss *session) readOne(ctx context.Context, src source) (reading, error) {
	before, known, err := ss.ledger.Manifest(ctx, src.name)
	if err != nil {
		return reading{}, err
	}
	r := reading{source: src, before: before, Manifest: before}
	if src.file != "" {
		content, err := ss.content(src)
		if err != nil {
			return r, usage(err)
		}
		if known && content == before.Content {
			return r, nil
		}
	}
	r.fresh, err = ss.readFresh(ctx, src)
	if err == nil {
		r.Manifest = r.fresh.Manifest
	}
	return r, err
}

// content names a file's bytes, and everything else that makes rows of them.
func (ss *session) content(src source) (pipeline.Hash, error) {
	f, err := os.Open(src.file)
	if err != nil {
		return pipeline.Hash{}, unopened("manifest "+printable(src.arg), err)
	}
	defer f.Close()
	h := ss.hash(src)
	if _, err := io.Copy(h, f); err != nil {
		return pipeline.Hash{}, fmt.Errorf("read %s: %w", src.arg, err)
	}
	return pipeline.Hash(h.Sum(nil)[:16]), nil
}

// hash begins the name of a reading with how its rows are asked about.
func (ss *session) hash(src source) hash.Hash {
	h := sha256.New()
	common := ss.asker.Prompt().Hash()
	fmt.Fprintf(h, "reading v1\n%x\n%q\n%q\n%q\n%q\n%q\n%q\n", common, src.dir, ss.columns, ss.promptColumn, ss.existing, ss.imageKey, ss.inFormat)
	return h
}

// readFresh reads a manifest from beginning to end.
func (ss *session) readFresh(ctx context.Context, src source) (*sqlite.Reading, error) {
	in := ss.std.in
	if src.file != "" {
		f, err := os.Open(src.file)
		if err != nil {
			return nil, usage(unopened("manifest "+printable(src.arg), err))
		}
		defer f.Close()
		in = f
	}
	h := ss.hash(src)
	in = io.TeeReader(in, h)
	m, err := manifest.Open(in, manifest.Options{Name: src.arg, Format: manifest.Format(ss.inFormat), Columns: ss.roles()})
	if err != nil {
		return nil, unreadable(err)
	}
	r, err := ss.ledger.Read(ctx, sqlite.Manifest{Name: src.name, Folder: src.dir})
	if err != nil {
		return nil, err
	}
	if err := ss.fill(ctx, r, m, src); err != nil {
		return nil, errors.Join(unreadable(err), r.Discard(context.WithoutCancel(ctx)))
	}
	if _, err := io.Copy(io.Discard, in); err != nil { // what stands behind the last row is hashed as well
		return nil, errors.Join(err, r.Discard(context.WithoutCancel(ctx)))
	}
	r.Content = pipeline.Hash(h.Sum(nil)[:16])
	return r, r.Link(ctx, string(m.Format()), m.Header())
}

// fill writes every row of a manifest into the ledger.
func (ss *session) fill(ctx context.Context, r *sqlite.Reading, m *manifest.Reader, src source) error {
	ss.asker.Folder = src.dir
	for in, err := range m.Rows() {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		row := ss.asker.Row(&in)
		if err := r.Add(ctx, &row); err != nil {
			return err
		}
	}
	return nil
}

// roles are the columns that the command line names.
func (ss *session) roles() map[string]string {
	roles := map[string]string{}
	for role, column := range ss.columns {
		roles[role] = column
	}
	if ss.promptColumn != "" {
		roles["prompt"] = ss.promptColumn
	}
	return roles
}

// unreadable marks the manifest's own faults as the person's to mend.
func unreadable(err error) error {
	if errors.Is(err, manifest.ErrUnreadable) {
		return usage(err)
	}
	return err
}

// work is the rows of the readings, before is what was current until now.
func work(readings []reading) (now, before pipeline.Work) {
	for _, r := range readings {
		now = append(now, r.Rows)
		if r.fresh != nil && r.before.Rows.Last >= r.before.Rows.First {
			before = append(before, r.before.Rows)
		}
	}
	return now, before
}

// adopt makes what was read current.
func (ss *session) adopt(ctx context.Context, readings []reading) error {
	var fresh []*sqlite.Reading
	for _, r := range readings {
		if r.fresh != nil {
			fresh = append(fresh, r.fresh)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return ss.ledger.Adopt(ctx, fresh...)
}
