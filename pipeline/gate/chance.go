package gate

import "time"

// trust is how long refusals are put down to chance before that is found out
// anew.
const trust = 10 * time.Minute

// A chance is the part of all submissions that is refused whatever the level,
// as far as is known.
type chance struct {
	share float64
	below sample    // what it was found in: the answers below the limit
	until time.Time // then it is forgotten
}

// learn takes in what was heard below the limit.
func (c *chance) learn(s sample, now time.Time) {
	if c.share == 0 {
		c.below, c.until = sample{}, now.Add(trust)
	}
	c.below.heard += s.heard
	c.below.refused += s.refused
	if c.share = 0; c.below.over(0, 2) {
		c.share = c.below.share()
	}
}

// recall forgets what was found out too long ago.
func (c *chance) recall(now time.Time) {
	if c.share > 0 && now.After(c.until) {
		c.share = 0
	}
}
