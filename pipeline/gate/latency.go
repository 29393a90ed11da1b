package gate

import (
	"math"
	"time"
)

// Latencies are kept on a scale of equal ratios, from a millisecond to an hour:
// bin 0 ends at the first, each further one ends 3 % later.
const (
	ratio   = 1.03
	bins    = 512
	firstMs = 1.0
)

// edges are the ends of the bins, in seconds.
var edges = func() (e [bins]float64) {
	for i := range e {
		e[i] = firstMs / 1000 * math.Pow(ratio, float64(i))
	}
	return e
}()

// A density is the probability of each bin.
type density [bins]float64

// bin is where a latency belongs.
func bin(d time.Duration) int {
	ms := float64(d) / float64(time.Millisecond)
	if ms <= firstMs {
		return 0
	}
	return min(bins-1, int(math.Ceil(math.Log(ms/firstMs)/math.Log(ratio)-1e-9)))
}

// A stretch is the bins in which a prediction was ready, both ends included.
type stretch struct{ from, to int16 }

// stretchOf is what a prediction tells that was not ready after one time, and
// was at the other at the latest.
func stretchOf(after, by time.Duration) stretch {
	from, to := bin(min(after, by)), bin(by)
	if after > 0 && from < to {
		from++ // the bin of a look in vain ends where the stretch begins
	}
	return stretch{int16(from), int16(to)}
}

// told is whether most times are known as well as the scale can say.
func told(seen []stretch) bool {
	known := 0
	for _, s := range seen {
		if s.from == s.to {
			known++
		}
	}
	return 2*known > len(seen)
}

// latencies is the smoothed density behind what was seen: each stretch is
// shared out over its bins in the proportions of the estimate so far, which
// makes the next estimate; then a kernel as wide as their number asks for takes
// out what is chance.
func latencies(seen []stretch) (d density) {
	for i := range d {
		d[i] = 1. / bins
	}
	narrow := bell(0.5)
	for range 20 {
		d = share(seen, &d)
		d = smooth(&d, narrow)
	}
	return smooth(&d, bell(bandwidth(&d, len(seen))))
}

// share shares each stretch out among its bins. A trace of an even density
// stays in every estimate, so that nothing becomes impossible.
func share(stretches []stretch, by *density) (d density) {
	const trace = 0.002 / bins
	var below, factor [bins + 1]float64
	for i, p := range by {
		below[i+1] = below[i] + p + trace
	}
	for _, s := range stretches {
		part := 1 / float64(len(stretches)) / (below[s.to+1] - below[s.from])
		factor[s.from] += part
		factor[s.to+1] -= part
	}
	sum := 0.
	for i, p := range by {
		sum += factor[i]
		d[i] = max(0, sum) * (p + trace)
	}
	return d
}

// bandwidth is Silverman's rule of thumb for a kernel, in bins: by the smaller
// of the standard deviation and what the quartiles suggest it to be.
func bandwidth(d *density, n int) float64 {
	mean, square := 0., 0.
	for i, p := range d {
		mean += p * float64(i)
		square += p * float64(i) * float64(i)
	}
	deviation := math.Sqrt(max(0, square-mean*mean))
	quartiles := float64(d.quantile(0.75)-d.quantile(0.25)) / 1.349
	return 0.9 * min(deviation, max(1, quartiles)) * math.Pow(float64(n), -0.2)
}

// smooth lays a bell curve over the density. What would fall off an end stays
// in the last bin there.
func smooth(d *density, curve []float64) (s density) {
	reach := len(curve) / 2
	for i, p := range d {
		if p == 0 {
			continue
		}
		if i >= reach && i < bins-reach {
			into := s[i-reach:][:len(curve)]
			for k, share := range curve {
				into[k] += p * share
			}
			continue
		}
		for k, share := range curve {
			s[min(max(0, i+k-reach), bins-1)] += p * share
		}
	}
	return s
}

// bell is a bell curve, so many bins wide, that sums to 1.
func bell(width float64) []float64 {
	if width < 0.1 {
		return []float64{1}
	}
	reach := int(math.Ceil(3 * width))
	curve, sum := make([]float64, 2*reach+1), 0.
	for k := range curve {
		x := float64(k-reach) / width
		curve[k] = math.Exp(-x * x / 2)
		sum += curve[k]
	}
	for k := range curve {
		curve[k] /= sum
	}
	return curve
}

// quantile is the first bin by whose end the given part of all is over.
func (d *density) quantile(part float64) int {
	sum := 0.
	for i, p := range d {
		if sum += p; sum >= part {
			return i
		}
	}
	return bins - 1
}
