package pipeline

import (
	"crypto/sha256"
	"encoding/binary"
)

// A Prompt is everything that is asked about a picture, apart from the picture
// itself: many items share one.
type Prompt struct {
	// Provider is who answers, so that an emulated answer never passes for a
	// real one.
	Provider string
	// Model is the API's id of the model, such as
	// "wavespeed-ai/minicpm-v/image".
	Model string
	// Label is what people call the model, such as "minicpm". It is not part
	// of the identity.
	Label string
	// Params are the parameters that make the question what it is, the prompt
	// text among them, as canonical JSON with every default filled in.
	Params string
	// Form is what a good answer looks like. It is not part of the identity,
	// either.
	Form Form
}

// A Hash is the first half of a SHA-256, enough to name things by content.
type Hash [16]byte

// Hash names the prompt by what is asked. Its form is fixed for ever, because a
// ledger holds names of the past.
func (p *Prompt) Hash() Hash {
	return sum("captionmill prompt v1", p.Provider, p.Model, p.Params)
}

// Question names a question by the bytes of its pictures instead of their
// names: two with one Question have the same answer. Its form is fixed for
// ever, too.
func (p *Prompt) Question(contents [][32]byte) Hash {
	fields := []string{"captionmill bytes v1", p.Provider, p.Model, p.Params}
	for _, c := range contents {
		fields = append(fields, string(c[:]))
	}
	return sum(fields...)
}

// sum hashes fields, each behind its length, so that no two lists of fields
// can be written alike.
func sum(fields ...string) Hash {
	var (
		buf [1 << 10]byte // most questions fit in
		b   = buf[:0]
	)
	for _, f := range fields {
		b = binary.BigEndian.AppendUint64(b, uint64(len(f)))
		b = append(b, f...)
	}
	full := sha256.Sum256(b)
	return Hash(full[:16])
}
