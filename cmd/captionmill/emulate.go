package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/price"
)

// emulation is what the emulator's flags say.
type emulation struct {
	server                 emulator.Server
	addr, account, profile string
	faults                 []string
	slowBy                 time.Duration
	creditForm             string
}

func newEmulate(std streams) *cobra.Command {
	e := emulation{server: emulator.Server{Latency: emulator.Latency{Sigma: 0.3}}}
	c := &cobra.Command{
		Use:   "emulate",
		Short: "Play the API on this machine, for tests and rehearsals",
		Args:  noCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return e.serve(c.Context(), std) },
	}
	e.accountFlags(c.Flags())
	e.faultFlags(c.Flags())
	return c
}

func (e *emulation) accountFlags(f *pflag.FlagSet) {
	f.StringVar(&e.addr, "addr", "127.0.0.1:8787", "`ADDRESS` on this machine; port 0 picks one")
	f.StringVar(&e.server.Key, "key", "", "the only `KEY` to let in; without it, any")
	f.StringVar(&e.account, "account", "ultra", "`LEVEL` of the account: bronze, silver, gold, ultra")
	f.Func("balance", "credit at the start, in `USD` (1000)", e.setBalance)
	f.DurationVar(&e.server.Latency.Median, "latency", 0, "median `TIME` to an answer (900ms); negative for none")
	f.Uint64Var(&e.server.Seed, "seed", 1, "`N` that makes a run repeatable")
	f.StringVar(&e.server.Remember, "remember", "", "`FILE` that keeps predictions across restarts")
	f.BoolVar(&e.server.Blind, "blind", false, "do not look at the pictures, for load tests")
	f.BoolVar(&e.server.ListInputs, "list-inputs", false, "show in the list what was asked")
	f.DurationVar(&e.server.ListDelay, "list-delay", 0, "`TIME` until a prediction shows in the list")
	f.DurationVar(&e.server.Skew, "skew", 0, "`TIME` by which the server's clock is ahead")
	f.Float64Var(&e.server.QuoteFactor, "quote-factor", 1, "quote and charge the published prices times `N`")
}

func (e *emulation) faultFlags(f *pflag.FlagSet) {
	f.StringVar(&e.profile, "profile", "calm", "`DAY` of the API: calm, busy, flaky, hostile")
	f.StringArrayVar(&e.faults, "fault", nil, "a fault and its probability, as `NAME=P`, such as drop-after-accept=0.1; may be repeated")
	f.DurationVar(&e.slowBy, "slow-by", 0, "`TIME` by which slow answers are late (3s)")
	f.StringVar(&e.creditForm, "credit-form", "envelope", "`FORM` of having no credit: envelope, forbidden, task")
}

// setBalance reads the credit; none at all is a negative number to the server.
func (e *emulation) setBalance(s string) error {
	credit, err := price.Parse(s)
	if e.server.Balance = float64(credit) / float64(price.Dollar); credit == 0 {
		e.server.Balance = -1
	}
	return err
}

// readFaults takes the profile, and sets single faults over it.
func (e *emulation) readFaults() (f emulator.Faults, err error) {
	if f, err = emulator.Profile(e.profile); err != nil {
		return f, fmt.Errorf("--profile: %w", err)
	}
	for _, s := range e.faults {
		name, value, _ := strings.Cut(s, "=")
		probability, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return f, fmt.Errorf("--fault %s: it is not NAME=P with a probability from 0 to 1", printable(s))
		}
		if err := f.Set(name, probability); err != nil {
			return f, fmt.Errorf("--fault: %w", err)
		}
	}
	f.SlowBy, f.CreditForm = e.slowBy, emulator.CreditForm(e.creditForm)
	return f, nil
}

func (e *emulation) serve(ctx context.Context, std streams) (err error) {
	if e.server.Account, err = emulator.Tier(e.account); err != nil {
		return usage(err)
	}
	if e.server.Faults, err = e.readFaults(); err != nil {
		return usage(err)
	}
	host, _, err := net.SplitHostPort(e.addr)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return usage(fmt.Errorf("--addr %s: the emulator only listens on this machine, as in 127.0.0.1:8787", printable(e.addr)))
	}
	if err := e.server.Open(); isA[*fs.PathError](err) {
		return usage(unopened("--remember "+printable(e.server.Remember), err))
	} else if err != nil {
		return usage(err)
	}
	l, err := net.Listen("tcp", e.addr)
	if err != nil {
		return usage(errors.Join(unopened("--addr "+printable(e.addr), err), e.server.Close()))
	}
	stop := serve(l, &e.server)
	fmt.Fprintf(std.out, "export %s=http://%s\nexport %s=%s\n", baseURLVar, l.Addr(), keyVar, orAny(e.server.Key))
	<-ctx.Done()
	return errors.Join(stop(), e.server.Close())
}

// orAny is a key that is let in.
func orAny(key string) string {
	if key == "" {
		return "any-key"
	}
	return key
}
