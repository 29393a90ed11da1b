package pipeline

import (
	"slices"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// A Hold says that the text of a question waits for a person because of what was
// known of a row: the title that it repeats, the language that it is not in.
// Such a text goes out to be looked at, and may come back in a manifest that says
// less. Nothing is to be found in it then, and it waits all the same.
type Hold struct {
	Item ItemID
	// Code is that of the finding; "" lets go of the text, as far as the manifest
	// is concerned that is read.
	Code string
}

// Holds adds to dst what a result of the outcome says of its texts, as far as the
// ledger does not say so already.
func (r *Result) Holds(dst []Hold, o *Outcome) []Hold {
	if len(r.Answers) == 0 {
		return r.Answer.hold(dst, o)
	}
	dst = r.Answers[0].hold(dst, o)
	for i := range o.Others {
		dst = r.Answers[1+i].hold(dst, &o.Others[i])
	}
	return dst
}

// hold is Holds for one answer. Of several rows with the same question only the
// first of those that are read lets go, and before all others can hold.
func (a *Answer) hold(dst []Hold, o *Outcome) []Hold {
	switch {
	case o.Item == 0:
	case a.Publish == PublishReview && a.ofRow != "":
		if o.Held != a.ofRow || !o.Leads {
			dst = append(dst, Hold{o.Item, a.ofRow})
		}
	case a.Publish == PublishYes && a.free && o.Leads && o.Decision.Verdict == "":
		dst = append(dst, Hold{Item: o.Item})
	}
	return dst
}

// returned tells whether the text is one of ours that the manifest brought back.
func (a *Answer) returned() bool { return slices.Contains(a.Flags, flagOurs) }

// heldBack makes a text that came back wait for a person who has not looked at it
// before, unless what was found then does not matter any more.
func (a *Answer) heldBack(code string, rules *quality.Rules) {
	f := quality.Finding{Code: code, Severity: rules.Severity(code)}
	if code == "" || a.Publish != PublishYes || !weighs(f) {
		return
	}
	if a.free = !a.returned(); a.free {
		return
	}
	f.Detail = "this was found beside a row that said more of the picture, or beside other texts"
	a.review(a.flag("", []quality.Finding{f}), lookAtIt)
}
