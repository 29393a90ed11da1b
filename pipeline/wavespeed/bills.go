package wavespeed

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/price"
)

// billRows are the verdicts on asking for bills. The API's own refusal is told
// from a gateway's, because it may be about the form of a time.
var billRows = slices.Concat(routeRows, []row{
	{either(itsOwn(400), itsOwn(422)), api.Reject, api.CauseOther, "bad_request"},
}, freeRows)

// Bills gives a page of the account's billing records: charges and what was
// given back of them. Other movements, such as top-ups, are left out. It is
// free, and may be made again after any error whose verdict is Retry.
//
// Where a time is asked for it may be two requests: the vendor's documentation
// writes times in milliseconds since the epoch, its command line in words, and
// only the API can say which it takes. Milliseconds are tried first. Once the
// API itself has refused them and taken the words, the client keeps to the
// words. Both forms are as fine as a millisecond, and are rounded so that no
// record is missed. An API may ignore a time that it cannot read, so the
// records may be older or newer than what was asked for.
//
// A record that cannot be understood is an error that says which: money must
// not be guessed.
func (c *Client) Bills(ctx context.Context, q api.BillQuery) (api.Bills, error) {
	call := &call{Client: c, op: "search the bills of", subject: c.host(), rows: billRows, most: maxList}
	if wrong := faultOfBillQuery(q); wrong != nil {
		return api.Bills{}, call.refuse(api.CauseOther, "bad_request", wrong)
	}
	iso := c.isoTimes.Load()
	bills, err := call.bills(ctx, q, iso)
	if !refusedTimes(q, err) {
		return bills, err
	}
	bills, err = call.bills(ctx, q, !iso)
	if err == nil {
		c.isoTimes.Store(!iso)
	}
	return bills, err
}

func faultOfBillQuery(q api.BillQuery) error {
	if n := len(q.Predictions); n > api.MaxBillIDs {
		return fmt.Errorf("bills of %d predictions were asked for at once; ask for %d at most", n, api.MaxBillIDs)
	}
	if slices.ContainsFunc(q.Predictions, func(id string) bool { return !validID(id) }) {
		return errID
	}
	return nil
}

// refusedTimes tells that the API may have refused a query for how its times
// are written.
func refusedTimes(q api.BillQuery, err error) bool {
	e, ok := errors.AsType[*api.Error](err)
	return ok && e.Reason == "bad_request" && !(q.After.IsZero() && q.Before.IsZero())
}

// A billQuery is how the API is asked for bills. Times are numbers or strings.
type billQuery struct {
	Page        int      `json:"page"`
	PageSize    int      `json:"page_size"`
	Predictions []string `json:"prediction_uuids,omitempty"`
	Start       any      `json:"start_time,omitempty"`
	End         any      `json:"end_time,omitempty"`
}

// bills asks once, with times in one of the two forms.
func (c *call) bills(ctx context.Context, q api.BillQuery, iso bool) (b api.Bills, err error) {
	before := q.Before
	if !before.IsZero() {
		before = before.Add(time.Millisecond - time.Nanosecond)
	}
	req, err := c.ask(ctx, "billings/search", billQuery{
		Page: q.Page, PageSize: listSize, Predictions: q.Predictions,
		Start: billTime(q.After, iso), End: billTime(before, iso),
	})
	if err != nil {
		return api.Bills{}, err
	}
	err = c.read(req, func(data json.RawMessage) (err error) {
		b, err = readBills(data, q.Page)
		return err
	})
	return b, err
}

// billTime is a moment as the API may take it, nil for the zero time.
func billTime(t time.Time, iso bool) any {
	switch {
	case t.IsZero():
		return nil
	case iso:
		return t.UTC().Format("2006-01-02T15:04:05.000Z")
	default:
		return t.UnixMilli()
	}
}

// A billed is a record as the API writes it.
type billed struct {
	ID           text `json:"uuid"`
	Type         text `json:"billing_type"`
	Price        json.RawMessage
	CreatedAt    text `json:"created_at"`
	PredictionID text `json:"prediction_uuid"`
	Prediction   struct {
		ID    text `json:"uuid"`
		Model text `json:"model_uuid"`
	}
	Order struct{ State text }
}

// readBills reads a page. What is left out of it counts for whether there is
// another.
func readBills(data json.RawMessage, page int) (api.Bills, error) {
	var d struct {
		Items   json.RawMessage
		Total   number
		HasMore text `json:"has_more"`
	}
	var items []json.RawMessage
	if json.Unmarshal(data, &d) != nil || json.Unmarshal(d.Items, &items) != nil {
		return api.Bills{}, errors.New("there is no list of records in it")
	}
	b := api.Bills{Full: full(len(items), page, d.Total, d.HasMore)}
	for i, raw := range items {
		bill, counts, err := readBill(raw)
		if err != nil {
			return api.Bills{}, fmt.Errorf("record %d of the page %w", i+1, err)
		}
		if counts {
			b.Bills = append(b.Bills, bill)
		}
	}
	return b, nil
}

// readBill reads a record, and tells whether it is a charge or a refund. The
// error ends a sentence.
func readBill(raw json.RawMessage) (_ api.Bill, counts bool, _ error) {
	var r billed
	misfit := json.Unmarshal(raw, &r)
	refund := strings.EqualFold(string(r.Type), "refund")
	amount, ok := dollars(r.Price)
	switch {
	case r.Type == "":
		return api.Bill{}, false, errors.New("has no type")
	case !refund && !strings.EqualFold(string(r.Type), "deduct"):
		return api.Bill{}, false, nil
	case !ok:
		return api.Bill{}, false, errors.New("has no price that can be read")
	case misfit != nil:
		return api.Bill{}, false, errors.New("has fields of another form than documented")
	case r.ID == "" || clean(string(r.ID), maxID) != string(r.ID):
		return api.Bill{}, false, errors.New("has no name by which it could be told from others")
	}
	b := r.bill(price.Of(math.Abs(amount)))
	b.Refund = refund
	return b, true, nil
}

// bill is a record in our words, without its direction.
func (r billed) bill(amount price.Micros) api.Bill {
	b := api.Bill{
		ID:     string(r.ID),
		Model:  clean(string(r.Prediction.Model), maxSubject),
		Amount: amount,
		Open:   strings.EqualFold(string(r.Order.State), "pre"),
		At:     moment(r.CreatedAt),
	}
	if id := string(cmp.Or(r.Prediction.ID, r.PredictionID)); validID(id) {
		b.Prediction = id
	}
	return b
}
