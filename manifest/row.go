package manifest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// MaxImages is the most images one row may name.
const MaxImages = 64

// BadRow is the Reason of every Problem: the record could not be read right.
const BadRow = "bad_row"

// maxKept is the most bytes that are kept of a table's record whose cells are
// unknown, and of a line that is too long.
const maxKept = 4 << 10

// A Row is one record of a manifest.
type Row struct {
	// Line is where the record starts, counted from 1 in the decompressed text;
	// after Files, the number of the name.
	Line int
	// Cells has one cell for each column of the header, empty where the record
	// is shorter; nil for JSONL. Of a record whose quotes do not match, or that
	// is too long, the first cell holds the beginning of its first line.
	Cells []string
	// Object is the record in JSONL, without the space around it, nil
	// otherwise. It is always valid JSON in UTF-8, and either an object or a
	// string: of a line that is no object its text is kept as a JSON string, so
	// that the line ["a","b"] is "[\"a\",\"b\"]"; of one that is too long, the
	// beginning of its text.
	Object []byte

	// ID is the caller's own id of the row, trimmed; "" if it has none. A JSON
	// number is kept as written.
	ID string
	// Images are URLs or file names as written, trimmed, without empty ones:
	// the cell's parts between "|", a list's whole line, or in JSONL a string
	// or an array of strings; after Files the name, untrimmed. Empty for a row
	// without image.
	Images []string
	// Alt is the alt text the image has already, as written.
	Alt string
	// HasAlt says that there is one. A blank cell is none; in JSONL null is
	// none, but "" is one: somebody called the image decorative.
	HasAlt bool
	// Prompt is the row's own prompt. It is read only if Options.Columns names
	// a column for it.
	Prompt string
	// Params are the row's own model parameters: strings from the columns
	// called "param:NAME", without empty cells; or the members of the JSONL
	// object "params", without nulls, numbers as json.Number. Nil if none.
	Params map[string]any
	// Texts are what the columns of Options.Texts say, in its order, as written;
	// "" where there is no such column or nothing in it. In JSONL a list is its
	// parts between commas, and what is neither text nor number says nothing.
	Texts []string

	// Problem says why the record could not be read right; nil if it could.
	// The other fields then hold what could be kept, for showing.
	Problem *Problem
}

// A Problem is what is wrong with one record.
type Problem struct {
	Reason string // BadRow
	Detail string // a sentence with line and column; columns count bytes from 1
}

// Clone returns a copy that shares no memory with r but the Problem and the
// values of Params.
func (r Row) Clone() Row {
	r.Cells, r.Images, r.Texts = slices.Clone(r.Cells), slices.Clone(r.Images), slices.Clone(r.Texts)
	r.Object = bytes.Clone(r.Object)
	r.Params = maps.Clone(r.Params)
	return r
}

// fault notes a problem with the row, unless it has one already.
func (r *Row) fault(format string, args ...any) {
	if r.Problem == nil {
		r.Problem = badRow(format, args...)
	}
}

func badRow(format string, args ...any) *Problem {
	return &Problem{Reason: BadRow, Detail: fmt.Sprintf(format, args...)}
}

// limitImages keeps the first MaxImages of the row's images.
func (r *Row) limitImages() {
	if n := len(r.Images); n > MaxImages {
		r.Images = r.Images[:MaxImages]
		r.fault("line %d: found %d images, a row may have %d; put the others in rows of their own", r.Line, n, MaxImages)
	}
}
