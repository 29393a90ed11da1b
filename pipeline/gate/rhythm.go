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
	begun       bool    // a refusal was heard at this level, or led to it
	since       float64 // answers after the last one
	gap, before float64 // answers from the one before to the last refusal, and before that
}

// beat takes in an answer. Those to what was submitted before a step was taken back count,
// too: as many come after the next refusal.
func (r *rhythm) beat(refused bool) {
	r.since++
	if !refused {
		return
	}
	if r.begun {
		r.before, r.gap = r.gap, r.since
	}
	r.begun, r.since = true, 0
}

// moved begins anew at another level: with the refusal heard last, if that led there.
func (r *rhythm) moved() { *r = rhythm{begun: r.begun && r.since == 0} }

// due tells whether the next refusal, if it comes now or soon, would make the last two
// gaps even.
func (r *rhythm) due() bool {
	return r.gap >= shortestGap && r.gap <= longestGap && r.since <= r.gap+1+r.gap/20
}

// even is how many answers apart the last three refusals came, if that was the same
// both times or nearly so, and else 0.
func (r *rhythm) even() float64 {
	if r.before < shortestGap || r.gap > longestGap || math.Abs(r.gap-r.before) > 1+r.gap/20 {
		return 0
	}
	return (r.gap + r.before) / 2
}
