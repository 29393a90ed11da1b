package emulator

import (
	"math"
	"math/rand/v2"
	"time"
)

// Latency is how long predictions take, from acceptance to the answer: a
// log-normal distribution.
type Latency struct {
	// Median is exceeded by half of the predictions; 0 is 900 ms. A negative
	// one makes every answer final at the first look.
	Median time.Duration
	// Sigma is the spread; 0 gives every prediction the median, 0.5 puts 95 %
	// of them between 0.4 and 2.7 times it.
	Sigma float64
}

// longest bounds what a wild Sigma can draw.
const longest = 10 * time.Minute

func (l Latency) draw(dice *rand.Rand) time.Duration {
	switch {
	case l.Median < 0:
		return 0
	case l.Median == 0:
		l.Median = 900 * time.Millisecond
	}
	if l.Sigma == 0 {
		return l.Median
	}
	d := float64(l.Median) * math.Exp(l.Sigma*dice.NormFloat64())
	return time.Duration(min(d, float64(longest)))
}

// Dice are thrown apart for each purpose, so that one fault more or less does
// not change what the others hit.
const (
	throwSubmit uint64 = iota + 1
	throwPrediction
	throwPoll
	throwUpload
	throwList
	throws // more than any purpose
)

// dice gives the nth throw for a purpose: the same for the same seed.
func (s *Server) dice(purpose, n uint64) *rand.Rand {
	return rand.New(rand.NewPCG(s.Seed, purpose<<56^n))
}
