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
	// Rules judge the caption, if no [Judge] does; nil is those of the form.
	Rules *quality.Rules

	// Slot is the place of the question in the row, "" for the only one.
	Slot string
	// State is "" for a row that asks nothing.
	State          State
	Reason, Detail string
	Caption        string
	Model          string
	Remote         string
	// Form is what a good answer looks like.
	Form Form
	// Pictures names those that the answer is about, the same whatever was
	// asked about them.
	Pictures Hash
	// Cost is what the question has cost. First tells whether this row is the
	// first of all current ones that ask it, and Leads whether it is the first of
	// those that are read together.
	Cost         price.Micros
	First, Leads bool
	// Twin tells that the answer was paid for another question, which was the
	// same about the same bytes.
	Twin bool

	// Decision is what a person said about the text last.
	Decision Decision
	// Others are the outcomes of the row's other questions, in the order of
	// their slots. What is the row's own is only in the first.
	Others []Outcome

	// Item is the ledger's own number of the question, 0 for none, and Held is the
	// code of the last [Hold] on its text: for the row's manifest, or, of a text that
	// the row has brought, for any.
	Item ItemID
	Held string

	// Place, Prediction and Provenance are only known of outcomes that were read
	// in full, and Prediction also where there is a decision.
	Place      Place
	Prediction PredictionID
	Provenance Provenance
}

// Result judges an outcome by its Rules alone: see [Judge].
func (o *Outcome) Result() (*Result, error) {
	j := Judge{Rules: o.Rules}
	return j.Result(o)
}

// row says what there is to say of a row before its answers. The memory of what
// the result was before is used again.
func (r *Result) row(o *Outcome) error {
	*r = Result{Place: o.Place, ID: o.ID, Images: o.Images, Cells: r.Cells[:0], Object: r.Object[:0], Answer: Answer{Flags: r.Flags[:0]}}
	return r.cells(o.Cells)
}

// begin says what is known of an answer before its text is judged.
func (o *Outcome) begin(a *Answer, row *Outcome) {
	*a = Answer{Slot: o.Slot, Status: statusOf(row.Fate, o.State), Reason: o.Reason, Detail: o.Detail,
		Caption: o.Caption, Model: o.Model, PredictionID: o.Remote, Prediction: o.Prediction, Publish: PublishNo, Provenance: o.Provenance, Flags: a.Flags}
	if o.First {
		a.Cost = o.Cost
	}
	if o.State != "" && !o.First || o.Twin {
		a.Flags = append(a.Flags, flagShared)
	}
	if row.Fate == "" && row.Alt != "" {
		a.Flags = append(a.Flags, flagOurs)
	}
}

// cells takes the row's own content back apart.
func (r *Result) cells(s string) (err error) {
	if s != "" && s[0] != '[' {
		r.Object = append(r.Object, s...)
		return nil
	}
	if r.Cells, err = ParseStrings(s, r.Cells); err != nil {
		return fmt.Errorf("cells of row %q: %w", r.ID, err)
	}
	return nil
}

// explain gives a row without an answer a reason, where the ledger has none.
func (a *Answer) explain(s State) {
	switch {
	case s == Pending && BadText(a.Reason):
		a.Detail += "; the run ended before it was asked again, and the next one does so"
	case a.Reason != "":
	case s == Pending:
		a.Reason, a.Detail = "not_asked", "the run ended before its turn; the next one goes on"
	default:
		a.Reason, a.Detail = "not_answered", "it was asked, and the answer was not there yet; the next run fetches it"
	}
}

// keep lets the text through that the row had already, which is a person's word
// and not warned of. What can be nobody's, such as a file name that a program has
// put there, stays as it is, and a person is asked.
func (a *Answer) keep(alt string, rules *quality.Rules, about *quality.Context) {
	a.AltText, a.Draft, a.Publish = alt, alt, PublishYes
	if alt == "" {
		a.Publish = PublishDecorative
		return
	}
	if found := rules.Check(alt, alt, about); quality.Blocks(found) {
		a.review(a.flag("", found), "the row had this text; approve or edit it, or have it written anew (--existing redo-bad): ")
	}
}

// judge makes alt text of the caption, if it can be published.
func (a *Answer) judge(form Form, rules *quality.Rules, about *quality.Context) {
	short, long, inParts := form.parts(a.Caption)
	text := rules.Clean(short)
	if a.propose(quality.Proposal(text)) {
		return
	}
	a.Draft = text
	f := a.flag("", rules.Check(short, text, about))
	switch f.Severity {
	case quality.Block:
		a.Reason, a.Detail = f.Code, f.Detail
	case quality.Warn:
		a.AltText = text
		a.review(f, lookAtIt)
	default:
		a.AltText, a.Publish = text, PublishYes
	}
	if inParts {
		a.describe(long, rules, about)
	}
}

// lookAtIt is what there is to do about a text with a warning.
const lookAtIt = "look at it, and approve or edit it: "

// flag names findings among the flags, each with the text's name in front, and
// gives the gravest: of equal ones the first, and the zero value for none.
func (a *Answer) flag(name string, findings []quality.Finding) (worst quality.Finding) {
	for _, f := range findings {
		a.Flags = append(a.Flags, name+f.Code)
		if f.OfRow && weighs(f) && a.ofRow == "" && name == "" {
			a.ofRow = f.Code
		}
		if weight(f) > weight(worst) {
			worst = f
		}
	}
	return worst
}

// weight orders findings by their severities. One that is for statistics weighs
// nothing.
func weight(f quality.Finding) int {
	return slices.Index([]quality.Severity{quality.Warn, quality.Block}, f.Severity)
}

// weighs tells whether a finding keeps a text from being published.
func weighs(f quality.Finding) bool { return weight(f) > weight(quality.Finding{}) }

// review leaves a text to a person: what says what to do because of what was
// found.
func (a *Answer) review(f quality.Finding, what string) {
	a.Publish, a.Reason, a.Detail = PublishReview, f.Code, what+f.Detail
}

// statusOf is what a row is called that has a fate, or else a question.
func statusOf(fate RowStatus, s State) RowStatus {
	if fate != "" {
		return fate
	}
	return RowStatusOf(s)
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
