package pipeline

import (
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"hash"
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

// Hash names the prompt by what is asked.
func (p *Prompt) Hash() Hash {
	return sum("captionmill prompt v1", p.Provider, p.Model, p.Params)
}

// Fingerprint names a question: the prompt and the pictures, by name and in
// order. Two rows with one fingerprint are asked, and paid, once. Its form is
// fixed for ever, because a ledger holds fingerprints of the past.
func (p *Prompt) Fingerprint(pictures []string) Hash {
	fields := append([]string{"captionmill question v1", p.Provider, p.Model, p.Params}, pictures...)
	return sum(fields...)
}

// A Naming makes fingerprints of one prompt's questions. What they have in
// common is hashed once. It is not safe for concurrent use.
type Naming struct {
	common []byte // the hash's state behind the prompt
	hash   hash.Hash
	buf    []byte
}

// Naming gives what makes fingerprints of the prompt's questions.
func (p *Prompt) Naming() *Naming {
	n := &Naming{hash: sha256.New()}
	for _, f := range []string{"captionmill question v1", p.Provider, p.Model, p.Params} {
		n.write(f)
	}
	common, err := n.hash.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil { // a hash of the standard library can always be saved
		panic(err)
	}
	n.common = common
	return n
}

// Fingerprint is [Prompt.Fingerprint].
func (n *Naming) Fingerprint(pictures []string) Hash {
	if err := n.hash.(encoding.BinaryUnmarshaler).UnmarshalBinary(n.common); err != nil { // it wrote this itself
		panic(err)
	}
	for _, f := range pictures {
		n.write(f)
	}
	n.buf = n.hash.Sum(n.buf[:0])
	return Hash(n.buf[:16])
}

// write hashes a field as sum does.
func (n *Naming) write(field string) {
	n.buf = binary.BigEndian.AppendUint64(n.buf[:0], uint64(len(field)))
	n.buf = append(n.buf, field...)
	n.hash.Write(n.buf)
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
