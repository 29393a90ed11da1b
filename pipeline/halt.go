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
	under  chan struct{} // closed when the look that is under way has ended; nil without one
	at     time.Time     // of the last look
	last   error         // what it would end the run with
	doubts int           // looks in a row that did not confirm an end
}

const (
	// credulous is how many looks in a row may speak against an end until the
	// refusals are believed all the same.
	credulous = 5
	// veryCredulous is the same for refusals whose words may be about the
	// question: many questions may hold such words in a row.
	veryCredulous = 20
	// lookPause is how long one look at the balance stands for the next ones.
	lookPause = 5 * time.Second
)

// ask tells with what the run has to end, nil when it goes on, and whether the
// balance was seen just now. The price is what the refused prediction would
// have cost. An older look is no witness to credit: that may have run out since.
func (c *confirmation) ask(ctx context.Context, a API, call *api.Error, cost price.Micros) (end error, known bool) {
	if end, answered := c.begin(call); answered {
		return end, false
	}
	end, known = confirm(ctx, a, call, cost)
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.under)
	if end == nil {
		c.doubts++
	}
	if c.doubts >= patienceWith(call) {
		end = haltFor(call)
	}
	c.under, c.at, c.last = nil, time.Now(), end
	return end, known
}

// begin waits for a look that is under way, and gives the answer of one that is
// recent enough; else it is for the caller to look. Nobody else has to wait
// meanwhile, who only wants to tell of success.
func (c *confirmation) begin(call *api.Error) (end error, answered bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.under != nil {
		under := c.under
		c.mu.Unlock()
		<-under
		c.mu.Lock()
	}
	recent := !c.at.IsZero() && time.Since(c.at) < lookPause
	if recent && (c.last != nil || call.Cause != api.CauseCredit) {
		return c.last, true
	}
	c.under = make(chan struct{})
	return nil, false
}

// patienceWith is how many looks may speak against the end that a call asks for.
func patienceWith(call *api.Error) int {
	if call.Cause == api.CauseCredit && (call.Status == 200 || call.Status == 400) {
		return veryCredulous
	}
	return credulous
}

// forget starts over: the API has accepted something.
func (c *confirmation) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.doubts = 0
}

// confirm looks at the balance.
func confirm(ctx context.Context, a API, call *api.Error, cost price.Micros) (end error, known bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	balance, err := a.Balance(ctx)
	if second, ok := errors.AsType[*api.Error](err); ok && second.Verdict == api.Halt {
		return haltFor(second), true
	}
	if err == nil && call.Cause == api.CauseCredit && balance < max(cost, 1) {
		return haltFor(call), true
	}
	return nil, err == nil
}
