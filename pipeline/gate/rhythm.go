package gate

import "math"

const (
	// shortestGap and longestGap are between how many answers refusals may come for
	// their rhythm to be noticed: more often they are too many for a level that is
	// nearly borne, and more seldom they cost little.
	shortestGap = 5
	longestGap  = 60
	// further is by how much further apart refusals have to come for a level to be
	// followed down by them once more.
	further = 1.5
)

// A rhythm is how far apart refusals come. A limit that is a little lower than the
// level refuses at even distances, by whichever clock it counts; chance seldom does.
type rhythm struct {
	last        float64 // how many had been heard at the last refusal
	gap, before float64 // answers from the one before to the last refusal, and before that
}

// beat takes in a refusal, the last of the answers heard.
func (r *rhythm) beat(heard sample) {
	if heard.refused == 1 {
		*r = rhythm{last: heard.heard}
		return
	}
	r.before, r.gap, r.last = r.gap, heard.heard-r.last, heard.heard
}

// even is how many answers apart the last three refusals came, if that was the same
// both times or nearly so, and else 0.
func (r *rhythm) even() float64 {
	if r.before < shortestGap || r.gap > longestGap || math.Abs(r.gap-r.before) > 1+r.gap/20 {
		return 0
	}
	return (r.gap + r.before) / 2
}
