package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/price"
)

// settings are what flags and the configuration file say, checked in form but
// not yet in meaning.
type settings struct {
	config string

	// the ledger
	db string

	// what is asked
	model, preset, prompt string
	params                pairs
	models                model.Table // from the configuration file only

	// what is read
	columns                pairs
	promptColumn           string
	imageKey, existing     string
	manifestName, inFormat string
	roots                  []string

	// how fast
	account  string
	rate     perMinute
	inFlight int

	// how much
	budget, budgetMonth, budgetTotal money
	yes, reAsk                       bool
	limit                            int
	maxDuration, drain               time.Duration
	reconcileAfter                   time.Duration
	unconfirmed                      string
	upTo                             money

	// what comes out
	failOn, out, format, only string
	asManifest                bool // rows as a new manifest, without results
	json, quiet               bool
	logFormat                 string

	// who is asked
	baseURL string
	emulate bool
}

// ledgerName is the name of the ledger's file.
func (s *settings) ledgerName() string {
	switch {
	case s.db != "":
		return s.db
	case s.emulate:
		return "emulated.db"
	default:
		return "captions.db"
	}
}

// ledgerFlags are those of every verb that opens a ledger.
func (s *settings) ledgerFlags(f *pflag.FlagSet) {
	f.StringVar(&s.db, "db", "", "the ledger's `FILE` (captions.db; emulated.db with --emulate)")
	f.BoolVar(&s.emulate, "emulate", false, "play the API on this machine: no key, no cost, texts that say [emulated]")
}

// askFlags are those that decide what is asked about which pictures.
func (s *settings) askFlags(f *pflag.FlagSet) {
	f.StringVar(&s.config, "config", "", "a YAML `FILE` with any of these flags, under their names with _ for -")
	f.StringVar(&s.model, "model", "minicpm", "`NAME` of the model: minicpm, any-llm, openai/gpt-4o, …")
	f.Var(&s.params, "param", "a parameter of the model, as `NAME=VALUE`; may be repeated")
	f.StringVar(&s.preset, "preset", "alt-text", "`NAME` of the prompt that ships with captionmill")
	f.StringVar(&s.prompt, "prompt", "", "a prompt of your own: `TEXT`, or @FILE")
	f.Var(&s.columns, "column", "which column is what, as `ROLE=NAME`; roles: image, id, alt")
	f.StringVar(&s.promptColumn, "prompt-column", "", "`NAME` of a column with the row's own prompt")
	f.StringVar(&s.manifestName, "manifest-name", "stdin", "`NAME` of a manifest read from standard input")
	f.StringVar(&s.inFormat, "manifest-format", "", "`FORMAT` of the manifest, if it is guessed wrong: csv, tsv, jsonl, list")
	f.StringVar(&s.imageKey, "image-key", "url", "`WHAT` makes two addresses the same picture: url, url-without-query")
	f.StringVar(&s.existing, "existing", "keep", "`WHAT` to do with rows that have alt text: keep, redo")
	f.StringArrayVar(&s.roots, "root", nil, "a `FOLDER` outside the manifest's from which files may be sent; may be repeated")
	f.StringVar(&s.account, "account", "auto", "the account's `LEVEL`: auto (learned), bronze, silver, gold, ultra")
	f.Var(&s.rate, "rate", "most submissions, as `N/min` (or /s, /h)")
	f.IntVar(&s.inFlight, "in-flight", 0, "most predictions running at once, `N`")
	f.StringVar(&s.baseURL, "base-url", "", "another root of the API, `URL` without /api/v3")
	f.BoolVar(&s.quiet, "quiet", false, "no progress and no preview")
	f.StringVar(&s.logFormat, "log-format", "text", "`FORMAT` of log lines: text, json")
	f.BoolVar(&s.json, "json", false, "one JSON object on standard output, for other programs")
}

// runFlags are those of captionmill run alone.
func (s *settings) runFlags(f *pflag.FlagSet) {
	f.Var(&s.budget, "budget", "most this run may spend, in `USD`")
	f.Var(&s.budgetMonth, "budget-month", "most to spend in a calendar month (UTC), in `USD`")
	f.Var(&s.budgetTotal, "budget-total", "most to spend for ever, in `USD`")
	f.BoolVar(&s.yes, "yes", false, "spend more than $10 without being asked")
	f.BoolVar(&s.reAsk, "re-ask", false, "ask again about pictures whose question has changed")
	f.IntVar(&s.limit, "limit", 0, "most submissions in this run, `N`; every row still comes out")
	f.DurationVar(&s.maxDuration, "max-duration", 0, "no submission after so long, such as `6h`")
	f.DurationVar(&s.drain, "drain", 20*time.Second, "longest wait for open requests after a signal")
	f.StringVar(&s.unconfirmed, "unconfirmed", "wait", "`WHAT` to do with submissions that may have been paid: wait (for proof), ask-again")
	f.Var(&s.upTo, "up-to", "with --unconfirmed ask-again: most that may be paid twice, in `USD`")
	f.DurationVar(&s.reconcileAfter, "reconcile-after", time.Minute, "how long after a lost submission the API's list is proof")
	f.StringVar(&s.failOn, "fail-on", "new", "`WHICH` failed rows end in exit 3: new, any, never")
	s.outFlags(f)
}

// outFlags are those of verbs that write results.
func (s *settings) outFlags(f *pflag.FlagSet) {
	f.StringVar(&s.out, "out", "", "where results go: `FILE`, - or none (NAME.captioned.csv)")
	f.StringVar(&s.format, "format", "csv", "`FORMAT` of the results: csv, jsonl")
	f.StringVar(&s.only, "only", "", "`WHICH` rows to write: publishable, done, failed")
}

// borrow gives a verb some of run's flags, under their names. The returned set
// is all of run's, for a configuration file that serves every verb.
func (s *settings) borrow(f *pflag.FlagSet, names ...string) (all *pflag.FlagSet) {
	all = pflag.NewFlagSet("run", pflag.ContinueOnError)
	s.ledgerFlags(all)
	s.askFlags(all)
	s.runFlags(all)
	for _, name := range names {
		f.AddFlag(all.Lookup(name))
	}
	return all
}

// choices are the flags with a closed list of words.
func (s *settings) choices() map[string][]string {
	return map[string][]string{
		"image-key":       {s.imageKey, "url", "url-without-query"},
		"existing":        {s.existing, "keep", "redo"},
		"account":         {s.account, "auto", "bronze", "silver", "gold", "ultra"},
		"log-format":      {s.logFormat, "text", "json"},
		"unconfirmed":     {s.unconfirmed, "wait", "ask-again"},
		"fail-on":         {s.failOn, "new", "any", "never"},
		"format":          {s.format, "csv", "jsonl"},
		"only":            {s.only, "", "publishable", "done", "failed"},
		"manifest-format": {s.inFormat, "", "csv", "tsv", "jsonl", "list"},
	}
}

// columnRoles are what a manifest's columns can be for.
var columnRoles = []string{"image", "id", "alt", "prompt"}

// check finds words that are not on their flag's list, and numbers out of
// range.
func (s *settings) check(flags *pflag.FlagSet) error {
	for name, words := range s.choices() {
		if flags.Lookup(name) != nil && !slices.Contains(words[1:], words[0]) {
			return usage(fmt.Errorf("--%s %s: choose one of %s", name, printable(words[0]), strings.Join(nonEmpty(words[1:]), ", ")))
		}
	}
	for role := range s.columns {
		if !slices.Contains(columnRoles, role) {
			return usage(fmt.Errorf("--column %s=…: there is no role %q; the roles are %s", printable(role), role, strings.Join(columnRoles, ", ")))
		}
	}
	switch {
	case s.limit < 0:
		return usage(fmt.Errorf("--limit %d: give a number of submissions above 0", s.limit))
	case s.inFlight < 0:
		return usage(fmt.Errorf("--in-flight %d: give a number of predictions above 0", s.inFlight))
	case s.maxDuration < 0 || s.drain < 0 || s.reconcileAfter < 0:
		return usage(fmt.Errorf("--max-duration, --drain and --reconcile-after take a time such as 20s or 6h"))
	case s.emulate && s.baseURL != "":
		return usage(fmt.Errorf("--emulate plays the API on this machine, --base-url names another: leave one of them away"))
	}
	return s.checkUnconfirmed()
}

func nonEmpty(words []string) []string {
	var some []string
	for _, w := range words {
		if w != "" {
			some = append(some, w)
		}
	}
	return some
}

// pairs is a flag that takes NAME=VALUE, many times.
type pairs map[string]string

func (p *pairs) String() string { return "" }
func (p *pairs) Type() string   { return "NAME=VALUE" }

func (p *pairs) Set(s string) error {
	name, value, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		return fmt.Errorf("%q is not NAME=VALUE", s)
	}
	if *p == nil {
		*p = pairs{}
	}
	(*p)[name] = value
	return nil
}

// any is the pairs as a model takes parameters.
func (p pairs) any() map[string]any {
	m := make(map[string]any, len(p))
	for name, v := range p {
		m[name] = v
	}
	return m
}

// money is a flag that takes an amount of dollars, above nothing.
type money struct{ price.Micros }

func (m *money) String() string {
	if m.Micros == 0 {
		return ""
	}
	return m.Decimal()
}
func (m *money) Type() string { return "USD" }

func (m *money) Set(s string) (err error) {
	if m.Micros, err = price.Parse(s); err == nil && m.Micros == 0 {
		err = fmt.Errorf("%q would allow nothing at all; captionmill plan spends nothing", s)
	}
	return err
}

// perMinute is a flag that takes a rate.
type perMinute float64

func (r *perMinute) String() string {
	if *r == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(*r), 'g', -1, 64) + "/min"
}
func (r *perMinute) Type() string { return "N/min" }

func (r *perMinute) Set(s string) error {
	number, unit, per := strings.Cut(s, "/")
	if !per {
		unit = "min"
	}
	factor, ok := map[string]float64{"min": 1, "m": 1, "minute": 1, "s": 60, "sec": 60, "second": 60, "h": 1.0 / 60, "hour": 1.0 / 60}[unit]
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !ok || !(n > 0) || n > 1e9 {
		return fmt.Errorf("%q is not a rate such as 500/min", s)
	}
	*r = perMinute(n * factor)
	return nil
}
