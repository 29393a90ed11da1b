package pipeline

import (
	"strings"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// InParts tells whether a question with such a prompt, or such parameters, is
// answered in two parts, a short text and a long description: it names both
// labels in quotes, as the presets of that kind do. A [Form] then says so.
func InParts(asked string) bool {
	return strings.Contains(asked, `"Short:`) && strings.Contains(asked, `"Long:`)
}

// parts takes an answer apart whose question asks for parts, where it has them.
// Else all of it is the short one.
func (f Form) parts(caption string) (short, long string, ok bool) {
	if f.Kind == complexKind {
		short, long, ok = quality.Parts(caption)
	}
	if !ok {
		return caption, "", false
	}
	return short, long, true
}

// Short is the first part of an answer in two, or all of one that has no parts,
// to a question that asks for them.
func Short(caption string) string {
	short, _, _ := Form{Kind: complexKind}.parts(caption)
	return short
}

// alt is the part of an answer to the prompt that is to be its alt text.
func (p *Prompt) alt(caption string) string {
	short, _, _ := p.Form.parts(caption)
	return short
}

// describe makes the long description of an answer's second part. One that
// cannot be published is held back; a person has to look at that answer, and at
// one whose long description has a warning. Like every text it is held against
// the row, but not against the other texts: those are alt text.
func (a *Answer) describe(long string, rules *quality.Rules, about *quality.Context) {
	dense := LongRules(rules)
	row := *about
	row.Census, row.Inquiry = nil, nil
	text := dense.Clean(long)
	a.Parted, a.LongDraft = true, text
	f := a.flag(longName+":", dense.Check(long, text, &row))
	if f.Severity != quality.Block {
		a.Long = text
	}
	switch {
	case f.Severity == quality.Block && a.Publish != PublishNo:
		a.review(f, "its long description is held back: ")
	case f.Severity == quality.Warn && a.Publish == PublishYes:
		a.review(f, "look at its long description, and approve or reject it: ")
	}
}

// LongRules are those for the long description beside a text with such rules: it
// is a dense text of any length, unless a person has said what all texts are.
func LongRules(rules *quality.Rules) *quality.Rules {
	var dense quality.Rules
	if rules != nil {
		dense = *rules
	}
	if dense.MaxChars = 0; dense.Kind == quality.Prose {
		dense.Kind = quality.Dense
	}
	return &dense
}

// longName is what flags call the long description.
const longName = "long_description"

// withhold drops the long description of an answer that is not published.
func (a *Answer) withhold() {
	if a.Publish != PublishYes && a.Publish != PublishReview {
		a.Long = ""
	}
}
