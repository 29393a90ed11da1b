package sink

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline"
)

// table writes what [CSV] promises. Our own cells are kept on one line because
// many importers break on line breaks within a cell.
type table struct {
	lines
	columns int      // of the manifest
	slots   []string // with columns of their own
	longs   []string // with a column for a long description
	origins []string // slots whose provenance is wanted
	object  objectCells
	costs   costs
}

func newTable(out lines, shape Shape) *table {
	t := &table{lines: out, columns: len(shape.Header), object: newObjectCells(shape.Header), costs: costs{}, slots: shape.named(), longs: shape.long()}
	for _, ending := range shape.endings() {
		t.origins = append(t.origins, strings.TrimPrefix(ending, "_"))
	}
	for _, name := range slices.Concat(shape.Header, shape.columns()) {
		t.buf = appendCell(t.buf, name)
	}
	t.buf = endRow(t.buf)
	return t
}

// Write adds a line.
func (t *table) Write(r *pipeline.Result) error {
	if t.err != nil {
		return t.err
	}
	if err := fits(r, t.columns); err != nil {
		return err
	}
	return t.end(endRow(t.appendOwn(t.appendTheirs(t.buf, r), r)))
}

// appendTheirs appends the manifest's cells.
func (t *table) appendTheirs(dst []byte, r *pipeline.Result) []byte {
	if len(r.Object) > 0 {
		return t.object.append(dst, r.Object)
	}
	for _, cell := range r.Cells {
		dst = appendCell(dst, cell)
	}
	for range t.columns - len(r.Cells) {
		dst = append(dst, ',')
	}
	return dst
}

// appendOwn appends our cells, in the order of own.
func (t *table) appendOwn(dst []byte, r *pipeline.Result) []byte {
	dst = appendLine(dst, r.AltText)
	for _, slot := range t.slots {
		dst = appendLine(dst, answerOf(r, slot).AltText)
	}
	for _, text := range [...]string{string(r.Publish), string(r.Status), r.Reason, r.Detail, strings.Join(r.Flags, " "), r.Caption} {
		dst = appendLine(dst, text)
	}
	for _, slot := range t.slots {
		dst = appendLine(dst, answerOf(r, slot).Caption)
	}
	for _, text := range [...]string{r.Model, r.PredictionID, t.costs.decimal(r.Cost)} {
		dst = appendLine(dst, text)
	}
	for _, slot := range t.longs {
		dst = appendLine(dst, longOf(r, slot))
	}
	for _, slot := range t.origins {
		dst = appendOrigin(dst, provenanceOf(r, slot))
	}
	return dst
}

// appendOrigin appends the cells of a provenance, in the order of origin. The
// raw text alone keeps its line breaks: it is there to be compared.
func appendOrigin(dst []byte, p *pipeline.Provenance) []byte {
	for _, text := range originTexts(p) {
		dst = appendCell(dst, text)
	}
	return dst
}

// appendLine appends a cell that is to stand on one line.
func appendLine(dst []byte, text string) []byte {
	found := marksIn(text)
	if found&breaks != 0 {
		text = oneLine(text)
		found = marksIn(text)
	}
	return appendMarked(dst, text, found)
}

// appendCell appends a cell and the comma after it.
func appendCell[T string | []byte](dst []byte, cell T) []byte {
	return appendMarked(dst, cell, marksIn(cell))
}

// appendMarked is appendCell for a cell with these marks. It quotes only what
// RFC 4180 says must be quoted: commas, quotes and line breaks.
func appendMarked[T string | []byte](dst []byte, cell T, found uint8) []byte {
	if found&special == 0 {
		dst = append(dst, cell...)
		return append(dst, ',')
	}
	dst = append(dst, '"')
	from := 0
	for i := 0; found&quotes != 0 && i < len(cell); i++ {
		if cell[i] == '"' {
			dst = append(dst, cell[from:i+1]...)
			from = i // and once more
		}
	}
	dst = append(dst, cell[from:]...)
	return append(dst, '"', ',')
}

// The marks of bytes that a cell has to be looked at for.
const (
	special = 1 << iota // makes quotes necessary
	quotes              // has to stand twice
	breaks              // may be part of a line break: control characters, and all beyond ASCII
)

var marks = func() (all [256]uint8) {
	for c := range all {
		if c < ' ' || c >= utf8.RuneSelf {
			all[c] = breaks
		}
	}
	for _, c := range []byte(",\"\n\r") {
		all[c] |= special
	}
	all['"'] |= quotes
	return all
}()

// marksIn are the marks of all bytes of a cell.
func marksIn[T string | []byte](cell T) (found uint8) {
	for i := range len(cell) {
		found |= marks[cell[i]]
	}
	return found
}

// endRow turns the comma after the last cell into the end of the line.
func endRow(dst []byte) []byte {
	dst[len(dst)-1] = '\n'
	return dst
}

// oneLine replaces line breaks, however many stand together, by a space, and
// drops those at both ends.
func oneLine(s string) string {
	if !strings.ContainsFunc(s, isBreak) {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, isBreak), " ")
}

// isBreak tells the characters that some program takes for the end of a line.
func isBreak(r rune) bool {
	switch r {
	case '\n', '\v', '\f', '\r', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}
