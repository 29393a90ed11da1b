package manifest

import "strings"

// pageSize is how much text is copied into one allocation. A string that is
// kept keeps its whole page, so pages are small.
const pageSize = 16 << 10

// pages turn short-lived bytes into strings, many to an allocation.
type pages struct{ page strings.Builder }

// keep returns b as a string that stays valid.
func (p *pages) keep(b []byte) string {
	if len(b) > pageSize/4 {
		return string(b)
	}
	if p.page.Cap()-p.page.Len() < len(b) {
		p.page = strings.Builder{}
		p.page.Grow(pageSize)
	}
	start := p.page.Len()
	p.page.Write(b)
	return p.page.String()[start:]
}
