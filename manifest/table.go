package manifest

import (
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxColumns is the most columns a table may have.
const MaxColumns = 10_000

// A table reads CSV and TSV.
type table struct {
	records records
	head    []string
	columns [roles]int // which column plays each role, -1 for none
	params  []param
	pages   pages
	cells   []string
	images  []string
}

// A param is a column that holds a model parameter.
type param struct {
	name   string
	column int
}

const paramPrefix = "param:"

func newTable(src *source, delimiter byte, names naming) (*table, error) {
	t := &table{records: records{src: src, delimiter: delimiter, limit: MaxColumns}}
	if err := t.readHeader(); err != nil {
		return nil, err
	}
	t.columns = names.pick(t.head)
	if err := t.checkHeader(names); err != nil {
		return nil, err
	}
	t.params = paramsOf(t.head)
	t.cells = make([]string, len(t.head))
	t.records.limit = len(t.head)
	return t, nil
}

func (t *table) readHeader() error {
	line, problem, err := t.records.next()
	switch {
	case err == io.EOF:
		return unreadable("it has no header line; give at least that")
	case err != nil:
		return err
	case problem != nil:
		return unreadablef("the header cannot be read: %s", problem.Detail)
	case !utf8.Valid(t.records.raw):
		return unreadable(notUTF8(t.records.raw, line, t.records.src.eol))
	case t.records.found > MaxColumns:
		return unreadablef("line %d: the header has %d columns, the most is %d; leave some out", line, t.records.found, MaxColumns)
	}
	t.head = t.records.cells(nil)
	return nil
}

// checkHeader refuses a header without a column that is needed, and tells
// apart a first line that is none.
func (t *table) checkHeader(names naming) error {
	isImage := func(cell string) bool { return isURL(cell) || isPictureRef(cell) }
	if t.columns[names.needs] < 0 && !names.named[names.needs] && slices.ContainsFunc(t.head, isImage) {
		return unreadablef("the first line is not a header but a row (%s); add a header line such as image,alt above it", quoteAll(t.head))
	}
	return names.missing(played(t.columns), t.head)
}

// played returns which roles have a column.
func played(columns [roles]int) (played [roles]bool) {
	for as, column := range columns {
		played[as] = column >= 0
	}
	return played
}

// paramsOf returns the columns called "param:NAME"; the first of a name counts.
func paramsOf(header []string) []param {
	var params []param
	seen := map[string]bool{}
	for i, h := range header {
		h = strings.TrimSpace(h)
		if len(h) <= len(paramPrefix) || !strings.EqualFold(h[:len(paramPrefix)], paramPrefix) {
			continue
		}
		name := strings.TrimSpace(h[len(paramPrefix):])
		if name != "" && !seen[name] {
			seen[name] = true
			params = append(params, param{name, i})
		}
	}
	return params
}

func (t *table) header() []string { return t.head }

func (t *table) column(as role) string {
	if i := t.columns[as]; i >= 0 {
		return t.head[i]
	}
	return ""
}

func (t *table) next(row *Row) error {
	line, problem, err := t.records.next()
	if err != nil {
		return err
	}
	*row = Row{Line: line, Cells: t.cells, Problem: problem}
	t.cut(row)
	if problem != nil {
		return nil // what is where in the record is not known
	}
	if r := &t.records; r.beyond > 0 {
		row.fault("line %d: found %d cells, the header has %d; quote cells that hold the delimiter", line, r.found, len(t.head))
	}
	t.fill(row)
	return nil
}

// cut makes strings of the record's cells, and pads them.
func (t *table) cut(row *Row) {
	r := &t.records
	clear(t.cells)
	if !utf8.Valid(r.raw) {
		for i, s := range r.spans {
			t.cells[i] = strings.ToValidUTF8(string(r.text[s.from:s.to]), "\uFFFD")
		}
		if row.Problem == nil {
			row.fault("%s", notUTF8(r.raw, row.Line, r.src.eol))
		}
		return
	}
	text := t.pages.keep(r.text)
	for i, s := range r.spans {
		t.cells[i] = text[s.from:s.to]
	}
}

// fill reads the cells that play a role.
func (t *table) fill(row *Row) {
	row.ID = strings.TrimSpace(t.cellOf(id))
	row.Prompt = t.cellOf(prompt)
	if text := t.cellOf(alt); strings.TrimSpace(text) != "" {
		row.Alt, row.HasAlt = text, true
	}
	t.images = t.images[:0]
	for part := range strings.SplitSeq(t.cellOf(image), "|") {
		if part = strings.TrimSpace(part); part != "" {
			t.images = append(t.images, part)
		}
	}
	row.Images = t.images
	row.limitImages()
	for _, p := range t.params {
		t.param(row, p)
	}
}

// cellOf returns the cell that plays a role.
func (t *table) cellOf(as role) string {
	if i := t.columns[as]; i >= 0 {
		return t.cells[i]
	}
	return ""
}

func (t *table) param(row *Row, p param) {
	value := strings.TrimSpace(t.cells[p.column])
	if value == "" {
		return
	}
	if row.Params == nil {
		row.Params = make(map[string]any, len(t.params))
	}
	row.Params[p.name] = value
}
