package pipeline

import (
	"cmp"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// A Form is what a good answer to a prompt looks like, as far as the prompt
// says so. It is no part of what is asked, and so no part of its identity. The
// zero value is that of alt text in any language.
type Form struct {
	// Kind is what the answers are, in the words of package prompt: "dense",
	// "tags", "ocr" or "complex", which is alt text and a long description in one
	// answer. "" is alt text.
	Kind string
	// MaxChars is the most characters of an answer; 0 is what the kind advises.
	MaxChars int
	// Lang is the language that was asked for, as a BCP 47 tag; "" is any.
	Lang string
}

// complexKind is that of two texts in one, a short and a long one.
const complexKind = "complex"

// kind is the form's kind for those who judge. Of two texts in one the short
// one is alt text.
func (f Form) kind() quality.Kind {
	if f.Kind == complexKind {
		return quality.Prose
	}
	return quality.Kind(f.Kind)
}

// rules are those for answers of the form. What a person's own rules say wins,
// and with a kind of their own the form's limit is none; nil says nothing.
func (f Form) rules(own *quality.Rules) *quality.Rules {
	if f == (Form{}) {
		return own
	}
	var r quality.Rules
	if own != nil {
		r = *own
	}
	if r.Lang = cmp.Or(r.Lang, f.Lang); r.Kind == quality.Prose {
		r.Kind, r.MaxChars = f.kind(), cmp.Or(r.MaxChars, f.MaxChars)
	}
	return &r
}

// rulesFor are the rules for the answers to a prompt.
func (c *Captioner) rulesFor(p *Prompt) *quality.Rules {
	rules, _ := c.forms.get(p.Form, func(f Form) (*quality.Rules, error) { return f.rules(c.Rules), nil })
	return rules
}
