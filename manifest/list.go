package manifest

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

// A list has one image per line. Blank lines and lines that start with # are
// passed over; a line is never split, since a URL may have commas.
type list struct {
	src   *source
	pages pages
	cells [1]string
}

func newList(src *source, names naming) (*list, error) {
	l := &list{src: src}
	return l, names.missing(played(names.pick(l.header())), l.header())
}

func (l *list) header() []string { return []string{"image"} }

func (l *list) column(as role) string {
	if as == image {
		return "image"
	}
	return ""
}

func (l *list) next(row *Row) error {
	for {
		line, err := l.src.at(0)
		if err == errTooLong {
			return l.tooLong(row)
		}
		if err != nil {
			return err
		}
		number := l.src.line
		l.src.take(len(line), 1)
		if entry := bytes.TrimSpace(line); len(entry) > 0 && entry[0] != '#' {
			l.fill(row, number, line, entry)
			return nil
		}
	}
}

func (l *list) fill(row *Row, number int, line, entry []byte) {
	*row = Row{Line: number, Cells: l.cells[:], Images: l.cells[:]}
	if utf8.Valid(line) {
		l.cells[0] = l.pages.keep(entry)
		return
	}
	l.cells[0] = strings.ToValidUTF8(string(entry), "\uFFFD")
	row.fault("%s", notUTF8(line, number, l.src.eol))
}

func (l *list) tooLong(row *Row) error {
	var err error
	*row, err = skipLong(l.src)
	return err
}

// skipLong passes over a line longer than MaxRecord. The row has the beginning
// of the line as its only cell.
func skipLong(src *source) (Row, error) {
	start := strings.ToValidUTF8(string(src.buf[src.pos:src.pos+maxKept]), "\uFFFD")
	row := Row{Line: src.line, Cells: []string{start}}
	row.fault("line %d: longer than %d bytes, the most a record may have; shorten it", src.line, MaxRecord)
	if err := src.skip(); err != nil && err != io.EOF {
		return row, err
	}
	return row, nil
}
