package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline/price"
)

func newPlan(std streams) *cobra.Command {
	var s settings
	c := &cobra.Command{
		Use:   "plan MANIFEST|IMAGE|FOLDER|PATTERN…",
		Short: "Say what a run would do and cost, spending nothing",
		RunE: func(c *cobra.Command, args []string) error {
			if err := s.prepare(c.Flags()); err != nil {
				return err
			}
			return plan(c.Context(), &s, std, args)
		},
	}
	s.ledgerFlags(c.Flags())
	s.askFlags(c.Flags())
	s.runFlags(c.Flags())
	return c
}

// prepare reads the configuration file and checks every flag.
func (s *settings) prepare(flags *pflag.FlagSet) error {
	if err := s.readConfig(flags); err != nil {
		return err
	}
	return s.check()
}

// plan reads the manifests as a run would, counts, and forgets them again.
func plan(ctx context.Context, s *settings, std streams, args []string) (err error) {
	if len(args) == 0 {
		return usage(fmt.Errorf("name a manifest, such as images.csv, or - for standard input, or a folder of pictures"))
	}
	cleanUp, err := s.planLedger()
	if err != nil {
		return err
	}
	defer cleanUp()
	ss, err := newSession(s, std, args)
	if err != nil {
		return err
	}
	defer func() { err = firstOf(err, ss.close()) }()
	if err := ss.unlock(); errors.Is(err, errNoKey) {
		ss.tableOnly = true
	} else if err != nil {
		return err
	}
	return ss.plan(ctx)
}

// plan says what a run would do. A passing ledger need not forget the rows: it
// goes as a whole.
func (ss *session) plan(ctx context.Context) error {
	if err := ss.openLedger(ctx, ss.ledgerName()); err != nil {
		return err
	}
	readings, err := ss.read(ctx, ss.inputs)
	if err != nil {
		return err
	}
	e, err := ss.estimate(ctx, readings)
	if err != nil {
		return err
	}
	if e.expiring, err = ss.expiring(ctx, readings); err != nil {
		return err
	}
	if !ss.passing {
		if err := ss.ledger.Tidy(ctx); err != nil {
			return err
		}
	}
	if ss.tableOnly && e.questions > 0 {
		ss.sayf("prices are those that captionmill knows of: without a key in %s the API cannot be asked for its own", keyVar)
	}
	ss.tellPassed(readings)
	gaps, err := ss.gaps(ctx, readings)
	if err != nil {
		return err
	}
	return ss.showPlan(e, gaps)
}

// planLedger lets a plan without a ledger work on a passing one, which goes away
// again.
func (s *settings) planLedger() (cleanUp func(), err error) {
	if _, err := os.Stat(s.ledgerName()); err == nil {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp("", "captionmill-plan-")
	if err != nil {
		return nil, err
	}
	s.db, s.passing = filepath.Join(dir, "plan.db"), true
	return func() { os.RemoveAll(dir) }, nil
}

// planned is the plan for other programs.
type planned struct {
	Schema     int          `json:"schema"`
	Rows       int64        `json:"rows"`
	Kept       int64        `json:"kept"`
	Skipped    int64        `json:"skipped"`
	Failed     int64        `json:"failed"`
	Questions  int64        `json:"questions"`
	ReAsked    int64        `json:"re_asked"`
	Expiring   int64        `json:"expiring"`
	Models     []string     `json:"models"`
	CostOnce   price.Micros `json:"cost_usd"`
	CostAtMost price.Micros `json:"cost_at_most_usd"`
	Seconds    int          `json:"seconds"`
	Spent      price.Micros `json:"spent_usd"`
	Slots      []slotted    `json:"slots,omitempty"`
	Columns    []gap        `json:"columns,omitempty"`
}

func (ss *session) showPlan(e estimate, gaps []gap) error {
	if ss.json {
		return json.NewEncoder(ss.std.out).Encode(planned{
			Schema: 1, Rows: e.tally.Rows, Kept: e.tally.Kept, Skipped: e.tally.Skipped, Failed: e.tally.Failed,
			Questions: e.questions, ReAsked: e.Again, Expiring: e.expiring, Models: append([]string{}, e.models...),
			CostOnce: e.once, CostAtMost: e.worst, Seconds: int(e.time.Seconds()),
			Slots: e.slots, Columns: gaps,
		})
	}
	var (
		t     table
		lines strings.Builder
	)
	t.add("Rows", thousands(e.tally.Rows))
	t.addSome("  kept", e.tally.Kept, "with alt text already")
	t.addSome("  skipped", e.tally.Skipped, "without an image")
	t.addSome("  failed", e.tally.Failed, "not to be read right")
	t.addSome("  repeated ids", e.tally.RepeatedIDs, "with an id that another row has as well")
	t.add("Questions", thousands(e.questions))
	for _, s := range e.slots {
		t.add("  alt_text_"+s.Slot, fmt.Sprintf("%s  %s", thousands(s.Questions), s.Cost))
	}
	t.addSome("  changed", e.Again, "about pictures that have an answer; --re-ask asks them")
	t.addSome("  expiring", e.expiring, "whose signed address ends before its turn; sign them anew, for longer")
	t.addSome("  in flight", e.Submitted, "submitted by an earlier run, and paid")
	t.addSome("  unconfirmed", e.Unconfirmed, "may have been paid; nobody knows")
	if e.questions > 0 {
		t.add("Cost", fmt.Sprintf("%s, at most %s with second attempts", e.once, e.worst))
	}
	if e.time > 0 {
		t.add("Time", "about "+roughly(e.time))
	}
	for _, g := range gaps {
		fmt.Fprintf(&lines, "%s\n", g)
	}
	fmt.Fprintf(ss.std.out, "%s%sSpent: %s\n", t.String(), lines.String(), price.Micros(0))
	return nil
}
