package pipeline_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/prompt"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// The brake ends submissions; what was accepted is seen through, the rest waits.
func TestBrakeStopsRuns(t *testing.T) {
	t.Parallel()
	compared := &quality.Rules{Severities: map[string]quality.Severity{quality.Duplicate: quality.Warn}}
	for name, c := range map[string]struct {
		faults emulator.Faults
		text   string // with the prediction's id for %s
		others string // of some three in four, "" for none
		form   pipeline.Form
		rules  *quality.Rules
		most   int
		stops  bool
	}{
		"refusals":              {faults: emulator.Faults{Refusal: 0.8}, most: 20, stops: true},
		"few refusals":          {faults: emulator.Faults{Refusal: 0.1}, most: 20},
		"many are repaired":     {faults: emulator.Faults{Refusal: 0.3}, most: 20},
		"refusals, and no care": {faults: emulator.Faults{Refusal: 0.8}, most: 100},
		"one text for all":      {text: "A picture.", most: 20, stops: true},
		"one text, and no care": {text: "A picture.", most: 100},
		"all decorative":        {text: "[[Decorative]].", most: 20, stops: true},
		"some decorative":       {text: "[[Decorative]].", others: "A fox beside the stone with the number %s.", most: 20},
		"no words in any":       {text: "No text.", most: 20, stops: true},
		"none where asked":      {text: "[[no text]]", form: pipeline.Form{Kind: "ocr"}, rules: compared, most: 20},
		"no words of tags":      {text: "[[no text]]", others: "There is no text in this image.", form: pipeline.Form{Kind: "tags"}, most: 20, stops: true},
		"preambles":             {text: "Alt text: \"A fox beside the stone with the number %s.\"", most: 0},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{Faults: c.faults})
				w.gate.InFlight = 10
				if c.text != "" {
					w.onPoll = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
						id, text := strings.Split(r.URL.Path, "/")[4], c.text
						if c.others != "" && id[len(id)-1] >= '4' {
							text = c.others
						}
						return w.outputs(rw, r, strings.ReplaceAll(text, "%s", id))
					}
				}
				w.asker.Wordings = []pipeline.Wording{{Template: prompt.Plain(w.asker.Text), Form: c.form}}
				if err := w.asker.Check(); err != nil {
					t.Fatal(err)
				}
				w.ask("list", urls(120)...)
				r := w.runner()
				r.Rules, r.Workers, r.Brake = c.rules, 30, &pipeline.Brake{Most: c.most}
				err := r.Run(t.Context())
				got := w.states()
				if errors.Is(err, pipeline.ErrJunk) != c.stops || c.stops != errors.Is(err, pipeline.ErrCap) {
					t.Errorf("the run ended with %v after %v", err, got)
				}
				if open := got[pipeline.Submitting] + got[pipeline.Submitted] + got[pipeline.Unconfirmed]; open != 0 || (got[pipeline.Pending] > 0) != c.stops {
					t.Errorf("the items are %v", got)
				}
				if c.stops && (got[pipeline.Pending] < 30 || strings.Count(err.Error(), "example.com") != 3) {
					t.Errorf("the items are %v, and the message is %v", got, err)
				}
			})
		})
	}
}

// What cannot be repaired ends after everything else where much is in flight.
// It is no more than one in ten for that.
func TestBrakeBearsLateRepairs(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Faults: emulator.Faults{Refusal: 0.33}})
		w.gate.InFlight = 500
		w.ask("list", urls(500)...)
		r := w.runner()
		r.Workers, r.Brake = 500, &pipeline.Brake{Most: 20}
		err := r.Run(t.Context())
		if got := w.states(); err != nil || got[pipeline.Failed] < 42 || got[pipeline.Failed]+got[pipeline.Done] != 500 {
			t.Errorf("the run ended with %v after %v; want 42 failures or more, as many as the brake does not bear in 200", err, got)
		}
	})
}

// What an earlier run has left to be repaired is all bad, which says nothing of
// how many there are.
func TestBrakeLeavesEarlierRuns(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{Faults: emulator.Faults{Refusal: 1}})
		w.gate.InFlight = 100
		w.ask("list", urls(70)...)
		for run, caps := range []pipeline.Caps{{Submissions: 70}, {}} {
			r := w.runner()
			r.Caps, r.Workers, r.Brake = caps, 100, &pipeline.Brake{Most: 20}
			err := r.Run(t.Context())
			if errors.Is(err, pipeline.ErrJunk) {
				t.Errorf("run %d ended with %v", run+1, err)
			}
			if got := w.states(); got[pipeline.Pending] != int64(70-70*run) {
				t.Errorf("run %d left %v", run+1, got)
			}
		}
	})
}
