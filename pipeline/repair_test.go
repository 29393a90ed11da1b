package pipeline_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/pipeline/quality"
)

const (
	declined = "I'm sorry, I can't assist with that."
	looped   = "a red fox and a red fox and a red fox and a red fox and a red fox and"
	short    = "A red fox in fresh snow."
	long     = "A red fox stands in fresh snow beside a low fence, looking back over its shoulder at whoever took the picture, its breath white. " +
		"Behind it a farmhouse with two lit windows leans into the wind, and tracks lead off towards a wood that fades into grey."
	longer = long + " Somebody has left a sledge out; its rope hangs from a post, stiff with frost, and crows sit along the ridge of the roof."
)

// answering gives every new prediction the next of some texts; the last stands
// for the rest.
func (w *world) answering(texts ...string) {
	order := map[string]int{}
	w.onPoll = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
		id := strings.Split(r.URL.Path, "/")[4]
		w.mu.Lock()
		if _, ok := order[id]; !ok {
			order[id] = min(len(order), len(texts)-1)
		}
		text := texts[order[id]]
		w.mu.Unlock()
		return w.outputs(rw, r, text)
	}
}

// asking makes the question one that says how long its answer may be.
func (w *world) asking(text string, params map[string]any) {
	w.t.Helper()
	w.asker.Text, w.asker.Params = text, params
	if err := w.asker.Check(); err != nil {
		w.t.Fatal(err)
	}
}

// asked lists the prompts of all predictions, in order.
func (w *world) asked() (all []string) {
	w.t.Helper()
	rows, err := w.db.Query(`SELECT q.label, q.params, coalesce(p.repairs, '') FROM predictions p JOIN prompts q ON q.id = p.prompt ORDER BY p.id`)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var label, params, repairs string
		if err := rows.Scan(&label, &params, &repairs); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, strings.TrimSpace(label+" "+params+" "+repairs))
	}
	return all
}

const bounded = "Write alt text, at most 125 characters."

var repairCases = []struct {
	name     string
	most     int
	fallback string
	params   map[string]any
	faults   emulator.Faults
	texts    []string

	caption string // "" for a failed item
	reason  string
	paid    price.Micros
	asked   []string // parts of what was asked, one for each prediction
}{
	{name: "a good text", most: 1, texts: []string{short}, caption: short, paid: cent, asked: []string{bounded}},
	{name: "a refusal", most: 1, texts: []string{declined, short}, caption: short, paid: 2 * cent,
		asked: []string{bounded, `Describe only what can be seen; nobody in the picture needs to be identified.","preset_prompt":"describe","seed":-1} refusal`}},
	{name: "a loop", most: 1, texts: []string{looped, short}, caption: short, paid: 2 * cent, asked: []string{bounded, "one short, plain sentence"}},
	{name: "nothing", most: 1, texts: []string{"", short}, caption: short, paid: 2 * cent, asked: []string{bounded, "one short, plain sentence"}},
	{name: "two refusals", most: 1, texts: []string{declined}, reason: "refusal", paid: 2 * cent, asked: []string{bounded, "needs to be identified"}},
	{name: "a refusal, then a loop", most: 2, texts: []string{declined, looped, short}, caption: short, paid: 3 * cent,
		asked: []string{bounded, "needs to be identified", bounded + `\u000a\u000aAnswer with one short`}},
	{name: "never again", most: 0, texts: []string{declined, short}, reason: "refusal", paid: cent, asked: []string{bounded}},
	{name: "another model", most: 1, fallback: "openai/gpt-4o", texts: []string{declined, short}, caption: short, paid: cent + 150_000,
		asked: []string{"minicpm", `openai/gpt-4o {"model":"openai/gpt-4o","prompt":"` + bounded + `\u000a\u000aDescribe only`}},
	{name: "a preset of the model's own", most: 1, params: map[string]any{"preset_prompt": "caption"}, texts: []string{declined, short}, caption: short, paid: 2 * cent,
		asked: []string{`{"preset_prompt":"caption","seed":-1}`, `{"preset_prompt":"caption","seed":-1} refusal`}},
	{name: "such a preset, and another model", most: 1, fallback: "any-llm", params: map[string]any{"preset_prompt": "caption"},
		texts: []string{declined, short}, caption: short, paid: cent + 50_000, asked: []string{`"preset_prompt":"caption"`, `any-llm {"model":"google/gemini-flash-1.5","prompt":"Write alt text.\u000a\u000a`}},
	{name: "another such preset, and another model", most: 1, fallback: "any-llm", params: map[string]any{"preset_prompt": "describe"},
		texts: []string{declined, short}, caption: short, paid: cent + 50_000, asked: []string{`"preset_prompt":"describe"`, `any-llm {"model":"google/gemini-flash-1.5","prompt":"Describe at length.\u000a\u000a`}},
	{name: "a failure of the API's", most: 1, faults: emulator.Faults{TaskFailed: 1}, texts: []string{short}, reason: "model_error", paid: 2 * cent, asked: []string{bounded, bounded + `","`}},

	{name: "too long", most: 1, texts: []string{long, short}, caption: short, paid: 2 * cent, asked: []string{bounded, "must not have more than 125 characters"}},
	{name: "too long for ever", most: 1, texts: []string{long, longer}, caption: long, paid: 2 * cent, asked: []string{bounded, "125 characters in all"}},
	{name: "too long, then shorter", most: 1, texts: []string{longer, long}, caption: long, paid: 2 * cent, asked: []string{bounded, "125 characters in all"}},
	{name: "too long, twice", most: 2, texts: []string{longer, long, short}, caption: short, paid: 3 * cent, asked: []string{bounded, "in all", "in all"}},
	{name: "too long, then a refusal", most: 1, texts: []string{long, declined}, caption: long, paid: 2 * cent, asked: []string{bounded, "in all"}},
	{name: "too long, then decorative", most: 1, texts: []string{long, "[[decorative]]"}, caption: long, paid: 2 * cent, asked: []string{bounded, "in all"}},
	{name: "a refusal, then too long", most: 1, texts: []string{declined, long}, caption: long, paid: 2 * cent, asked: []string{bounded, "identified"}},
	{name: "too long, and never again", most: 0, texts: []string{long, short}, caption: long, paid: cent, asked: []string{bounded}},
	{name: "too long, of another model", most: 1, fallback: "any-llm", texts: []string{long, short}, caption: short, paid: cent + 50_000, asked: []string{"minicpm", "any-llm"}},
	{name: "long, and nobody said how long", most: 1, params: map[string]any{"preset_prompt": "describe"}, texts: []string{longer, short}, caption: longer, paid: cent,
		asked: []string{"preset_prompt"}},
	{name: "a little too long", most: 1, texts: []string{long[:190], short}, caption: long[:190], paid: cent, asked: []string{bounded}},
}

func TestRepair(t *testing.T) {
	t.Parallel()
	for _, c := range repairCases {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{Faults: c.faults})
				w.fallback = c.fallback
				if c.params == nil {
					w.asking(bounded, nil)
				} else {
					w.asking("Write alt text.", c.params)
				}
				w.answering(c.texts...)
				w.ask("list", urls(1)...)
				r := w.reconciling()
				r.Repairer.Most = c.most
				if err := r.Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				o := w.outcomes()[0]
				if o.Caption != c.caption || o.Reason != c.reason || (o.State == pipeline.Done) != (c.caption != "") || (o.State == pipeline.Failed) != (c.caption == "") {
					t.Errorf("%s, %q for %q; want %q for %q", o.State, o.Caption, o.Reason, c.caption, c.reason)
				}
				if w.reserved() != c.paid || o.Cost != c.paid || w.emu.Stats().Accepted != len(c.asked) {
					t.Errorf("%s reserved, %s in the row, %d asked; want %s and %d", w.reserved(), o.Cost, w.emu.Stats().Accepted, c.paid, len(c.asked))
				}
				got := w.asked()
				if !slices.EqualFunc(got, c.asked, strings.Contains) {
					t.Errorf("asked\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.asked, "\n"))
				}
				if c.faults == (emulator.Faults{}) && w.count(`SELECT count(*) FROM predictions WHERE coalesce(caption, '') = ''`) != strings.Count(c.name, "nothing") {
					t.Error("a text that was paid is not kept")
				}
			})
		})
	}
}

// The rules of a run say which answers are asked about again: what they block,
// and nothing else.
func TestRulesSayWhatIsRepaired(t *testing.T) {
	t.Parallel()
	set := func(code string, s quality.Severity) map[string]quality.Severity {
		return map[string]quality.Severity{code: s}
	}
	for name, c := range map[string]struct {
		first string
		rules *quality.Rules
		again bool
	}{
		"a refusal":                     {declined, nil, true},
		"a refusal that is only warned": {declined, &quality.Rules{Severities: set(quality.Refusal, quality.Warn)}, false},
		"a refusal, and another rule":   {declined, &quality.Rules{Severities: set(quality.Loop, quality.Off)}, true},
		"a loop that is off":            {looped, &quality.Rules{Severities: set(quality.Loop, quality.Off)}, false},
		"a preamble":                    {"An image of a fox.", nil, false},
		"a preamble that is blocked":    {"An image of a fox.", &quality.Rules{Severities: set(quality.Preamble, quality.Block)}, true},
		"more than the most":            {long, &quality.Rules{MaxChars: 60}, false},
		"more, blocked":                 {long, &quality.Rules{MaxChars: 60, Severities: set(quality.TooLong, quality.Block)}, true},
		"less, blocked":                 {long, &quality.Rules{MaxChars: 400, Severities: set(quality.TooLong, quality.Block)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				w.answering(c.first, short)
				w.ask("list", urls(1)...)
				r := w.runner()
				r.Rules = c.rules
				if err := r.Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				want, submits := c.first, 1
				if c.again {
					want, submits = short, 2
				}
				if o := w.outcomes()[0]; o.State != pipeline.Done || o.Caption != want || w.submits != submits {
					t.Errorf("%s with %q after %d submits, want %q after %d", o.State, o.Caption, w.submits, want, submits)
				}
			})
		})
	}
}

// Whatever comes in the way of a better text, the item is done with the first.
func TestFirstTextStands(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		second answer // to the submit for the better text
		caps   pipeline.Caps
		paid   price.Micros
		ends   error
	}{
		"a cap on money":       {caps: pipeline.Caps{Run: 2*cent - 1}, paid: cent},
		"a cap on submissions": {caps: pipeline.Caps{Submissions: 1}, paid: cent},
		"a bad request":        {second: plain(400, `{"code":400,"message":"seed must be positive"}`), paid: cent},
		"the rate":             {second: plain(429, tooMany, "Retry-After", "30"), paid: cent},
		"an unknown model":     {second: plain(404, `{"code":404,"message":"model not found"}`), paid: cent, ends: pipeline.ErrModel},
		"a wrong key":          {second: plain(401, `{"code":401,"message":"bad key"}`), paid: cent},
		"a lost answer":        {second: lost(cutOff), paid: 2 * cent},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				w.asking(bounded, nil)
				w.answering(long)
				w.onSubmit = func(n int, rw http.ResponseWriter, r *http.Request) bool {
					return n > 1 && c.second != nil && c.second(w, rw, r)
				}
				w.ask("list", urls(1)...)
				r := w.runner()
				r.Caps = c.caps
				if err := r.Run(t.Context()); !errors.Is(err, c.ends) {
					t.Errorf("the run ended with %v, want %v", err, c.ends)
				}
				o := w.outcomes()[0]
				if o.State != pipeline.Done || o.Caption != long || o.Reason != "" || w.reserved() != c.paid || o.Cost != c.paid {
					t.Errorf("%s, %q for %q, %s; want done with the first text, %s", o.State, o.Caption, o.Reason, w.reserved(), c.paid)
				}
				s, err := w.ledger.Status(t.Context(), w.work)
				if err != nil || s.RowStatus[pipeline.RowDone] != 1 || len(s.RowStatus) != 1 {
					t.Errorf("the rows are %v, %v; want 1 done", s.RowStatus, err)
				}
			})
		})
	}
}

// A setting that allows fewer repairs holds for what waits for one.
func TestNoRepairAfterAll(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.answering(declined, short)
		w.ask("list", urls(1)...)
		c := w.captioner()
		c.Caps.Submissions = 1
		w.caption(c)
		if it := w.claim(pipeline.Pending)[0]; it.Fault != "refusal" || it.Faults != 1 {
			t.Fatalf("the item is %+v", it)
		}
		r := w.runner()
		r.Repairer.Most = 0
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if o := w.outcomes()[0]; o.State != pipeline.Failed || o.Reason != "refusal" || w.submits != 1 {
			t.Errorf("%s for %q after %d submits; want failed, refusal, after 1", o.State, o.Reason, w.submits)
		}
	})
}

// The pictures of a question that another model does not take are asked about
// once more where they were.
func TestFallbackTakesFewerPictures(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		m, err := table(t).Find("any-llm")
		if err != nil {
			t.Fatal(err)
		}
		w.asker = &pipeline.Asker{Provider: "emulator", Model: m, Text: bounded}
		w.asking(bounded, nil)
		w.fallback = "minicpm"
		w.answering(declined, short)
		w.read("list", manifest.Row{Line: 2, Images: urls(2)})
		w.caption(w.captioner())
		got := w.asked()
		if o := w.outcomes()[0]; o.State != pipeline.Done || len(got) != 2 || !strings.HasPrefix(got[1], "any-llm ") || !strings.Contains(got[1], "identified") {
			t.Errorf("%s, asked %q", o.State, got)
		}
	})
}
