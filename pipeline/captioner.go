package pipeline

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/gate"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// API is the part of a hosted vision API that an item's story needs. Errors
// are *api.Error and carry a verdict.
type API interface {
	// Submit asks once: one call, one request on the wire.
	Submit(ctx context.Context, model string, input json.RawMessage) (api.Prediction, error)
	// Get looks at a prediction. It is free and may be repeated.
	Get(ctx context.Context, id string) (api.Prediction, error)
	// Balance says what the account holds. It is free, and shows whether the
	// key is good and the API there at all.
	Balance(ctx context.Context) (price.Micros, error)
}

// Gate holds submissions to the account's limits. See [gate.Gate].
type Gate interface {
	// Approach waits for a turn of the rate, until a place among the
	// predictions in flight is free or in sight.
	Approach(ctx context.Context) error
	// Proceed waits for the place itself; the intent is written in between.
	Proceed(ctx context.Context) error
	// Retreat gives the turn back when nothing was submitted, Leave the place.
	Retreat()
	Leave()
}

// A Captioner takes items through their story; see [Captioner.Caption]. Set
// its fields before use and leave them alone afterwards. It is safe for use by
// many goroutines.
type Captioner struct {
	API    API
	Ledger Ledger
	Gate   Gate
	// Tell, when set, is told what became of each submission, so that the gate
	// can learn.
	Tell func(gate.Outcome)
	// Clock says when to look for an answer.
	Clock *gate.Clock
	// Preparer makes an item's request ready.
	Preparer *Preparer
	// Rules judge the answers. What they leave open is for the form of the
	// prompt to say; nil leaves everything open.
	Rules *quality.Rules
	// Halt, when set, is called when no further submission can succeed or may be made,
	// with the reason; it may be called many times.
	Halt func(error)

	// Run and Owner stand on every intent, Purse pays for it.
	Run, Purse RunID
	Owner      string
	BaseURL    string
	Caps       Caps
	// MaxAttempts is the most paid predictions for one question that the API
	// itself fails, 2 if zero.
	MaxAttempts int
	// Repairer asks again where a text is bad; nil never does. A question is
	// paid at most once more than it allows, or MaxAttempts times.
	Repairer *Repairer
	// Brake ends submissions when the texts are not good enough; nil never does.
	Brake *Brake
	// Patience is the longest wait for a prediction, 15 minutes if zero. After
	// that it is left to the next run.
	Patience time.Duration
	// PostTimeout is the longest wait for the answer to a POST, 60 seconds if
	// zero.
	PostTimeout time.Duration
	// Drain is the longest such wait once the run was told to end, 20 seconds
	// if zero.
	Drain time.Duration
	// GiveUp is how long the API may be down before the run ends, 10 minutes
	// if zero.
	GiveUp time.Duration
	// OnStep, when set, is called after every durable step, by many goroutines
	// at once.
	OnStep func(Step)
	// Log takes what a person may want to know; nil is silent.
	Log *slog.Logger

	line    line // of those that have not been asked yet
	breaker breaker
	confirm confirmation // of refused submissions
	looking confirmation // of refused looks
	shunned shunned
	full    purse
	forms   memo[Form, *quality.Rules]
	met     sync.Map // what this run has met before: old twins, folders that are gone
}

func (c *Captioner) onStep(step Step) {
	if c.OnStep != nil {
		c.OnStep(step)
	}
}

func (c *Captioner) halt(err error) {
	if c.Halt != nil {
		c.Halt(err)
	}
}

func (c *Captioner) giveUp() time.Duration { return or(c.GiveUp, 10*time.Minute) }

func (c *Captioner) log() *slog.Logger {
	if c.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Log
}

// or is v, or the default when v is zero.
func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}
