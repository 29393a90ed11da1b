package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// A retrial puts failed questions back.
type retrial struct {
	*session
	reasons []string
	all     bool
}

func newRetry(std streams) *cobra.Command {
	var (
		s settings
		r retrial
	)
	c := &cobra.Command{
		Use:   "retry [MANIFEST|IMAGE|FOLDER|PATTERN]…",
		Short: "Put failed questions back, to be asked again by the next run",
		Long: `retry puts failed questions back, so that the next run asks them as if they
had never been asked; what was paid for them stays counted. Without --reason
and without --all it lists what has failed, and puts nothing back. What the next
run may cost depends on its --repair and --fallback-model, so give them here as
well, or the same --config.`,
	}
	flags := s.borrow(c.Flags(), "db", "emulate", "config", "json", "repair", "fallback-model")
	c.Flags().StringArrayVar(&r.reasons, "reason", nil, "put back what failed for this reason, a `WORD` such as model_error; may be repeated")
	c.Flags().BoolVar(&r.all, "all", false, "put back everything that failed")
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		if r.all && len(r.reasons) > 0 {
			return usage(fmt.Errorf("--all puts back every reason, --reason some: leave one of them away"))
		}
		if err := s.prepare(flags); err != nil {
			return err
		}
		if r.session, err = heldSession(c.Context(), &s, std); err != nil {
			return err
		}
		defer func() { err = firstOf(err, r.close()) }()
		r.tableOnly = true // nothing is asked here, not even what it costs
		if r.repairer, err = r.newRepairer(); err != nil {
			return err
		}
		return r.run(c.Context(), args)
	}
	return c
}

// heldSession is one with a ledger that is there already, held for this
// process alone.
func heldSession(ctx context.Context, s *settings, std streams) (*session, error) {
	if _, err := os.Stat(s.ledgerName()); err != nil {
		return nil, noLedger(s.ledgerName(), err)
	}
	ss, err := plainSession(s, std)
	if err != nil {
		return nil, err
	}
	if err := ss.hold(ctx, ss.ledgerName()); err != nil {
		return nil, firstOf(err, ss.close())
	}
	return ss, nil
}

func (r *retrial) run(ctx context.Context, args []string) error {
	manifests, err := named(ctx, r.ledger, args)
	if err != nil {
		return err
	}
	work := rowsOf(manifests)
	failures, err := r.ledger.Failures(ctx, work)
	if err != nil {
		return err
	}
	if !r.all && len(r.reasons) == 0 {
		return r.list(failures)
	}
	if err := r.unreadable(failures); err != nil {
		return err
	}
	put, err := r.ledger.Retry(ctx, work, r.reasons...)
	if err != nil {
		return err
	}
	return r.show(ctx, put, failures)
}

// unreadable refuses a reason for which only rows failed that ask nothing.
func (r *retrial) unreadable(failures []sqlite.Failure) error {
	for _, f := range failures {
		if slices.Contains(r.reasons, f.Reason) && f.Questions == 0 {
			return usage(fmt.Errorf("%s (%s) failed before anything was asked: mend the manifest and run it again; captionmill export --only failed --as-manifest writes these rows", plural(f.Rows, "row"), f.Reason))
		}
	}
	return nil
}

// listedFailures is what has failed, for other programs.
type listedFailures struct {
	Schema     int              `json:"schema"`
	Failures   map[string]int64 `json:"failures"`   // questions that can be put back
	Unreadable map[string]int64 `json:"unreadable"` // rows that only a better manifest helps
}

// list says what has failed, and what to do about it.
func (r *retrial) list(failures []sqlite.Failure) error {
	out := listedFailures{Schema: 1, Failures: map[string]int64{}, Unreadable: map[string]int64{}}
	var questions, rows table
	for _, f := range failures {
		if f.Questions > 0 {
			out.Failures[f.Reason] = f.Questions
			questions.add("  "+f.Reason, thousands(f.Questions))
		}
		if f.Rows > 0 {
			out.Unreadable[f.Reason] = f.Rows
			rows.add("  "+f.Reason, thousands(f.Rows))
		}
	}
	if r.json {
		return json.NewEncoder(r.std.out).Encode(out)
	}
	var b strings.Builder
	if len(questions) > 0 {
		fmt.Fprintf(&b, "Questions that failed, by reason\n%sTo put them back: captionmill retry --reason WORD, or --all\n", questions)
	}
	if len(rows) > 0 {
		fmt.Fprintf(&b, "Rows that could not be asked about, by reason\n%sTo mend them: captionmill export --only failed --as-manifest writes them as a manifest\n", rows)
	}
	if b.Len() == 0 {
		b.WriteString("Nothing has failed.\n")
	}
	_, err := fmt.Fprint(r.std.out, b.String())
	return err
}

// putBack is what was done, for other programs.
type putBack struct {
	Schema  int          `json:"schema"`
	PutBack int64        `json:"put_back"`
	AtMost  price.Micros `json:"cost_at_most_usd"`
	Rows    int64        `json:"unreadable_rows"`
}

// worst is what a question costs at most in the next run.
func (r *retrial) worst(ctx context.Context, p *pipeline.Prompt) (price.Micros, error) {
	once, err := r.price(ctx, p)
	if err != nil {
		return 0, err
	}
	return r.worstPrice(ctx, p, once)
}

// show says what was put back, and what it may cost.
func (r *retrial) show(ctx context.Context, put []sqlite.Questions, failures []sqlite.Failure) error {
	out := putBack{Schema: 1}
	cost := ""
	for _, q := range put {
		worst, err := r.worst(ctx, q.Prompt)
		if err != nil { // a model of a configuration file that is not named here
			cost = "; the next run says what they cost"
		}
		out.PutBack += q.Count
		out.AtMost += worst * price.Micros(q.Count)
	}
	for _, f := range failures {
		if r.all {
			out.Rows += f.Rows
		}
	}
	if r.json {
		return json.NewEncoder(r.std.out).Encode(out)
	}
	if cost == "" && out.PutBack > 0 {
		cost = fmt.Sprintf(", at most %s with second attempts", out.AtMost)
	}
	fmt.Fprintf(r.std.out, "The next run asks %s%s.\n", plural(out.PutBack, "question"), cost)
	if out.Rows > 0 {
		fmt.Fprintf(r.std.out, "%s failed before anything was asked: mend the manifest and run it again.\n", plural(out.Rows, "row"))
	}
	return nil
}
