package pipeline_test

import (
	"testing"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
)

// What people decided is about the pictures that they saw: those of the same
// names, or those that have the very same answer.
func TestDecidedAboutPictures(t *testing.T) {
	t.Parallel()
	const another, otherText = "a person decided about another picture of this row; decide again", "a person decided about another text of this row; decide again"
	seen, other, unknown := pipeline.Hash{1}, pipeline.Hash{2}, pipeline.Hash{}
	tests := []struct {
		name       string
		saw, shows pipeline.Hash
		answer     pipeline.PredictionID // whose text the person saw; the row's is 3
		lapsed     map[pipeline.Verdict]string
	}{
		{"the same", seen, seen, 3, nil},
		{"asked anew", seen, seen, 2, map[pipeline.Verdict]string{pipeline.Approve: otherText, pipeline.Reject: otherText}},
		{"another", seen, other, 2, map[pipeline.Verdict]string{pipeline.Approve: another, pipeline.Reject: another, pipeline.Edit: another, pipeline.Ornament: another}},
		{"another that nobody knows", seen, unknown, 2, map[pipeline.Verdict]string{pipeline.Approve: another, pipeline.Reject: another, pipeline.Edit: another, pipeline.Ornament: another}},
		{"the same bytes", seen, other, 3, nil},
		{"nobody knew which", unknown, other, 3, nil},
	}
	want := map[pipeline.Verdict]pipeline.Publish{pipeline.Approve: pipeline.PublishYes, pipeline.Edit: pipeline.PublishYes,
		pipeline.Reject: pipeline.PublishNo, pipeline.Ornament: pipeline.PublishDecorative}
	for _, tt := range tests {
		for verdict, publish := range want {
			o := pipeline.Outcome{State: pipeline.Done, Caption: "A red fox.", Prediction: 3, First: true, Cells: "[]", Place: pipeline.Place{Pictures: tt.shows}}
			o.Decision = pipeline.Decision{Verdict: verdict, Text: "Reynard.", Prediction: tt.answer, Pictures: tt.saw}
			r, err := o.Result()
			if err != nil {
				t.Fatal(err)
			}
			if detail := tt.lapsed[verdict]; detail != "" {
				if r.Publish != pipeline.PublishReview || r.Reason != "redrafted" || r.Detail != detail || r.AltText != "A red fox." {
					t.Errorf("%s, %s: publish %s, %s (%s), %q", tt.name, verdict, r.Publish, r.Reason, r.Detail, r.AltText)
				}
			} else if r.Publish != publish || r.Reason == "redrafted" {
				t.Errorf("%s, %s: publish %s, %s (%s); want %s", tt.name, verdict, r.Publish, r.Reason, r.Detail, publish)
			}
		}
	}
}

// Nothing is decided about two texts of a row that was never asked, of which the
// one has another picture.
func TestDecidedAboutKeptPictures(t *testing.T) {
	t.Parallel()
	for _, verdict := range []pipeline.Verdict{pipeline.Approve, pipeline.Edit, pipeline.Reject, pipeline.Ornament} {
		o := pipeline.Outcome{Fate: pipeline.RowKept, Alt: "A fish.", Cells: "[]", Place: pipeline.Place{Pictures: pipeline.Hash{2}},
			Decision: pipeline.Decision{Verdict: verdict, Text: "A pike.", Pictures: pipeline.Hash{1}}}
		r, err := o.Result()
		if err != nil || r.Publish != pipeline.PublishReview || r.AltText != "A fish." {
			t.Errorf("%s: publish %s, %q, %v", verdict, r.Publish, r.AltText, err)
		}
	}
}

// A row names its pictures the same whether it asks about them or not, however
// their addresses are signed.
func TestRowPictures(t *testing.T) {
	t.Parallel()
	a := newAsker(t)
	images := []string{"https://img.s3.amazonaws.com/a.jpg?X-Amz-Algorithm=x&X-Amz-Date=1&X-Amz-Signature=aa"}
	asked := a.Row(&manifest.Row{Images: images})
	if len(asked.Asks) != 1 || asked.Pictures != (pipeline.Hash{}) {
		t.Fatalf("%+v, want a question, which names its pictures", asked)
	}
	want := asked.Asks[0].Seen()
	for name, in := range map[string]manifest.Row{
		"kept":           {Images: images, HasAlt: true, Alt: "A fox."},
		"signed anew":    {Images: []string{"https://img.s3.amazonaws.com/a.jpg?X-Amz-Algorithm=x&X-Amz-Date=2&X-Amz-Signature=bb"}, HasAlt: true},
		"failed":         {Images: images, Params: map[string]any{"sead": "7"}},
		"another":        {Images: []string{"https://img.s3.amazonaws.com/b.jpg"}, HasAlt: true, Alt: "A fox."},
		"none":           {HasAlt: true, Alt: "A fox."},
		"without a name": {Images: []string{"s3://bucket/a.jpg"}, HasAlt: true, Alt: "A fox."},
	} {
		row := a.Row(&in)
		known, other := name != "none", name == "another" || name == "without a name"
		if row.Fate == "" || (row.Pictures == want) != (known && !other) || (row.Pictures == pipeline.Hash{}) == known {
			t.Errorf("%s: %s, pictures %x; those that are asked about are %x", name, row.Fate, row.Pictures, want)
		}
	}
}

// References that are no picture's are told apart by what is written there.
func TestReferencesWithoutAName(t *testing.T) {
	t.Parallel()
	a := newAsker(t)
	name := func(image string) pipeline.Hash {
		row := a.Row(&manifest.Row{Images: []string{image}})
		return row.Pictures
	}
	if first, other := name("s3://bucket/a.jpg"), name("s3://bucket/b.jpg"); first == other || first != name("s3://bucket/a.jpg") {
		t.Errorf("one is named %x, another %x", first, other)
	}
}
