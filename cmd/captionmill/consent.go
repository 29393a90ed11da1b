package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/captionmill/captionmill/pipeline/price"
)

// consent holds a run to what a person has agreed to, before anything is
// spent: questions that were answered before, and sums above ten dollars.
func (ss *session) consent(ctx context.Context, e estimate) error {
	if e.Again > 0 && !ss.reAsk {
		return ss.paidTwice(e)
	}
	if ss.emulate || ss.yes || e.worst <= askAbove || ss.capped() {
		return nil
	}
	if !isTerminal(ss.std.in) || !isTerminal(ss.std.err) {
		return usage(fmt.Errorf("this may cost up to %s, and nobody is there to ask: add --budget %s, or a smaller one, or --yes", e.worst, e.worst.Decimal()))
	}
	return ss.askPerson(ctx, e.worst)
}

// capped tells whether any limit on money was set.
func (ss *session) capped() bool {
	return ss.budget.Micros+ss.budgetMonth.Micros+ss.budgetTotal.Micros > 0
}

// askPerson asks on the terminal. Anything but a yes is a no.
func (ss *session) askPerson(ctx context.Context, worst price.Micros) error {
	fmt.Fprintf(ss.std.err, "This may cost up to %s. Go on? [y/N] ", worst)
	answer := make(chan string, 1)
	go func() { // cannot be waited for: a terminal is read until its line ends
		line, _ := bufio.NewReader(io.LimitReader(ss.std.in, 100)).ReadString('\n')
		answer <- strings.ToLower(strings.TrimSpace(line))
	}()
	select {
	case a := <-answer:
		if a == "y" || a == "yes" {
			return nil
		}
		return usage(fmt.Errorf("not started; nothing was spent"))
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// isTerminal tells whether a stream is one that a person looks at.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
