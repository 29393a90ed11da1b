package pipeline_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// titled knows one title of every row.
func titled(title string) func(*pipeline.Result, *quality.Context) {
	return func(_ *pipeline.Result, ctx *quality.Context) { ctx.Title = title }
}

// What is found beside a row, and matters, is for the ledger to remember, once;
// what the text shows by itself is not. Only the first row lets go of a text, and
// no text that came back does.
func TestHolds(t *testing.T) {
	t.Parallel()
	hold, letGo := []pipeline.Hold{{Item: 7, Code: "redundant"}}, []pipeline.Hold{{Item: 7}}
	for name, c := range map[string]struct {
		title    string
		o        pipeline.Outcome
		severity quality.Severity
		want     []pipeline.Hold
	}{
		"nothing found":                     {"Winter", pipeline.Outcome{Leads: true}, "", nil},
		"found":                             {fox, pipeline.Outcome{Leads: true}, "", hold},
		"found, and known":                  {fox, pipeline.Outcome{Leads: true, Held: "redundant"}, "", nil},
		"found, and another is known":       {fox, pipeline.Outcome{Leads: true, Held: "duplicate"}, "", hold},
		"found in a later row, and known":   {fox, pipeline.Outcome{Held: "redundant"}, "", hold},
		"found in a text that came back":    {fox, pipeline.Outcome{Leads: true, Alt: fox}, "", hold},
		"found, for statistics":             {fox, pipeline.Outcome{Leads: true}, quality.Info, nil},
		"found, and never to go out":        {fox, pipeline.Outcome{Leads: true}, quality.Block, nil},
		"found, and approved":               {fox, pipeline.Outcome{Leads: true, Decision: pipeline.Decision{Verdict: pipeline.Approve, Text: fox}}, "", nil},
		"too long":                          {"Winter", pipeline.Outcome{Leads: true, Caption: long}, "", nil},
		"too long, and found":               {long, pipeline.Outcome{Leads: true, Caption: long}, "", hold},
		"not found any more":                {"Winter", pipeline.Outcome{Leads: true, Held: "redundant"}, "", letGo},
		"not found in a later row":          {"Winter", pipeline.Outcome{Held: "redundant"}, "", nil},
		"not found in a text that is back":  {"Winter", pipeline.Outcome{Leads: true, Held: "redundant", Alt: fox}, "", nil},
		"not found, and it does not matter": {"Winter", pipeline.Outcome{Leads: true, Held: "redundant", Alt: fox}, quality.Info, nil},
		"not found, and approved":           {"Winter", pipeline.Outcome{Leads: true, Held: "redundant", Decision: pipeline.Decision{Verdict: pipeline.Approve, Text: fox}}, "", nil},
	} {
		c.o.State, c.o.Cells = pipeline.Done, "[]"
		if c.o.Fate == "" {
			c.o.Item = 7
		}
		if c.o.Caption == "" {
			c.o.Caption = fox
		}
		j := pipeline.Judge{Facts: titled(c.title), Rules: &quality.Rules{}}
		if c.severity != "" {
			j.Rules.Severities = map[string]quality.Severity{"redundant": c.severity}
		}
		r, err := j.Result(&c.o)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Holds(nil, &c.o); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// Of a row with several questions each text is held by itself.
func TestHoldsBySlot(t *testing.T) {
	t.Parallel()
	o := pipeline.Outcome{Item: 1, State: pipeline.Done, Caption: fox, Cells: "[]", Slot: "short", Leads: true,
		Others: []pipeline.Outcome{{Item: 2, State: pipeline.Done, Caption: german, Slot: "de", Leads: true, Held: "redundant"}}}
	j := pipeline.Judge{Facts: titled(fox)}
	r, err := j.Result(&o)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.Holds(nil, &o), []pipeline.Hold{{Item: 1, Code: "redundant"}, {Item: 2}}; !reflect.DeepEqual(got, want) {
		t.Errorf("held: %+v, want %+v", got, want)
	}
}

// A text that comes back where nothing is found in it waits for a person if it
// has waited before.
func TestHeldBack(t *testing.T) {
	t.Parallel()
	back := pipeline.Outcome{Cells: "[]", State: pipeline.Done, Caption: fox, Alt: fox, Held: "redundant", Prediction: 3}
	with := func(change func(*pipeline.Outcome)) pipeline.Outcome {
		o := back
		change(&o)
		return o
	}
	lenient := &quality.Rules{Severities: map[string]quality.Severity{"redundant": quality.Info}}
	for name, c := range map[string]struct {
		o       pipeline.Outcome
		rules   *quality.Rules
		publish pipeline.Publish
		reason  string
		flagged bool
	}{
		"it waits":                  {back, nil, pipeline.PublishReview, "redundant", true},
		"it had no finding":         {with(func(o *pipeline.Outcome) { o.Held = "" }), nil, pipeline.PublishYes, "", false},
		"another row asks the same": {with(func(o *pipeline.Outcome) { o.Alt = "" }), nil, pipeline.PublishYes, "", false},
		"the code does not matter":  {back, lenient, pipeline.PublishYes, "", false},
		"it is too long now":        {back, &quality.Rules{MaxChars: 9}, pipeline.PublishReview, "too_long", false},
		"somebody has approved it": {with(func(o *pipeline.Outcome) {
			o.Decision = pipeline.Decision{Verdict: pipeline.Approve, Text: fox, Prediction: 3}
		}), nil, pipeline.PublishYes, "", true},
		"somebody has rejected it":   {with(func(o *pipeline.Outcome) { o.Decision = pipeline.Decision{Verdict: pipeline.Reject, Prediction: 3} }), nil, pipeline.PublishNo, "rejected", true},
		"the model declines in it":   {with(func(o *pipeline.Outcome) { o.Caption = "I'm sorry, I can't assist with that." }), nil, pipeline.PublishNo, "refusal", false},
		"the row's text is a person": {with(func(o *pipeline.Outcome) { o.Fate, o.State, o.Caption = pipeline.RowKept, "", "" }), nil, pipeline.PublishYes, "", false},
	} {
		j := pipeline.Judge{Rules: c.rules}
		r, err := j.Result(&c.o)
		if err != nil || r.Publish != c.publish || r.Reason != c.reason || (r.Detail == "") != (r.Reason == "") {
			t.Errorf("%s: publish %s for %q (%s), %v; want %s for %q", name, r.Publish, r.Reason, r.Detail, err, c.publish, c.reason)
		}
		if want := c.flagged; slices.Contains(r.Flags, "redundant") != want {
			t.Errorf("%s: flags %v", name, r.Flags)
		}
	}
}
