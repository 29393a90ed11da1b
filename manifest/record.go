package manifest

import (
	"bytes"
	"fmt"
	"io"
)

// records reads the records of a table as RFC 4180 describes them, with four
// leniences: lines may end in LF alone, a quote inside an unquoted cell is a
// quote, records may differ in length, and blank lines are passed over.
//
// It differs from encoding/csv in what it does about quotes that do not match.
// Such a record fails where it starts, and reading goes on at the line after
// its first one, so that one stray quote costs one row and not the file.
type records struct {
	src       *source
	delimiter byte
	limit     int // how many cells of a record are kept

	text   []byte // holds the cells of the current record; may be part of src
	spans  []span // where in text the cells are, at most limit of them
	found  int    // how many cells the record has
	beyond int    // how many of those past limit are not empty
	raw    []byte // what was kept of the record as written, until the next one is read

	scratch []byte // room for text without quotes
	opened  int    // the column of the last cell that opened with a quote in the first line
	stuck   stuck
}

// A span is the part of a text from one offset to before another.
type span struct{ from, to int }

// stuck remembers how far the last record that failed was read, and why it
// failed. All lines in between began inside quotes; one of these that itself
// leaves quotes open would fail in the same place, and so need not be followed
// there. This keeps the work linear in the worst of files.
type stuck struct {
	line int
	why  string
}

// next reads a record and returns the number of its first line. It returns
// io.EOF after the last. Of a record with a problem there is one cell, the
// beginning of its first line.
func (c *records) next() (line int, problem *Problem, err error) {
	for {
		first, err := c.src.at(0)
		if err == errTooLong {
			return c.tooLong()
		}
		if err != nil {
			return 0, nil, err
		}
		if len(bytes.Trim(body(first, c.src.eol), " ")) > 0 {
			return c.read(first)
		}
		c.src.take(len(first), 1)
	}
}

func (c *records) read(first []byte) (int, *Problem, error) {
	line := c.src.line
	c.begin()
	if bytes.IndexByte(first, '"') >= 0 {
		problem, err := c.quoted()
		return line, problem, err
	}
	c.text = body(first, c.src.eol)
	c.split()
	c.taken(len(first), 1)
	return line, nil, nil
}

func (c *records) begin() {
	c.spans, c.found, c.beyond = c.spans[:0], 0, 0
}

// taken ends a record: it was so many bytes and lines.
func (c *records) taken(n, lines int) {
	c.raw = c.src.buf[c.src.pos : c.src.pos+n]
	c.src.take(n, lines)
}

// cell adds a cell to the record.
func (c *records) cell(from, to int) {
	c.found++
	switch {
	case len(c.spans) < c.limit:
		c.spans = append(c.spans, span{from, to})
	case to > from:
		c.beyond++
	}
}

// split cuts a line without quotes into cells, in place.
func (c *records) split() {
	for from := 0; ; {
		n := bytes.IndexByte(c.text[from:], c.delimiter)
		if n < 0 {
			c.cell(from, len(c.text))
			return
		}
		c.cell(from, from+n)
		from += n + 1
	}
}

// quoted reads a record that has quotes, line by line.
func (c *records) quoted() (*Problem, error) {
	c.text = c.scratch[:0]
	defer func() { c.scratch = c.text[:0] }()
	n, at := 0, scan{records: c}
	for lines := 1; ; lines++ {
		number := c.src.line + lines - 1
		line, err := c.src.at(n)
		switch {
		case err == io.EOF:
			return c.fail(number, "the file ends inside the quotes"), nil
		case err == errTooLong:
			return c.fail(number, fmt.Sprintf("the quotes are still open at the end of line %d, and a record may have %d bytes", number-1, MaxRecord)), nil
		case err != nil:
			return nil, err
		}
		ok := at.line(line)
		if n += len(line); lines == 1 {
			c.opened = at.opened
		}
		switch {
		case !ok:
			return c.fail(number, fmt.Sprintf("at line %d, column %d, text follows the closing quote", number, at.pos+1)), nil
		case !at.open:
			c.taken(n, lines)
			return nil, nil
		case number < c.stuck.line:
			return c.fail(c.stuck.line, c.stuck.why), nil
		}
	}
}

// fail gives up the current record, which was read up to the given line, and
// passes over its first line only.
func (c *records) fail(upTo int, why string) *Problem {
	if upTo > c.src.line {
		c.stuck = stuck{upTo, why}
	}
	number := c.src.line
	first, err := c.src.at(0)
	if err != nil { // cannot be: the line was read before
		first = nil
	}
	c.begin()
	c.text = append(c.text[:0], first[:min(len(first), maxKept)]...)
	c.cell(0, len(body(c.text, c.src.eol)))
	c.raw = c.text
	c.src.take(len(first), 1)
	return badRow("line %d, column %d: a cell opens with a quote here, and %s; close the quotes, and write a quote inside them twice", number, c.opened, why)
}

// tooLong passes over a line longer than MaxRecord.
func (c *records) tooLong() (int, *Problem, error) {
	row, err := skipLong(c.src)
	c.begin()
	c.text = append(c.scratch[:0], row.Cells[0]...)
	c.scratch, c.raw = c.text[:0], c.text
	c.cell(0, len(c.text))
	return row.Line, row.Problem, err
}

// cells appends the record's cells to dst.
func (c *records) cells(dst []string) []string {
	for _, s := range c.spans {
		dst = append(dst, string(c.text[s.from:s.to]))
	}
	return dst
}
