package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
)

// gaps counts the rows of a manifest in which columns are empty that questions
// want to know.
type gaps struct {
	asked   int64 // rows that ask
	empty   []int64
	columns []string // as the manifest calls them, "" for those that it lacks
	roles   []string
}

// count looks at one row's texts.
func (g *gaps) count(row *pipeline.Row, texts []string) {
	if len(row.Asks) == 0 {
		return
	}
	g.asked++
	if g.empty == nil {
		g.empty = make([]int64, len(texts))
	}
	for i, text := range texts {
		if strings.TrimSpace(text) == "" {
			g.empty[i]++
		}
	}
}

// name says what the texts' columns are called.
func (g *gaps) name(wanted []manifest.Text, found []string) {
	g.columns = found
	for _, t := range wanted {
		g.roles = append(g.roles, t.Role)
	}
}

// A gap is what a plan says of a column.
type gap struct {
	Manifest string `json:"manifest"`
	Column   string `json:"column"`
	Role     string `json:"role,omitempty"`
	Empty    int64  `json:"empty"`
	Rows     int64  `json:"rows"`
}

// list are the gaps of the columns that are there.
func (g *gaps) list(manifest string) (all []gap) {
	for i, column := range g.columns {
		if column != "" && len(g.empty) > i {
			all = append(all, gap{manifest, column, g.roles[i], g.empty[i], g.asked})
		}
	}
	return all
}

func (g gap) String() string {
	empty := "none"
	if g.Empty > 0 {
		empty = thousands(g.Empty)
	}
	return fmt.Sprintf("column %s: empty in %s of %s", clip(printable(g.Column), 60), empty, plural(g.Rows, "row"))
}

// gaps are the gaps of all manifests, in their order. One that has not changed
// since it was read is read once more for them, and kept nowhere.
func (ss *session) gaps(ctx context.Context, readings []reading) (all []gap, err error) {
	if len(ss.asker.Texts()) == 0 {
		return nil, nil
	}
	for _, r := range readings {
		if r.fresh == nil {
			if err := ss.survey(ctx, &r); err != nil {
				return nil, err
			}
		}
		all = append(all, r.gaps.list(r.arg)...)
	}
	return all, nil
}

// survey reads a manifest for its gaps alone.
func (ss *session) survey(ctx context.Context, r *reading) error {
	m, text, err := ss.open(ctx, r, sha256.New())
	if err != nil {
		return unreadable(err)
	}
	defer text.Close()
	return unreadable(ss.rows(ctx, r, m, func(*pipeline.Row) error { return nil }))
}

// lacking refuses a prompt that wants a column by a name that is not there. The
// keys of JSONL are all known at its end only.
func (ss *session) lacking(r *reading, m *manifest.Reader, atEnd bool) error {
	header := m.Header()
	if atEnd != (m.Format() == manifest.JSONL) || len(header) == 0 {
		return nil
	}
	found := m.Texts()
	for i, t := range ss.asker.Texts() {
		if t.Role == "" && found[i] == "" {
			return usage(fmt.Errorf("%s: %s has no column %q; it has %s", ss.placeOf(t.Column), printable(r.arg), clip(t.Column, 60), columnNames(header)))
		}
	}
	return nil
}

// placeOf is where a prompt wants a column first.
func (ss *session) placeOf(column string) string {
	for _, w := range ss.asker.Wordings {
		for _, u := range usesOf(w) {
			if u.Column == column {
				return w.Template.Where(u)
			}
		}
	}
	return "the prompt"
}

// columnNames are the first names of columns, for an error.
func columnNames(names []string) string {
	var all []string
	for _, name := range names[:min(len(names), 20)] {
		all = append(all, strconv.Quote(clip(name, 60)))
	}
	if more := len(names) - len(all); more > 0 {
		all = append(all, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(all, ", ")
}
