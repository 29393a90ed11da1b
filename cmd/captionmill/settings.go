package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// settings are what flags and the configuration file say, checked in form but
// not yet in meaning.
type settings struct {
	config string

	// the ledger
	db      string
	passing bool // it goes away again

	// what is asked
	model          string
	preset, prompt text // "" where not given
	asks           asks // in the place of these two, nil where not given
	langs          langs
	context        bool
	params         pairs
	ownModels      model.Table  // from the configuration file only
	ownPrices      model.Prices // from the configuration file only

	// what is read
	columns                pairs
	promptColumn           string
	imageKey, existing     string
	manifestName, inFormat string
	roots                  []string

	// how pictures are looked at and sent
	checkImages  string
	maxPixels    count
	keepMetadata bool
	networks     []string
	uploads      count

	// how fast
	account  string
	rate     perMinute
	inFlight count

	// how much
	budget, budgetMonth, budgetTotal money
	yes, reAsk                       bool
	limit                            count
	maxDuration, drain               span
	reconcileAfter                   span
	unconfirmed                      string
	upTo                             money

	// what happens to bad texts
	repair, maxJunk int
	fallbackModel   string

	// how texts are judged
	severities      pairs
	maxChars        count
	letters, period string

	// what comes out
	failOn, out, format, only string
	with                      string // more columns
	asManifest                bool   // rows as a new manifest, without results
	review                    string // the name of a sheet for people, in the place of results
	reviewAll, mark           bool   // of that sheet
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
	f.Var(&s.preset, "preset", "`NAME` of the prompt that ships with captionmill ("+usualPreset+")")
	f.Var(&s.prompt, "prompt", "a prompt of your own in its place: `TEXT`, or @FILE")
	f.Var(&s.asks, "ask", "one of several questions, as `NAME=PRESET` or NAME=@FILE, for a column alt_text_NAME; may be repeated")
	f.Var(&s.langs, "lang", "`LANGUAGE` to write in, such as de, de-AT or German; with several, de,en, a column for each")
	f.BoolVar(&s.context, "context", false, "tell the model what columns with usual names say: page_title, nearby_text, link_target, product_name, lang, …")
	f.Var(&s.columns, "column", "which column is what, as `ROLE=NAME`; roles: "+strings.Join(columnRoles, ", "))
	f.StringVar(&s.promptColumn, "prompt-column", "", "`NAME` of a column with the row's own prompt")
	f.StringVar(&s.manifestName, "manifest-name", "stdin", "`NAME` of a manifest read from standard input")
	f.Var(oneOf(&s.inFormat, "", "csv", "tsv", "jsonl", "list"), "manifest-format", "`FORMAT` of the manifest, if it is guessed wrong: csv, tsv, jsonl, list")
	f.Var(oneOf(&s.imageKey, "url", "url", "url-without-query"), "image-key", "`WHAT` makes two addresses the same picture: url, url-without-query")
	f.Var(oneOf(&s.existing, "keep", "keep", "redo", "redo-bad"), "existing", "`WHAT` to do with rows that have alt text: keep, redo, redo-bad (only what the checks block)")
	f.StringArrayVar(&s.roots, "root", nil, "a `FOLDER` outside the manifest's from which files may be sent; may be repeated")
	f.Var(oneOf(&s.account, "auto", "auto", "bronze", "silver", "gold", "ultra"), "account", "the account's `LEVEL`: auto (learned), bronze, silver, gold, ultra")
	f.Var(&s.rate, "rate", "most submissions, as `N/min` (or /s, /h)")
	f.Var(&s.inFlight, "in-flight", "most predictions running at once, `N`")
	f.StringVar(&s.baseURL, "base-url", "", "another root of the API, `URL` without /api/v3")
	f.BoolVar(&s.quiet, "quiet", false, "no progress and no preview")
	f.Var(oneOf(&s.logFormat, "text", "text", "json"), "log-format", "`FORMAT` of log lines: text, json")
	f.BoolVar(&s.json, "json", false, "one JSON object on standard output, for other programs")
}

// runFlags are those of captionmill run alone.
func (s *settings) runFlags(f *pflag.FlagSet) {
	f.Var(&s.budget, "budget", "most this run may spend, in `USD`")
	f.Var(&s.budgetMonth, "budget-month", "most to spend in a calendar month (UTC), in `USD`")
	f.Var(&s.budgetTotal, "budget-total", "most to spend for ever, in `USD`")
	f.BoolVar(&s.yes, "yes", false, "spend more than $10 without being asked")
	f.BoolVar(&s.reAsk, "re-ask", false, "ask again about pictures whose question, or --image-key, has changed")
	f.Var(&s.limit, "limit", "most submissions in this run, `N`; every row still comes out")
	s.drain, s.reconcileAfter = span(20*time.Second), span(time.Minute)
	f.Var(&s.maxDuration, "max-duration", "no submission after so long, such as `6h`")
	f.Var(&s.drain, "drain", "longest `TIME` to wait for open requests after a signal")
	f.Var(oneOf(&s.unconfirmed, "wait", "wait", "ask-again"), "unconfirmed", "`WHAT` to do with submissions that may have been paid: wait (for proof), ask-again")
	f.Var(&s.upTo, "up-to", "with --unconfirmed ask-again: most that may be paid twice, in `USD`")
	f.Var(&s.reconcileAfter, "reconcile-after", "`TIME` after which the API's list is proof about a lost submission")
	f.Var(oneOf(&s.failOn, "new", "new", "any", "never"), "fail-on", "`WHICH` failed rows end in exit 3: new, any, never")
	s.repairFlags(f)
	s.pictureFlags(f)
	s.outFlags(f)
}

// outFlags are those of verbs that write results.
func (s *settings) outFlags(f *pflag.FlagSet) {
	s.ruleFlags(f)
	f.StringVar(&s.out, "out", "", "where results go: `FILE`, - or none (NAME.captioned.csv)")
	f.Var(oneOf(&s.format, "csv", "csv", "jsonl"), "format", "`FORMAT` of the results: csv, jsonl")
	f.Var(oneOf(&s.only, "", "publishable", "review", "done", "failed"), "only", "`WHICH` rows to write: publishable, review, done, failed")
	f.Var(oneOf(&s.with, "", "provenance"), "with", "`WHAT` to write besides: provenance (what was asked when, and who decided)")
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

// columnRoles are what a manifest's columns can be for: what makes the row, and
// what there is to know about it.
var columnRoles = append([]string{"image", "id", "alt", "prompt"}, manifest.TextRoles...)

// check finds flags that contradict each other, and what no flag can see by
// itself.
func (s *settings) check() error {
	if s.emulate && s.baseURL != "" {
		return usage(fmt.Errorf("--emulate plays the API on this machine, --base-url names another: leave one of them away"))
	}
	if _, err := s.allowed(); err != nil {
		return usage(err)
	}
	if err := s.checkColumns(); err != nil {
		return usage(err)
	}
	if _, err := s.rules(quality.Prose); err != nil {
		return err
	}
	return s.checkUnconfirmed()
}

// checkColumns finds roles that do not exist, and one that is given twice.
func (s *settings) checkColumns() error {
	for role := range s.columns {
		if !slices.Contains(columnRoles, role) {
			return fmt.Errorf("--column %s=…: there is no role %q; the roles are %s", printable(role), role, strings.Join(columnRoles, ", "))
		}
	}
	if named := s.columns["prompt"]; named != "" && s.promptColumn != "" && named != s.promptColumn {
		return fmt.Errorf("--column prompt=%s and --prompt-column %s name two columns for one thing: leave one of them away", printable(named), printable(s.promptColumn))
	}
	return nil
}
