package pipeline

import (
	"cmp"
	"time"
)

// A Provenance is where a text comes from. Times are zero where nothing
// happened, or nobody wrote down when.
type Provenance struct {
	// ModelID is the API's id of the model.
	ModelID string
	// Parameters are what was asked, the prompt among them, as canonical JSON.
	Parameters string
	// Preset is the full name of the preset whose text was asked, or sharpened to
	// be asked again, "" for a text of one's own. The ledger does not know it: see
	// [Result.Presets].
	Preset string
	// PromptHash names the prompt with its model and parameters.
	PromptHash Hash
	// RepairOf names the prompt of the row's own question, where a repair of it
	// was asked; it is zero otherwise. Repaired are its parameters.
	RepairOf Hash
	Repaired string
	// AskedAt is when the question was about to be sent, AnsweredAt when its
	// answer was written down.
	AskedAt, AnsweredAt time.Time
	// RawText is the answer byte for byte, or what came in its place.
	RawText string
	// Attempts counts the submissions of the question that were not refused.
	Attempts int
	// DecidedBy and DecidedAt tell who decided about the text, and when.
	// DecidedBy is "person" where nobody gave a name.
	DecidedBy string
	DecidedAt time.Time
}

// decided adds what is known of the person.
func (p *Provenance) decided(d *Decision) {
	if d.Verdict == "" {
		return
	}
	p.DecidedBy, p.DecidedAt = d.By, d.At
	if d.By == "" {
		p.DecidedBy = "person"
	}
}

// Presets gives each answer's question the name that name knows for its
// parameters, or for those of the question that was repaired.
func (r *Result) Presets(name func(parameters string) string) {
	r.Provenance.name(name)
	for i := range r.Answers {
		r.Answers[i].Provenance.name(name)
	}
}

func (p *Provenance) name(name func(parameters string) string) {
	p.Preset = name(cmp.Or(p.Repaired, p.Parameters))
}
