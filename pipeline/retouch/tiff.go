package retouch

import (
	"cmp"
	"slices"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// Tags that lead to other parts of a TIFF (TIFF 6.0).
const (
	tagStripOffsets = 273
	tagStripCounts  = 279
	tagTileOffsets  = 324
	tagTileCounts   = 325
	tagSubIFDs      = 330 // directories of smaller copies
	tagStream       = 513 // a JPEG, whose length is in the next tag
	tagStreamCount  = 514
	tagProfile      = 34675
)

// tiffKept are the tags that are needed to see the picture: those that TIFF 6.0
// and its supplements define about size, storage and colours, in ranges. All
// others go: names, devices, dates, places, EXIF, and what only one program
// knows.
var tiffKept = [][2]uint16{
	{254, 259}, {262, 266}, {273, 274}, {277, 284}, {290, 293}, {296, 297}, {301, 301}, {317, 328}, {330, 330},
	{332, 332}, {334, 334}, {336, 336}, {338, 342}, {347, 347}, {512, 515}, {529, 532}, {tagProfile, tagProfile},
}

func keptInTIFF(tag uint16) bool {
	return slices.ContainsFunc(tiffKept, func(r [2]uint16) bool { return r[0] <= tag && tag <= r[1] })
}

// looseTables reports whether a tag leads to tables of the first way to put
// JPEG into TIFF, whose sizes nothing tells.
func looseTables(tag uint16) bool { return 519 <= tag && tag <= 521 }

// maxPages is how many directories a file may have.
const maxPages = 4096

// A tiffWalk goes through the pages of a TIFF and gathers what they need.
type tiffWalk struct {
	tagged
	pages []directory
	used  []span // but for the pages' directories
	read  int    // bytes that were read; honest parts do not overlap
}

// surveyTIFF leaves everything that is needed in its place, closes the gaps
// that unneeded entries leave in the directories, and blanks all the rest.
func surveyTIFF(data []byte) (survey, error) {
	t, first, err := openTagged(data)
	if err != nil {
		return survey{}, err
	}
	w := &tiffWalk{tagged: t, used: []span{{0, 8}}}
	if err := w.pagesFrom(first); err != nil {
		return survey{}, err
	}
	s := survey{profile: w.profile(w.pages[0])}
	s.orientation, _ = w.orientationIn(w.pages[0])
	s.bare, err = w.blanked()
	return s, err
}

func (w *tiffWalk) profile(page directory) []byte {
	for _, e := range page.entries {
		if e.tag == tagProfile {
			return w.data[e.value.from:e.value.to]
		}
	}
	return nil
}

// pagesFrom walks a chain of pages and the smaller copies below them, each
// once.
func (w *tiffWalk) pagesFrom(at int) error {
	seen := map[int]bool{0: true}
	for waiting := []int{at}; len(waiting) > 0; waiting = waiting[1:] {
		if seen[waiting[0]] {
			continue
		}
		if seen[waiting[0]] = true; len(seen) > maxPages {
			return errContradiction
		}
		page, err := w.directory(waiting[0])
		if err == nil {
			err = w.use(page)
		}
		if err != nil {
			return err
		}
		waiting = append(append(waiting, w.below(page)...), page.next)
	}
	if len(w.pages) == 0 {
		return errContradiction
	}
	return nil
}

// below are the places of a page's smaller copies.
func (w *tiffWalk) below(page directory) (all []int) {
	for _, e := range page.entries {
		if e.tag == tagSubIFDs {
			for _, at := range w.numbers(e) {
				all = append(all, int(min(at, uint32(len(w.data)))))
			}
		}
	}
	return all
}

// use gathers what a page needs: the values of its entries and its pixels.
func (w *tiffWalk) use(page directory) error {
	w.pages = append(w.pages, page)
	w.read += page.to - page.from
	for _, e := range page.entries {
		if looseTables(e.tag) {
			return &picture.Problem{Reason: picture.UnsupportedType,
				Detail: "found a TIFF picture of a rare variety; save it again as an ordinary JPEG or PNG"}
		}
		if keptInTIFF(e.tag) && !e.inside() {
			w.used = append(w.used, e.value)
			w.read += e.value.to - e.value.from
		}
	}
	if w.read > 2*len(w.data) {
		return errContradiction // parts overlap, and would take ages
	}
	return w.usePixels(page)
}

// usePixels notes where a page's strips, tiles or stream lie.
func (w *tiffWalk) usePixels(page directory) error {
	values := make(map[uint16][]uint32)
	for _, e := range page.entries {
		switch e.tag {
		case tagStripOffsets, tagStripCounts, tagTileOffsets, tagTileCounts, tagStream, tagStreamCount:
			values[e.tag] = w.numbers(e)
		}
	}
	for at, size := range map[uint16]uint16{tagStripOffsets: tagStripCounts, tagTileOffsets: tagTileCounts, tagStream: tagStreamCount} {
		if len(values[at]) > len(values[size]) {
			return errContradiction // of unknown size
		}
		for i, from := range values[at] {
			w.used = append(w.used, w.span(int(min(from, uint32(len(w.data)))), int64(values[size][i])))
		}
	}
	return nil
}

// blanked copies what is used into an empty file. It refuses a file whose
// directories would have to change where something else lies.
func (w *tiffWalk) blanked() ([]byte, error) {
	used := merged(w.used)
	var before, after []span
	for _, p := range w.pages {
		if p.bare() != p.span && overlaps(used, p.span) {
			return nil, errContradiction
		}
		before, after = append(before, p.span), append(after, p.bare())
	}
	if apart(before) {
		return w.copied(merged(append(after, used...))), nil
	}
	return nil, errContradiction
}

func (w *tiffWalk) copied(used []span) []byte {
	out := make([]byte, used[len(used)-1].to)
	for _, s := range used {
		copy(out[s.from:s.to], w.data[s.from:s.to])
	}
	for _, p := range w.pages {
		w.narrow(out, p)
	}
	return out
}

// bare is where a page's directory lies once entries have gone.
func (d directory) bare() span {
	s := span{d.from, d.to}
	for _, e := range d.entries {
		if !keptInTIFF(e.tag) {
			s.to -= entrySize
		}
	}
	return s
}

// narrow writes a page's directory without the entries that go.
func (w *tiffWalk) narrow(out []byte, page directory) {
	bare := page.bare()
	if bare == page.span {
		return
	}
	w.order.PutUint16(out[bare.from:], uint16((bare.to-bare.from)/entrySize))
	to := out[bare.from+2:]
	for _, e := range page.entries {
		if keptInTIFF(e.tag) {
			to = to[copy(to, w.data[e.at:e.at+entrySize]):]
		}
	}
	w.order.PutUint32(to, w.order.Uint32(w.data[page.to-4:]))
}

func byStart(a, b span) int { return cmp.Compare(a.from, b.from) }

// merged sorts spans and joins those that touch.
func merged(spans []span) (all []span) {
	for _, s := range slices.SortedFunc(slices.Values(spans), byStart) {
		if last := len(all) - 1; last >= 0 && s.from <= all[last].to {
			all[last].to = max(all[last].to, s.to)
		} else if s.from < s.to {
			all = append(all, s)
		}
	}
	return all
}

// apart reports whether no two spans share a byte.
func apart(spans []span) bool {
	sorted := slices.SortedFunc(slices.Values(spans), byStart)
	for i := range len(sorted) - 1 {
		if sorted[i].to > sorted[i+1].from {
			return false
		}
	}
	return true
}

// overlaps reports whether a span shares a byte with one of others, which are
// merged.
func overlaps(others []span, s span) bool {
	after, _ := slices.BinarySearchFunc(others, s.from, func(o span, from int) int { return cmp.Compare(o.to, from+1) })
	return after < len(others) && others[after].from < s.to
}
