package gate_test

import (
	"context"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

func ExampleGate() {
	g := &gate.Gate{Rate: 500, InFlight: 300}
	ctx := context.Background()
	if err := g.Enter(ctx); err != nil {
		fmt.Println(err)
		return
	}
	defer g.Leave() // when the prediction has ended

	// Submit, then say what became of it. A single refusal proves nothing about
	// the rate, but everyone waits for a minute.
	g.Tell(gate.Outcome{Kind: gate.RateLimited, RetryAfter: time.Minute})

	perMinute, inFlight := g.Limits()
	fmt.Println(perMinute, inFlight)
	// Output: 500 300
}

func ExampleClock() {
	var c gate.Clock
	fmt.Println(c.Next("minicpm", 0, 0)) // nothing is known yet
	for range 50 {
		c.Learn("minicpm", 2*time.Second, 2*time.Second) // told by the API
	}
	fmt.Println(c.Next("minicpm", 0, 0).Round(time.Second))
	// Output:
	// 25ms
	// 2s
}
