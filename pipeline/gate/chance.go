package gate

import "time"

// trust is how long refusals are put down to chance before that is found out
// anew.
const trust = 10 * time.Minute

// lately is how many of the last answers tell how much is usually refused, about, and
// enoughLately how many it takes to say so.
const (
	lately       = 1000
	enoughLately = 100
)

// A chance is the part of all submissions that is refused whatever the level,
// as far as is known.
type chance struct {
	share float64
	below sample    // what it was found in: the answers below the limit
	until time.Time // then it is forgotten
	usual sample    // the last answers at levels that had not to prove themselves, since one was lowered
}

// note counts an answer at a level that has not to prove itself.
func (c *chance) note(refused bool) {
	if c.usual.heard >= lately {
		c.usual = sample{c.usual.heard / 2, c.usual.refused / 2}
	}
	c.usual.add(refused)
}

// often tells whether quite some are refused at such a level: then a single refusal says
// nothing of another one.
func (c *chance) often() bool { return c.usual.heard >= enoughLately && c.usual.over(0, 1) }

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
