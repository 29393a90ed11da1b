package quality

import (
	"hash/maphash"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A Census counts texts, to find the same one on different pictures: for that
// it keeps some 40 bytes a different text, and no text. They are compared as
// somebody wrote them, so that what is counted is what [Rules.Check] gets as raw,
// and two that differ only in case, punctuation and spaces are the same. It is
// safe for use by many goroutines.
//
// Count all rows before the first is checked, and every row of a repeated text
// is found; count each row after its check, and all but the first are.
type Census struct {
	mu    sync.Mutex
	seed  maphash.Seed
	seen  map[uint64]pair
	limit int
	once  filter // texts that came once, nil where seen has these as well
}

// A pair is the picture with which a text came first, and the number of rows
// with which it came for others. Where there is a filter it came first for the
// second time, and met tells that the row before was seen to have another picture.
type pair struct {
	first, others uint32
	met           bool
}

// maxTexts is how many different texts a census remembers, for which it needs
// some 160 MB. Of those that come later it knows nothing: a model that is stuck
// shows long before.
const maxTexts = 4 << 20

// NewCensus makes a census that has counted nothing.
func NewCensus() *Census {
	return &Census{seed: maphash.MakeSeed(), seen: make(map[uint64]pair), limit: maxTexts}
}

// NewLongCensus makes a census for many rows, about so many, all of which are
// counted first and then checked in the same order, one by one: of those that
// several workers check at once some would not be found, unless each asks by an
// [Inquiry]. It keeps one byte a row, and those 40 only for a text that comes
// again, or for one in a hundred that seems to.
func NewLongCensus(rows int) *Census {
	c := NewCensus()
	c.once = newFilter(rows)
	return c
}

// Count counts a text and its row's picture, so that several rows with the same
// picture count once. A text without a word is not counted.
func (c *Census) Count(text string, ctx *Context) {
	if ctx == nil {
		ctx = &unknown
	}
	q := c.query(text, ctx)
	if q.key == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.seen[q.key]
	switch {
	case !ok && (c.once.add(q.key) || len(c.seen) >= c.limit):
		return
	case !ok:
		p = pair{first: q.picture}
	case p.first != q.picture && p.others < 1<<32-1:
		p.others++
	}
	c.seen[q.key] = p
}

// A query is a text and its row's picture, as a census knows them; the key of a
// text without a word is 0.
type query struct {
	key     uint64
	picture uint32
}

func (c *Census) query(text string, ctx *Context) query {
	text, _ = unmarked(text)
	return query{c.hash(text), c.picture(ctx)}
}

// others is how many rows have the same text for other pictures.
func (c *Census) others(q query) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.seen[q.key]
	if !ok || q.key == 0 {
		return 0
	}
	if c.once != nil {
		return c.again(q.key, p, q.picture)
	}
	switch {
	case p.others == 0 && p.first != q.picture:
		return 1
	default:
		return int(p.others)
	}
}

// again is how many rows have a text that came more than once, if that is so:
// what the filter takes for one was met with no other picture before.
func (c *Census) again(key uint64, p pair, picture uint32) int {
	if p.first != picture && !p.met {
		p.met = true
		c.seen[key] = p
	}
	if p.met {
		return int(p.others) + 1
	}
	return int(p.others)
}

// hash is one of what [letterOf] makes of the text, and of the signs that belong to
// its words, 0 without a letter or digit.
func (c *Census) hash(text string) uint64 {
	var room [256]byte
	letters, text, some := room[:0], composed(text), false
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			if l := plainLetters[text[i]]; l != 0 {
				letters, some = append(letters, l), true
			} else if wordSigns[text[i]] && touches(text, i) {
				letters = append(letters, text[i])
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if l := letterOf(r); l != 0 {
			letters, some = utf8.AppendRune(letters, l), true
		} else if unicode.Is(unicode.Sc, r) {
			letters = utf8.AppendRune(letters, r)
		}
	}
	if !some {
		return 0
	}
	return max(maphash.Bytes(c.seed, letters), 1)
}

// wordSigns are those of ASCII without which a word or number is another one: A+, C#,
// 5%, $5. Of others only those of money are looked at.
var wordSigns = [256]bool{'+': true, '#': true, '%': true, '$': true}

// maxSigns is how many signs a word may have in a row.
const maxSigns = 4

// touches tells whether a letter or digit stands before the character at i or behind
// it, with no more than some signs between.
func touches(text string, i int) bool {
	before, after := i, i+1
	for before > max(0, i-maxSigns) && wordSigns[text[before-1]] {
		before--
	}
	for after < min(len(text), i+maxSigns) && wordSigns[text[after]] {
		after++
	}
	return before > 0 && worded(text[before-1]) || after < len(text) && worded(text[after])
}

// worded tells whether a byte is of a letter or digit, or of a character that is not
// of ASCII.
func worded(c byte) bool { return c >= utf8.RuneSelf || plainLetters[c] != 0 }

// plainLetters are the letters and digits of ASCII in lower case, 0 for all else.
var plainLetters = func() (all [256]byte) {
	for c := range byte(utf8.RuneSelf) {
		all[c] = byte(letterOf(rune(c)))
	}
	return all
}()

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
