package emulator

import "slices"

// charge takes the price of a prediction, new or remembered, at its creation,
// as the vendor's examples of bills show it.
func (r *room) charge(p *prediction) {
	if p.price == 0 {
		return
	}
	r.balance -= p.price
	r.bills = append(r.bills, bill{p, false, p.created})
	r.counts.Charged += p.price
	if r.paid[p.key]++; r.paid[p.key] == 2 {
		r.counts.PaidTwice++
	}
}

// finish gives a prediction its end, and owes the money back where the vendor
// does. What will be given back counts as not paid at once. One that ends as
// deleted is from then on as if somebody had deleted it.
func (r *room) finish(p *prediction, end ending) {
	p.end = &end
	if end.Status == "deleted" {
		p.deleted.Store(true)
	}
	if p.price == 0 || !end.refunded() {
		return
	}
	r.owe(p)
	if r.paid[p.key]--; r.paid[p.key] == 1 {
		r.counts.PaidTwice--
	}
}

// refunded tells whether the vendor gives the money back: for what failed or
// timed out, its page on refunds says, within three hours. Of moderated content
// the page says nothing, and for wrong parameters it promises nothing, so those
// are not.
func (e ending) refunded() bool {
	kept := []int{moderated, missingParam.code, invalidParam.code}
	return e.Status != "completed" && !slices.Contains(kept, e.Code)
}
