package pipeline_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// What people decide, about every kind of row.
func TestDecided(t *testing.T) {
	t.Parallel()
	fox := pipeline.Outcome{State: pipeline.Done, Caption: "A red fox.", Prediction: 3, First: true}
	refused := pipeline.Outcome{State: pipeline.Done, Caption: "I'm sorry, I can't assist with that.", Prediction: 3, First: true}
	wordy := pipeline.Outcome{State: pipeline.Done, Caption: long, Prediction: 3, First: true}
	twice, back := wordy, wordy
	twice.First, back.Alt = false, long
	failed := pipeline.Outcome{State: pipeline.Failed, Reason: "model_error", Detail: "x", Prediction: 3, First: true}
	pending := pipeline.Outcome{State: pipeline.Pending, First: true}
	kept, file := pipeline.Outcome{Fate: pipeline.RowKept, Alt: "A fish."}, pipeline.Outcome{Fate: pipeline.RowKept, Alt: "IMG_0001.jpg"}
	tests := []struct {
		name         string
		in           pipeline.Outcome
		d            pipeline.Decision
		publish      pipeline.Publish
		text, reason string
		flags        []string
	}{
		{"nothing", fox, pipeline.Decision{}, pipeline.PublishYes, "A red fox.", "", nil},
		{"approved", fox, pipeline.Decision{Verdict: pipeline.Approve, Text: "A fox.", Prediction: 3}, pipeline.PublishYes, "A fox.", "", nil},
		{"another approved", fox, pipeline.Decision{Verdict: pipeline.Approve, Text: "A fox.", Prediction: 2}, pipeline.PublishReview, "A red fox.", "redrafted", nil},
		{"a warning", wordy, pipeline.Decision{}, pipeline.PublishReview, long, "too_long", []string{"too_long"}},
		{"approved in spite of a warning", wordy, pipeline.Decision{Verdict: pipeline.Approve, Text: long, Prediction: 3}, pipeline.PublishYes, long, "", []string{"too_long"}},
		{"another approved, and a warning", wordy, pipeline.Decision{Verdict: pipeline.Approve, Text: "A fox.", Prediction: 2}, pipeline.PublishReview, long, "too_long", []string{"too_long"}},
		{"approved before a refusal", refused, pipeline.Decision{Verdict: pipeline.Approve, Text: "A fox.", Prediction: 2}, pipeline.PublishNo, "", "refusal", []string{"refusal"}},
		{"approved before it failed", failed, pipeline.Decision{Verdict: pipeline.Approve, Text: "A fox.", Prediction: 2}, pipeline.PublishNo, "", "model_error", nil},
		{"a refusal approved", refused, pipeline.Decision{Verdict: pipeline.Approve, Text: "Sorry.", Prediction: 3}, pipeline.PublishYes, "Sorry.", "", []string{"refusal"}},
		{"rejected", fox, pipeline.Decision{Verdict: pipeline.Reject, Prediction: 3}, pipeline.PublishNo, "", "rejected", nil},
		{"another rejected", fox, pipeline.Decision{Verdict: pipeline.Reject, Prediction: 2}, pipeline.PublishReview, "A red fox.", "redrafted", nil},
		{"edited", fox, pipeline.Decision{Verdict: pipeline.Edit, Text: "Reynard.", Prediction: 3}, pipeline.PublishYes, "Reynard.", "", []string{"human"}},
		{"edited before", fox, pipeline.Decision{Verdict: pipeline.Edit, Text: "Reynard.", Prediction: 2}, pipeline.PublishYes, "Reynard.", "", []string{"human"}},
		{"edited, and failed", failed, pipeline.Decision{Verdict: pipeline.Edit, Text: "Reynard."}, pipeline.PublishYes, "Reynard.", "model_error", []string{"human"}},
		{"edited, and asked anew", pending, pipeline.Decision{Verdict: pipeline.Edit, Text: "Reynard.", Prediction: 3}, pipeline.PublishYes, "Reynard.", "not_asked", []string{"human"}},
		{"a refusal edited", refused, pipeline.Decision{Verdict: pipeline.Edit, Text: "Reynard.", Prediction: 3}, pipeline.PublishYes, "Reynard.", "", []string{"human"}},
		{"a warning edited", twice, pipeline.Decision{Verdict: pipeline.Edit, Text: "Reynard.", Prediction: 3}, pipeline.PublishYes, "Reynard.", "", []string{"shared", "human"}},
		{"a warning called decorative", twice, pipeline.Decision{Verdict: pipeline.Ornament, Prediction: 3}, pipeline.PublishDecorative, "", "", []string{"shared"}},
		{"a warning of ours edited", back, pipeline.Decision{Verdict: pipeline.Edit, Text: "Reynard.", Prediction: 3}, pipeline.PublishYes, "Reynard.", "", []string{"ours", "human"}},
		{"a warning approved", twice, pipeline.Decision{Verdict: pipeline.Approve, Text: long, Prediction: 3}, pipeline.PublishYes, long, "", []string{"shared", "too_long"}},
		{"decorative", fox, pipeline.Decision{Verdict: pipeline.Ornament, Prediction: 3}, pipeline.PublishDecorative, "", "", nil},
		{"decorative before", fox, pipeline.Decision{Verdict: pipeline.Ornament, Prediction: 2}, pipeline.PublishDecorative, "", "", nil},
		{"kept and edited", kept, pipeline.Decision{Verdict: pipeline.Edit, Text: "A pike."}, pipeline.PublishYes, "A pike.", "", []string{"human"}},
		{"kept and rejected", kept, pipeline.Decision{Verdict: pipeline.Reject}, pipeline.PublishNo, "", "rejected", nil},
		{"kept, and rejected as it is", kept, pipeline.Decision{Verdict: pipeline.Reject, Text: "a fish"}, pipeline.PublishNo, "", "rejected", nil},
		{"kept, and another rejected", kept, pipeline.Decision{Verdict: pipeline.Reject, Text: "A pike."}, pipeline.PublishYes, "A fish.", "", nil},
		{"kept, and another approved", kept, pipeline.Decision{Verdict: pipeline.Approve, Text: "A pike."}, pipeline.PublishYes, "A fish.", "", nil},
		{"kept, and another edited", kept, pipeline.Decision{Verdict: pipeline.Edit, Text: "A pike."}, pipeline.PublishYes, "A pike.", "", []string{"human"}},
		{"kept, and blocked", file, pipeline.Decision{}, pipeline.PublishReview, "IMG_0001.jpg", "filename", []string{"filename"}},
		{"kept, and blocked, and approved", file, pipeline.Decision{Verdict: pipeline.Approve, Text: "IMG_0001.jpg"}, pipeline.PublishYes, "IMG_0001.jpg", "", []string{"filename"}},
		{"kept, and blocked, and another approved", file, pipeline.Decision{Verdict: pipeline.Approve, Text: "IMG_0002.jpg"}, pipeline.PublishReview, "IMG_0001.jpg", "filename", []string{"filename"}},
		{"kept, and blocked, and edited", file, pipeline.Decision{Verdict: pipeline.Edit, Text: "A pike."}, pipeline.PublishYes, "A pike.", "", []string{"human"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.in.Cells, tt.in.Decision = "[]", tt.d
			r, err := tt.in.Result()
			if err != nil {
				t.Fatal(err)
			}
			if r.Publish != tt.publish || r.AltText != tt.text || r.Reason != tt.reason || !slices.Equal(r.Flags, tt.flags) || (r.Detail == "") != (r.Reason == "") {
				t.Errorf("publish %s, text %q, reason %q, flags %v; want %s, %q, %q, %v", r.Publish, r.AltText, r.Reason, r.Flags, tt.publish, tt.text, tt.reason, tt.flags)
			}
			if by := r.Provenance.DecidedBy; (by == "person") != (tt.d.Verdict != "") {
				t.Errorf("decided by %q", by)
			}
		})
	}
}

// A sheet for people has what a machine does not go on with, until somebody has
// decided, and says what the model wrote where that was no text.
func TestNeedsPerson(t *testing.T) {
	t.Parallel()
	failed := func(reason string) pipeline.Outcome {
		return pipeline.Outcome{State: pipeline.Failed, Reason: reason, Detail: "x", Model: "minicpm", Prediction: 3, Provenance: pipeline.Provenance{RawText: declined}}
	}
	edited, rejected, loosely := failed("refusal"), failed("refusal"), failed("refusal")
	edited.Decision = pipeline.Decision{Verdict: pipeline.Edit, Text: "Reynard."}
	rejected.Decision = pipeline.Decision{Verdict: pipeline.Reject, Prediction: 3}
	loosely.Decision = pipeline.Decision{Verdict: pipeline.Reject, Prediction: 2}
	for name, c := range map[string]struct {
		in      pipeline.Outcome
		needs   bool
		refused string
	}{
		"a text":                 {in: pipeline.Outcome{State: pipeline.Done, Caption: "A red fox.", Model: "minicpm"}},
		"a warning":              {in: pipeline.Outcome{State: pipeline.Done, Caption: long, Model: "minicpm"}, needs: true},
		"a refusal":              {in: pipeline.Outcome{State: pipeline.Done, Caption: declined, Model: "minicpm"}, needs: true},
		"failed for a refusal":   {in: failed("refusal"), needs: true, refused: declined},
		"failed without a text":  {in: failed("empty"), needs: true},
		"failed in another way":  {in: failed("model_error"), needs: true},
		"written by a person":    {in: edited, refused: declined},
		"rejected":               {in: rejected},
		"another rejected":       {in: loosely, needs: true, refused: declined},
		"waits for its turn":     {in: pipeline.Outcome{State: pipeline.Pending, Model: "minicpm"}},
		"nobody knows":           {in: pipeline.Outcome{State: pipeline.Unconfirmed, Model: "minicpm"}},
		"a row that is not read": {in: pipeline.Outcome{Fate: pipeline.RowFailed, Reason: "bad_row"}},
		"a row without an image": {in: pipeline.Outcome{Fate: pipeline.RowSkipped, Reason: "no_image"}},
	} {
		c.in.Cells = "[]"
		r, err := c.in.Result()
		if err != nil || r.NeedsPerson() != c.needs || r.Refused() != c.refused {
			t.Errorf("%s: needs a person: %t, refused with %q, %v; want %t, %q", name, r.NeedsPerson(), r.Refused(), err, c.needs, c.refused)
		}
	}
}

// What several questions of a row come to.
func TestSeveralAnswers(t *testing.T) {
	t.Parallel()
	at := time.UnixMilli(7)
	de := pipeline.Outcome{Slot: "de", State: pipeline.Done, Caption: "Ein Fuchs.", Model: "minicpm", Remote: "p1", Cost: cent, First: true, Provenance: pipeline.Provenance{AskedAt: at}}
	en := pipeline.Outcome{Slot: "en", State: pipeline.Done, Caption: "I'm sorry, I can't assist with that.", Model: "minicpm", Remote: "p2", Cost: cent, First: true}
	failed := pipeline.Outcome{Slot: "fr", State: pipeline.Failed, Reason: "model_error", Detail: "x", Cost: cent}
	only := pipeline.Outcome{State: pipeline.Done, Caption: "A fox.", Model: "any-llm", Remote: "p3", Cost: cent, First: true}
	decided := failed
	decided.Decision = pipeline.Decision{Verdict: pipeline.Edit, Text: "Un renard."}
	tests := []struct {
		name           string
		first          pipeline.Outcome
		others         []pipeline.Outcome
		status         pipeline.RowStatus
		publish        pipeline.Publish
		text           string
		reason, detail string
		flags          []string
		model, ids     string
		cents          int
	}{
		{"one with a name", de, nil, pipeline.RowDone, pipeline.PublishYes, "", "", "", nil, "minicpm", "p1", 1},
		{"a refusal", de, []pipeline.Outcome{en}, pipeline.RowDone, pipeline.PublishNo, "", "refusal", "en: ", []string{"en:refusal"}, "minicpm", "p1 p2", 2},
		{"a failure", de, []pipeline.Outcome{en, failed}, pipeline.RowFailed, pipeline.PublishNo, "", "model_error", "fr: x", []string{"en:refusal", "fr:shared"}, "minicpm", "p1 p2", 2},
		{"a person's in its place", de, []pipeline.Outcome{decided}, pipeline.RowFailed, pipeline.PublishYes, "", "model_error", "fr: x", []string{"fr:shared", "fr:human"}, "minicpm", "p1", 1},
		{"beside the only one", only, []pipeline.Outcome{de}, pipeline.RowDone, pipeline.PublishYes, "A fox.", "", "", nil, "any-llm minicpm", "p3 p1", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := tt.first
			o.Cells, o.Others = "[]", tt.others
			r, err := o.Result()
			if err != nil {
				t.Fatal(err)
			}
			if r.Status != tt.status || r.Publish != tt.publish || r.AltText != tt.text || r.Reason != tt.reason || !strings.HasPrefix(r.Detail, tt.detail) || !slices.Equal(r.Flags, tt.flags) {
				t.Errorf("%s, publish %s, text %q, reason %q (%s), flags %v", r.Status, r.Publish, r.AltText, r.Reason, r.Detail, r.Flags)
			}
			if r.Model != tt.model || r.PredictionID != tt.ids || int(r.Cost/cent) != tt.cents || len(r.Answers) != 1+len(tt.others) {
				t.Errorf("models %q, predictions %q, cost %s, %d answers", r.Model, r.PredictionID, r.Cost, len(r.Answers))
			}
			r.Presets(func(string) string { return "alt-text@1" })
			if a := r.Answers[len(r.Answers)-1]; a.Provenance.Preset != "alt-text@1" || a.Slot == "de" && !a.Provenance.AskedAt.Equal(at) {
				t.Errorf("the last answer's provenance is %+v", a.Provenance)
			}
		})
	}
}

// A text that was approved comes out in the style of the day; one that a person
// wrote, as it is.
func TestDecisionsInStyle(t *testing.T) {
	t.Parallel()
	rules := &quality.Rules{Sentence: true, Period: quality.DropPeriod}
	for name, c := range map[string]struct {
		caption string
		d       pipeline.Decision
		want    string
	}{
		"not decided":         {"a red fox.", pipeline.Decision{}, "A red fox"},
		"approved":            {"a red fox.", pipeline.Decision{Verdict: pipeline.Approve, Text: "a red fox."}, "A red fox"},
		"approved, emulated":  {"[emulated] a red fox.", pipeline.Decision{Verdict: pipeline.Approve, Text: "[emulated] a red fox"}, "[emulated] A red fox"},
		"approved, and other": {"a red fox.", pipeline.Decision{Verdict: pipeline.Approve, Text: "a fox."}, "a fox."},
		"edited":              {"a red fox.", pipeline.Decision{Verdict: pipeline.Edit, Text: "a red fox."}, "a red fox."},
	} {
		r, err := (&pipeline.Outcome{State: pipeline.Done, Caption: c.caption, Cells: "[]", Rules: rules, Decision: c.d}).Result()
		if err != nil || r.AltText != c.want {
			t.Errorf("%s: %q, %v; want %q", name, r.AltText, err, c.want)
		}
	}
}

// A text is recognized by what was said here, and by nothing else.
func TestWrote(t *testing.T) {
	t.Parallel()
	fox := pipeline.Outcome{State: pipeline.Done, Caption: "\"A red fox.\""}
	edited := fox
	edited.Decision = pipeline.Decision{Verdict: pipeline.Edit, Text: "Reynard."}
	tests := []struct {
		o    pipeline.Outcome
		text string
		want bool
	}{
		{fox, "A red fox.", true}, {fox, " A red\n fox. ", true}, {fox, "A red fox", true}, {fox, "a red fox.", true}, {fox, "A red Fox.", false}, {fox, ".", false}, {fox, "", false}, {fox, " ", false},
		{edited, "Reynard.", true}, {edited, "A red fox.", true}, {edited, "Reynard", false}, {edited, "A dog.", false},
		{pipeline.Outcome{State: pipeline.Done, Caption: "[[decorative]]"}, " ", false},
		{pipeline.Outcome{State: pipeline.Done, Caption: "**Short:** A red fox.\n**Long:** It stands in snow."}, "A red fox.", true},
		{pipeline.Outcome{State: pipeline.Done, Caption: "Short: A red fox.\nLong: It stands in snow."}, "It stands in snow.", false},
		{pipeline.Outcome{State: pipeline.Done, Caption: "[emulated] A red fox."}, "[emulated] A red fox", true},
		{pipeline.Outcome{State: pipeline.Done, Caption: "[emulated] A red fox."}, "A red fox.", false},
		{pipeline.Outcome{State: pipeline.Pending}, "A red fox.", false},
	}
	for _, tt := range tests {
		if got := tt.o.Wrote(tt.text); got != tt.want {
			t.Errorf("%q of %q: %v", tt.text, tt.o.Caption, got)
		}
	}
}
