package sink

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/captionmill/captionmill/pipeline"
)

// List is one image a line: a format of manifests, not of results.
const List = "list"

// NewManifest returns a writer of rows as a new manifest, which holds the
// manifest's own columns and nothing else: [CSV], [JSONL] or [List]; any other
// is an error that wraps [ErrFormat]. The header is as for [New].
//
// A JSONL row that could not be read comes out as the text it was, as far as
// that was kept, for a person to mend.
func NewManifest(format string, w io.Writer, header []string) (Writer, error) {
	out := lines{w: w, format: format}
	switch format {
	case CSV:
		return newBareTable(out, header)
	case JSONL:
		return &bareObjects{lines: out}, nil
	case List:
		return &bareList{lines: out}, nil
	}
	return nil, fmt.Errorf("%w %q of a manifest: choose %s, %s or %s", ErrFormat, format, CSV, JSONL, List)
}

// bareTable is a table without our columns.
type bareTable struct{ table }

func newBareTable(out lines, header []string) (Writer, error) {
	if len(header) == 0 {
		return nil, errors.New("write a table: the manifest has no columns; read it again")
	}
	t := &bareTable{table{lines: out, columns: len(header), object: newObjectCells(header)}}
	for _, name := range header {
		t.buf = appendCell(t.buf, name)
	}
	t.buf = endRow(t.buf)
	return t, nil
}

// Write adds a line.
func (t *bareTable) Write(r *pipeline.Result) error {
	if t.err != nil {
		return t.err
	}
	if err := fits(r, t.columns); err != nil {
		return err
	}
	start := len(t.buf)
	dst := endRow(t.appendTheirs(t.buf, r))
	if len(dst) == start+1 { // one empty cell: a blank line would be no row
		dst = append(dst[:start], "\"\"\n"...)
	}
	return t.end(dst)
}

// bareObjects are rows as they came, one line each.
type bareObjects struct {
	lines
	compact bytes.Buffer
}

// Write adds a line.
func (o *bareObjects) Write(r *pipeline.Result) error {
	if o.err != nil {
		return o.err
	}
	line := lineText(bytes.TrimSpace(r.Object))
	if bytes.ContainsAny(line, "\r\n") {
		line = o.oneLine(line)
	}
	return o.end(append(append(o.buf, line...), '\n'))
}

// oneLine takes the line breaks out of a row: as space, where it is JSON.
func (o *bareObjects) oneLine(row []byte) []byte {
	o.compact.Reset()
	if json.Compact(&o.compact, row) == nil {
		return o.compact.Bytes()
	}
	return bytes.ReplaceAll(row, []byte("\n"), []byte(" "))
}

// bareList is the first cell of every row.
type bareList struct{ lines }

// Write adds a line.
func (l *bareList) Write(r *pipeline.Result) error {
	if l.err != nil {
		return l.err
	}
	return l.end(append(append(l.buf, oneLine(strings.Join(r.Cells[:min(1, len(r.Cells))], ""))...), '\n'))
}

// ManifestNameFor is where some rows of a manifest go when nobody says where:
// a file in the current folder called after the manifest and the part, such as
// "images.failed.csv" for "photos/images.csv.gz".
func ManifestNameFor(manifest, part, format string) string {
	ending := format
	if format == List {
		ending = "txt"
	}
	return stem(manifest) + "." + part + "." + ending
}
