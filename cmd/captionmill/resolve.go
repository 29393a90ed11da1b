package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A resolution decides about unconfirmed predictions.
type resolution struct {
	*session
	reconcile, again, fail bool
	attach                 string
	atMost                 money // that may be paid twice

	ids    map[pipeline.PredictionID]bool // of the command line, nil for all
	doubts []pipeline.Doubt               // those in question, oldest first
}

func newResolve(std streams) *cobra.Command {
	var (
		s settings
		r resolution
	)
	c := &cobra.Command{
		Use:   "resolve [ID]…",
		Short: "List what may have been paid without an answer, and decide about it",
		Long: `resolve lists the predictions that were submitted and of which nobody knows
whether the API has created them, each with the API's predictions that could be
it. With one of the flags below it decides about those with the given IDs, or
about all.`,
	}
	flags := s.borrow(c.Flags(), "db", "emulate", "base-url", "config", "reconcile-after", "log-format", "json")
	r.flags(c)
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		if err := r.understand(args); err != nil {
			return err
		}
		if err := s.prepare(flags); err != nil {
			return err
		}
		if r.session, err = heldSession(c.Context(), &s, std); err != nil {
			return err
		}
		defer func() { err = firstOf(err, r.close()) }()
		return r.run(c.Context())
	}
	return c
}

func (r *resolution) flags(c *cobra.Command) {
	f := c.Flags()
	f.BoolVar(&r.reconcile, "reconcile", false, "settle what the API's list proves, and leave the rest; waits where waiting helps")
	f.BoolVar(&r.again, "ask-again", false, "let the next run ask again; what was submitted may then be paid twice")
	f.Var(&r.atMost, "up-to", "with --ask-again: most that may be paid twice, in `USD`; the oldest first")
	f.BoolVar(&r.fail, "fail", false, "give up: the questions fail, and their price stays counted")
	f.StringVar(&r.attach, "attach", "", "the one ID is this `PREDICTION` of the API's; the next run fetches its answer")
}

// understand makes sense of the decision and the ids.
func (r *resolution) understand(args []string) error {
	decisions := 0
	for _, made := range []bool{r.reconcile, r.again, r.fail, r.attach != ""} {
		if made {
			decisions++
		}
	}
	switch {
	case decisions > 1:
		return usage(errors.New("--reconcile, --ask-again, --fail and --attach are one decision each: choose one"))
	case r.atMost.Micros > 0 && !r.again:
		return usage(errors.New("--up-to is the limit of --ask-again: add that"))
	case r.attach != "" && len(args) != 1:
		return usage(errors.New("--attach takes exactly one ID, the question that the prediction answers; captionmill resolve lists them"))
	}
	for _, arg := range args {
		id, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || id <= 0 {
			return usage(fmt.Errorf("%q is not an ID as captionmill resolve lists them: a whole number", arg))
		}
		if r.ids == nil {
			r.ids = map[pipeline.PredictionID]bool{}
		}
		r.ids[pipeline.PredictionID(id)] = true
	}
	return nil
}

func (r *resolution) run(ctx context.Context) (err error) {
	if _, err := r.recover(ctx); err != nil {
		return err
	}
	if r.doubts, err = r.choose(ctx); err != nil {
		return err
	}
	var out resolved
	switch {
	case r.again:
		err = r.release(ctx, &out)
	case r.fail:
		err = r.giveUp(ctx, &out)
	case r.attach != "":
		err = r.join(ctx, &out)
	case r.reconcile:
		err = r.settle(ctx, &out)
	default:
		return r.list(ctx)
	}
	if out.any() {
		err = firstOf(err, r.ledger.Decided(context.WithoutCancel(ctx)))
	}
	if err != nil && !out.any() {
		return err
	}
	return firstOf(err, r.show(out))
}

// choose finds the unconfirmed predictions in question.
func (r *resolution) choose(ctx context.Context) ([]pipeline.Doubt, error) {
	doubts, err := chosen{r.ledger, r.ids}.Doubtful(ctx, 0, everyDoubt)
	if err != nil {
		return nil, err
	}
	found := map[pipeline.PredictionID]bool{}
	for _, d := range doubts {
		found[d.Prediction] = true
	}
	for id := range r.ids {
		if !found[id] {
			return nil, usage(fmt.Errorf("%d is not unconfirmed; captionmill resolve lists what is", id))
		}
	}
	return doubts, nil
}

// release lets the next run ask again, as far as the limit goes.
func (r *resolution) release(ctx context.Context, out *resolved) error {
	g, err := r.askAgain(ctx, r.doubts, r.atMost.Micros)
	out.AskedAgain, out.PaidTwice, out.Left = g.count, g.cost, g.left
	return err
}

// giveUp fails the questions.
func (r *resolution) giveUp(ctx context.Context, out *resolved) error {
	for _, d := range r.doubts {
		if err := r.ledger.Record(ctx, d.GiveUp()); err != nil {
			return err
		}
		out.Failed++
	}
	return nil
}

// join attaches a prediction of the API's to the one question.
func (r *resolution) join(ctx context.Context, out *resolved) error {
	if err := r.reach(ctx); err != nil {
		return err
	}
	d := &r.doubts[0]
	if err := r.reconciler().Vet(ctx, d, r.client, r.attach); err != nil {
		return fmt.Errorf("--attach %s: %w", printable(r.attach), err)
	}
	if err := r.ledger.Record(ctx, d.Attach(r.attach)); err != nil {
		return err
	}
	out.Attached++
	return nil
}

// settle lets the API's list decide, and waits as long as that may prove more.
func (r *resolution) settle(ctx context.Context, out *resolved) error {
	if len(r.doubts) == 0 {
		return nil
	}
	if err := r.reach(ctx); err != nil {
		return err
	}
	rec := r.reconciler()
	if _, err := rec.Candidates(ctx); err != nil { // say so, where Reconcile would leave all as it is
		return unheard(ctx, err)
	}
	for {
		s, err := rec.Reconcile(ctx, true)
		out.add(s)
		if err != nil || s.Next.IsZero() {
			return err
		}
		r.sayf("waiting until %s: only then the API's list can prove that %s never arrived", s.Next.Format(time.TimeOnly), plural(int64(s.Left), "submission"))
		if err := until(ctx, s.Next); err != nil {
			return err
		}
	}
}

// until waits for a moment.
func until(ctx context.Context, t time.Time) error {
	timer := time.NewTimer(time.Until(t))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// reach connects to the provider that the ledger's questions were sent to.
func (r *resolution) reach(ctx context.Context) error {
	if err := r.connect(); err != nil {
		return err
	}
	if err := r.unlock(); err != nil {
		return err
	}
	return r.sameProvider(ctx)
}

// reconciler asks the API about the predictions in question.
func (r *resolution) reconciler() *pipeline.Reconciler {
	return &pipeline.Reconciler{API: r.client, Ledger: chosen{r.ledger, r.ids}, Models: r.models, After: time.Duration(r.reconcileAfter), Log: r.log}
}

// resolved is what was decided, also for other programs.
type resolved struct {
	Schema       int          `json:"schema"`
	AskedAgain   int          `json:"asked_again"`
	PaidTwice    price.Micros `json:"may_be_paid_twice_usd"`
	Failed       int          `json:"failed"`
	Attached     int          `json:"attached"`
	NeverCreated int          `json:"never_created"`
	Lost         int          `json:"lost"`
	Left         int          `json:"left"`
}

// add counts what a reconciliation has come to; what it left is counted anew.
func (out *resolved) add(s pipeline.Settled) {
	out.Attached += s.Attached
	out.NeverCreated += s.Released
	out.Lost += s.Lost
	out.Left = s.Left
}

func (out *resolved) any() bool {
	return out.AskedAgain+out.Failed+out.Attached+out.NeverCreated+out.Lost > 0
}

// show says what was decided, and what comes next.
func (r *resolution) show(out resolved) error {
	out.Schema = 1
	if r.json {
		return json.NewEncoder(r.std.out).Encode(out)
	}
	var t table
	t.addSome("Asked again", int64(out.AskedAgain), fmt.Sprintf("by the next run; as many may have been paid twice, %s", out.PaidTwice))
	t.addSome("Failed", int64(out.Failed), "captionmill retry --reason given_up asks them again")
	t.addSome("Attached", int64(out.Attached), "the next run fetches the answers")
	t.addSome("Never created", int64(out.NeverCreated), "the next run asks them; nothing was paid")
	t.addSome("Lost", int64(out.Lost), "the API has forgotten them; captionmill retry --reason lost asks them again")
	t.addSome("Left", int64(out.Left), "still unconfirmed; captionmill resolve lists them")
	if len(t) == 0 {
		t.add("Nothing", "is unconfirmed")
	}
	_, err := fmt.Fprint(r.std.out, t.String())
	return err
}
