package pipeline

import (
	"slices"
	"strings"
)

// The worst comes first: what several answers of a row come to together.
var (
	worstStatus  = []RowStatus{RowFailed, RowUnconfirmed, RowPending, RowSkipped, RowDone, RowKept}
	worstPublish = []Publish{PublishNo, PublishReview, PublishYes, PublishDecorative}
)

// sumUp makes one answer of several. Its reason is that of the answer that is
// furthest from being published.
func (r *Result) sumUp() {
	worst := &r.Answers[0]
	r.Status = worst.Status
	for i := range r.Answers {
		a := &r.Answers[i]
		if a.worse(worst) {
			worst = a
		}
		if lower(a.Status, r.Status) {
			r.Status = a.Status
		}
		if a.Slot == "" {
			r.AltText, r.Long, r.Draft, r.LongDraft, r.Parted = a.AltText, a.Long, a.Draft, a.LongDraft, a.Parted
			r.Caption, r.Prediction, r.Provenance = a.Caption, a.Prediction, a.Provenance
		}
		r.Cost += a.Cost
		r.Flags = append(r.Flags, a.namedFlags()...)
	}
	r.Publish, r.Reason, r.Detail = worst.Publish, worst.Reason, worst.Detail
	if r.Detail != "" && worst.Slot != "" {
		r.Detail = worst.Slot + ": " + r.Detail
	}
	r.Model = join(r.Answers, func(a *Answer) string { return a.Model })
	r.PredictionID = join(r.Answers, func(a *Answer) string { return a.PredictionID })
}

// worse tells whether an answer is further from being published than another.
func (a *Answer) worse(b *Answer) bool {
	if a.Publish != b.Publish {
		return slices.Index(worstPublish, a.Publish) < slices.Index(worstPublish, b.Publish)
	}
	return lower(a.Status, b.Status)
}

func lower(a, b RowStatus) bool {
	return slices.Index(worstStatus, a) < slices.Index(worstStatus, b)
}

// namedFlags are the flags with the answer's slot in front.
func (a *Answer) namedFlags() []string {
	if a.Slot == "" {
		return a.Flags
	}
	named := make([]string, len(a.Flags))
	for i, flag := range a.Flags {
		named[i] = a.Slot + ":" + flag
	}
	return named
}

// join lists what the answers have, each once, with spaces between.
func join(answers []Answer, of func(*Answer) string) string {
	var all []string
	for i := range answers {
		if text := of(&answers[i]); text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, " ")
}
