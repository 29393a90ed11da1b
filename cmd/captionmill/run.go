package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/gate"
	"github.com/captionmill/captionmill/sink/sqlite"
)

func newRun(std streams) *cobra.Command {
	var s settings
	c := &cobra.Command{
		Use:   "run [MANIFEST|IMAGE|FOLDER|PATTERN]…",
		Short: "Caption what is not captioned yet, and write the results",
		Long: `run reads lists of images (CSV, TSV, JSONL or plain lists, also gzipped; - for
standard input), or takes the images that are named: files, addresses, folders
with all that is below them, and patterns such as 'photos/**/*.{jpg,png}'. It
captions what is not captioned yet, and writes every row out with its alt text.
It can be stopped at any moment: the next run goes on.

Each manifest, folder and pattern has results of its own; single images have
theirs together. Without any it goes on with everything that the ledger has.`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := s.prepare(c.Flags()); err != nil {
				return err
			}
			if s.json && s.out == "-" {
				return usage(errors.New("--json and --out - both write to standard output: leave one of them away, or name a file with --out"))
			}
			if len(args) == 0 {
				if err := s.aloneOnly(c.Flags()); err != nil {
					return err
				}
			}
			return runAll(c.Context(), &s, std, args)
		},
	}
	s.ledgerFlags(c.Flags())
	s.askFlags(c.Flags())
	s.runFlags(c.Flags())
	return c
}

// aloneOnly refuses flags that would change the questions of a run without a
// manifest: such a run asks what the manifests were read with.
func (s *settings) aloneOnly(flags *pflag.FlagSet) error {
	for _, name := range []string{"model", "param", "preset", "prompt", "ask", "lang", "context", "prompt-column", "column", "existing", "image-key"} {
		if flags.Changed(name) && !(name == "param" && s.extrasOnly()) {
			return usage(fmt.Errorf("--%s changes what is asked, so name the manifest as well; without one a run goes on with what was asked before", name))
		}
	}
	return nil
}

// extrasOnly tells whether every parameter is one that changes no question, as
// far as the model says so.
func (s *settings) extrasOnly() bool {
	models, err := loadModels(s)
	if err != nil {
		return false
	}
	m, err := models.Find(s.model)
	if err != nil {
		return false
	}
	params, _ := s.params.split(m)
	return len(params) == 0
}

// runAll is one run from beginning to end.
func runAll(ctx context.Context, s *settings, std streams, args []string) (err error) {
	ss, err := newSession(s, std, args)
	if err != nil {
		return err
	}
	defer func() { err = firstOf(err, ss.close()) }()
	if err := ss.unlock(); err != nil {
		return err
	}
	if err := ss.openLedger(ctx, ss.ledgerName()); err != nil {
		return err
	}
	readings, err := ss.readings(ctx)
	if err != nil {
		return err
	}
	outputs, ahead, err := ss.agree(ctx, readings)
	if err != nil {
		return firstOf(err, ss.ledger.Tidy(context.WithoutCancel(ctx)))
	}
	return ss.caption(ctx, readings, outputs, ahead)
}

// readings are those of the arguments, or everything that the ledger has.
func (ss *session) readings(ctx context.Context) ([]reading, error) {
	if len(ss.inputs) > 0 {
		return ss.read(ctx, ss.inputs)
	}
	known, err := ss.ledger.Manifests(ctx)
	if err != nil {
		return nil, err
	}
	if len(known) == 0 {
		return nil, usage(fmt.Errorf("name a manifest, such as images.csv, or - for standard input, or a folder of pictures; the ledger %s has none yet", ss.ledgerName()))
	}
	all := make([]reading, len(known))
	for i, m := range known {
		all[i] = reading{source: source{arg: m.Name, name: m.Name, dir: m.Folder}, Manifest: m, before: m}
	}
	return all, nil
}

// agree says what is about to happen, and makes sure that it is wanted and that
// there is a place for its results.
func (ss *session) agree(ctx context.Context, readings []reading) ([]output, sqlite.Outlook, error) {
	outputs, err := ss.outputs(manifestsOf(readings))
	if err == nil {
		err = ss.placeable(ctx, ss.ledger, outputs, ss.guardInputs()...)
	}
	if err != nil {
		return nil, sqlite.Outlook{}, err
	}
	e, err := ss.estimate(ctx, readings)
	if err != nil {
		return nil, e.Outlook, err
	}
	ss.announce(e, readings)
	if err := ss.consent(ctx, e); err != nil {
		return nil, e.Outlook, err
	}
	ss.warnFunds(ctx, e)
	return outputs, e.Outlook, nil
}

// announce says what is about to happen, and what to beware of.
func (ss *session) announce(e estimate, readings []reading) {
	host := ""
	if !ss.vendor && !ss.emulate {
		host = " · asking " + ss.provider()
	}
	ss.sayf("%s%s", e.first(), host)
	if e.questions > 0 && e.time == 0 {
		ss.sayf("the account's limits are not known and will be learned; --account LEVEL says them")
	}
	ss.tellPassed(readings)
	for _, r := range readings {
		if n := r.Tally.RepeatedIDs; n > 0 {
			ss.sayf("warning: %s with an id that another row of %s has as well", plural(n, "row"), printable(r.arg))
		}
	}
	if ss.syncMode() {
		_, inFlight := ss.accountLimits()
		ss.sayf("warning: in sync mode an id is only known with the answer; a kill could orphan up to %s", plural(int64(max(inFlight, 1)), "paid answer"))
	}
}

// caption does the work that was agreed to, of which ahead is what lay ahead then:
// nobody else has worked on the ledger since.
func (ss *session) caption(ctx context.Context, readings []reading, outputs []output, ahead sqlite.Outlook) error {
	if err := ss.adopt(ctx, readings); err != nil {
		return err
	}
	changed, err := ss.recover(ctx)
	if err != nil {
		return err
	}
	c, err := ss.begin(ctx, readings, outputs)
	if err != nil {
		return err
	}
	if c.gamble, err = ss.askUnconfirmed(ctx, ss.newReconciler(nil)); err != nil {
		return err
	}
	now, _ := work(readings)
	if changed || ss.unconfirmed == "ask-again" { // which may settle any of what is in doubt
		if ahead, err = ss.outlook(ctx, now, nil); err != nil {
			return err
		}
	}
	steps := newProgress(ss, ahead)
	c.ended = ss.runner(ctx, c, now, steps).Run(ctx)
	steps.finish()
	c.changed = steps.changed() || c.gamble.count > 0
	return ss.finish(ctx, c)
}

// begin writes down that a run has begun.
func (ss *session) begin(ctx context.Context, readings []reading, outputs []output) (conclusion, error) {
	c := conclusion{owner: ownerName(), readings: readings, outputs: outputs, started: time.Now()}
	var err error
	c.run, err = ss.ledger.Begin(ctx, c.owner, version(), ss.provider())
	return c, err
}

// recover takes up what earlier runs have left lying when they were cut off, and
// tells whether there was anything.
func (ss *session) recover(ctx context.Context) (changed bool, err error) {
	rescued, err := ss.ledger.Rescue(ctx)
	if err != nil {
		return false, err
	}
	if rescued > 0 {
		ss.sayf("%s taken over from %s.rescue", plural(int64(rescued), "paid prediction"), ss.ledgerName())
	}
	interrupted, err := ss.ledger.Recover(ctx)
	if interrupted > 0 {
		ss.sayf("%s interrupted while being submitted; each is asked again only if the API's list proves that it never arrived", plural(interrupted, "question"))
	}
	return rescued > 0 || interrupted > 0, err
}

// runner puts the engine together.
func (ss *session) runner(ctx context.Context, begun conclusion, now pipeline.Work, steps *progress) *pipeline.Runner {
	recent, err := ss.ledger.Recent(ctx, time.Now())
	if err != nil {
		ss.log.Warn("the last minute's submissions are not known", "error", err)
	}
	rate, inFlight := ss.accountLimits()
	tuneRun(workers(inFlight))
	g := &gate.Gate{Rate: rate, InFlight: inFlight, Recent: recent}
	_, extras := ss.params.split(ss.asker.Model)
	prep := &pipeline.Preparer{Models: ss.models, Prices: ss.prices, Extras: extras, Lender: ss.lender()}
	c := &pipeline.Captioner{
		API: ss.client, Ledger: ss.ledger, Gate: g, Tell: g.Tell, Clock: new(gate.Clock), Preparer: prep, Rules: ss.altRules(),
		Run: begun.run.ID, Purse: begun.run.Purse, Owner: begun.owner, BaseURL: ss.client.BaseURL,
		Caps:        pipeline.Caps{Run: ss.budget.Micros, Month: ss.budgetMonth.Micros, Total: ss.budgetTotal.Micros, Submissions: int(ss.limit)},
		MaxAttempts: attempts, Repairer: ss.repairer, Brake: &pipeline.Brake{Most: ss.maxJunk}, Drain: time.Duration(ss.drain), OnStep: steps.step, Log: ss.log,
	}
	if ss.syncMode() {
		c.PostTimeout = 2 * time.Minute
	}
	return &pipeline.Runner{Captioner: c, Reconciler: ss.newReconciler(steps.step), Work: now, Workers: workers(inFlight), Adopt: g.Adopt, MaxDuration: time.Duration(ss.maxDuration)}
}

// newReconciler settles what is unconfirmed by the API's list.
func (ss *session) newReconciler(onStep func(pipeline.Step)) *pipeline.Reconciler {
	return &pipeline.Reconciler{API: ss.client, Ledger: ss.ledger, Models: ss.models, After: time.Duration(ss.reconcileAfter), OnStep: onStep, Log: ss.log}
}

// accountLimits are the submissions a minute and the predictions in flight that
// the settings allow; 0 leaves it to the gate to learn.
func (ss *session) accountLimits() (submissions float64, predictions int) {
	account := ss.account
	if ss.emulate {
		account = ss.emulatedAccount()
	}
	submissions, predictions, err := publishedLimits(account)
	if err != nil {
		submissions, predictions = 0, 0 // auto
	}
	if ss.rate > 0 {
		submissions = float64(ss.rate)
	}
	if ss.inFlight > 0 {
		predictions = int(ss.inFlight)
	}
	return submissions, predictions
}

// workers is how many items are on their way at once: those in flight, and as
// many, within reason, that are made ready before or written down after.
func workers(inFlight int) int {
	if inFlight == 0 {
		return 2048
	}
	return inFlight + min(max(3*inFlight, 64), 512)
}

// tuneRun makes the most of a machine for a run with so many workers. A thread
// that waits for the disk within SQLite keeps its processor until the runtime
// takes it away, so that there is one more than would be by default.
func tuneRun(workers int) {
	if workers > crowd {
		collectAt(100)
	}
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.SetDefaultGOMAXPROCS()
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
}

// ownerName names this process among all that may ever write to the ledger.
func ownerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s:%d:%d", host, os.Getpid(), time.Now().UnixMilli())
}
