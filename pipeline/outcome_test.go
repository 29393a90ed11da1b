package pipeline_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink"
)

// What is published of every kind of row, and what it costs.
func TestResults(t *testing.T) {
	t.Parallel()
	long := "A red fox stands in fresh snow at the edge of a birch wood, looks back over its shoulder, and lifts one of its front paws off the ground."
	done := func(caption string) pipeline.Outcome {
		return pipeline.Outcome{State: pipeline.Done, Caption: caption, Remote: "p1", Model: "minicpm", Cost: cent, First: true}
	}
	tests := []struct {
		name    string
		in      pipeline.Outcome
		status  pipeline.RowStatus
		publish pipeline.Publish
		alt     string
		reason  string
		flags   []string
		cost    price.Micros
	}{
		{"caption", done("A red fox."), pipeline.RowDone, pipeline.PublishYes, "A red fox.", "", nil, cent},
		{"caption to be cleaned", done("**Alt text:** \"A red\nfox.\""), pipeline.RowDone, pipeline.PublishYes, "A red fox.", "", nil, cent},
		{"long caption", done(long), pipeline.RowDone, pipeline.PublishReview, long, "too_long", []string{"too_long"}, cent},
		{"decorative", done("[[Decorative]]"), pipeline.RowDone, pipeline.PublishReview, "", "decorative", nil, cent},
		{"no words", done("\"[[no text]].\""), pipeline.RowDone, pipeline.PublishReview, "", "no_text", nil, cent},
		{"refusal", done("I'm sorry, I can't assist with that."), pipeline.RowDone, pipeline.PublishNo, "", "refusal", []string{"refusal"}, cent},
		{"nothing", done(" "), pipeline.RowDone, pipeline.PublishNo, "", "empty", []string{"empty"}, cent},
		{"shared", func() pipeline.Outcome { o := done("A red fox."); o.First = false; return o }(),
			pipeline.RowDone, pipeline.PublishYes, "A red fox.", "", []string{"shared"}, 0},
		{"shared and long", func() pipeline.Outcome { o := done(long); o.First = false; return o }(),
			pipeline.RowDone, pipeline.PublishReview, long, "too_long", []string{"shared", "too_long"}, 0},
		{"failed, paid twice", pipeline.Outcome{State: pipeline.Failed, Reason: "model_error", Detail: "x", Cost: 2 * cent, First: true},
			pipeline.RowFailed, pipeline.PublishNo, "", "model_error", nil, 2 * cent},
		{"unconfirmed", pipeline.Outcome{State: pipeline.Unconfirmed, Reason: "unanswered", Detail: "x", Cost: cent, First: true},
			pipeline.RowUnconfirmed, pipeline.PublishNo, "", "unanswered", nil, cent},
		{"pending", pipeline.Outcome{State: pipeline.Pending, First: true}, pipeline.RowPending, pipeline.PublishNo, "", "not_asked", nil, 0},
		{"waiting", pipeline.Outcome{State: pipeline.Pending, Reason: "folder_gone", Detail: "x", First: true}, pipeline.RowPending, pipeline.PublishNo, "", "folder_gone", nil, 0},
		{"another's answer", pipeline.Outcome{State: pipeline.Done, Caption: "A red fox.", Remote: "p1", Model: "minicpm", Cost: cent, First: true, Twin: true},
			pipeline.RowDone, pipeline.PublishYes, "A red fox.", "", []string{"shared"}, cent},
		{"submitting", pipeline.Outcome{State: pipeline.Submitting, First: true}, pipeline.RowPending, pipeline.PublishNo, "", "not_answered", nil, 0},
		{"submitted", pipeline.Outcome{State: pipeline.Submitted, Cost: cent, First: true}, pipeline.RowPending, pipeline.PublishNo, "", "not_answered", nil, cent},
		{"kept", pipeline.Outcome{Fate: pipeline.RowKept, Alt: " As it was. ", First: true}, pipeline.RowKept, pipeline.PublishYes, " As it was. ", "", nil, 0},
		{"kept empty", pipeline.Outcome{Fate: pipeline.RowKept, First: true}, pipeline.RowKept, pipeline.PublishDecorative, "", "", nil, 0},
		{"skipped", pipeline.Outcome{Fate: pipeline.RowSkipped, Reason: "no_image", Detail: "x", First: true},
			pipeline.RowSkipped, pipeline.PublishNo, "", "no_image", nil, 0},
		{"failed row", pipeline.Outcome{Fate: pipeline.RowFailed, Reason: "bad_row", Detail: "x", First: true},
			pipeline.RowFailed, pipeline.PublishNo, "", "bad_row", nil, 0},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.in.ID, c.in.Images, c.in.Cells = "7", []string{"a.jpg"}, `["7","a.jpg"]`
			r, err := c.in.Result()
			if err != nil {
				t.Fatal(err)
			}
			if r.Status != c.status || r.Publish != c.publish || r.AltText != c.alt || r.Reason != c.reason || (r.Detail == "") != (c.reason == "") {
				t.Errorf("%s, publish %s, text %q, reason %q (%s); want %s, %s, %q, %q", r.Status, r.Publish, r.AltText, r.Reason, r.Detail, c.status, c.publish, c.alt, c.reason)
			}
			if !slices.Equal(r.Flags, c.flags) || r.Cost != c.cost || r.Caption != c.in.Caption || r.PredictionID != c.in.Remote {
				t.Errorf("flags %v, cost %s; want %v, %s", r.Flags, r.Cost, c.flags, c.cost)
			}
			if r.ID != "7" || !slices.Equal(r.Cells, []string{"7", "a.jpg"}) || r.Object != nil {
				t.Errorf("id %q, cells %q, object %s", r.ID, r.Cells, r.Object)
			}
		})
	}
}

// A result is its own: the outcome may be used again.
func TestResultIsACopy(t *testing.T) {
	t.Parallel()
	o := pipeline.Outcome{Images: []string{"a.jpg"}, Cells: `{"image":"a.jpg"}`, State: pipeline.Pending}
	r, err := o.Result()
	if err != nil {
		t.Fatal(err)
	}
	o.Images[0] = "b.jpg"
	if r.Images[0] != "a.jpg" || string(r.Object) != `{"image":"a.jpg"}` || r.Cells != nil {
		t.Errorf("images %v, object %s", r.Images, r.Object)
	}
	if _, err := (&pipeline.Outcome{ID: "7", Cells: "[1"}).Result(); err == nil || !strings.Contains(err.Error(), `"7"`) {
		t.Errorf("broken cells: %v, want an error that names the row", err)
	}
}

// A line of JSONL that is no object comes out as the line that it was, whatever
// JSON it is, and never as cells.
func TestUnreadableLines(t *testing.T) {
	t.Parallel()
	lines := []string{`["a","b"]`, `[]`, `"s"`, `null`, `true`, `-1.50`, `{"image": oops}`, `{"unreadable":"x"}`, `nonsense "quoted" <b>`}
	text := "{\"image\":\"a.jpg\"}\n" + strings.Join(lines, "\n") + "\n"
	in, err := manifest.Open(strings.NewReader(text), manifest.Options{Format: manifest.JSONL})
	if err != nil {
		t.Fatal(err)
	}
	var again, found strings.Builder
	asManifest, err := sink.NewManifest(sink.JSONL, &again, nil)
	if err != nil {
		t.Fatal(err)
	}
	results, err := sink.New(sink.JSONL, &found, []string{"image", "n"})
	if err != nil {
		t.Fatal(err)
	}
	a := newAsker(t)
	for row, err := range in.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		kept := a.Row(&row)
		r, err := (&pipeline.Outcome{Cells: string(kept.Cells), Fate: kept.Fate, Reason: kept.Reason}).Result()
		if err != nil || r.Cells != nil {
			t.Fatalf("line %d: cells %q, %v", row.Line, r.Cells, err)
		}
		if err := errors.Join(asManifest.Write(r), results.Write(r)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(asManifest.Close(), results.Close()); err != nil {
		t.Fatal(err)
	}
	if again.String() != text {
		t.Errorf("as a manifest:\n%s\nwant\n%s", again.String(), text)
	}
	for _, want := range []string{`"row":{"unreadable":"[\"a\",\"b\"]"}}`, `"row":{"unreadable":"\"s\""}}`, `"row":{"unreadable":"null"}}`} {
		if !strings.Contains(found.String(), want) {
			t.Errorf("no %s in\n%s", want, found.String())
		}
	}
}

// BenchmarkResult judges one row, as an export does with each.
func BenchmarkResult(b *testing.B) {
	o := pipeline.Outcome{ID: "7", Images: []string{"https://example.com/fox.jpg"}, Cells: `["7","https://example.com/fox.jpg","A fox"]`,
		State: pipeline.Done, Caption: "A red fox stands in fresh snow at the edge of a birch wood, and looks back over its shoulder.", Model: "minicpm", Remote: "p1", Cost: cent, First: true}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := o.Result(); err != nil {
			b.Fatal(err)
		}
	}
}
