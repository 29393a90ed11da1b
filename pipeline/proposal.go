package pipeline

import "github.com/captionmill/captionmill/pipeline/quality"

// proposals are what people are told about an answer that proposes to have no
// text. A model can only propose it: whether a picture decorates, only its
// author can know, and whether words stand in it, only who looks at it.
var proposals = map[string]string{
	quality.ProposeDecorative: "the model calls this picture decorative; a person should decide",
	quality.ProposeNoText:     "the model finds no words in this picture; approve, and it has none, or edit, and write them down",
}

// propose leaves an answer that proposes something to a person, and tells
// whether it does.
func (a *Answer) propose(proposal string) bool {
	if proposal == "" {
		return false
	}
	a.Publish, a.Reason, a.Detail = PublishReview, proposal, proposals[proposal]
	return true
}

// Proposes tells whether the answer waits for a person to agree that there
// should be no text.
func (a *Answer) Proposes() bool { return proposals[a.Reason] != "" }
