package emulator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"
)

// A bill is one movement of money: a charge, or its refund.
type bill struct {
	p      *prediction
	refund bool
	at     time.Time
}

func (b bill) kind() string {
	if b.refund {
		return "refund"
	}
	return "deduct"
}

// A billView is a bill as the API shows it. Prices are in US dollars, and
// positive whichever way they went.
type billView struct {
	ID         string         `json:"uuid"`
	KeyID      string         `json:"access_key_id"`
	KeyName    string         `json:"access_key_name"`
	Kind       string         `json:"billing_type"`
	Price      float64        `json:"price"`
	CreatedAt  string         `json:"created_at"`
	UpdatedAt  string         `json:"updated_at"`
	Order      orderView      `json:"order"`
	Prediction billedPredView `json:"prediction"`
}

type orderView struct {
	ID          string  `json:"uuid"`
	State       string  `json:"state"` // "pre" until the prediction has ended, then "done"
	Price       float64 `json:"price"`
	OriginPrice float64 `json:"origin_price"`
	Status      string  `json:"status"` // empty in all of the vendor's examples
	KeyID       int     `json:"ak_id"`
}

type billedPredView struct {
	ID     string `json:"uuid"`
	Model  string `json:"model_uuid"`
	Status string `json:"status"`
}

// keyID is the one key that an account of the emulator has, in bills.
const keyID = "emulated"

// billStamp is how the vendor writes times in bills: to the millisecond.
const billStamp = "2006-01-02T15:04:05.000Z"

// view must be called with the lock held.
func (b bill) view(now time.Time, quirks Quirks) billView {
	at, dollars := b.at.UTC().Format(billStamp), float64(b.p.price)/1e6
	v := billView{
		ID: derivedID(b.kind(), b.p), KeyID: keyID, KeyName: keyID, Kind: b.kind(),
		Price: dollars, CreatedAt: at, UpdatedAt: at,
		Order:      orderView{ID: derivedID("order", b.p), State: "pre", Price: dollars, OriginPrice: dollars},
		Prediction: billedPredView{b.p.id, b.p.model, quirks.status(b.p.status(now))},
	}
	if b.p.end != nil {
		v.Order.State = "done"
	}
	return v
}

// derivedID is the same whenever it is asked for, after restarts too.
func derivedID(what string, p *prediction) string {
	sum := sha256.Sum256([]byte(what + " " + p.id))
	return hex.EncodeToString(sum[:16])
}

// bills answers with a page of bills, the newest first. As in the list of
// predictions, one whose picture has to be fetched runs until somebody looks at
// it by its id; other ends come to light, and with them their refunds.
func (s *Server) bills(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	q, err := s.parseBillQuery(body)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	s.settleDue(r.Context())
	found, total := s.room.billed(q, s.BillingHasMore)
	page := billPage{Page: q.Page, Items: s.showBills(found)}
	if more := total > q.Page*q.PageSize; s.BillingHasMore {
		page.HasMore = &more
	} else {
		page.Total = &total
	}
	answer(w, page)
}

type billPage struct {
	Page    int        `json:"page"`
	Total   *int       `json:"total,omitempty"`
	HasMore *bool      `json:"has_more,omitempty"`
	Items   []billView `json:"items"`
}

// billed finds the bills of a page and counts all that match, or if brief only
// until one that is on a later page.
func (r *room) billed(q billQuery, brief bool) (found []bill, total int) {
	all, wanted := r.books(), r.named(q.IDs)
	first, last := (q.Page-1)*q.PageSize, q.Page*q.PageSize
	for i := range all {
		b := all[len(all)-1-i]
		if q.Oldest {
			b = all[i]
		}
		if !q.matches(b, wanted) {
			continue
		}
		if total++; total > first && total <= last {
			found = append(found, b)
		}
		if brief && total > last {
			break
		}
	}
	return found, total
}

// books is every bill so far, in order of time.
func (r *room) books() []bill {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.repay(r.now())
	return r.bills[:len(r.bills):len(r.bills)]
}

// named is the predictions of these ids, nil if there are no ids.
func (r *room) named(ids []string) map[*prediction]bool {
	if len(ids) == 0 {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	wanted := map[*prediction]bool{}
	for _, id := range ids {
		wanted[r.byID[id]] = true // an id of nobody has no bill
	}
	return wanted
}

func (s *Server) showBills(found []bill) []billView {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	views := make([]billView, 0, len(found))
	for _, b := range found {
		views = append(views, b.view(s.now(), s.Quirks))
	}
	return views
}

// settleDue ends the predictions that are due, as far as that can be done
// without the network.
func (s *Server) settleDue(ctx context.Context) {
	for _, p := range s.room.overdue(s.now()) {
		_ = s.settle(ctx, p, s.glance) // what cannot be settled stays as it is
	}
}

// overdue lists predictions that are due and have no end yet. It remembers up
// to where all have one.
func (r *room) overdue(now time.Time) []*prediction {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.settled < len(r.predictions) && r.predictions[r.settled].end != nil {
		r.settled++
	}
	var found []*prediction
	for _, p := range r.predictions[r.settled:] {
		if p.end == nil && !now.Before(p.due()) {
			found = append(found, p)
		}
	}
	return found
}
