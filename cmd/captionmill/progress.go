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
	steps, failed int64
	// balance is how many questions have ended less those that were taken up
	// again. A question that an earlier run left unconfirmed is not among those
	// that are counted, so that it may be below 0 until that one ends, too.
	balance int64
	spent   price.Micros
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
		p.bar.Set64(p.ended()) //nolint:errcheck // a bar that cannot be drawn harms nobody
		return
	}
	if time.Since(p.said) >= sayEvery && !p.ss.quiet {
		p.said = time.Now()
		p.ss.log.Info("captioning", "ended", p.ended(), "of", p.total, "failed", p.counts.failed,
			"per_second", p.speed(), "left", p.left(), "cost", p.counts.spent.String())
	}
}

func (c *counts) take(s pipeline.Step) {
	c.steps++
	c.spent += s.Cost
	if s.To == pipeline.Failed {
		c.failed++
	}
	switch was, is := ends(s.From), ends(s.To); {
	case is && !was:
		c.balance++
	case was && !is:
		c.balance--
	}
}

// ends tells whether nothing more is done about an item in this state, unless
// something new is heard of it.
func ends(s pipeline.State) bool {
	return s == pipeline.Done || s == pipeline.Failed || s == pipeline.Unconfirmed
}

// ended is how many of the questions are at their end.
func (p *progress) ended() int64 { return min(max(p.counts.balance, 0), p.total) }

// speed is how many questions have ended a second.
func (p *progress) speed() string {
	return fmt.Sprintf("%.1f", float64(p.ended())/max(time.Since(p.started).Seconds(), 0.001))
}

// left is how long the rest takes at that speed.
func (p *progress) left() string {
	ended := p.ended()
	if ended == 0 {
		return "unknown"
	}
	return roughly(time.Duration(float64(time.Since(p.started)) / float64(ended) * float64(p.total-ended)))
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
