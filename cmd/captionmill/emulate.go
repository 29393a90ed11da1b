package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/spf13/cobra"

	"github.com/captionmill/captionmill/pipeline/emulator"
)

// emulation is what the emulator's flags say.
type emulation struct {
	addr, key, account, remember string
	latency                      time.Duration
	seed                         uint64
	blind                        bool
}

func newEmulate(std streams) *cobra.Command {
	var e emulation
	c := &cobra.Command{
		Use:   "emulate",
		Short: "Play the API on this machine, for tests and rehearsals",
		Args:  noCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return e.serve(c.Context(), std) },
	}
	f := c.Flags()
	f.StringVar(&e.addr, "addr", "127.0.0.1:8787", "`ADDRESS` on this machine; port 0 picks one")
	f.StringVar(&e.key, "key", "", "the only `KEY` to let in; without it, any")
	f.StringVar(&e.account, "account", "ultra", "`LEVEL` of the account: bronze, silver, gold, ultra")
	f.DurationVar(&e.latency, "latency", 0, "median `TIME` to an answer (900ms); negative for none")
	f.Uint64Var(&e.seed, "seed", 1, "`N` that makes a run repeatable")
	f.StringVar(&e.remember, "remember", "", "`FILE` that keeps predictions across restarts")
	f.BoolVar(&e.blind, "blind", false, "do not look at the pictures, for load tests")
	return c
}

func (e *emulation) serve(ctx context.Context, std streams) error {
	account, err := emulator.Tier(e.account)
	if err != nil {
		return usage(err)
	}
	host, _, err := net.SplitHostPort(e.addr)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return usage(fmt.Errorf("--addr %s: the emulator only listens on this machine, as in 127.0.0.1:8787", printable(e.addr)))
	}
	server := &emulator.Server{Key: e.key, Account: account, Latency: emulator.Latency{Median: e.latency, Sigma: 0.3}, Seed: e.seed, Remember: e.remember, Blind: e.blind}
	if err := server.Open(); err != nil {
		return usage(err)
	}
	l, err := net.Listen("tcp", e.addr)
	if err != nil {
		return usage(errors.Join(err, server.Close()))
	}
	stop := serve(l, server)
	fmt.Fprintf(std.out, "export %s=http://%s\nexport %s=%s\n", baseURLVar, l.Addr(), keyVar, orAny(e.key))
	<-ctx.Done()
	return errors.Join(stop(), server.Close())
}

// orAny is a key that is let in.
func orAny(key string) string {
	if key == "" {
		return "any-key"
	}
	return key
}
