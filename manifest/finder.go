package manifest

// A Finder finds texts in rows that were read before and kept, as a [Reader]
// finds them in Options.Texts. It is not safe for concurrent use.
type Finder struct {
	texts *texts
	some  bool // rows may have any
	row   Row
}

// NewFinder looks for texts in rows under a header, as [Reader.Header] gives it
// in the end. A column that is named and is not there says nothing.
func NewFinder(header []string, wanted []Text) *Finder {
	f := &Finder{texts: newTexts(wanted)}
	if f.texts == nil {
		return f
	}
	_ = f.texts.header(header) // which texts are missing, the reader has said
	for _, name := range f.texts.found {
		f.some = f.some || name != ""
	}
	return f
}

// Find returns the texts of a row with these cells, or, if there are any bytes
// of one, of that valid JSON value, "" for those that it has not. The next call
// overwrites them. Nil is for rows that cannot have any: the header names no
// column of theirs, or a line of JSONL was no object.
func (f *Finder) Find(cells []string, object []byte) []string {
	if !f.some || len(object) > 0 && object[0] != '{' {
		return nil
	}
	f.row = Row{Cells: cells}
	if len(object) > 0 {
		f.row.Object = object
	}
	f.texts.fill(&f.row)
	return f.row.Texts
}
