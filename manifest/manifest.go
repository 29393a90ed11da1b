// Package manifest reads lists of images: CSV and TSV tables, JSONL, and plain
// lists of URLs or file names, each also gzipped, as a stream of rows in flat
// memory. Names that come one by one, as of the files in a folder, become the
// same rows.
//
// Every record comes out as a [Row], in order and with its line number, also
// the ones that cannot be read right: those carry a [Problem]. The package does
// not open files or URLs, does not check that an image exists, does not notice
// repeated ids, and does not read workbooks, Parquet or JSON arrays; it says
// how to convert those.
package manifest

import (
	"fmt"
	"io"
	"slices"
)

// Format is a way to write a manifest down. The zero value means: guess.
type Format string

// The formats that can be read.
const (
	CSV   Format = "csv"   // a table with a header line; commas, semicolons or tabs
	TSV   Format = "tsv"   // a table with a header line and tabs, quoted as CSV is
	JSONL Format = "jsonl" // one JSON object per line
	List  Format = "list"  // one URL or file name per line; # begins a comment line
)

var formats = []Format{CSV, TSV, JSONL, List}

// Options say how to read one manifest. With the zero value everything is
// guessed from the text itself.
type Options struct {
	// Name is where the manifest comes from. It begins every error, and its
	// extension (before .gz) helps the guess. "", "-" and "stdin" mean
	// standard input.
	Name string
	// Format is how the manifest is written; guessed if empty.
	Format Format
	// Columns names the column that plays a role, as --column ROLE=NAME does.
	// The roles are "image", "id", "alt" and "prompt". Names match as written
	// or, failing that, without regard to case, spaces, underscores and
	// hyphens. A column that is not there is an error: from Open for tables
	// and lists, and after the last row for JSONL, where a key may appear late.
	Columns map[string]string
	// Texts are columns whose text is wanted besides, in Row.Texts. Without
	// any, reading costs nothing more.
	Texts []Text
	// Needs is the role that some column has to play for the manifest to be of
	// use: "image" where this is empty. A table is told from other text by it.
	Needs string
}

// Open reads the beginning of a manifest, up to the end of a table's header,
// and decides how to read the rest. It looks through gzip and a UTF-8 byte
// order mark.
//
// What cannot be read at all is refused here, with an error that wraps
// [ErrUnreadable] and says what was found and what to do: UTF-16, UTF-32 and
// text that is mostly not UTF-8, such as Windows-1252, workbooks, Parquet and other binary files, HTML and XML, JSON arrays, an
// empty file, a table without the column that is needed. Open does not close r.
func Open(r io.Reader, o Options) (*Reader, error) {
	reader := &Reader{name: o.name()}
	if err := reader.open(r, o); err != nil {
		return nil, reader.wrap(err)
	}
	return reader, nil
}

func (r *Reader) open(from io.Reader, o Options) error {
	names, err := newNaming(o)
	if err != nil {
		return err
	}
	plain, err := gunzip(from)
	if err != nil {
		return err
	}
	src := newSource(plain)
	sample, err := src.begin()
	if err != nil {
		return err
	}
	how, err := guess(sample, o, names)
	if err != nil {
		return err
	}
	r.format = how.format
	if r.rows, err = how.open(src, names); err != nil {
		return err
	}
	return r.want(o.Texts)
}

// open starts to read in the way that was guessed.
func (h shape) open(src *source, names naming) (decoder, error) {
	switch h.format {
	case JSONL:
		return newObjects(src, names), nil
	case List:
		return newList(src, names)
	default:
		return newTable(src, h.delimiter, names)
	}
}

func (o Options) name() string {
	if o.Name == "" || o.Name == "-" {
		return "stdin"
	}
	return o.Name
}

// checkFormat refuses a format that does not exist.
func checkFormat(f Format) error {
	if f == "" || slices.Contains(formats, f) {
		return nil
	}
	return fmt.Errorf("unknown format %q; the formats are csv, tsv, jsonl, list", clip(string(f), maxQuote))
}
