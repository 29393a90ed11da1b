package main

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

// To approve a text takes it as it was seen; to approve a proposal, that there
// should be none.
func TestApprove(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		caption string
		verdict pipeline.Verdict // "" where there is nothing to approve
		text    string
	}{
		"a text":         {"Alt text: A red fox.", pipeline.Approve, "A red fox."},
		"a blocked text": {"I'm sorry, I can't assist with that.", pipeline.Approve, "I'm sorry, I can't assist with that."},
		"decorative":     {"[[decorative]]", pipeline.Ornament, ""},
		"no words":       {"[[no text]]", pipeline.Ornament, ""},
		"nothing":        {" ", "", ""},
	} {
		r, err := (&pipeline.Outcome{State: pipeline.Done, Caption: c.caption, Cells: "[]"}).Result()
		if err != nil {
			t.Fatal(err)
		}
		d := pipeline.Decision{Verdict: pipeline.Approve}
		err = approve(&d, &r.Parts()[0], 2)
		if (err == nil) != (c.verdict != "") || err == nil && (d.Verdict != c.verdict || d.Text != c.text) {
			t.Errorf("%s: %s %q, %v; want %s %q", name, d.Verdict, d.Text, err, c.verdict, c.text)
		}
	}
}
