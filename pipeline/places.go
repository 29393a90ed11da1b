package pipeline

import "fmt"

// A place is one picture's in the row, where its first answer came. The zero
// value is that of a picture that ended without a word on texts.
type place struct {
	spoilt bool // it ended without a text that can be published
	fresh  bool // it ended in this run
	waits  bool // its text is bad so far, and may be repaired
}

// places is a row of them, of which only the end is kept: what no stretch can
// reach any more that is still to be looked at. Their numbers go on.
type places struct {
	all  []place
	gone int // how many stood before those
}

// keptPlaces is how many are kept at least, so that they are not moved often.
const keptPlaces = 20 * junkWindow

// add gives a place at the end its number.
func (r *places) add(p place) (at int) {
	r.all = append(r.all, p)
	return r.gone + len(r.all) - 1
}

// set changes a place, if it is kept.
func (r *places) set(at int, p place) {
	if at >= r.gone {
		r.all[at-r.gone] = p
	}
}

// trim forgets what lies more than a stretch before the oldest of some places.
func (r *places) trim(seats map[ItemID]*seat) {
	if len(r.all) < 2*keptPlaces {
		return
	}
	first := r.gone + len(r.all) - keptPlaces
	for _, s := range seats {
		if s.open {
			first = min(first, s.at-junkWindow)
		}
	}
	if drop := first - r.gone; drop >= keptPlaces {
		r.all = append(r.all[:0], r.all[drop:]...)
		r.gone = first
	}
}

// stretch is how many places in a row are judged together.
func (r *places) stretch() int { return min(len(r.all), junkWindow) }

// worst counts the pictures of that stretch around a place that has the most of
// those without a text. Stretches of which this run itself has not seen enough do
// not count.
func (r *places) worst(at, most int) (worst tally) {
	if at < r.gone {
		return worst
	}
	n := r.stretch()
	first := max(0, at-r.gone-n+1)
	var found tally
	for i, p := range r.all[first:min(at-r.gone+n, len(r.all))] {
		found.count(p, 1, 0)
		if i >= n {
			found.count(r.all[first+i-n], -1, 0)
		}
		if i >= n-1 && found.confirmed(most) && found.spoilt > worst.spoilt {
			worst = found
		}
	}
	return worst
}

// failed counts the pictures of the stretch that ends with a place which ended
// without a text in this run.
func (r *places) failed(at int) (n int) {
	for _, p := range r.all[max(0, at-r.gone-junkWindow+1):max(0, at-r.gone+1)] {
		if p.fresh && p.spoilt {
			n++
		}
	}
	return n
}

// outlook counts the last places, those that wait for a share in percent.
func (r *places) outlook(percent int) (found tally) {
	for _, p := range r.all[len(r.all)-r.stretch():] {
		found.count(p, 1, percent)
	}
	return found
}

// A tally counts pictures in a row, apart those whose text is bad so far, and
// those about which this run knows something itself. The spoilt are in hundredths.
type tally struct{ n, spoilt, waits, fresh, freshSpoilt int }

// count adds a picture so many times. One that waits counts as spoilt for a
// share in percent, and not as known where that is 0.
func (t *tally) count(p place, times, percent int) {
	spoilt := 0
	switch {
	case p.spoilt:
		spoilt = 100 * times
	case p.waits:
		spoilt = percent * times
		t.waits += times
	}
	t.n += times
	t.spoilt += spoilt
	if p.fresh || p.waits && percent > 0 {
		t.fresh += times
		t.freshSpoilt += spoilt
	}
}

// confirmed tells whether what this run knows itself is as bad as more than a
// share of all, in percent. What earlier runs have seen does not stop one by
// itself: a person may have mended it since.
func (t *tally) confirmed(most int) bool {
	return t.fresh >= freshFrom && t.freshSpoilt > most*t.fresh
}

// tooMany tells whether more than a share of all are spoilt, in percent, of
// enough to tell.
func (t *tally) tooMany(most int) bool {
	return t.n >= junkFrom && t.spoilt > most*t.n && t.confirmed(most)
}

// words say how many pictures have no text, those apart that may be repaired.
func (t *tally) words() string {
	said := fmt.Sprintf("%d of %d pictures, one after another, have no text that can be published", t.spoilt/100, t.n)
	if t.waits > 0 {
		said += fmt.Sprintf(", and %d more have none unless a repair helps", t.waits)
	}
	return said
}
