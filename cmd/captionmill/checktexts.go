package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/quality"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// A checked is a text with its row, and what is found about it.
type checked struct {
	line int // 0 in a ledger, which knows no lines
	id   string
	text string
	has  bool // false for a row without text
	ctx  quality.Context
	// object is a row of JSONL, in which to look for more of ctx.
	object   []byte
	findings []quality.Finding
}

// texts are those of one source. Each call of read begins anew, unless the
// source can be read only once.
type texts struct {
	once bool
	read func(context.Context) iter.Seq2[checked, error]
}

// texts opens a list, or a ledger, which its first bytes tell.
func (k *checking) texts(ctx context.Context, arg string) (texts, error) {
	if arg == "-" {
		return texts{true, func(context.Context) iter.Seq2[checked, error] { return k.list(arg, k.std.in) }}, nil
	}
	info, err := os.Stat(arg)
	switch {
	case errors.Is(err, os.ErrNotExist) && arg == k.ledgerName():
		return texts{}, noLedger(arg, err)
	case err != nil:
		return texts{}, usage(unopened(printable(arg), err))
	case info.IsDir():
		return texts{}, usage(fmt.Errorf("%s is a folder: name a file with alt text", printable(arg)))
	case isDatabase(arg, info):
		return texts{false, func(ctx context.Context) iter.Seq2[checked, error] { return ledgerTexts(ctx, arg, k.rules) }}, nil
	}
	return texts{!info.Mode().IsRegular(), func(context.Context) iter.Seq2[checked, error] { return k.file(arg) }}, nil
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

// file reads the texts of a file.
func (k *checking) file(name string) iter.Seq2[checked, error] {
	return func(yield func(checked, error) bool) {
		f, err := os.Open(name)
		if err != nil {
			yield(checked{}, usage(unopened(printable(name), err)))
			return
		}
		defer f.Close()
		k.list(name, f)(yield)
	}
}

// list reads the texts of a CSV, TSV or JSONL list.
func (k *checking) list(name string, from io.Reader) iter.Seq2[checked, error] {
	return func(yield func(checked, error) bool) {
		m, err := manifest.Open(from, manifest.Options{Name: name, Format: manifest.Format(k.inFormat), Columns: k.columns, Needs: "alt"})
		if err != nil {
			yield(checked{}, unreadable(err))
			return
		}
		columns := k.columnsOf(m)
		for row, err := range m.Rows() {
			if err != nil {
				yield(checked{}, unreadable(err))
				return
			}
			if !yield(columns.row(&row), nil) {
				return
			}
		}
	}
}

// columnsOf finds the columns of a list. Of our own results it takes the text
// that we wrote, not one that the manifest had.
func (k *checking) columnsOf(m *manifest.Reader) columns {
	if m.Format() == manifest.JSONL {
		return columns{}
	}
	header := m.Header()
	c := newColumns(header)
	c.alt = slices.Index(header, m.Column("alt"))
	if _, named := k.settings.columns["alt"]; !named {
		if own := ownColumn(header); own >= 0 {
			c.alt = own
		}
	}
	return c
}

// ownColumn is where our own results have their text, -1 in other lists.
func ownColumn(header []string) int {
	for _, names := range [][]string{{"cm_alt_text", "alt_text"}, {"cm_publish", "publish"}, {"cm_prediction_id", "prediction_id"}} {
		if !slices.ContainsFunc(names, func(name string) bool { return slices.Contains(header, name) }) {
			return -1
		}
	}
	return max(slices.Index(header, "cm_alt_text"), slices.Index(header, "alt_text"))
}

// row is a row of a list, to be checked.
func (c *columns) row(in *manifest.Row) checked {
	out := checked{line: in.Line, id: in.ID, text: in.Alt, has: in.HasAlt && in.Alt != ""}
	if in.Problem != nil {
		out.findings = []quality.Finding{{Code: in.Problem.Reason, Severity: quality.Block, Detail: in.Problem.Detail}}
		out.has = false
		return out
	}
	out.shows(slices.Clone(in.Images))
	if in.Object != nil {
		out.object = slices.Clone(in.Object)
		return out
	}
	out.text = in.Cells[c.alt]
	out.has = out.text != ""
	c.fill(&out.ctx, in.Cells)
	return out
}

// shows says which pictures the row has. Where there are none, rows with ids of
// their own are taken to be about pictures of their own.
func (c *checked) shows(images []string) {
	if c.ctx.Images = images; len(images) == 0 {
		c.ctx.Picture = c.id
	}
}

// ledgerTexts reads the texts of a ledger.
func ledgerTexts(ctx context.Context, name string, rules *quality.Rules) iter.Seq2[checked, error] {
	return func(yield func(checked, error) bool) {
		l, err := sqlite.OpenExisting(ctx, name)
		if err != nil {
			yield(checked{}, noLedger(name, err))
			return
		}
		defer l.Close()
		manifests, err := l.Manifests(ctx)
		if err != nil {
			yield(checked{}, err)
			return
		}
		for _, m := range manifests {
			c := newColumns(m.Header)
			for o, err := range l.Outcomes(ctx, m.Rows) {
				if err != nil {
					yield(checked{}, err)
					return
				}
				row, err := c.outcome(o, rules)
				if !yield(row, err) || err != nil {
					return
				}
			}
		}
	}
}

// outcome is a row of a ledger, to be checked: its text, or what would be its
// text if nothing blocked it. A row that could not be read has none.
func (c *columns) outcome(o *pipeline.Outcome, rules *quality.Rules) (checked, error) {
	o.Rules = rules
	r, err := o.Result()
	if err != nil {
		return checked{}, err
	}
	out := checked{id: r.ID, text: r.AltText, has: r.AltText != ""}
	if r.Status == pipeline.RowDone && r.AltText == "" && r.Caption != "" {
		out.text = r.Draft
		out.has = quality.Proposal(r.Caption) == ""
	}
	out.shows(r.Images)
	out.object = r.Object
	c.fill(&out.ctx, r.Cells)
	return out, nil
}
