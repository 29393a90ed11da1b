package pipeline_test

import (
	"cmp"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

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

// A night is one run of several about the same pictures.
type night struct {
	refused     int // of a hundred answers
	submissions int // that the night may make
	prompt      string
	no          bool // repairs are off
	stops       bool // by the brake
	may         bool // end so, or not: repairs and first questions meet by chance
	from, to    int  // how many submissions it makes
}

// What earlier runs have seen counts along, so that no budget of a night is so
// small that the brake sleeps. What they have left to be repaired is all bad, but
// no more than it is among its neighbours.
func TestBrakeRemembersEarlierRuns(t *testing.T) {
	t.Parallel()
	for name, nights := range map[string][]night{
		"all is refused": {
			{refused: 100, submissions: 60, stops: true, from: 60, to: 60},
			{refused: 100, submissions: 60, stops: true, from: 10, to: 35},
			{refused: 100, submissions: 60, stops: true, from: 10, to: 35},
			{refused: 100, submissions: 60, stops: true, from: 10, to: 60},
			{refused: 100, submissions: 60, stops: true, from: 10, to: 60},
		},
		"few are asked, and all are refused": {
			{refused: 100, submissions: 24, from: 24, to: 24},
			{refused: 100, submissions: 24, from: 24, to: 24},
			{refused: 100, submissions: 24, from: 24, to: 24},
			{refused: 100, submissions: 24, may: true, from: 24, to: 24}, // 48 pictures twice, or 46 twice and 4 once
			{refused: 100, submissions: 24, stops: true, from: 10, to: 24},
			{refused: 100, submissions: 24, stops: true, from: 10, to: 24},
			{refused: 100, submissions: 24, stops: true, from: 10, to: 24},
		},
		"few are asked, once, and all are refused": {
			{refused: 100, submissions: 30, no: true, from: 30, to: 30},
			{refused: 100, submissions: 30, no: true, stops: true, from: 20, to: 30},
		},
		"10 in 100 are refused, and then all that is left": {
			{refused: 10, submissions: 120, from: 120, to: 120},
			{refused: 100, submissions: 12, from: 12, to: 12},
		},
		"2 in 100 are refused, and then all that is left": {
			{refused: 2, submissions: 150, from: 150, to: 150},
			{refused: 100, submissions: 3, from: 3, to: 3},
			{refused: 2, submissions: 60, from: 60, to: 60},
		},
		"the prompt is changed": {
			{refused: 100, submissions: 60, stops: true, from: 60, to: 60},
			{refused: 100, submissions: 60, stops: true, from: 10, to: 40},
			{refused: 5, submissions: 80, prompt: "Say what is seen.", from: 80, to: 80},
		},
		"the model is mended": {
			{refused: 100, submissions: 60, stops: true, from: 60, to: 60},
			{refused: 100, submissions: 60, stops: true, from: 10, to: 40},
			{submissions: 80, from: 80, to: 80},
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) { sleepThrough(t, nights) })
		})
	}
}

// sleepThrough runs night after night over the same 300 pictures.
func sleepThrough(t *testing.T, nights []night) {
	w := newWorld(t, &emulator.Server{})
	w.gate.InFlight = 5
	for i, n := range nights {
		w.asker.Text = cmp.Or(n.prompt, "Write alt text.")
		if err := w.asker.Check(); err != nil {
			t.Fatal(err)
		}
		w.ask("list", urls(300)...)
		w.onPoll = refusals(w, n.refused)
		before := w.submits
		r := w.runner()
		r.Caps, r.Brake = pipeline.Caps{Submissions: n.submissions}, &pipeline.Brake{Most: 20}
		r.Workers = n.submissions // so that first questions take all there is, in the manifest's order
		if n.no {
			r.Repairer = nil
		}
		err := r.Run(t.Context())
		if end := w.ledger.End(t.Context(), r.Captioner.Run, 13, ""); end != nil {
			t.Fatal(end)
		}
		sleep(12 * time.Hour)
		if asked := w.submits - before; errors.Is(err, pipeline.ErrJunk) != n.stops && !n.may || !errors.Is(err, pipeline.ErrCap) || asked < n.from || asked > n.to {
			t.Errorf("night %d ended after %d submissions (want %d to %d) with %v; the items are %v", i+1, asked, n.from, n.to, err, w.states())
		}
	}
}

// What earlier runs have left to be repaired is asked before anything new, and
// nothing twice.
func TestRepairsComeFirst(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", urls(40)...)
		w.onPoll = refusals(w, 20)
		for night, want := range []struct{ asked, repairs, workers int }{{30, 0, 30}, {4, 4, 1}, {12, 2, 1}} {
			before := len(w.asked())
			r := w.runner()
			r.Caps, r.Workers = pipeline.Caps{Submissions: want.asked}, want.workers
			if err := r.Run(t.Context()); night < 2 && !errors.Is(err, pipeline.ErrCap) || night == 2 && err != nil {
				t.Errorf("night %d ended with %v", night+1, err)
			}
			if err := w.ledger.End(t.Context(), r.Captioner.Run, 13, ""); err != nil {
				t.Fatal(err)
			}
			sleep(12 * time.Hour)
			asked := w.asked()[before:]
			var repairs int
			for i, a := range asked {
				if strings.HasSuffix(a, " refusal") && i == repairs {
					repairs++
				}
			}
			if len(asked) != want.asked || repairs != want.repairs {
				t.Errorf("night %d asked %d questions, %d repairs first; want %d and %d", night+1, len(asked), repairs, want.asked, want.repairs)
			}
			w.onPoll = nil
		}
		if got := w.states(); got[pipeline.Done] != 40 {
			t.Errorf("the items are %v, want all done", got)
		}
	})
}

// A share of pictures that no repair helps stops a run soon, however many could
// be asked meanwhile: first questions give way until repairs have told. Where
// they help nothing is stopped.
func TestFirstQuestionsGiveWay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bad, repairs int // in a hundred, bad texts and those that repairs do not help
		most         int
		stops        bool
		to           int // the most submissions
	}{
		"35 in 100":                 {bad: 35, repairs: 100, most: 1, stops: true, to: 150},
		"all, and two repairs":      {bad: 100, repairs: 100, most: 2, stops: true, to: 280},
		"35 in 100 that are mended": {bad: 35, most: 1, to: 275},
		"all are mended":            {bad: 100, most: 1, to: 400},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				w.gate.Rate, w.gate.InFlight = 3000, 80
				w.ask("list", urls(200)...)
				w.onPoll = refusalsOf(w, c.bad, c.repairs)
				r := w.runner()
				r.Workers, r.Repairer.Most, r.Brake = 600, c.most, &pipeline.Brake{Most: 20}
				err := r.Run(t.Context())
				got := w.states()
				if errors.Is(err, pipeline.ErrJunk) != c.stops || w.submits > c.to || got[pipeline.Submitted]+got[pipeline.Unconfirmed] > 0 {
					t.Errorf("ended with %v after %d submissions (want %d at most); the items are %v", err, w.submits, c.to, got)
				}
			})
		})
	}
}

// refusalsOf answers with refusals about so many of a hundred pictures, and again
// about so many of a hundred of those.
func refusalsOf(w *world, bad, again int) func(int, http.ResponseWriter, *http.Request) bool {
	return func(_ int, rw http.ResponseWriter, r *http.Request) bool {
		id := strings.Split(r.URL.Path, "/")[4]
		var item, fault int
		if err := w.db.QueryRow(`SELECT item, repairs IS NOT NULL FROM predictions WHERE remote = ?`, id).Scan(&item, &fault); err != nil {
			w.t.Error(err)
		}
		if item*37%100 < bad && (fault == 0 || item*13%100 < again) {
			return w.outputs(rw, r, "I'm sorry, but I can't assist with that.")
		}
		return w.outputs(rw, r, "A fox beside the stone with the number "+id+".")
	}
}

// refusals answers so many of a hundred predictions with a refusal, evenly, and
// the others with texts of their own.
func refusals(w *world, percent int) func(int, http.ResponseWriter, *http.Request) bool {
	var mu sync.Mutex
	asked := map[string]int{}
	return func(_ int, rw http.ResponseWriter, r *http.Request) bool {
		id := strings.Split(r.URL.Path, "/")[4]
		mu.Lock()
		if _, known := asked[id]; !known {
			asked[id] = len(asked)
		}
		n := asked[id]
		mu.Unlock()
		if n*percent%100 < percent {
			return w.outputs(rw, r, "I'm sorry, but I can't assist with that.")
		}
		return w.outputs(rw, r, "A fox beside the stone with the number "+id+".")
	}
}
