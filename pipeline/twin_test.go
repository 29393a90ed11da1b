package pipeline_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// twinCases are texts about one picture that several rows show, what becomes of
// all of these, and how many questions that takes.
var twinCases = []struct {
	name   string
	most   int
	texts  []string // of the predictions, in order
	state  pipeline.State
	reason string
	asked  int
}{
	{"a good text", 1, []string{short}, pipeline.Done, "", 1},
	{"a refusal", 1, []string{declined, short}, pipeline.Done, "", 2},
	{"a refusal, then a loop", 2, []string{declined, looped, short}, pipeline.Done, "", 3},
	{"two refusals", 1, []string{declined}, pipeline.Failed, "refusal", 2},
	{"nothing, twice", 1, []string{""}, pipeline.Failed, "empty", 2},
	{"three refusals", 2, []string{declined}, pipeline.Failed, "refusal", 3},
	{"never again", 0, []string{declined}, pipeline.Failed, "refusal", 1},
	{"too long, twice", 2, []string{longer, long, short}, pipeline.Done, "", 2},
	{"too long, then a refusal", 1, []string{long, declined}, pipeline.Done, "", 2},
}

// One picture under several names is asked once, and repaired once, whoever of
// them does it.
func TestTwinsWithBadTexts(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	for _, c := range twinCases {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := readingWorld(t, &emulator.Server{})
				w.asking(bounded, nil)
				w.answering(c.texts...)
				w.ask("list", g.URL+"/a1.png", g.URL+"/a2.png", g.URL+"/a3.png")
				r := w.runner()
				r.Repairer.Most = c.most
				if err := r.Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				w.allEnded(c.state, c.reason)
				w.paidFor(c.asked)

				w.ask("later", g.URL+"/a4.png", g.URL+"/a5.png")
				r = w.runner()
				r.Repairer.Most = c.most
				if err := r.Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				w.allEnded(c.state, c.reason)
				w.paidFor(c.asked)
			})
		})
	}
}

// allEnded fails unless every row has come to an end, for a reason.
func (w *world) allEnded(state pipeline.State, reason string) {
	w.t.Helper()
	for i, o := range w.outcomes() {
		if o.State != state || o.Reason != reason {
			w.t.Errorf("row %d is %s for %q (%s), want %s for %q", i+1, o.State, o.Reason, o.Detail, state, reason)
		}
	}
}

// paidFor fails unless so many questions were asked, and paid.
func (w *world) paidFor(asked int) {
	w.t.Helper()
	if got := w.emu.Stats().Accepted; got != asked || int(w.reserved()/cent) != asked {
		w.t.Errorf("%d asked, %s reserved; want %d", got, w.reserved(), asked)
	}
}

// The first of two that asks may fail without a word on its text: that is no
// fault of the other's.
func TestTwinFailsWithoutAText(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{Faults: emulator.Faults{TaskFailed: 1}})
		w.ask("list", g.URL+"/a1.png")
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.allEnded(pipeline.Failed, "model_error")
		w.paidFor(2)
		w.emu.Faults = emulator.Faults{}
		w.ask("later", g.URL+"/a2.png")
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.allEnded(pipeline.Done, "")
		w.paidFor(3)
	})
}

// What is put back is asked again, also when only a copy is; another copy takes
// what came of that.
func TestRetriedTwins(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	for name, c := range map[string]struct {
		texts []string
		state pipeline.State
		asked int // again
	}{
		"with success": {[]string{short}, pipeline.Done, 1},
		"repaired":     {[]string{declined, short}, pipeline.Done, 2},
		"in vain":      {[]string{declined}, pipeline.Failed, 2},
	} {
		for which, images := range map[string][]string{
			"both": {g.URL + "/a1.png", g.URL + "/a2.png"}, "the copy": {g.URL + "/a2.png"}, "the first": {g.URL + "/a1.png"},
		} {
			t.Run(name+", "+which, func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					w := readingWorld(t, &emulator.Server{})
					w.answering(declined)
					w.ask("list", g.URL+"/a1.png", g.URL+"/a2.png")
					r := w.runner()
					r.Workers = 1 // so that the first is the one that asks
					if err := r.Run(t.Context()); err != nil {
						t.Fatal(err)
					}
					w.paidFor(2)
					w.ask("again", images...)
					if _, err := w.ledger.Retry(t.Context(), w.work); err != nil {
						t.Fatal(err)
					}
					w.answering(c.texts...)
					w.ask("again", append(images, g.URL+"/a3.png")...)
					if err := w.runner().Run(t.Context()); err != nil {
						t.Fatal(err)
					}
					for i, o := range w.outcomes() {
						if o.State != c.state && i < len(images) {
							t.Errorf("row %d is %s for %q (%s), want %s", i+1, o.State, o.Reason, o.Detail, c.state)
						}
					}
					w.paidFor(2 + c.asked)
				})
			})
		}
	}
}

// A copy that finds no money for the repair goes on with it in the next run.
func TestBurdenOutlivesTheRun(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		w.answering(declined, short)
		w.ask("list", g.URL+"/a1.png", g.URL+"/a2.png")
		r := w.runner()
		r.Caps.Submissions = 1
		if err := r.Run(t.Context()); !errors.Is(err, pipeline.ErrCap) {
			t.Fatal(err)
		}
		w.paidFor(1)
		sleep(time.Hour)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.allEnded(pipeline.Done, "")
		w.paidFor(2)
	})
}

// The bad text of a picture counts once for the brake, however many names it has,
// and whichever run it came in.
func TestBrakeHearsAPictureOnce(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		w.answering(declined)
		for most, manifest := range []string{"b", "c", "d"} {
			names := make([]string, 60)
			for i := range names {
				names[i] = fmt.Sprintf("%s/a%s%d.png", g.URL, manifest, i)
			}
			w.ask(manifest, names...)
			r := w.runner()
			r.Repairer.Most, r.Brake = most, &pipeline.Brake{Most: 20}
			if err := r.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.allEnded(pipeline.Failed, "refusal")
			w.paidFor(most + 1)
		}
	})
}

// What an earlier run has seen of other pictures does not stop one by itself.
func TestBrakeForgetsTextsOfEarlierRuns(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		w.answering(declined)
		for name, brake := range []*pipeline.Brake{nil, {Most: 20}} {
			var names []string
			for _, picture := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567" {
				names = append(names, fmt.Sprintf("%s/%c%d.png", g.URL, picture, name))
			}
			w.ask(fmt.Sprint(name), names...)
			r := w.runner()
			r.Repairer.Most, r.Brake = 0, brake
			if err := r.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.allEnded(pipeline.Failed, "refusal")
			w.paidFor(len(names))
		}
	})
}

// What is put back is asked again, also when another name of it was in between.
func TestRetriedAfterAnotherName(t *testing.T) {
	t.Parallel()
	g := newGallery(t, paint(t))
	inBubble(t, func(t *testing.T) {
		w := readingWorld(t, &emulator.Server{})
		w.answering(declined)
		for i, names := range [][]string{{"/a1.png", "/a2.png"}, {"/a3.png"}, {"/a3.png"}, {"/a1.png", "/a2.png"}} {
			w.ask("list", g.URL+names[0], g.URL+names[len(names)-1])
			if _, err := w.ledger.Retry(t.Context(), w.work); err != nil {
				t.Fatal(err)
			}
			if err := w.runner().Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.allEnded(pipeline.Failed, "refusal")
			w.paidFor([]int{2, 2, 4, 6}[i])
		}
	})
}
