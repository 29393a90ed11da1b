package gate

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// A newcomer must not slip past a waiter whose turn is due but who has not
// woken up yet.
func TestNobodySlipsPast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &Gate{Rate: 60, InFlight: 9}
		if err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		g.mu.Lock()
		sleeper := g.queue.join()
		g.mu.Unlock()
		time.Sleep(2 * time.Second)
		if err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !sleeper.admitted {
			t.Error("a newcomer was let in before the first in line")
		}
	})
}

// A waiter that is let in and cancelled at the same moment gives its place on.
func TestLetInAndCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &Gate{Rate: 6000, InFlight: 1}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		g.mu.Lock()
		unlucky := g.queue.join()
		g.serve(g.now())
		if !unlucky.admitted {
			t.Fatal("not let in through an open gate")
		}
		g.withdraw(unlucky)
		g.mu.Unlock()
		if err := g.Enter(ctx); err != nil {
			t.Errorf("the place was lost: %v", err)
		}
	})
}
