package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// progress shows how far a run has come: a bar on a terminal, a log line every
// few seconds elsewhere. It is told of every step by many goroutines at once.
type progress struct {
	ss      *session
	bar     *progressbar.ProgressBar // nil where nobody would see it
	total   int64
	started time.Time

	mu     sync.Mutex
	counts counts
	said   time.Time
}

// counts are what a person wants to see go up.
type counts struct {
	steps, ended, done, failed, unconfirmed int64
	spent                                   price.Micros
}

// String is what stands before the bar.
func (c *counts) String() string { return fmt.Sprintf("captioning, %s", c.spent) }

// sayEvery is how often a log line says how far the run has come.
const sayEvery = 10 * time.Second

// newProgress begins to show a run over so many questions.
func newProgress(ss *session, before sqlite.Outlook) *progress {
	p := &progress{ss: ss, started: time.Now(), said: time.Now()}
	p.total = before.Submitted
	for _, q := range before.Pending {
		p.total += q.Count
	}
	if p.total > 0 && !ss.quiet && isTerminal(ss.std.err) {
		p.bar = newBar(ss.std.err, p.total)
	}
	return p
}

func newBar(w io.Writer, total int64) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("images"),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionFullWidth(),
		progressbar.OptionOnCompletion(func() { fmt.Fprintln(w) }),
	)
}

// step takes one durable step into account.
func (p *progress) step(s pipeline.Step) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts.take(s)
	if p.bar != nil {
		p.bar.Describe(p.counts.String())
		if ended(s) {
			p.bar.Add(1) //nolint:errcheck // a bar that cannot be drawn harms nobody
		}
		return
	}
	if time.Since(p.said) >= sayEvery && !p.ss.quiet {
		p.said = time.Now()
		p.ss.log.Info("captioning", "done", p.counts.ended, "of", p.total, "failed", p.counts.failed,
			"per_second", p.speed(), "left", p.left(), "cost", p.counts.spent.String())
	}
}

// ended tells whether a step is an item's last in this run.
func ended(s pipeline.Step) bool {
	return s.To == pipeline.Done || s.To == pipeline.Failed || s.To == pipeline.Unconfirmed
}

func (c *counts) take(s pipeline.Step) {
	c.steps++
	c.spent += s.Cost
	switch s.To {
	case pipeline.Done:
		c.done++
	case pipeline.Failed:
		c.failed++
	case pipeline.Unconfirmed:
		c.unconfirmed++
	}
	if ended(s) {
		c.ended++
	}
}

// speed is how many questions have ended a second.
func (p *progress) speed() string {
	return fmt.Sprintf("%.1f", float64(p.counts.ended)/max(time.Since(p.started).Seconds(), 0.001))
}

// left is how long the rest takes at that speed.
func (p *progress) left() string {
	if p.counts.ended == 0 {
		return "unknown"
	}
	return roughly(time.Duration(float64(time.Since(p.started)) / float64(p.counts.ended) * float64(p.total-p.counts.ended)))
}

// finish ends the show.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Exit() //nolint:errcheck // as above
		fmt.Fprintln(p.ss.std.err)
	}
}

// changed tells whether the run has done anything at all.
func (p *progress) changed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts.steps > 0
}
