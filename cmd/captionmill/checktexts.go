package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// A checked is a text with its row, and what is found about it.
type checked struct {
	line int // 0 in a ledger, which knows no lines
	id   string
	slot string
	// more tells that the text is a further one of the row before it.
	more bool
	// long tells that it is the long description beside an alt text, and is not
	// compared with other texts.
	long bool
	said
	ctx      quality.Context
	rules    *quality.Rules // nil for those of the command line
	findings []quality.Finding
}

// A said is the text that is checked. An answer of a model may be an empty one.
type said struct {
	words string
	has   bool // false for a row without text
}

// written is a text that somebody wrote down, if it is one.
func written(words string) said { return said{words, words != ""} }

// texts are those of one source. Each call begins anew. What a text knows of
// its pictures may be overwritten by the next one.
type texts func(context.Context) iter.Seq2[checked, error]

// texts opens a list, or a ledger, which its first bytes tell. Done has to be
// called when the texts are not needed any more.
func (k *checking) texts(arg string) (_ texts, done func() error, err error) {
	if arg == "-" {
		return k.once(arg, k.std.in)
	}
	info, err := os.Stat(arg)
	switch {
	case errors.Is(err, os.ErrNotExist) && arg == k.ledgerName():
		return nil, nil, noLedger(arg, err)
	case err != nil:
		return nil, nil, usage(unopened(printable(arg), err))
	case info.IsDir():
		return nil, nil, usage(fmt.Errorf("%s is a folder: name a file with alt text", printable(arg)))
	case isDatabase(arg, info):
		return func(ctx context.Context) iter.Seq2[checked, error] { return k.ledgerTexts(ctx, arg) }, func() error { return nil }, nil
	}
	f, err := os.Open(arg)
	if err != nil {
		return nil, nil, usage(unopened(printable(arg), err))
	}
	if info.Mode().IsRegular() {
		return k.again(arg, f), f.Close, nil
	}
	t, forget, err := k.once(arg, f)
	if err != nil {
		return nil, nil, firstOf(err, f.Close())
	}
	return t, func() error { return firstOf(forget(), f.Close()) }, nil
}

// isDatabase tells a SQLite file from a list by its first bytes.
func isDatabase(name string, info os.FileInfo) bool {
	if !info.Mode().IsRegular() {
		return false // what is read of a pipe is gone
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	magic := make([]byte, len(sqliteMagic))
	_, err = io.ReadFull(f, magic)
	return err == nil && string(magic) == sqliteMagic
}

const sqliteMagic = "SQLite format 3\x00"

// again reads a list as often as is wanted.
func (k *checking) again(name string, list io.ReaderAt) texts {
	return func(context.Context) iter.Seq2[checked, error] {
		return k.list(name, io.NewSectionReader(list, 0, 1<<62))
	}
}

// once reads a list that can be read only once, and keeps it in a file, from
// which it is read after that.
func (k *checking) once(name string, list io.Reader) (texts, func() error, error) {
	s, err := newSpool()
	if err != nil {
		return nil, nil, err
	}
	again := k.again(name, s.file)
	return func(ctx context.Context) iter.Seq2[checked, error] {
		if s.whole {
			return again(ctx)
		}
		return func(yield func(checked, error) bool) {
			for row, err := range k.list(name, io.TeeReader(interruptible{ctx, list}, s.file)) {
				if !yield(row, err) || err != nil {
					return
				}
			}
			s.whole = true
		}
	}, s.close, nil
}

// list reads the texts of a CSV, TSV or JSONL list.
func (k *checking) list(name string, from io.Reader) iter.Seq2[checked, error] {
	return func(yield func(checked, error) bool) {
		m, err := manifest.Open(from, manifest.Options{Name: name, Format: manifest.Format(k.inFormat), Columns: k.roles(), Texts: k.wanted(), Needs: "alt"})
		if err != nil {
			yield(checked{}, unreadable(err))
			return
		}
		places := k.places(m)
		give := func(c checked) bool { return yield(c, nil) }
		for row, err := range m.Rows() {
			if err != nil {
				yield(checked{}, unreadable(err))
				return
			}
			if !k.eachText(&row, places, give) {
				return
			}
		}
	}
}

// places are where the texts stand in a table's rows. Of our own results the
// texts count that we wrote, and not one that the manifest had.
func (k *checking) places(m *manifest.Reader) []place {
	if m.Format() == manifest.JSONL {
		return nil
	}
	if _, named := k.columns["alt"]; !named {
		if own := ownPlaces(m.Header()); own != nil {
			return own
		}
	}
	return []place{{column: slices.Index(m.Header(), m.Column("alt"))}}
}

// eachText gives the texts of a row, and a row without any as one.
func (k *checking) eachText(in *manifest.Row, places []place, yield func(checked) bool) bool {
	row := checked{line: in.Line, id: in.ID}
	if in.Problem != nil {
		row.findings = []quality.Finding{{Code: in.Problem.Reason, Severity: quality.Block, Detail: in.Problem.Detail}}
		return yield(row)
	}
	row.shows(in.Images)
	k.facts.surround(&row.ctx, in.Texts)
	slots := slottedTexts(in.Object)
	switch {
	case in.Object == nil && len(places) == 1:
		row.said = written(in.Cells[places[0].column])
		return yield(row)
	case in.Object == nil:
		return eachCell(row, in.Cells, places, yield)
	case slots == nil:
		row.said = written(in.Alt)
		return yield(row)
	}
	return eachSlot(row, in.Alt, slots, yield)
}

// eachCell gives the texts of a table's row.
func eachCell(row checked, cells []string, places []place, yield func(checked) bool) bool {
	return row.each(func(yield func(said, place) bool) {
		for _, p := range places {
			if !yield(written(cells[p.column]), p) {
				return
			}
		}
	}, yield)
}

// eachSlot gives the texts of an object: the one that is in no slot, and others.
func eachSlot(row checked, alt string, slots map[string]string, yield func(checked) bool) bool {
	return row.each(func(yield func(said, place) bool) {
		if !yield(written(alt), place{}) {
			return
		}
		for _, slot := range slices.Sorted(maps.Keys(slots)) {
			if !yield(written(slots[slot]), place{slot: slot, lang: slotLanguage(slot)}) {
				return
			}
		}
	}, yield)
}

// slottedTexts are those of the slots with names in one of our own results.
func slottedTexts(object []byte) map[string]string {
	if !bytes.Contains(object, []byte(`"alt_texts":{`)) {
		return nil
	}
	var own struct {
		Publish string            `json:"publish"`
		Texts   map[string]string `json:"alt_texts"`
	}
	if json.Unmarshal(object, &own) != nil || own.Publish == "" {
		return nil
	}
	return own.Texts
}

// each gives those of a row's texts that are there, and if there are none, the
// row itself.
func (c checked) each(texts iter.Seq2[said, place], yield func(checked) bool) bool {
	lang := c.ctx.Lang
	for text, at := range texts {
		if !text.has {
			continue
		}
		c.said, c.slot, c.long, c.rules, c.ctx.Lang = text, at.slot, at.long, at.rules, cmp.Or(at.lang, lang)
		if !yield(c) {
			return false
		}
		c.more = true
	}
	return c.more || yield(c)
}

// shows says which pictures the row has. Where there are none, rows with ids of
// their own are taken to be about pictures of their own.
func (c *checked) shows(images []string) {
	if c.ctx.Images = images; len(images) == 0 {
		c.ctx.Picture = c.id
	}
}
