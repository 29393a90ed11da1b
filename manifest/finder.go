package manifest

// A Finder finds texts in rows that were read before, by the usual names of
// their columns. It is not safe for concurrent use.
type Finder struct {
	texts *texts
	table bool // the header names a column of one
	row   Row
}

// LinkText is the role of the words of a link around an image. Questions have
// no such role: they would rather know where the link leads.
const LinkText = "linktext"

// NewFinder finds the texts of some roles in rows under a header, as
// [Reader.Header] gives it: at most one column of a table is taken for each
// role. The roles are [LinkText] and those of [TextRoles].
func NewFinder(header []string, roles ...string) *Finder {
	wanted := make([]Text, len(roles))
	for i, role := range roles {
		wanted[i].Role = role
	}
	f := &Finder{texts: newTexts(wanted)}
	if f.texts == nil {
		return f
	}
	_ = f.texts.header(header) // no column is named that could be missing
	for _, name := range f.texts.found {
		f.table = f.table || name != ""
	}
	return f
}

// Any tells whether rows may have any of the texts.
func (f *Finder) Any() bool { return f.table }

// Find gives the texts of a row in the order of the roles, "" where it has
// none: of its cells or, if there are any bytes of one, its JSON object. They
// are overwritten by the next row's. Of a row that could not be read there are
// none: nil, as there is where no row may have any.
func (f *Finder) Find(cells []string, object []byte) []string {
	if !f.table || len(object) > 0 && object[0] != '{' {
		return nil
	}
	f.row = Row{Cells: cells, Object: object}
	f.texts.fill(&f.row)
	return f.row.Texts
}
