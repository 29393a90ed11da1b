package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// attempts is the most paid predictions for one question, unless --repair allows
// more.
const attempts = 2

// askAbove is the worst case that is not spent without a word from a person.
const askAbove = 10 * price.Dollar

// An estimate is what a run has before it, in numbers for a person.
type estimate struct {
	sqlite.Outlook
	tally     sqlite.Tally
	questions int64
	expiring  int64 // of them, whose signed address ends too early; counted for plans only
	models    []string
	slots     []slotted    // the questions by their columns, where there are several
	once      price.Micros // every question answered at the first attempt
	worst     price.Micros // every question paid as often as allowed
	again     price.Micros // the part for those that would be paid again, once each
	changed   bool         // some of these, since they have other words than before
	formerKey string       // the --image-key of before, where it named some differently
	time      time.Duration
}

// estimate counts what the readings ask.
func (ss *session) estimate(ctx context.Context, readings []reading) (estimate, error) {
	var e estimate
	for _, r := range readings {
		e.tally.Rows += r.Tally.Rows
		e.tally.Kept += r.Tally.Kept
		e.tally.Skipped += r.Tally.Skipped
		e.tally.Failed += r.Tally.Failed
		e.tally.RepeatedIDs += r.Tally.RepeatedIDs
	}
	var err error
	now, before := work(readings)
	if e.Outlook, err = ss.outlook(ctx, now, before); err != nil {
		return e, err
	}
	e.slots = slotsOf(ss.asker)
	for _, q := range e.Pending {
		cost, err := ss.price(ctx, q.Prompt)
		if err != nil {
			return e, usage(err)
		}
		worst, err := ss.worstPrice(ctx, q.Prompt, cost)
		if err != nil {
			return e, usage(err)
		}
		e.worst += worst * price.Micros(q.Count)
		e.add(q, cost*price.Micros(q.Count))
	}
	renamed, old, err := ss.renamed(ctx, readings)
	if err != nil {
		return e, err
	}
	e.countAgain(renamed, old)
	e.time = ss.duration(e.questions)
	return e, nil
}

// A slotted part of an estimate is what goes into one column of answers.
type slotted struct {
	Slot      string       `json:"slot"`
	Questions int64        `json:"questions"`
	Cost      price.Micros `json:"cost_usd"`
}

// slotsOf are the columns of answers, none where there is only one.
func slotsOf(a *pipeline.Asker) (all []slotted) {
	for _, w := range a.Wordings {
		if w.Slot != "" {
			all = append(all, slotted{Slot: w.Slot})
		}
	}
	return all
}

// add counts questions that cost so much together.
func (e *estimate) add(q sqlite.Questions, cost price.Micros) {
	e.questions += q.Count
	e.once += cost
	if !slices.Contains(e.models, q.Prompt.Label) {
		e.models = append(e.models, q.Prompt.Label)
	}
	if i := slices.IndexFunc(e.slots, func(s slotted) bool { return s.Slot == q.Slot }); i >= 0 {
		e.slots[i].Questions += q.Count
		e.slots[i].Cost += cost
	}
}

// outlook counts what rows still ask. Questions that only differ in the text of
// their prompts are counted together: that changes no price.
func (ss *session) outlook(ctx context.Context, now, before pipeline.Work) (sqlite.Outlook, error) {
	var texts []string
	for _, m := range ss.models {
		if m.PromptParam != "" && !slices.Contains(texts, m.PromptParam) {
			texts = append(texts, m.PromptParam)
		}
	}
	return ss.ledger.Outlook(ctx, now, before, texts...)
}

// price is what one answer to a prompt costs, by the table or by the API's own
// quote, whichever is higher. Without a key the table alone is asked.
func (ss *session) price(ctx context.Context, p *pipeline.Prompt) (price.Micros, error) {
	if ss.tableOnly {
		return ss.prices.Of(p)
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	higher, err := ss.prices.Ask(ctx, ss.client, p)
	if err != nil {
		return 0, err
	}
	if higher > 0 {
		ss.sayf("warning: the API quotes %s for %s, more than captionmill knows of; the higher price counts", higher, p.Label)
	}
	return ss.prices.Of(p)
}

// duration is about how long so many questions take, 0 when nobody can say.
func (ss *session) duration(questions int64) time.Duration {
	rate, _ := ss.accountLimits()
	if rate == 0 || questions == 0 {
		return 0
	}
	const answer = 5 * time.Second // the last one has to be answered, too
	return time.Duration(float64(questions)/rate*float64(time.Minute)) + answer
}

// first is the line that says what will be asked, and the worst case.
func (e *estimate) first() string {
	parts := []string{plural(e.questions, "question")}
	if len(e.models) > 0 {
		parts = append(parts, strings.Join(e.models, ", "))
	}
	if e.questions > 0 {
		parts = append(parts, fmt.Sprintf("%s, at most %s with second attempts", e.once, e.worst))
	}
	if e.Submitted > 0 {
		parts = append(parts, plural(e.Submitted, "answer")+" to fetch, paid already")
	}
	if e.time > 0 {
		parts = append(parts, "about "+roughly(e.time))
	}
	return strings.Join(parts, " · ")
}

// plural counts things: "1 question", "26,759 questions".
func plural(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// thousands groups digits by three.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// roughly is a duration as people say it.
func roughly(d time.Duration) string {
	switch {
	case d < 90*time.Second:
		return fmt.Sprintf("%d s", int(math.Ceil(d.Seconds())))
	case d < 90*time.Minute:
		return fmt.Sprintf("%d min", int(math.Round(d.Minutes())))
	case d < 48*time.Hour:
		return fmt.Sprintf("%.1f h", d.Hours())
	default:
		return fmt.Sprintf("%.1f days", d.Hours()/24)
	}
}
