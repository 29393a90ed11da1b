package quality

import "slices"

// An Inquiry asks a census for those who check texts side by side, though the
// census has to be asked in the order of the rows. Texts are checked with it in
// [Context.Inquiry], which finds no duplicate and notes what there is to ask;
// [Inquiry.Row] is called after those of each row. When their turn has come
// [Inquiry.Ask] asks all of it. Then [Inquiry.Again] tells of one row after the
// other whether its texts have to be checked once more, with the answers at
// hand.
//
// It is not safe for use by several goroutines, but many may ask one census.
type Inquiry struct {
	census  *Census
	queries []query
	ends    []int // of the rows, among the queries
	asked   bool
	answers []int
	row     int // that Again tells of next
	next    int // of the answers
}

// NewInquiry makes an inquiry that has nothing to ask yet.
func NewInquiry(c *Census) *Inquiry { return &Inquiry{census: c} }

// Row ends a row, which may have no text.
func (i *Inquiry) Row() { i.ends = append(i.ends, len(i.queries)) }

// Ask asks the census about all texts that were noted. It must not begin before
// that of the rows before them has ended.
func (i *Inquiry) Ask() {
	i.asked = true
	for _, q := range i.queries {
		i.answers = append(i.answers, i.census.others(q))
	}
}

// Again tells whether one of the next row's texts has a duplicate. If so all of
// them have to be checked once more, in the same order.
func (i *Inquiry) Again() bool {
	if i.next = 0; i.row > 0 {
		i.next = i.ends[i.row-1]
	}
	i.row++
	return slices.ContainsFunc(i.answers[i.next:i.ends[i.row-1]], func(n int) bool { return n > 0 })
}

// others notes a question, or gives the answer to it.
func (i *Inquiry) others(text string, ctx *Context) int {
	if !i.asked {
		i.queries = append(i.queries, i.census.query(text, ctx))
		return 0
	}
	i.next++
	return i.answers[i.next-1]
}
