package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// emulateWith reads a configuration and a command line as captionmill emulate
// does.
func emulateWith(t *testing.T, text string, args ...string) (*emulation, *pflag.FlagSet, error) {
	t.Helper()
	e, f := new(emulation), pflag.NewFlagSet("emulate", pflag.ContinueOnError)
	e.flags(f)
	name := filepath.Join(t.TempDir(), "emulator.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Parse(append([]string{"--config", name}, args...)); err != nil {
		t.Fatal(err)
	}
	return e, f, e.readConfig(f)
}

// emulatorSettings is a value other than the default for every setting, and
// what becomes of all of them.
const emulatorSettings = `
addr: localhost:0
key: k
remember: journal
latency: 2s
latency_sigma: 0.5
seed: 7
blind: true
skew: -1m
account: bronze
tier_table: older
per_minute: 60
concurrent: 5
concurrency: queue
rate_window: sliding
balance: $0.50
quote_factor: 1.5
no_price: true
no_pricing: true
refund_after: 3h
billing_has_more: true
billing_time: iso
no_tickets: true
no_multipart: true
ticket_life: 1m
one_shot_tickets: true
list_inputs: true
list_total: true
list_delay: 3s
result_input: true
sync_wait: 30s
sync_keeps_id: true
webhook_wait: 2s
webhook_twice: true
quirks: [no-urls, retry-after=9]
quirk: {null_nsfw: true}
profile: busy
faults: {drop-after-accept: 0.25, crowded: 0}
fault: [html_429=0.5]
slow_by: 5s
credit_form: task
`

func TestEveryEmulatorFlagCanBeConfigured(t *testing.T) {
	t.Parallel()
	e, f, err := emulateWith(t, emulatorSettings)
	if err != nil {
		t.Fatal(err)
	}
	f.VisitAll(func(flag *pflag.Flag) {
		key := strings.ReplaceAll(flag.Name, "-", "_")
		if flag.Name != "config" && !regexp.MustCompile(`(?m)^`+key+`:`).MatchString(emulatorSettings) {
			t.Errorf("--%s is not tried here", flag.Name)
		}
	})
	account, err1 := e.readAccount()
	faults, err2 := e.readFaults()
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	want := emulator.Server{
		Key: "k", Remember: "journal", Latency: emulator.Latency{Median: 2 * time.Second, Sigma: 0.5}, Seed: 7, Blind: true, Skew: -time.Minute,
		Balance: 0.5, QuoteFactor: 1.5, NoPrice: true, NoPricing: true, RefundAfter: 3 * time.Hour, BillingHasMore: true, BillingTime: emulator.BillingTimeISO,
		NoTickets: true, NoMultipart: true, TicketLife: time.Minute, OneShotTickets: true, WebhookWait: 2 * time.Second, WebhookTwice: true, ListInputs: true, ListTotal: true, ListDelay: 3 * time.Second, ResultInput: true,
		SyncWait: 30 * time.Second, SyncKeepsID: true, Quirks: emulator.Quirks{NoURLs: true, RetryAfter: "9", NullNSFW: true},
	}
	if !reflect.DeepEqual(&e.server, &want) {
		t.Errorf("the server is\n%+v\nwant\n%+v", &e.server, &want)
	}
	if want := (emulator.Account{PerMinute: 60, Concurrent: 5, Window: emulator.SlidingMinute, Queue: true}); account != want {
		t.Errorf("the account is %+v, want %+v", account, want)
	}
	calm, _ := emulator.Profile("busy")
	calm.DropAfterAccept, calm.Crowded, calm.HTML429, calm.SlowBy, calm.CreditForm = 0.25, 0, 0.5, 5*time.Second, emulator.CreditTask
	if faults != calm || e.addr != "localhost:0" {
		t.Errorf("faults are %+v at %s, want %+v", faults, e.addr, calm)
	}
}

func TestTheAccountThatIsPlayed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args string
		want emulator.Account
	}{
		{"", emulator.Account{PerMinute: 5000, Concurrent: 10000, Window: "minute"}},
		{"--account bronze", emulator.Account{PerMinute: 2, Concurrent: 2, Window: "minute"}},
		{"--account bronze --tier-table older", emulator.Account{PerMinute: 10, Concurrent: 3, Window: "minute"}},
		{"--account bronze --concurrent 7 --rate-window second", emulator.Account{PerMinute: 2, Concurrent: 7, Window: "second"}},
		{"--per-minute 7 --concurrency queue", emulator.Account{PerMinute: 7, Concurrent: 10000, Window: "minute", Queue: true}},
	} {
		e, _, err := emulateWith(t, "", strings.Fields(tt.args)...)
		if got, err2 := e.readAccount(); got != tt.want || err != nil || err2 != nil {
			t.Errorf("%s: %+v, %v, %v; want %+v", tt.args, got, err, err2, tt.want)
		}
	}
}

// Flags win over the file, each whole: one fault on the command line takes the
// place of all in the file.
func TestEmulatorFlagsWin(t *testing.T) {
	t.Parallel()
	e, _, err := emulateWith(t, "account: bronze\nfaults: {null: 1, empty: 1}\n", "--account", "gold", "--fault", "object=0.5")
	if faults, _ := e.readFaults(); err != nil || e.account != "gold" || faults != (emulator.Faults{Object: 0.5, CreditForm: "envelope"}) {
		t.Errorf("account %s, faults %+v, %v", e.account, faults, err)
	}
}

func TestEmulatorConfigMistakes(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, want string }{
		"unknown":           {"# first\nacount: gold", `:2:1: there is no setting "acount" (did you mean account?); captionmill emulate --help lists them`},
		"a plural's":        {"quirkss: []", `there is no setting "quirkss" (did you mean quirk`},
		"of a run":          {"budget: 5", `:1:1: there is no setting "budget"`},
		"help":              {"help: true", `there is no setting "help"; captionmill`},
		"another file":      {"config: a.yaml", `there is no setting "config"; captionmill`},
		"with a hyphen":     {"slow-by: 1s", `there is no setting "slow-by" (did you mean slow_by?)`},
		"a fault":           {"faults:\n  null: 0.1\n  nul: 0.1\n", `:3:3: faults: there is no fault "nul"; there are submit-error`},
		"a probability":     {"faults:\n  null: often\n", `:2:3: faults: "null=often" is not NAME=P`},
		"too probable":      {"fault: [null=1, empty=2]", `:1:17: fault: the probability of "empty" is 2`},
		"a quirk":           {"quirks:\n- no-urls\n- urls\n", `:3:3: quirks: there is no quirk "urls"; there are missing-as-task`},
		"a quirk's value":   {"quirks: {no-urls: 7}", `:1:10: quirks: the quirk "no-urls" is "7": it must be true or false`},
		"no whole number":   {"seed: -1", `:1:7: seed: "-1" is not a whole number from 0`},
		"no number":         {"latency_sigma: wide", `latency_sigma: "wide" is not a number`},
		"no limit":          {"per_minute: 0", `:1:13: per_minute: 0 is not above 0`},
		"no sum":            {"balance: much", `:1:10: balance: "much": not an amount of dollars`},
		"a list for a word": {"account: [gold]", `account: one word or number is expected here`},
	} {
		if _, _, err := emulateWith(t, tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
}

// commented is a line of the quirks that the example has switched off.
var commented = regexp.MustCompile(`(?m)^#(  [a-z0-9-]+: .*)$`)

// The example shows every setting and every quirk, nothing that does not exist,
// and the defaults where it switches something on.
func TestEmulatorExample(t *testing.T) {
	t.Parallel()
	everything := commented.ReplaceAllString(switchedOff.ReplaceAllString(configs.Emulator(), "$1"), "$1")
	e, f, err := emulateWith(t, everything)
	if err != nil {
		t.Fatal(err)
	}
	_, err1 := e.readAccount()
	_, err2 := e.readFaults()
	if e.server.Remember = ""; err1 != nil || err2 != nil || e.server.Open() != nil {
		t.Errorf("the example with everything: %v, %v, %v", err1, err2, e.server.Open())
	}
	f.VisitAll(func(flag *pflag.Flag) {
		key := strings.ReplaceAll(flag.Name, "-", "_")
		if flag.Name != "config" && !regexp.MustCompile(`(?m)^`+key+`s?:`).MatchString(everything) {
			t.Errorf("the example does not show %s", key)
		}
	})
	if n := len(commented.FindAllString(configs.Emulator(), -1)); n != reflect.TypeFor[emulator.Quirks]().NumField() {
		t.Errorf("the example shows %d quirks", n)
	}
	_, plain, err := emulateWith(t, configs.Emulator())
	if err != nil {
		t.Fatal(err)
	}
	plain.VisitAll(func(flag *pflag.Flag) {
		unset := []string{"config", "latency", "balance"} // whose defaults are shown in brackets
		if !slices.Contains(unset, flag.Name) && flag.Value.String() != flag.DefValue {
			t.Errorf("the example sets %s to %s, and the default is %s", flag.Name, flag.Value, flag.DefValue)
		}
	})
}
