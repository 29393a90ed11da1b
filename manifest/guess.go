package manifest

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A shape is how a manifest is written.
type shape struct {
	format    Format
	delimiter byte // of a table
}

// guess decides how to read a manifest that begins with sample. A table that
// lacks the column that is needed is still a table: its own error says more.
func guess(sample []byte, o Options, names naming) (shape, error) {
	if err := checkFormat(o.Format); err != nil {
		return shape{}, err
	}
	text := bytes.TrimSpace(sample)
	switch {
	case len(text) > 0 && text[0] == '[' && (o.Format == "" || o.Format == JSONL):
		return shape{}, unreadable("found a JSON array; write one object per line, for instance with jq -c '.[]'")
	case spread(text):
		return shape{}, unreadable("found JSON spread over many lines; write one object per line, for instance with jq -c .")
	case o.Format == JSONL || o.Format == List:
		return shape{format: o.Format}, nil
	case len(text) == 0:
		return shape{}, unreadable("it is empty; give at least a header line")
	}
	if o.Format == "" {
		return guessFormat(sample, o, names), nil
	}
	delimiter, _ := guessDelimiter(sample, tableDelimiters(o), names)
	return shape{o.Format, delimiter}, nil
}

// spread reports whether the first line of a text is nothing but a brace.
func spread(text []byte) bool {
	first, _, more := bytes.Cut(text, []byte("\n"))
	return more && string(bytes.TrimSpace(first)) == "{"
}

// guessFormat goes from the surest sign to the weakest: an object, the
// extension of JSONL, a header with the column that is needed, a line that can
// only be an image.
func guessFormat(sample []byte, o Options, names naming) shape {
	if ext := extension(o.Name); bytes.TrimSpace(sample)[0] == '{' || ext == ".jsonl" || ext == ".ndjson" {
		return shape{format: JSONL}
	}
	delimiter, found := guessDelimiter(sample, tableDelimiters(o), names)
	if !found && listed(firstEntry(sample), o) {
		return shape{format: List}
	}
	if delimiter == '\t' {
		return shape{TSV, delimiter}
	}
	return shape{CSV, delimiter}
}

// tableDelimiters returns what may part the cells, likeliest first.
func tableDelimiters(o Options) string {
	ext := extension(o.Name)
	switch {
	case o.Format == TSV:
		return "\t"
	case o.Format == "" && (ext == ".tsv" || ext == ".tab"):
		return "\t,;"
	}
	return ",;\t"
}

// guessDelimiter returns the delimiter that parts the header into the most
// cells, and whether one of these is the column that is needed. A header with
// that column wins over one without.
func guessDelimiter(sample []byte, delimiters string, names naming) (best byte, found bool) {
	best = delimiters[0]
	most := 0
	for _, d := range []byte(delimiters) {
		cells := headerOf(sample, d)
		has := names.pick(cells)[names.needs] >= 0
		if has && !found || has == found && len(cells) > most {
			best, found, most = d, has, len(cells)
		}
	}
	return best, found
}

// headerOf reads the first record of a sample; nil if it has none.
func headerOf(sample []byte, delimiter byte) []string {
	src := newSource(bytes.NewReader(sample))
	src.eol = lineEnd(sample)
	rec := records{src: src, delimiter: delimiter, limit: MaxColumns}
	if _, problem, err := rec.next(); problem != nil || err != nil {
		return nil
	}
	return rec.cells(nil)
}

// listed reports whether a line can only be an entry of a list: a URL or the
// name of an image, where a URL may have commas but no spaces. A table's second
// cell may be a URL too, and is not taken for part of a name.
func listed(line string, o Options) bool {
	parted := strings.ContainsAny(line, ",;")
	switch {
	case strings.Contains(line, "\t"):
		return false
	case isURL(line):
		return !strings.Contains(line, " ") || isPictureRef(line) && !parted
	case parted && slices.Contains([]string{".csv", ".tsv", ".tab"}, extension(o.Name)):
		return false
	}
	return isPictureRef(line) && !strings.Contains(line, "://")
}

// firstEntry returns the first line of a list that is no comment.
func firstEntry(sample []byte) string {
	l := list{src: newSource(bytes.NewReader(sample))}
	l.src.eol = lineEnd(sample)
	var row Row
	if l.next(&row) != nil {
		return ""
	}
	return row.Cells[0]
}

var (
	urlStart   = regexp.MustCompile(`(?i)^([a-z][a-z0-9+.-]*://|data:image/)`)
	pictureEnd = regexp.MustCompile(`(?i)\.(` + strings.Join(pictureEndings, "|") + `)([?#].*)?$`)
)

func isURL(s string) bool        { return urlStart.MatchString(s) }
func isPictureRef(s string) bool { return pictureEnd.MatchString(s) }

// extension returns a name's extension in lower case, without .gz.
func extension(name string) string {
	return path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz"))
}
