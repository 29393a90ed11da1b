package pipeline_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// slowWorld is a world of so many pictures whose answers take a time each, at 50
// submissions a second.
func slowWorld(t *testing.T, pictures int, answer time.Duration) *world {
	w := newWorld(t, &emulator.Server{Latency: emulator.Latency{Median: answer, Sigma: 0.1}})
	w.gate.Rate, w.gate.InFlight = 3000, 1000
	w.ask("list", urls(pictures)...)
	return w
}

// braked runs with a brake and so many repairs of each picture, and says how long
// the run took and how it ended.
func (w *world) braked(most, repairs int) (took time.Duration, err error) {
	r := w.runner()
	r.Workers, r.Repairer.Most, r.Brake = 1000, repairs, &pipeline.Brake{Most: most}
	began := time.Now()
	err = r.Run(w.t.Context())
	return time.Since(began), err
}

// wrong answers with refusals about so many of a hundred pictures, and again about
// so many of a hundred of those that another model is asked about then.
func (w *world) wrong(bad, again int) {
	w.fallback = "any-llm"
	refused, asked := map[string]bool{}, map[bool]int{}
	w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
		rec := w.accept(r)
		var accepted struct{ Data struct{ ID string } }
		if err := json.Unmarshal(rec.Body.Bytes(), &accepted); err != nil {
			w.t.Error(err)
		}
		share, repair := bad, strings.Contains(r.URL.Path, "any-llm")
		if repair {
			share = again
		}
		w.mu.Lock()
		refused[accepted.Data.ID] = asked[repair]*37%100 < share
		asked[repair]++
		w.mu.Unlock()
		return says(rw, r, rec.Code, rec.Body.String())
	}
	w.onPoll = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
		w.mu.Lock()
		no := refused[strings.Split(r.URL.Path, "/")[4]]
		w.mu.Unlock()
		return no && w.outputs(rw, r, declined)
	}
}

// Where every text is bad and answers take their time, first questions are asked
// until 50 answers are there, and then no more is paid than 50 pictures cost.
func TestSlowAnswersAreNotPaidInVain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer      time.Duration
		most        int // repairs of each picture
		first, then int // the most first questions and repairs
	}{
		"2 seconds":                  {2 * time.Second, 1, 220, 55},
		"2 seconds, and two repairs": {2 * time.Second, 2, 220, 105},
		"4 seconds":                  {4 * time.Second, 1, 320, 55},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := slowWorld(t, 400, c.answer)
				w.emu.Faults.Refusal = 1
				_, err := w.braked(20, c.most)
				first := w.count(`SELECT count(*) FROM predictions WHERE repairs IS NULL`)
				repairs := w.count(`SELECT count(*) FROM predictions WHERE repairs IS NOT NULL`)
				if !errors.Is(err, pipeline.ErrJunk) || first > c.first || repairs > c.then || repairs < 35 {
					t.Errorf("%d first questions and %d repairs were paid (want %d and %d at most), and the run ended with %v", first, repairs, c.first, c.then, err)
				}
			})
		})
	}
}

// Repairs that help are held up while nothing is known of them, and hardly after
// that: a run takes no longer than two answers more than one that judges nothing.
func TestRepairsThatHelpAreNotHeldUp(t *testing.T) {
	t.Parallel()
	const answer = 2 * time.Second
	for name, c := range map[string]struct{ bad, again, most int }{ // as in wrong, and what is borne
		"60 in 100, and most are mended": {60, 20, 20},
		"all are mended":                 {100, 0, 20},
		"all are mended, and few borne":  {100, 0, 5},
	} {
		t.Run(name, func(t *testing.T) {
			var took [2]time.Duration
			for i, most := range []int{100, c.most} {
				inBubble(t, func(t *testing.T) {
					w := slowWorld(t, 300, answer)
					w.wrong(c.bad, c.again)
					var err error
					if took[i], err = w.braked(most, 1); err != nil {
						t.Error(err)
					}
				})
			}
			if took[1] > took[0]+2*answer {
				t.Errorf("the run took %s with the brake and %s without it", took[1], took[0])
			}
		})
	}
}
