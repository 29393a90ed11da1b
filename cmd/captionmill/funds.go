package main

import (
	"context"
	"time"
)

// warnFunds says when the account holds less than the worst case. It is a
// warning only: money can be added while a run goes on, and a run without
// credit stops by itself.
func (ss *session) warnFunds(ctx context.Context, e estimate) {
	if ss.emulate || e.questions == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	balance, err := ss.client.Balance(ctx)
	if err == nil && balance < e.worst {
		ss.sayf("warning: the account holds %s, and this may cost up to %s", balance, e.worst)
	}
}
