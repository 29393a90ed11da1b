package manifest

import (
	"fmt"
	"io"
	"iter"
	"slices"
)

// A Reader reads one manifest, once, from its beginning to its end; [Open] and
// [Files] make one. It is not safe for concurrent use.
type Reader struct {
	name   string
	format Format
	rows   decoder
	names  iter.Seq2[string, error] // in the place of rows to decode, after Files
	texts  *texts                   // nil if none are wanted
}

// A decoder reads the records of one format.
type decoder interface {
	// next reads the next record into row, and returns io.EOF after the last.
	// Any other error is the end too.
	next(row *Row) error
	header() []string
	column(role) string
}

// Format returns how the manifest is written: what was asked for, else what
// was guessed; after [Files], [Names].
func (r *Reader) Format() Format { return r.format }

// Header returns the names of the columns. For tables they are as written, for
// lists and names there is one, "image". For JSONL it is the keys at the top
// level of the records read so far, in order of first appearance: complete
// after the last row, at most 1,000 names, without those longer than 1,024
// bytes.
func (r *Reader) Header() []string { return slices.Clone(r.rows.header()) }

// Column returns the name of the column that plays a role ("image", "id",
// "alt" or "prompt"), or "" if there is none. In JSONL another key may play
// the role in each record; the first one seen so far is returned.
func (r *Reader) Column(role string) string {
	if as, ok := roleOf(role); ok {
		return r.rows.column(as)
	}
	return ""
}

// Texts returns the names of the columns that were found for Options.Texts, in
// its order, "" for those that were not. For JSONL it is complete after the
// last row; another key may give the text in each record.
func (r *Reader) Texts() []string {
	if r.texts == nil {
		return nil
	}
	return slices.Clone(r.texts.found)
}

// want begins to look for texts.
func (r *Reader) want(wanted []Text) error {
	if r.texts = newTexts(wanted); r.texts == nil || r.format == JSONL {
		return nil
	}
	return r.texts.header(r.rows.header())
}

// fill gives a row its texts, if any are wanted.
func (r *Reader) fill(row *Row) {
	if r.texts != nil {
		r.texts.fill(row)
	}
}

// end is the error after the last row, nil for none.
func (r *Reader) end() error {
	if names := r.rows.header(); r.texts != nil && r.format == JSONL && len(names) > 0 {
		return r.texts.missing(names)
	}
	return nil
}

// Rows returns the records of the manifest in order. It is one pass: a second
// loop goes on where the first one stopped. (After [Files] it begins anew.)
//
// A record that cannot be read right is not an error but a row with a Problem.
// An error ends the rows: reading failed; or, wrapping [ErrUnreadable], the
// gzip data is damaged, or at the end of JSONL no record had a key for the role
// that is needed, or the one that Options names for a role or a text. Whoever replaces an old manifest by a
// new one must therefore wait for the end.
//
// A row's Cells, Images, Texts and Object are overwritten by the next row; use
// [Row.Clone] to keep them. Its strings and Params stay as they are.
func (r *Reader) Rows() iter.Seq2[Row, error] {
	if r.names != nil {
		return named(r.names, r.fill)
	}
	return func(yield func(Row, error) bool) {
		var row Row
		for {
			err := r.rows.next(&row)
			if err == io.EOF {
				if err = r.end(); err == nil {
					return
				}
			}
			if err != nil {
				yield(Row{}, r.wrap(err))
				return
			}
			r.fill(&row)
			if !yield(row, nil) {
				return
			}
		}
	}
}

func (r *Reader) wrap(err error) error {
	return fmt.Errorf("read manifest %s: %w", clip(r.name, maxQuote), err)
}
