package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline/emulator"
)

// emulation is what the emulator's flags say.
type emulation struct {
	server                emulator.Server
	config, addr          string
	account, table        string
	perMinute, concurrent count
	concurrency, window   string
	profile, creditForm   string
	faults                faults
	slowBy                time.Duration
}

func newEmulate(std streams) *cobra.Command {
	var e emulation
	c := &cobra.Command{
		Use:   "emulate",
		Short: "Play the API on this machine, for tests and rehearsals",
		Args:  noCommand,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := e.readConfig(c.Flags()); err != nil {
				return err
			}
			return e.serve(c.Context(), std)
		},
	}
	e.flags(c.Flags())
	return c
}

func (e *emulation) flags(f *pflag.FlagSet) {
	e.serverFlags(f)
	e.accountFlags(f)
	e.moneyFlags(f)
	e.fileFlags(f)
	e.answerFlags(f)
	e.webhookFlags(f)
	e.faultFlags(f)
}

// readConfig sets every flag that the configuration file names and the command
// line does not.
func (e *emulation) readConfig(flags *pflag.FlagSet) error {
	plurals := map[string]string{"faults": "fault", "quirks": "quirk"}
	return configFile{name: e.config, verb: "emulate", flags: flags, aliases: plurals}.read()
}

func (e *emulation) serve(ctx context.Context, std streams) (err error) {
	if e.server.Account, err = e.readAccount(); err != nil {
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
