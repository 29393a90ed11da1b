package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/price"
)

// What ends a run before its work is done. Each can be put right and the run
// started again.
var (
	// ErrKey: the API does not accept the key.
	ErrKey = errors.New("the API does not accept the key")
	// ErrCredit: the account has no money left.
	ErrCredit = errors.New("the account has no credit left")
	// ErrModel: the API does not know the model.
	ErrModel = errors.New("the API does not know the model")
	// ErrDown: the API is down, or only errs.
	ErrDown = errors.New("the API is down or only refuses")
)

// haltFor is what a call with the verdict Halt would end the run with.
func haltFor(call *api.Error) error {
	if call.Cause == api.CauseCredit {
		return fmt.Errorf("%w: %w", ErrCredit, call)
	}
	return fmt.Errorf("%w: %w", ErrKey, call)
}

// confirmation looks at the balance before a run is ended, at most once every
// few seconds for all items together.
type confirmation struct {
	mu     sync.Mutex
	at     time.Time
	last   error
	doubts int // answers in a row that the balance spoke against
}

// credulous is how many refusals in a row are believed whatever the balance
// says.
const credulous = 5

// ask tells with what the run has to end, nil when the balance speaks against
// ending it. The price is what the refused prediction would have cost.
func (c *confirmation) ask(ctx context.Context, a API, call *api.Error, cost price.Micros) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.at) > 5*time.Second || c.at.IsZero() {
		c.last = confirm(ctx, a, call, cost)
		c.at = time.Now()
	}
	if c.last == nil {
		c.doubts++
	}
	if c.doubts >= credulous {
		return haltFor(call)
	}
	return c.last
}

// forget starts over: the API has accepted something.
func (c *confirmation) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.doubts = 0
}

func confirm(ctx context.Context, a API, call *api.Error, cost price.Micros) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	balance, err := a.Balance(ctx)
	if second, ok := errors.AsType[*api.Error](err); ok && second.Verdict == api.Halt {
		return haltFor(second)
	}
	if err == nil && call.Cause == api.CauseCredit && balance < max(cost, 1) {
		return haltFor(call)
	}
	return nil
}
