package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// An importing takes a sheet's decisions into the ledger.
type importing struct {
	*session
	dryRun bool
	by     string

	asked   map[rowSlot]*sink.Decided // by what they are about, until it is found
	changed map[rowSlot]bool          // those of which only something else was found
	taken   []sqlite.Decided
	out     imported
}

// A rowSlot is what one decision is about.
type rowSlot struct {
	manifest int64
	key      pipeline.Hash
	slot     string
}

// imported is what was done, for other programs.
type imported struct {
	Schema     int   `json:"schema"`
	Approved   int64 `json:"approved"`
	Edited     int64 `json:"edited"`
	Rejected   int64 `json:"rejected"`
	Decorative int64 `json:"decorative"`
	Undone     int64 `json:"undone"`
	Undecided  int64 `json:"undecided"`
	// Changed counts decisions about texts or pictures that are not the rows' any
	// more, and Gone those about rows that are not there any more. Neither was
	// taken.
	Changed int64 `json:"changed"`
	Gone    int64 `json:"gone"`
	DryRun  bool  `json:"dry_run"`
}

func newImport(std streams) *cobra.Command {
	var (
		s settings
		i importing
	)
	c := &cobra.Command{
		Use:   "import SHEET",
		Short: "Take back the decisions of people from a review sheet",
		Long: `import reads a sheet that captionmill export --review has written and people
have filled in, also as a spreadsheet has saved it: - for standard input. The
column decision takes approve (ok, yes), edit with a text in edited_text (which
alone says so, too), reject (no), decorative, or undo (clear), which takes back
what was decided before. All of it is taken, or, where something in it is wrong,
nothing. The last decision about a text counts.`,
		Args: oneSheet,
	}
	flags := s.borrow(c.Flags(), "db", "emulate", "config", "json")
	c.Flags().BoolVar(&i.dryRun, "dry-run", false, "say what would be taken, and take nothing")
	c.Flags().StringVar(&i.by, "by", "", "`NAME` of who decided, for the provenance")
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		if err := s.prepare(flags); err != nil {
			return err
		}
		filled, err := readSheet(args[0], std.in)
		if err != nil {
			return err
		}
		if i.session, err = heldSession(c.Context(), &s, std); err != nil {
			return err
		}
		defer func() { err = firstOf(err, i.close()) }()
		return i.run(c.Context(), filled)
	}
	return c
}

func oneSheet(c *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage(fmt.Errorf("%s takes one review sheet, such as review.csv; see %s --help", c.CommandPath(), c.CommandPath()))
	}
	return nil
}

// readSheet reads a sheet to its end before anything is done about it.
func readSheet(name string, in io.Reader) (*sink.Filled, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, usage(unopened("review sheet "+printable(name), err))
		}
		defer f.Close()
		in = f
	}
	filled, err := sink.ReadSheet(printable(name), in)
	return filled, usage(err)
}

func (i *importing) run(ctx context.Context, filled *sink.Filled) error {
	i.out = imported{Schema: 1, Undecided: int64(filled.Without), DryRun: i.dryRun}
	i.asked, i.changed = make(map[rowSlot]*sink.Decided, len(filled.Decisions)), map[rowSlot]bool{}
	about := map[int64]*sink.Decided{}
	for n := range filled.Decisions {
		d := &filled.Decisions[n]
		i.asked[rowSlot{d.Manifest, d.Key, d.Slot}] = d
		about[d.Manifest] = d
	}
	if err := i.match(ctx, about); err != nil {
		return err
	}
	i.out.Changed = int64(len(i.changed))
	i.out.Gone = int64(len(i.asked)) - i.out.Changed
	if !i.dryRun {
		if err := i.ledger.Decide(ctx, i.taken); err != nil {
			return err
		}
	}
	return i.show()
}

// match finds the rows that decisions are about.
func (i *importing) match(ctx context.Context, about map[int64]*sink.Decided) error {
	manifests, err := i.ledger.Manifests(ctx)
	if err != nil {
		return err
	}
	for _, m := range manifests {
		if about[m.ID] == nil {
			continue
		}
		delete(about, m.ID)
		if err := i.matchRows(ctx, m); err != nil {
			return err
		}
	}
	for _, d := range about {
		return usage(fmt.Errorf("line %d of the sheet is about a manifest that the ledger %s does not know: name the ledger that the sheet was written from with --db", d.Line, printable(i.ledgerName())))
	}
	return nil
}

func (i *importing) matchRows(ctx context.Context, m sqlite.Manifest) error {
	for o, err := range i.ledger.Details(ctx, m.Rows) {
		if err != nil {
			return err
		}
		if !i.wants(o) {
			continue
		}
		r, err := o.Result()
		if err != nil {
			return err
		}
		for n, a := range r.Parts() {
			item := o.Item
			if n > 0 {
				item = o.Others[n-1].Item
			}
			if err := i.takeOne(ctx, r, &a, item); err != nil {
				return err
			}
		}
	}
	return nil
}

// wants tells whether anything was decided about a row.
func (i *importing) wants(o *pipeline.Outcome) bool {
	_, wanted := i.asked[rowSlot{o.Place.Manifest, o.Place.Key, o.Slot}]
	for n := range o.Others {
		if _, ok := i.asked[rowSlot{o.Place.Manifest, o.Place.Key, o.Others[n].Slot}]; ok {
			wanted = true
		}
	}
	return wanted
}

// takeOne takes the decision about an answer, if there is one. Of rows that
// share a key it is about the first that has what the person saw, and counts for
// all that have the same pictures.
func (i *importing) takeOne(ctx context.Context, r *pipeline.Result, a *pipeline.Answer, item pipeline.ItemID) error {
	at := rowSlot{r.Place.Manifest, r.Place.Key, a.Slot}
	d, ok := i.asked[at]
	if !ok {
		return nil
	}
	saw, err := i.saw(ctx, d, r, a)
	if err != nil {
		return err
	}
	if !saw {
		i.changed[at] = true
		return nil
	}
	delete(i.asked, at)
	delete(i.changed, at)
	if d.Verdict == pipeline.Undo && a.Provenance.DecidedBy == "" {
		i.out.Undecided++ // and so it stays
		return nil
	}
	decided := sqlite.Decided{Manifest: at.manifest, Key: at.key, Slot: at.slot, Item: item,
		Decision: pipeline.Decision{Verdict: d.Verdict, Text: d.Text, Prediction: a.Prediction, Pictures: r.Place.Pictures, By: i.by, At: time.Now()}}
	switch {
	case d.Verdict == pipeline.Reject && a.Prediction == 0:
		decided.Text = a.Draft
	case d.Verdict == pipeline.Approve:
		if err := approve(&decided.Decision, a, d.Line); err != nil {
			return usage(err)
		}
	}
	i.count(decided.Verdict)
	i.taken = append(i.taken, decided)
	return nil
}

// saw tells whether a person was shown what a row has now: its pictures, and its
// text where the decision is about that. What is taken back need not be seen.
func (i *importing) saw(ctx context.Context, d *sink.Decided, r *pipeline.Result, a *pipeline.Answer) (bool, error) {
	aboutText := d.Verdict == pipeline.Approve || d.Verdict == pipeline.Reject
	switch {
	case d.Verdict == pipeline.Undo:
		return true, nil
	case a.Status == pipeline.RowKept && a.Draft != "" && (d.Prediction != 0 || d.Words != sink.Words{} && d.Words != sink.WordsOf(a.Draft)):
		return false, nil // a person's newer words have come into the manifest since
	case aboutText && (d.Prediction != a.Prediction || d.Words != sink.Words{} && d.Words != sink.WordsOf(a.Draft)):
		return false, nil
	case d.Prediction == 0:
		return d.Pictures == pipeline.Hash{} || d.Pictures == r.Place.Pictures, nil
	case d.Prediction == a.Prediction:
		return true, nil
	}
	shown, err := i.ledger.Shown(ctx, d.Prediction)
	return shown == pipeline.Hash{} || shown == r.Place.Pictures, err
}

// approve makes the text that a person saw the decision's own, or agrees to a
// proposal that there should be none.
func approve(d *pipeline.Decision, a *pipeline.Answer, line int) error {
	switch {
	case a.Draft != "":
		d.Text = a.Draft
	case a.Proposes() || a.Publish == pipeline.PublishDecorative:
		d.Verdict = pipeline.Ornament
	default:
		return fmt.Errorf("line %d of the sheet approves a text, and the row has none: decide edit, and write one", line)
	}
	return nil
}

func (i *importing) count(v pipeline.Verdict) {
	switch v {
	case pipeline.Approve:
		i.out.Approved++
	case pipeline.Edit:
		i.out.Edited++
	case pipeline.Reject:
		i.out.Rejected++
	case pipeline.Ornament:
		i.out.Decorative++
	case pipeline.Undo:
		i.out.Undone++
	}
}

// show says what was taken.
func (i *importing) show() error {
	if i.json {
		return json.NewEncoder(i.std.out).Encode(i.out)
	}
	o := &i.out
	fmt.Fprintln(i.std.out, words(part{o.Approved, "approved"}, part{o.Edited, "edited"}, part{o.Rejected, "rejected"},
		part{o.Decorative, "decorative"}, part{o.Undone, "taken back"}, part{o.Undecided, "without a decision"}))
	if o.Changed > 0 {
		fmt.Fprintf(i.std.out, "%s not taken: the text or the picture is another one by now; the next sheet shows it\n", plural(o.Changed, "decision"))
	}
	if o.Gone > 0 {
		fmt.Fprintf(i.std.out, "%s not taken: the manifest has the row no more\n", plural(o.Gone, "decision"))
	}
	if i.dryRun {
		fmt.Fprintln(i.std.out, "Nothing was written: --dry-run.")
	}
	return nil
}
