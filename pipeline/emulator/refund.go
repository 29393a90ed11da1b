package emulator

import (
	"container/heap"
	"time"
)

// refundTime is when a prediction that ends now, without an answer, gives its
// price back.
func (s *Server) refundTime(p *prediction) time.Time {
	now := s.now().Round(0)
	if at := p.due().Add(s.RefundAfter); s.RefundAfter > 0 && at.After(now) {
		return at
	}
	return now
}

// owe puts a prediction on the list of those to be refunded. Journals that are
// older than this list do not say when: it was at once.
func (r *room) owe(p *prediction) {
	if p.end.RefundAt.IsZero() {
		p.end.RefundAt = p.due()
	}
	heap.Push(&r.owed, p)
}

// repay makes the refunds that have come due by now. It goes before every look
// at the money and before every charge, so that all is booked in order of time.
func (r *room) repay(now time.Time) {
	for len(r.owed) > 0 && !r.owed[0].end.RefundAt.After(now) {
		p := heap.Pop(&r.owed).(*prediction)
		r.balance += p.price
		r.counts.Refunded += p.price
		r.bills = append(r.bills, bill{p, true, p.end.RefundAt})
	}
}

// debts is a heap of predictions, the one to be refunded first in front.
type debts []*prediction

func (d debts) Len() int           { return len(d) }
func (d debts) Less(i, j int) bool { return d[i].end.RefundAt.Before(d[j].end.RefundAt) }
func (d debts) Swap(i, j int)      { d[i], d[j] = d[j], d[i] }
func (d *debts) Push(x any)        { *d = append(*d, x.(*prediction)) }
func (d *debts) Pop() any {
	last := len(*d) - 1
	x := (*d)[last]
	(*d)[last] = nil
	*d = (*d)[:last]
	return x
}
