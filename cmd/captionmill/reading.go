package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// A reading is a source in the ledger, ready to become current.
type reading struct {
	source
	sqlite.Manifest                 // as it is now, or will be
	before          sqlite.Manifest // as it was, if it was ever read
	fresh           *sqlite.Reading // nil when nothing has changed
	passed          passed          // on the way to the pictures of a folder
	gaps            gaps            // in the columns that questions want
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
	if known && (src.file != "" || src.pictures != nil) {
		content, err := ss.content(ctx, &r)
		if err != nil {
			return r, err
		}
		if content == before.Content && maps.Equal(ss.textColumns(), before.Texts) && before.ImageKey != "" { // older versions kept no names
			return r, nil
		}
	}
	r.fresh, err = ss.readFresh(ctx, &r)
	if err == nil {
		r.Manifest = r.fresh.Manifest
	}
	return r, err
}

// content names a file's bytes, or the names of pictures in their order, and
// everything else that makes rows of them. Pictures are therefore looked for
// twice where something has changed, which costs little beside writing their
// rows; what counts in the end is the hash of what was written.
func (ss *session) content(ctx context.Context, r *reading) (pipeline.Hash, error) {
	h := ss.hash(r.source)
	if r.pictures != nil {
		for _, err := range r.find(ctx, h) {
			if err != nil {
				return pipeline.Hash{}, err
			}
		}
		return pipeline.Hash(h.Sum(nil)[:16]), nil
	}
	f, err := os.Open(r.file)
	if err != nil {
		return pipeline.Hash{}, usage(unopened("manifest "+printable(r.arg), err))
	}
	defer f.Close()
	if _, err := io.Copy(h, f); err != nil {
		return pipeline.Hash{}, usage(fmt.Errorf("read %s: %w", r.arg, err))
	}
	return pipeline.Hash(h.Sum(nil)[:16]), nil
}

// find looks for the pictures of a source once more, and hashes their names.
func (r *reading) find(ctx context.Context, h hash.Hash) iter.Seq2[string, error] {
	r.passed = passed{}
	return func(yield func(string, error) bool) {
		var line []byte
		for name, err := range r.pictures.names(ctx, &r.passed) {
			line = append(append(line[:0], name...), 0) // which no name can hold
			h.Write(line)
			if !yield(name, err) {
				return
			}
		}
	}
}

// hash begins the name of a reading with how its rows are asked about.
func (ss *session) hash(src source) hash.Hash {
	h := sha256.New()
	fmt.Fprintf(h, "reading v1\n%x\n%q\n%q\n%q\n%q\n%q\n%q\n", ss.asker.Hash(), src.dir, ss.columns, ss.promptColumn, ss.existing, ss.imageKey, ss.inFormat)
	if words := ss.ruleWords(); words != "" && ss.existing == string(pipeline.RedoBad) {
		fmt.Fprintf(h, "%q, and with its row\n", words)
	}
	return h
}

// readFresh reads a manifest from beginning to end.
func (ss *session) readFresh(ctx context.Context, r *reading) (*sqlite.Reading, error) {
	h := ss.hash(r.source)
	m, text, err := ss.open(ctx, r, h)
	if err != nil {
		return nil, unreadable(err)
	}
	defer text.Close()
	fresh, err := ss.ledger.Read(ctx, sqlite.Manifest{Name: r.name, Folder: r.dir, ImageKey: ss.imageKey, Texts: ss.textColumns()})
	if err != nil {
		return nil, err
	}
	if err := ss.fill(ctx, r, fresh, m); err != nil {
		return nil, errors.Join(unreadable(err), fresh.Discard(context.WithoutCancel(ctx)))
	}
	if _, err := io.Copy(h, text); err != nil { // what stands behind the last row
		return nil, errors.Join(err, fresh.Discard(context.WithoutCancel(ctx)))
	}
	fresh.Content = pipeline.Hash(h.Sum(nil)[:16])
	return fresh, fresh.Link(ctx, string(m.Format()), m.Header())
}

// open begins to read a source; what is read is hashed. Of a manifest's text
// there may be some left behind the last row.
func (ss *session) open(ctx context.Context, r *reading, h hash.Hash) (*manifest.Reader, io.ReadCloser, error) {
	o := manifest.Options{Name: r.arg, Format: manifest.Format(ss.inFormat), Columns: ss.roles(), Texts: ss.texts()}
	if r.pictures != nil {
		m, err := manifest.Files(r.find(ctx, h), o)
		return m, io.NopCloser(strings.NewReader("")), err
	}
	text := io.NopCloser(ss.std.in)
	if r.file != "" {
		f, err := os.Open(r.file)
		if err != nil {
			return nil, nil, usage(unopened("manifest "+printable(r.arg), err))
		}
		text = f
	}
	m, err := manifest.Open(io.TeeReader(text, h), o)
	if err != nil {
		return nil, nil, firstOf(err, text.Close())
	}
	return m, text, nil
}

// texts are those that a manifest is read with: what questions want, and where
// texts that are there are judged, what these are compared with.
func (ss *session) texts() []manifest.Text {
	if ss.asker.Facts == nil {
		return ss.asker.Texts()
	}
	return append(ss.asker.Texts(), textsIn(ss.textColumns())...)
}

// fill writes every row of a manifest into the ledger.
func (ss *session) fill(ctx context.Context, r *reading, into *sqlite.Reading, m *manifest.Reader) error {
	return ss.rows(ctx, r, m, func(row *pipeline.Row) error { return into.Add(ctx, row) })
}

// rows makes the ledger's rows of a manifest's.
func (ss *session) rows(ctx context.Context, r *reading, m *manifest.Reader, take func(*pipeline.Row) error) error {
	if err := ss.lacking(r, m, false); err != nil {
		return err
	}
	ss.asker.Folder = r.dir
	wanted := len(ss.asker.Texts())
	for in, err := range m.Rows() {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		row := ss.asker.Row(&in)
		r.gaps.count(&row, in.Texts[:wanted])
		if err := take(&row); err != nil {
			return err
		}
	}
	r.gaps.name(ss.asker.Texts(), m.Texts()[:wanted])
	return ss.lacking(r, m, true)
}

// roles are the columns that the command line names for what makes a row.
func (ss *session) roles() map[string]string {
	roles := map[string]string{}
	for role, column := range ss.columns {
		if !slices.Contains(manifest.TextRoles, role) {
			roles[role] = column
		}
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

// tellPassed says what is in the folders that is no picture.
func (ss *session) tellPassed(readings []reading) {
	for _, r := range readings {
		if text := r.passed.String(); text != "" {
			ss.sayf("%s: passed over %s", printable(r.arg), text)
		}
	}
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
