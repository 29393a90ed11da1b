package pipeline

import (
	"errors"
	"slices"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// A Judge makes results of outcomes. The zero value judges every text by the
// form of its prompt alone. It is not safe for concurrent use.
type Judge struct {
	// Rules judge the captions. What they leave open is for the form of the
	// prompt to say; nil leaves everything open.
	Rules *quality.Rules
	// Facts, when set, reads what a row itself says about its pictures: titles
	// and texts around them, and its language, which counts where the prompt
	// has asked for none.
	Facts func(*Result, *quality.Context)
	// Census has counted the captions of all rows that are compared, or the short
	// parts of those in two, each with the Pictures of its outcome; nil compares
	// none.
	Census *quality.Census

	rules   map[Form]*quality.Rules
	inquiry *quality.Inquiry // in the place of the census: see Page
	about   quality.Context  // the row at hand
	lang    string           // its language
}

// Result judges an outcome: by the row, its answers and what people decided
// about them, and nothing else.
func (j *Judge) Result(o *Outcome) (*Result, error) {
	r := &Result{}
	if err := j.fill(r, o); err != nil {
		return nil, err
	}
	r.Images = slices.Clone(r.Images)
	return r, nil
}

// Page judges some outcomes as Result does one after the other, for judges that
// work side by side and have one census. That has to be asked in the order of
// the rows, and so within turn: Page calls it once, and it must call ask when
// the judges of all rows before these have done so.
//
// The results take the place of those in dst, whose memory is used again, and
// share the images of the outcomes. Beside an error they are those of the
// outcomes before it.
func (j *Judge) Page(dst []Result, outcomes []Outcome, turn func(ask func())) ([]Result, error) {
	if j.Census == nil {
		turn(func() {})
		return j.page(dst, outcomes, func() {})
	}
	j.inquiry = quality.NewInquiry(j.Census)
	defer func() { j.inquiry = nil }()
	dst, err := j.page(dst, outcomes, j.inquiry.Row)
	turn(j.inquiry.Ask)
	for i := range dst {
		if j.inquiry.Again() {
			err = errors.Join(err, j.fill(&dst[i], &outcomes[i]))
		}
	}
	return dst, err
}

// page judges outcomes, and calls after behind every one of them.
func (j *Judge) page(dst []Result, outcomes []Outcome, after func()) ([]Result, error) {
	dst = slices.Grow(dst[:0], len(outcomes))[:len(outcomes)]
	for i := range outcomes {
		if err := j.fill(&dst[i], &outcomes[i]); err != nil {
			return dst[:i], err
		}
		after()
	}
	return dst, nil
}

// fill is Result for one that is used again, and shares the outcome's images.
func (j *Judge) fill(r *Result, o *Outcome) error {
	if err := r.row(o); err != nil {
		return err
	}
	j.know(o, r)
	if o.Slot == "" && len(o.Others) == 0 {
		j.answer(&r.Answer, o, o)
		return nil
	}
	r.Answers = make([]Answer, 1+len(o.Others))
	j.answer(&r.Answers[0], o, o)
	for i := range o.Others {
		j.answer(&r.Answers[1+i], &o.Others[i], o)
	}
	r.sumUp()
	return nil
}

// know reads what a row says, if there is a text to compare with it.
func (j *Judge) know(o *Outcome, r *Result) {
	j.about = quality.Context{Images: r.Images, Census: j.Census, Inquiry: j.inquiry}
	if j.Facts != nil && (o.Fate == "" || o.Fate == RowKept && o.Alt != "") {
		j.Facts(r, &j.about)
	}
	j.lang = j.about.Lang
}

// answer says what the answer to one of a row's questions comes to.
func (j *Judge) answer(a *Answer, o, row *Outcome) {
	o.begin(a, row)
	switch a.Status {
	case RowPending:
		a.explain(o.State)
	case RowKept:
		a.keep(row.Alt, j.RulesOf(o.Form), j.alone())
	case RowDone:
		a.judge(o.Form, j.RulesOf(o.Form), j.context(o))
		a.heldBack(o.Held, j.RulesOf(o.Form))
	}
	a.obey(&o.Decision, o.Prediction, row.Place.Pictures)
	a.withhold()
	a.Provenance.decided(&o.Decision)
}

// RulesOf are the rules by which the judge judges texts of a form. Nobody may
// change them.
func (j *Judge) RulesOf(f Form) *quality.Rules {
	rules, ok := j.rules[f]
	if ok {
		return rules
	}
	if j.rules == nil || len(j.rules) >= mostKnown {
		j.rules = map[Form]*quality.Rules{}
	}
	rules = f.rules(j.Rules)
	j.rules[f] = rules
	return rules
}

// alone is what is known of the row beside a text that was there before, which
// is not compared with the texts of other rows.
func (j *Judge) alone() *quality.Context {
	about := j.about
	about.Census, about.Inquiry = nil, nil
	return &about
}

// context is what is known of the row beside an answer.
func (j *Judge) context(o *Outcome) *quality.Context {
	if j.about.Lang = j.lang; o.Form.Lang != "" {
		j.about.Lang = ""
	}
	if j.Census != nil {
		j.about.Picture = string(o.Pictures[:])
	}
	return &j.about
}
