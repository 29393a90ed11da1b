package pipeline

import (
	"fmt"
	"slices"

	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// An Outcome is a row and what the ledger knows of its question, before anyone
// judges whether its text may be published.
type Outcome struct {
	ID     string
	Images []string
	Cells  string // as in [Row]
	Fate   RowStatus
	Alt    string // of a kept row

	// State is "" for a row that asks nothing.
	State          State
	Reason, Detail string
	Caption        string
	Model          string
	Remote         string
	// Cost is what the question has cost. First tells whether this row is the
	// first of all current ones that ask it.
	Cost  price.Micros
	First bool
	// Twin tells that the answer was paid for another question, which was the
	// same about the same bytes.
	Twin bool
}

// Result judges an outcome: a pure function of the row and its answer.
func (o *Outcome) Result() (*Result, error) {
	r := &Result{ID: o.ID, Images: slices.Clone(o.Images), Status: o.status(), Reason: o.Reason, Detail: o.Detail,
		Caption: o.Caption, Model: o.Model, PredictionID: o.Remote, Publish: PublishNo}
	if err := r.cells(o.Cells); err != nil {
		return nil, err
	}
	if o.First {
		r.Cost = o.Cost
	}
	if o.State != "" && !o.First || o.Twin {
		r.Flags = append(r.Flags, "shared")
	}
	switch r.Status {
	case RowPending:
		r.explain(o.State)
	case RowKept:
		r.keep(o.Alt)
	case RowDone:
		r.judge()
	}
	return r, nil
}

// cells takes the row's own content back apart.
func (r *Result) cells(s string) (err error) {
	if s != "" && s[0] != '[' {
		r.Object = []byte(s)
		return nil
	}
	if r.Cells, err = ParseStrings(s, nil); err != nil {
		return fmt.Errorf("cells of row %q: %w", r.ID, err)
	}
	return nil
}

// explain gives a row without an answer a reason, where the ledger has none.
func (r *Result) explain(s State) {
	switch {
	case r.Reason != "":
	case s == Pending:
		r.Reason, r.Detail = "not_asked", "the run ended before its turn; the next one goes on"
	default:
		r.Reason, r.Detail = "not_answered", "it was asked, and the answer was not there yet; the next run fetches it"
	}
}

// keep lets the text through that the row had already: a person's word.
func (r *Result) keep(alt string) {
	r.AltText, r.Publish = alt, PublishYes
	if alt == "" {
		r.Publish = PublishDecorative
	}
}

// judge makes alt text of the caption, if it can be published. A model's
// "decorative" is a proposal, because whether a picture is, only its author
// can know.
func (r *Result) judge() {
	text := quality.Clean(r.Caption)
	if quality.Decorative(text) {
		r.Publish, r.Reason = PublishReview, "decorative"
		r.Detail = "the model calls this picture decorative; a person should decide"
		return
	}
	findings := quality.Check(r.Caption, text)
	for _, f := range findings {
		r.Flags = append(r.Flags, f.Code)
		if f.Severity == quality.Block && r.Reason == "" {
			r.Reason, r.Detail = f.Code, f.Detail
		}
	}
	if !quality.Blocks(findings) {
		r.AltText, r.Publish = text, PublishYes
	}
}

// status is what the row is called.
func (o *Outcome) status() RowStatus {
	if o.Fate != "" {
		return o.Fate
	}
	return RowStatusOf(o.State)
}

// RowStatusOf is what a row is called while its question is in a state.
func RowStatusOf(s State) RowStatus {
	switch s {
	case Done:
		return RowDone
	case Failed:
		return RowFailed
	case Unconfirmed:
		return RowUnconfirmed
	default:
		return RowPending
	}
}
