package gate

import "math"

// A sample is some answers, and how many of them were refusals.
type sample struct{ heard, refused float64 }

func (s *sample) add(refused bool) {
	s.heard++
	if refused {
		s.refused++
	}
}

// and is both samples together.
func (s sample) and(other sample) sample {
	return sample{s.heard + other.heard, s.refused + other.refused}
}

// share is the part of them that was refused.
func (s sample) share() float64 { return s.refused / max(1, s.heard) }

// over tells whether more were refused than is likely when each is refused by
// such a chance: more by so many standard deviations, and by one. No chance is
// taken for smaller than faint.
func (s sample) over(chance, deviations float64) bool {
	chance = max(chance, faint)
	expected := s.heard * chance
	return s.refused > 1+expected+deviations*math.Sqrt(expected*(1-min(chance, 1)))
}

// above tells whether a larger part was refused than in another sample, and
// not by mere luck.
func (s sample) above(other sample) bool {
	all := s.and(other).share()
	luck := math.Sqrt(all * (1 - all) * (1/max(1, s.heard) + 1/max(1, other.heard)))
	return s.share()-other.share() > 2.5*luck
}

// faint is the part of all submissions that may be refused without anybody
// asking why.
const faint = 0.006

// unlikely is how many refusals in a row are too many for chance: they happen
// once in ten thousand times. They are twelve at most, so that a row is known for
// one before a trial is judged by as many refusals.
func unlikely(chance float64) int {
	return int(math.Ceil(math.Log(1e-4) / math.Log(min(max(chance, 0.1), 0.45))))
}
