// Package sink writes captions in formats other programs read.
//
// It does not decide what may be published, and it does not keep anything:
// results come finished from package pipeline and leave in the order they
// come. The ledger is package sink/sqlite.
package sink

import (
	"errors"
	"fmt"
	"io"

	"github.com/captionmill/captionmill/pipeline"
)

// The formats that [New] knows.
const (
	// CSV is a table as RFC 4180 has it, with LF at the end of its lines,
	// without a byte order mark, and always with one header line: the
	// manifest's columns, and after them alt_text, publish, status, reason,
	// detail, flags, caption, model, prediction_id and cost_usd. Where the
	// manifest has such a name, in either case of letters, ours has "cm_" in
	// front.
	//
	// The manifest's cells come out byte for byte. Of a JSONL row, the strings
	// stand as they are, null is an empty cell, anything else is compact JSON,
	// keys that the header does not name are left out, and the text of a line
	// that is no object is the first cell. Our own cells have no line breaks.
	CSV = "csv"
	// JSONL is one JSON object a line, in valid UTF-8, with the keys id, image
	// and those of the columns of CSV, and the manifest's row under "row". Keys
	// without a value are absent, except alt_text where it is empty on purpose
	// and cost_usd, a number of dollars that every row has. The image is a
	// string, or an array where there are several.
	//
	// The row is always an object: a JSONL row byte for byte, but on one line;
	// cells by the name of their column, with "_2" after a name that stands
	// there the second time; {"unreadable": TEXT} for a line that is no object.
	JSONL = "jsonl"
)

// ErrFormat reports a format that [New] does not know.
var ErrFormat = errors.New("unknown format")

// A Writer writes one result after the other. It is not for use by several
// goroutines at once.
//
// Rows are gathered, and leave in pieces that end where a row ends. After an
// error of the underlying writer every call returns that error.
type Writer interface {
	// Write adds a row. It keeps nothing of the result, so the caller may use
	// it again. A result with more cells than the header has columns is an
	// error, and nothing of that row is written; one with fewer is good.
	Write(*pipeline.Result) error
	// Flush writes out what was gathered. Of a new writer that is what stands
	// before the first row, if the format has such a thing.
	Flush() error
	// Close writes out what was gathered. It does not close the underlying
	// writer. Any call after Close is an error that wraps [os.ErrClosed].
	Close() error
}

// New returns a writer of the format, [CSV] or [JSONL]; any other is an error
// that wraps [ErrFormat] and lists them. The header is that of a [Shape].
//
// In both formats cells that a spreadsheet would take for a formula, such as
// "=1+1" or "-5", stay as they are: these files are for programs, and a guard
// such as a leading apostrophe would be imported, and published, as text. For
// people there is [NewSheet].
func New(format string, w io.Writer, header []string) (Writer, error) {
	return NewShaped(format, w, Shape{Header: header})
}

// NewShaped is New with more columns.
//
// Rows that ask several questions have, beside alt_text and caption, which are
// those of the slot "" and of rows that had a text, alt_text_SLOT and
// caption_SLOT for each slot with a name; in JSONL the objects alt_texts and
// captions by slot. Answers in two parts have a long_description besides, for a
// slot with a name long_description_SLOT; in JSONL long_descriptions. A
// provenance adds model_id, parameters, preset,
// prompt_hash, repair_of, asked_at, answered_at, raw_text, attempts, decided_by and
// decided_at, for a slot with a name with _SLOT behind; in JSONL the object
// provenance, and provenances by slot. The raw text comes out as it came, line
// breaks included.
func NewShaped(format string, w io.Writer, shape Shape) (Writer, error) {
	out := lines{w: w, format: format}
	switch format {
	case CSV:
		return newTable(out, shape), nil
	case JSONL:
		return newObjects(out, shape), nil
	}
	return nil, fmt.Errorf("%w %q: choose %s or %s", ErrFormat, format, CSV, JSONL)
}

// fits refuses a row whose cells would move into the columns after its own.
func fits(r *pipeline.Result, columns int) error {
	if len(r.Cells) <= columns {
		return nil
	}
	return fmt.Errorf("write row %q: found %d cells, but the header has %d; read the manifest again",
		r.ID, len(r.Cells), columns)
}
