package main

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/price"
)

func (e *emulation) serverFlags(f *pflag.FlagSet) {
	f.StringVar(&e.config, "config", "", "a YAML `FILE` with any of these flags, under their names with _ for -")
	f.StringVar(&e.addr, "addr", "127.0.0.1:8787", "`ADDRESS` on this machine; port 0 picks one")
	f.StringVar(&e.server.Key, "key", "", "the only `KEY` to let in; without it, any")
	f.DurationVar(&e.server.Latency.Median, "latency", 0, "median `TIME` to an answer (900ms); negative for none")
	f.Float64Var(&e.server.Latency.Sigma, "latency-sigma", 0.3, "how widely these times are spread, `N` of a log-normal distribution; 0 for not at all")
	f.Uint64Var(&e.server.Seed, "seed", 1, "`N` that makes a run repeatable")
	f.StringVar(&e.server.Remember, "remember", "", "`FILE` that keeps predictions across restarts")
	f.BoolVar(&e.server.Blind, "blind", false, "do not look at the pictures, for load tests")
	f.DurationVar(&e.server.Skew, "skew", 0, "`TIME` by which the server's clock is ahead")
}

func (e *emulation) accountFlags(f *pflag.FlagSet) {
	f.Var(oneOf(&e.account, "ultra", "bronze", "silver", "gold", "ultra"), "account", "`LEVEL` of the account: bronze, silver, gold, ultra")
	f.Var(oneOf(&e.table, "newer", "newer", "older"), "tier-table", "`WHICH` of the vendor's two tables of levels: newer, older")
	f.Var(&e.perMinute, "per-minute", "another limit than the level's: `N` submissions a minute")
	f.Var(&e.concurrent, "concurrent", "another limit than the level's: `N` predictions at work at once")
	f.Var(oneOf(&e.concurrency, "reject", "reject", "queue"), "concurrency", "`WHAT` to do with more than that: reject, queue")
	f.Var(oneOf(&e.window, "minute", "minute", "sliding", "second"), "rate-window", "`HOW` to count a minute: minute (of the clock), sliding, second (a share in each)")
}

func (e *emulation) fileFlags(f *pflag.FlagSet) {
	f.BoolVar(&e.server.NoTickets, "no-tickets", false, "leave out the newer way to upload, by ticket")
	f.BoolVar(&e.server.NoMultipart, "no-multipart", false, "leave out the older way to upload, in a form")
	f.DurationVar(&e.server.TicketLife, "ticket-life", 0, "`TIME` in which a file can be sent after its ticket was given out (15m)")
	f.BoolVar(&e.server.OneShotTickets, "one-shot-tickets", false, "make tickets good for one file, with If-None-Match: *")
}

func (e *emulation) moneyFlags(f *pflag.FlagSet) {
	f.Func("balance", "credit at the start, in `USD` (1000)", e.setBalance)
	f.Float64Var(&e.server.QuoteFactor, "quote-factor", 1, "quote and charge the published prices times `N`")
	f.BoolVar(&e.server.NoPrice, "no-price", false, "leave out the newer way to ask for a price")
	f.BoolVar(&e.server.NoPricing, "no-pricing", false, "leave out the older way to ask for a price")
	f.DurationVar(&e.server.RefundAfter, "refund-after", 0, "`TIME` from a failure to its refund; 0 for when somebody first sees it")
	f.BoolVar(&e.server.BillingHasMore, "billing-has-more", false, "show with bills whether there are more, and not how many there are")
	f.Var(oneOf((*string)(&e.server.BillingTime), "", "ms", "iso"), "billing-time", "the only `FORM` of times in searches of bills: ms, iso (both)")
}

func (e *emulation) webhookFlags(f *pflag.FlagSet) {
	f.DurationVar(&e.server.WebhookWait, "webhook-wait", 0, "`TIME` until a push that was not taken is repeated, doubled each time (1s)")
	f.BoolVar(&e.server.WebhookTwice, "webhook-twice", false, "repeat every push that was taken")
}

func (e *emulation) answerFlags(f *pflag.FlagSet) {
	f.BoolVar(&e.server.ListInputs, "list-inputs", false, "show in the list what was asked")
	f.BoolVar(&e.server.ListTotal, "list-total", false, "show in the list how many there are")
	f.DurationVar(&e.server.ListDelay, "list-delay", 0, "`TIME` until a prediction shows in the list")
	f.BoolVar(&e.server.ResultInput, "result-input", false, "show in a result what was asked")
	f.DurationVar(&e.server.SyncWait, "sync-wait", 0, "longest `TIME` that sync mode waits for an answer (90s)")
	f.BoolVar(&e.server.SyncKeepsID, "sync-keeps-id", false, "give the prediction's id when that was too short")
	f.Var((*quirks)(&e.server.Quirks), "quirk", "another reading of the API, as `NAME`, such as no-urls; may be repeated")
}

func (e *emulation) faultFlags(f *pflag.FlagSet) {
	f.Var(oneOf(&e.profile, "calm", "calm", "busy", "flaky", "hostile"), "profile", "`DAY` of the API: calm, busy, flaky, hostile")
	f.Var(&e.faults, "fault", "a fault and its probability, as `NAME=P`, such as drop-after-accept=0.1; may be repeated")
	f.DurationVar(&e.slowBy, "slow-by", 0, "`TIME` by which slow answers are late (3s)")
	f.Var(oneOf(&e.creditForm, "envelope", "envelope", "forbidden", "task"), "credit-form", "`FORM` of having no credit: envelope, forbidden, task")
}

// setBalance reads the credit; none at all is a negative number to the server.
func (e *emulation) setBalance(s string) error {
	credit, err := price.Parse(s)
	if e.server.Balance = float64(credit) / float64(price.Dollar); credit == 0 {
		e.server.Balance = -1
	}
	return err
}

// readAccount takes the limits of the level, and sets single ones over them.
func (e *emulation) readAccount() (a emulator.Account, err error) {
	level := map[string]func(string) (emulator.Account, error){"newer": emulator.Tier, "older": emulator.OlderTier}[e.table]
	if a, err = level(e.account); err != nil {
		return a, err
	}
	a.PerMinute = cmp.Or(int(e.perMinute), a.PerMinute)
	a.Concurrent = cmp.Or(int(e.concurrent), a.Concurrent)
	a.Window, a.Queue = emulator.Window(e.window), e.concurrency == "queue"
	return a, nil
}

// readFaults takes the profile, and sets single faults over it.
func (e *emulation) readFaults() (f emulator.Faults, err error) {
	if f, err = emulator.Profile(e.profile); err != nil {
		return f, err
	}
	for _, fault := range e.faults {
		if err := f.Set(fault.name, fault.probability); err != nil {
			return f, fmt.Errorf("--fault: %w", err)
		}
	}
	f.SlowBy, f.CreditForm = e.slowBy, emulator.CreditForm(e.creditForm)
	return f, nil
}

// faults is a flag that takes a fault and its probability, many times.
type faults []fault

type fault struct {
	name        string
	probability float64
}

func (f *faults) String() string { return "" }
func (f *faults) Type() string   { return "NAME=P" }

func (f *faults) Set(s string) error {
	name, value, _ := strings.Cut(s, "=")
	probability, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return fmt.Errorf("%q is not NAME=P with a probability from 0 to 1", s)
	}
	if err := new(emulator.Faults).Set(name, probability); err != nil {
		return err
	}
	*f = append(*f, fault{name, probability})
	return nil
}

// quirks is a flag that switches a quirk on, many times.
type quirks emulator.Quirks

func (q *quirks) String() string { return "" }
func (q *quirks) Type() string   { return "NAME[=VALUE]" }

func (q *quirks) Set(s string) error {
	name, value, _ := strings.Cut(s, "=")
	return (*emulator.Quirks)(q).Set(name, value)
}
