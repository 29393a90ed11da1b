package pipeline_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/api"
)

// The item's story, written down a second time.
func TestStory(t *testing.T) {
	t.Parallel()
	ways := map[pipeline.State][]pipeline.State{
		pipeline.Pending:     {pipeline.Pending, pipeline.Submitting, pipeline.Done, pipeline.Failed},
		pipeline.Submitting:  {pipeline.Pending, pipeline.Submitted, pipeline.Done, pipeline.Failed, pipeline.Unconfirmed},
		pipeline.Submitted:   {pipeline.Pending, pipeline.Done, pipeline.Failed},
		pipeline.Unconfirmed: {pipeline.Pending, pipeline.Submitted, pipeline.Done, pipeline.Failed},
		pipeline.Failed:      {pipeline.Pending},
		pipeline.Done:        {pipeline.Submitting}, // to improve a text that stands
	}
	for _, from := range append(pipeline.States, "", "lost") {
		for _, to := range append(pipeline.States, "", "lost") {
			if got, want := from.Leads(to), slices.Contains(ways[from], to); got != want {
				t.Errorf("%s leads to %s: %v, want %v", from, to, got, want)
			}
		}
	}
}

func TestEveryStateIsReachable(t *testing.T) {
	t.Parallel()
	reached := []pipeline.State{pipeline.Pending}
	for i := 0; i < len(reached); i++ {
		for _, to := range pipeline.States {
			if reached[i].Leads(to) && !slices.Contains(reached, to) {
				reached = append(reached, to)
			}
		}
	}
	if len(reached) != len(pipeline.States) {
		t.Errorf("only %v can be reached of %v", reached, pipeline.States)
	}
}

// The steps fit the table, and what they say of money fits the states.
func TestSteps(t *testing.T) {
	t.Parallel()
	now := time.Now()
	p := api.Prediction{ID: "p1", Caption: "A fox", Took: time.Second, Raw: []byte("{}")}
	refusal := &api.Error{Op: "submit", Subject: "m", Verdict: api.Reject, Reason: "bad_request", Status: 400}
	item := func(s pipeline.State) *pipeline.Item { return &pipeline.Item{ID: 7, Prediction: 9, State: s} }
	tests := []struct {
		name                string
		step                pipeline.Step
		to                  pipeline.State
		paid, refused, lost bool
		reason              string
	}{
		{"accepted", item(pipeline.Submitting).Accepted(p), pipeline.Submitted, true, false, false, ""},
		{"answered at once", item(pipeline.Submitting).Answered(p), pipeline.Done, true, false, false, ""},
		{"answered later", item(pipeline.Submitted).Answered(p), pipeline.Done, false, false, false, ""},
		{"spoiled at once", item(pipeline.Submitting).Spoiled(p, now, "empty", "x"), pipeline.Pending, true, false, true, "empty"},
		{"spoiled later", item(pipeline.Submitted).Spoiled(p, now, "empty", "x"), pipeline.Pending, false, false, true, "empty"},
		{"spoiled for good", item(pipeline.Submitted).Spoiled(p, time.Time{}, "empty", "x"), pipeline.Failed, false, false, true, "empty"},
		{"released", item(pipeline.Submitting).Released(now, refusal), pipeline.Pending, false, true, false, "bad_request"},
		{"rejected", item(pipeline.Submitting).Rejected(refusal), pipeline.Failed, false, true, false, "bad_request"},
		{"doubted", item(pipeline.Submitting).Doubted(errors.New("cut")), pipeline.Unconfirmed, false, false, false, "unanswered"},
		{"shared", item(pipeline.Pending).Shared(11), pipeline.Done, false, false, false, ""},
		{"waits", item(pipeline.Pending).Waits("folder_gone", "x"), pipeline.Pending, false, false, false, "folder_gone"},
		{"hindered", item(pipeline.Pending).Hindered(now, "image_unreachable", "x"), pipeline.Pending, false, false, false, "image_unreachable"},
		{"unaskable", item(pipeline.Pending).Unaskable("missing", "x"), pipeline.Failed, false, false, false, "missing"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := c.step
			if s.Item != 7 || s.Prediction != 9 || s.To != c.to || !s.From.Leads(s.To) || s.At.IsZero() {
				t.Errorf("%+v does not lead to %s", s, c.to)
			}
			if s.Paid != c.paid || s.Refused != c.refused || s.Lost != c.lost || s.Reason != c.reason || (s.Reason == "") != (s.Detail == "") {
				t.Errorf("%+v, want paid %v, refused %v, lost %v for %q", s, c.paid, c.refused, c.lost, c.reason)
			}
			if s.Paid && s.Refused || s.Refused && s.Remote != "" {
				t.Errorf("%+v is paid and refused", s)
			}
		})
	}
}
