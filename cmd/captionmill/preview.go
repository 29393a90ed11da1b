package main

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// previewRows is how many rows a person is shown.
const previewRows = 5

// previewWidth is the most letters of a row's name.
const previewWidth = 28

// preview shows the first rows of a result file.
func (ss *session) preview(ctx context.Context, outputs []output) error {
	if ss.quiet || ss.json || ss.out != "" {
		return nil
	}
	for _, o := range outputs {
		if err := ss.previewOne(ctx, o.manifests[0]); err != nil {
			return err
		}
	}
	return nil
}

func (ss *session) previewOne(ctx context.Context, m sqlite.Manifest) error {
	var t table
	first := pipeline.Range{First: m.Rows.First, Last: min(m.Rows.Last, m.Rows.First+previewRows-1)}
	if first.Last < first.First {
		return nil
	}
	judge := pipeline.Judge{Rules: ss.altRules(), Facts: factsOf(m)}
	for o, err := range ss.ledger.Outcomes(ctx, first) {
		if err != nil {
			return err
		}
		r, err := judge.Result(o)
		if err != nil {
			return err
		}
		t.add(previewName(r), previewText(r))
	}
	fmt.Fprintf(ss.std.err, "\n%s", t.String())
	if more := m.Tally.Rows - previewRows; more > 0 {
		fmt.Fprintf(ss.std.err, "… and %s more\n", thousands(more))
	}
	return nil
}

// previewName is what a person knows the row by: its first picture, and how
// many more there are.
func previewName(r *pipeline.Result) string {
	if len(r.Images) == 0 {
		return clip(printable(r.ID), previewWidth)
	}
	more := ""
	if n := len(r.Images) - 1; n > 0 {
		more = fmt.Sprintf(" +%d", n)
	}
	return clip(printable(lastPart(r.Images[0])), previewWidth-len(more)) + more
}

// lastPart is the end of a path, or of an address without its query, which may
// be long or a secret.
func lastPart(name string) string {
	if strings.Contains(name, "://") {
		name, _, _ = strings.Cut(name, "#")
		name, _, _ = strings.Cut(name, "?")
	}
	name = strings.TrimRight(name, "/")
	return name[strings.LastIndexByte(name, '/')+1:]
}

// previewText is the row's alt text, or why it has none.
func previewText(r *pipeline.Result) string {
	text := r.AltText
	if text == "" {
		text = strings.TrimSpace(fmt.Sprintf("(%s) %s", r.Status, r.Detail))
	}
	return clip(printable(text), 110)
}

// clip shortens text for a terminal; nothing that is published is ever cut.
func clip(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
