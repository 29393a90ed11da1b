package gate

import (
	"fmt"
	"time"
)

// An Outcome is what became of one submission, as far as limits go.
type Outcome struct {
	Kind Kind
	// RetryAfter is how long the API asked to be left alone, 0 when it did not
	// say. More than ten minutes counts as ten minutes.
	RetryAfter time.Duration
	// Turn is when Enter or Approach let it in. The zero time means that it is
	// not known: answers are then taken to come in the order of the turns. Where
	// refusals come sooner than other answers it should be given: limits are
	// found faster, and with fewer refusals.
	Turn time.Time
}

// A Kind of outcome.
type Kind int

const (
	// Other is any answer that says nothing about limits, such as a request
	// found at fault. It is the zero value.
	Other Kind = iota
	// Accepted means that a prediction was created.
	Accepted
	// RateLimited means refused for too many submissions a minute.
	RateLimited
	// Crowded means refused for too many predictions running at once.
	Crowded
	// Erred means that the API failed, or that no answer came.
	Erred
)

var kindNames = [...]string{"other", "accepted", "rate limited", "crowded", "erred"}

// String is the kind in words, for logs.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return kindNames[k]
}
