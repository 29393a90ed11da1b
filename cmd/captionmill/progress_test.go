package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// walk lets one item pass through states.
func walk(p *progress, states ...pipeline.State) {
	for i, to := range states[1:] {
		p.step(pipeline.Step{From: states[i], To: to, Cost: price.Dollar})
	}
}

// What a person sees counts questions, each once, however often it ends.
func TestProgressCountsQuestions(t *testing.T) {
	t.Parallel()
	const (
		pending, submitting, submitted = pipeline.Pending, pipeline.Submitting, pipeline.Submitted
		done, failed, unconfirmed      = pipeline.Done, pipeline.Failed, pipeline.Unconfirmed
	)
	tests := map[string]struct {
		states []pipeline.State
		want   int64
	}{
		"on its way":              {[]pipeline.State{pending, submitting, submitted}, 0},
		"answered":                {[]pipeline.State{pending, submitting, submitted, done}, 1},
		"at its second attempt":   {[]pipeline.State{submitted, pending, submitting, done}, 1},
		"failed":                  {[]pipeline.State{pending, failed}, 1},
		"in doubt":                {[]pipeline.State{pending, submitting, unconfirmed}, 1},
		"asked again":             {[]pipeline.State{pending, submitting, unconfirmed, pending}, 0},
		"attached":                {[]pipeline.State{submitting, unconfirmed, submitted}, 0},
		"attached and answered":   {[]pipeline.State{submitting, unconfirmed, submitted, done}, 1},
		"lost":                    {[]pipeline.State{submitting, unconfirmed, failed}, 1},
		"twice in doubt":          {[]pipeline.State{submitting, unconfirmed, pending, submitting, unconfirmed}, 1},
		"an earlier run's doubt":  {[]pipeline.State{unconfirmed, pending}, 0},
		"an earlier one answered": {[]pipeline.State{unconfirmed, submitted, done}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProgress(&session{settings: &settings{quiet: true}}, sqlite.Outlook{Submitted: 9})
			walk(p, tt.states...)
			if got := p.ended(); got != tt.want {
				t.Errorf("%d ended, want %d", got, tt.want)
			}
		})
	}
}

// The log line never says more than there is, nor a time below none.
func TestProgressLine(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := newProgress(&session{settings: new(settings), log: newLog(&out, "text"), std: streams{err: &out}}, sqlite.Outlook{Submitted: 2})
	for range 5 {
		walk(p, pipeline.Submitted, pipeline.Failed)
	}
	p.said = time.Now().Add(-sayEvery)
	walk(p, pipeline.Submitted, pipeline.Failed)
	if got := out.String(); !strings.Contains(got, " ended=2 of=2 failed=6 ") || !strings.Contains(got, `left="0 s" cost=$6.00`) {
		t.Errorf("got %s", got)
	}
}
