package pipeline_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// twoParts is the prompt of a question that is answered in two parts.
const twoParts = `Begin the first line with "Short:" and the second with "Long:", at most 1,500 characters.`

// What comes out of an answer in two parts.
func TestAnswersInParts(t *testing.T) {
	t.Parallel()
	const bars = "The chart has four bars. The first is 10, the last 40."
	approved := pipeline.Decision{Verdict: pipeline.Approve, Text: "A bar chart."}
	for name, c := range map[string]struct {
		caption  string
		other    bool // the question asks for no parts
		decision pipeline.Decision
		rules    *quality.Rules

		publish   pipeline.Publish
		alt, long string
		reason    string
		flags     []string
	}{
		"both":                  {caption: "**Short:** A bar chart.\n\n**Long:** " + bars, publish: "yes", alt: "A bar chart.", long: bars},
		"emulated":              {caption: "[emulated] Short: A bar chart.\nLong: " + bars, publish: "yes", alt: "[emulated] A bar chart.", long: "[emulated] " + bars},
		"no labels":             {caption: "A bar chart.", publish: "yes", alt: "A bar chart."},
		"of another question":   {caption: "Short: 28\nLong: 34", other: true, publish: "yes", alt: "Short: 28 Long: 34"},
		"a long short part":     {caption: "Short: " + long + "\nLong: " + bars, publish: "review", alt: long, long: bars, reason: "too_long", flags: []string{"too_long"}},
		"cut off in the second": {caption: "Short: A bar chart.\nLong: The chart has four bars, and the", publish: "review", alt: "A bar chart.", long: "The chart has four bars, and the", reason: "truncated", flags: []string{"long_description:truncated"}},
		"cut off in both":       {caption: "Short: A bar chart of the\nLong: The chart has four bars, and the", publish: "review", alt: "A bar chart of the", long: "The chart has four bars, and the", reason: "truncated", flags: []string{"truncated", "long_description:truncated"}},
		"worse in the second":   {caption: "Short: " + long + "\nLong:", publish: "review", alt: long, reason: "empty", flags: []string{"too_long", "long_description:empty"}},
		"a loop in the second":  {caption: "Short: A bar chart.\nLong: " + looped, publish: "review", alt: "A bar chart.", reason: "loop", flags: []string{"long_description:loop", "long_description:truncated"}},
		"no second":             {caption: "Short: A bar chart.\nLong:", publish: "review", alt: "A bar chart.", reason: "empty", flags: []string{"long_description:empty"}},
		"a refusal in front":    {caption: "Short: " + declined + "\nLong: " + bars, publish: "no", reason: "refusal", flags: []string{"refusal"}},
		"faults in both":        {caption: "Short: " + declined + "\nLong: " + looped, publish: "no", reason: "refusal", flags: []string{"refusal", "long_description:loop", "long_description:truncated"}},
		"warnings in both":      {caption: "Short: " + long + "\nLong: The chart has four bars, and the", publish: "review", alt: long, long: "The chart has four bars, and the", reason: "too_long", flags: []string{"too_long", "long_description:truncated"}},
		"rejected":              {caption: "Short: A bar chart.\nLong: " + bars, decision: pipeline.Decision{Verdict: pipeline.Reject}, publish: "no", reason: "rejected"},
		"called decorative":     {caption: "Short: A bar chart.\nLong: " + bars, decision: pipeline.Decision{Verdict: pipeline.Ornament}, publish: "decorative"},
		"edited":                {caption: "Short: A bar chart.\nLong: " + bars, decision: pipeline.Decision{Verdict: pipeline.Edit, Text: "Sales."}, publish: "yes", alt: "Sales.", long: bars, flags: []string{"human"}},
		"edited for a refusal":  {caption: "Short: " + declined + "\nLong: " + bars, decision: pipeline.Decision{Verdict: pipeline.Edit, Text: "Sales."}, publish: "yes", alt: "Sales.", long: bars, flags: []string{"human"}},
		"edited, and cut off":   {caption: "Short: " + long + "\nLong: The chart has four bars, and the", decision: pipeline.Decision{Verdict: pipeline.Edit, Text: "Sales."}, publish: "yes", alt: "Sales.", long: "The chart has four bars, and the", flags: []string{"long_description:truncated", "human"}},
		"edited, and a loop":    {caption: "Short: A bar chart.\nLong: " + looped, decision: pipeline.Decision{Verdict: pipeline.Edit, Text: "Sales."}, publish: "yes", alt: "Sales.", flags: []string{"long_description:loop", "long_description:truncated", "human"}},
		"decorates with faults": {caption: "Short: " + long + "\nLong: " + looped, decision: pipeline.Decision{Verdict: pipeline.Ornament}, publish: "decorative"},
		"approved as a whole":   {caption: "Short: A bar chart.\nLong: " + looped, decision: approved, publish: "yes", alt: "A bar chart.", long: looped, flags: []string{"long_description:loop", "long_description:truncated"}},
		"limits of alt text":    {caption: "Short: A bar chart.\nLong: " + bars, rules: &quality.Rules{MaxChars: 20, Severities: map[string]quality.Severity{quality.TooLong: quality.Block}}, publish: "yes", alt: "A bar chart.", long: bars},
	} {
		o := pipeline.Outcome{State: pipeline.Done, Caption: c.caption, Cells: "[]", First: true, Decision: c.decision, Rules: c.rules, Form: pipeline.Form{Kind: "complex"}}
		if c.other {
			o.Form.Kind = ""
		}
		r, err := o.Result()
		if err != nil {
			t.Fatal(err)
		}
		if r.Publish != c.publish || r.AltText != c.alt || r.Long != c.long || r.Reason != c.reason || (r.Detail == "") != (c.reason == "") || !slices.Equal(r.Flags, c.flags) || r.Caption != c.caption {
			t.Errorf("%s: publish %s, %q and %q, %q (%s), flags %q", name, r.Publish, r.AltText, r.Long, r.Reason, r.Detail, r.Flags)
		}
		if parted := strings.Contains(c.caption, "Long:") && !c.other; r.Parted != parted || parted && c.reason != "empty" && r.LongDraft == "" || r.Long != "" && r.LongDraft != r.Long {
			t.Errorf("%s: in parts %t, with the draft %q", name, r.Parted, r.LongDraft)
		}
		o.Slot = "de"
		if r, err = o.Result(); err != nil || r.Answers[0].Long != c.long || r.Long != "" {
			t.Errorf("%s, in a slot: %+v, %v", name, r, err)
		}
	}
}

// A run judges the short part, and asks again in two parts.
func TestRunJudgesShortPart(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.asking(twoParts, nil)
		good := "Short: " + short + "\nLong: " + long
		w.answering("Short:\nLong: "+long, good)
		w.ask("list", urls(1)...)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		o := w.outcomes()[0]
		r, err := o.Result()
		if err != nil || o.Caption != good || w.submits != 2 || r.AltText != short || r.Long != long {
			t.Errorf("%q after %d submits, published as %q and %q, %v", o.Caption, w.submits, r.AltText, r.Long, err)
		}
	})
}
