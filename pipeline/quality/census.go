package quality

import (
	"hash/maphash"
	"sync"
)

// A Census counts texts, to find the same one on different pictures: for that
// it keeps some 40 bytes a different text, and no text. Two texts that differ only in
// case, punctuation and spaces are the same. It is safe for use by many
// goroutines.
//
// Count all rows before the first is checked, and every row of a repeated text
// is found; count each row after its check, and all but the first are.
type Census struct {
	mu    sync.Mutex
	seed  maphash.Seed
	seen  map[uint64]pair
	limit int
}

// A pair is the picture with which a text came first, and the number of rows
// with which it came for others.
type pair struct{ first, others uint32 }

// maxTexts is how many different texts a census remembers, for which it needs
// some 160 MB. Of those that come later it knows nothing: a model that is stuck
// shows long before.
const maxTexts = 4 << 20

// NewCensus makes a census that has counted nothing.
func NewCensus() *Census {
	return &Census{seed: maphash.MakeSeed(), seen: make(map[uint64]pair), limit: maxTexts}
}

// Count counts a clean text and its row's picture, so that several rows with
// the same picture count once. A text without a word is not counted.
func (c *Census) Count(text string, ctx *Context) {
	if ctx == nil {
		ctx = &unknown
	}
	text, _ = unmarked(text)
	key, picture := c.hash(text), c.picture(ctx)
	if key == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.seen[key]
	switch {
	case !ok && len(c.seen) >= c.limit:
		return
	case !ok:
		p = pair{first: picture}
	case p.first != picture && p.others < 1<<32-1:
		p.others++
	}
	c.seen[key] = p
}

// others is how many rows have the same text for other pictures.
func (c *Census) others(text string, ctx *Context) int {
	key, picture := c.hash(text), c.picture(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.seen[key]
	switch {
	case !ok || key == 0:
		return 0
	case p.others == 0 && p.first != picture:
		return 1
	default:
		return int(p.others)
	}
}

// hash is one of the text's letters and digits, 0 when it has none.
func (c *Census) hash(text string) uint64 {
	var h maphash.Hash
	h.SetSeed(c.seed)
	var letters [64]byte
	n, some := 0, false
	for {
		r, end := nextLetter(text)
		if r == 0 {
			break
		}
		if some = true; n > len(letters)-4 {
			_, _ = h.Write(letters[:n])
			n = 0
		}
		n += copy(letters[n:], string(r))
		text = text[end:]
	}
	if !some {
		return 0
	}
	_, _ = h.Write(letters[:n])
	return max(h.Sum64(), 1)
}

func (c *Census) picture(ctx *Context) uint32 {
	if ctx.Picture != "" {
		return uint32(maphash.String(c.seed, ctx.Picture))
	}
	var h maphash.Hash
	h.SetSeed(c.seed)
	for _, image := range ctx.Images {
		_, _ = h.WriteString(image)
		_ = h.WriteByte(0)
	}
	return uint32(h.Sum64())
}
