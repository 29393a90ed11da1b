package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// chosen is a ledger of whose unconfirmed predictions only some are shown, or
// all where ids is nil.
type chosen struct {
	*sqlite.Ledger
	ids map[pipeline.PredictionID]bool
}

// everyDoubt is more unconfirmed predictions than there ever are.
const everyDoubt = math.MaxInt32

// Doubtful is the ledger's own, with those left out that were not chosen. A
// person has named the others one by one, so that they fit on one page.
func (c chosen) Doubtful(ctx context.Context, after pipeline.PredictionID, size int) ([]pipeline.Doubt, error) {
	if c.ids == nil {
		return c.Ledger.Doubtful(ctx, after, size)
	}
	all, err := c.Ledger.Doubtful(ctx, after, everyDoubt)
	return slices.DeleteFunc(all, func(d pipeline.Doubt) bool { return !c.ids[d.Prediction] }), err
}

// listing is what is unconfirmed, for other programs.
type listing struct {
	Schema      int           `json:"schema"`
	Unconfirmed []listedDoubt `json:"unconfirmed"`
	// Unasked says why the API's candidates are not listed.
	Unasked string `json:"unasked,omitempty"`
}

type listedDoubt struct {
	ID         pipeline.PredictionID `json:"id"`
	Line       int                   `json:"line,omitempty"`   // of the first row that asks
	Row        string                `json:"row_id,omitempty"` // its id, as the caller gave it
	Images     []string              `json:"images"`
	Model      string                `json:"model"`
	Sent       time.Time             `json:"sent"`
	Price      price.Micros          `json:"price_usd"`
	Candidates []candidate           `json:"candidates"`
}

type candidate struct {
	ID      string    `json:"prediction_id"`
	Created time.Time `json:"created"`
}

// askWithin is how long the API is waited for by a list that can do without.
const askWithin = 30 * time.Second

// list shows what is unconfirmed, with the candidates if the API can be asked.
func (r *resolution) list(ctx context.Context) error {
	out := listing{Schema: 1, Unconfirmed: []listedDoubt{}}
	for _, d := range r.doubts {
		out.Unconfirmed = append(out.Unconfirmed, newListedDoubt(&d))
	}
	if len(r.doubts) > 0 {
		if err := r.candidates(ctx, out.Unconfirmed); err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			out.Unasked = message(err)
		}
	}
	if r.json {
		return json.NewEncoder(r.std.out).Encode(out)
	}
	_, err := fmt.Fprint(r.std.out, out.String())
	return err
}

func newListedDoubt(d *pipeline.Doubt) listedDoubt {
	l := listedDoubt{ID: d.Prediction, Line: d.Row, Row: d.Name, Images: d.Images, Model: d.Prompt.Label,
		Sent: d.Sent.UTC(), Price: d.Price, Candidates: []candidate{}}
	if len(l.Images) == 0 { // no row asks any more
		l.Images = []string{string(d.Sending)}
	}
	return l
}

// candidates asks the API which of its predictions each could be.
func (r *resolution) candidates(ctx context.Context, doubts []listedDoubt) error {
	if err := r.reach(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, askWithin, errors.New("no answer within "+askWithin.String()))
	defer cancel()
	found, err := r.reconciler().Candidates(ctx)
	if err != nil {
		return err
	}
	for i := range doubts {
		for _, p := range found[doubts[i].ID] {
			doubts[i].Candidates = append(doubts[i].Candidates, candidate{p.ID, p.Created.UTC()})
		}
	}
	return nil
}

// String is the list for a person.
func (l *listing) String() string {
	if len(l.Unconfirmed) == 0 {
		return "Nothing is unconfirmed.\n"
	}
	var (
		b   strings.Builder
		sum price.Micros
	)
	for _, d := range l.Unconfirmed {
		sum += d.Price
		b.WriteString(d.String())
	}
	if l.Unasked != "" {
		fmt.Fprintf(&b, "Without candidates, because the API could not be asked: %s\n", l.Unasked)
	}
	fmt.Fprintf(&b, "%s may have been accepted, and %s paid. To decide, name some by their number, or none for all:\n", plural(int64(len(l.Unconfirmed)), "submission"), sum)
	b.WriteString("  captionmill resolve [ID]… --reconcile | --ask-again [--up-to USD] | --fail\n  captionmill resolve ID --attach PREDICTION\n")
	return b.String()
}

// mostCandidates bounds what a person is shown: when many submissions were
// lost at once, each of them could be any of as many predictions.
const mostCandidates = 5

func (d *listedDoubt) String() string {
	row := "no row asks this any more"
	if d.Line > 0 {
		row = fmt.Sprintf("line %d", d.Line)
	}
	if d.Row != "" {
		row += ", id " + d.Row
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d  %s: %s\n", d.ID, printable(row), clip(printable(strings.Join(d.Images, " ")), 110))
	fmt.Fprintf(&b, "    %s, sent %s, %s\n", printable(d.Model), d.Sent.Format(time.DateTime+" MST"), d.Price)
	for i, c := range d.Candidates {
		if i == mostCandidates {
			fmt.Fprintf(&b, "    or one of %s more, which --json lists\n", thousands(int64(len(d.Candidates)-i)))
			break
		}
		id := printable(c.ID)
		if id == "" {
			id = "without an id"
		}
		fmt.Fprintf(&b, "    could be %s, created %s\n", id, c.Created.Format(time.DateTime+" MST"))
	}
	return b.String()
}
