package manifest

import (
	"iter"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Names is the [Format] of what [Files] reads. It cannot be asked for, since
// no text is written in it.
const Names Format = "names"

// Files returns a reader of images that are named one after the other instead
// of being listed in a text: a manifest with one column, "image", and a row for
// each name, whose Line is the name's number, from 1.
//
// A name is taken as it is, with its spaces, commas, bars and line ends. One
// that is not UTF-8 is a row with a [Problem] that shows its bytes; an empty
// one is a row without image.
//
// Names are asked for one by one, and none is kept, so that there may be any
// number of them. Each loop over [Reader.Rows] is one over names; it ends with
// the first error of names, passed on as it is. Of the options Format plays no
// part, and Name only begins the error about a column that is not there.
func Files(names iter.Seq2[string, error], o Options) (*Reader, error) {
	r := &Reader{name: o.name(), format: Names, names: names}
	known, err := newNaming(o)
	if err == nil {
		r.rows, err = newList(nil, known) // for its column
	}
	if err == nil {
		err = r.want(o.Texts)
	}
	if err != nil {
		return nil, r.wrap(err)
	}
	return r, nil
}

// named are the rows of names.
func named(names iter.Seq2[string, error], fill func(*Row)) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		var (
			line int
			cell [1]string
		)
		for name, err := range names {
			if err != nil {
				yield(Row{}, err)
				return
			}
			line++
			row := newNamed(name, line, &cell)
			if fill(&row); !yield(row, nil) {
				return
			}
		}
	}
}

func newNamed(name string, line int, cell *[1]string) Row {
	row := Row{Line: line, Cells: cell[:]}
	if !utf8.ValidString(name) {
		row.fault("name %d: %q is not UTF-8; rename the file", line, clip(name, maxQuote))
		name = strings.ToValidUTF8(name, "\uFFFD")
	}
	if cell[0] = name; name != "" {
		row.Images = cell[:]
	}
	return row
}

// pictureEndings are how names of pictures end. Not all of these can be asked
// about; but a row that fails and says why is better than one that is not there.
var pictureEndings = []string{
	"jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "bmp", "dib", "tif", "tiff", "avif",
	"heic", "heif", "jxl", "jp2", "svg", "psd", "ico",
	"arw", "cr2", "cr3", "dng", "nef", "orf", "raf", "rw2",
}

// IsPicture reports whether a file is a picture by the ending of its name, in
// either case of letters. What is in the file may be something else.
func IsPicture(name string) bool {
	ending := strings.TrimPrefix(path.Ext(name), ".")
	return slices.Contains(pictureEndings, strings.ToLower(ending))
}
