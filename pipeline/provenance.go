package pipeline

import "time"

// A Provenance is where a text comes from. Times are zero where nothing
// happened, or nobody wrote down when.
type Provenance struct {
	// ModelID is the API's id of the model.
	ModelID string
	// Parameters are what was asked, the prompt among them, as canonical JSON.
	Parameters string
	// Preset is the full name of the preset whose text was asked, "" for a text
	// of one's own. The ledger does not know it: see [Result.Presets].
	Preset string
	// PromptHash names the prompt with its model and parameters.
	PromptHash Hash
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
// parameters.
func (r *Result) Presets(name func(parameters string) string) {
	r.Provenance.Preset = name(r.Provenance.Parameters)
	for i := range r.Answers {
		p := &r.Answers[i].Provenance
		p.Preset = name(p.Parameters)
	}
}
