package pipeline

import (
	"context"
	"math/rand/v2"
	"time"
)

// pause is how long to wait after so many failures in a row: none after none,
// then about 1, 2, 4 seconds and so on up to a minute, a random half of it so
// that many waiters do not come back at once.
func pause(failures int) time.Duration {
	if failures <= 0 {
		return 0
	}
	full := min(time.Second<<min(failures-1, 10), time.Minute)
	return full/2 + rand.N(full/2)
}

// sleep waits, or until ctx ends; then it returns the cause.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return context.Cause(ctx)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
