package pipeline

import "github.com/captionmill/captionmill/pipeline/quality"

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

	rules map[Form]*quality.Rules
	about quality.Context // the row at hand
	lang  string          // its language
}

// Result judges an outcome: by the row, its answers and what people decided
// about them, and nothing else.
func (j *Judge) Result(o *Outcome) (*Result, error) {
	r, err := o.row()
	if err != nil {
		return nil, err
	}
	j.know(o, r)
	var a Answer
	j.answer(&a, o, o)
	if o.Slot == "" && len(o.Others) == 0 {
		r.Answer = a
		return r, nil
	}
	r.Answers = append(make([]Answer, 0, 1+len(o.Others)), a)
	for i := range o.Others {
		var a Answer
		j.answer(&a, &o.Others[i], o)
		r.Answers = append(r.Answers, a)
	}
	r.sumUp()
	return r, nil
}

// know reads what a row says, if there is a text to compare with it.
func (j *Judge) know(o *Outcome, r *Result) {
	j.about = quality.Context{Images: r.Images, Census: j.Census}
	if j.Facts != nil && o.Fate == "" {
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
		a.keep(row.Alt)
	case RowDone:
		a.judge(o.Form, j.RulesOf(o.Form), j.context(o))
	}
	a.obey(&o.Decision, o.Prediction)
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
