package wavespeed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/price"
)

// ErrNoQuote reports an API that has no way to ask for a price.
var ErrNoQuote = errors.New("the API quotes no prices")

// quotePaths are the ways to ask for a price, the newer first: the vendor's
// command line asks the one, its documentation describes the other.
var quotePaths = []string{"model/price", "model/pricing"}

// quoteRows are the verdicts on a quote.
var quoteRows = append([]row{
	{code(404, 405), api.Reject, api.CauseOther, "no_quote"},
	{all(code(400, 422), says(noModel)), api.Reject, api.CauseModel, "unknown_model"},
	{code(400, 422), api.Reject, api.CauseOther, "bad_request"},
}, freeRows...)

// Quote asks what a prediction with this input would cost. It is free, and may
// be made again after any error whose verdict is Retry. The quote is what will
// be paid, after discounts, and an estimate: the vendor says that only the
// charge counts. An input that lacks parameters gets the price of one with the
// defaults.
//
// Where the API cannot be asked, the error wraps [ErrNoQuote].
func (c *Client) Quote(ctx context.Context, model string, input map[string]any) (price.Micros, error) {
	call := &call{Client: c, op: "quote", subject: clean(model, maxSubject), rows: quoteRows}
	if input == nil {
		input = map[string]any{} // an object, not null
	}
	body, err := json.Marshal(map[string]any{"model_id": model, "inputs": input})
	if err != nil {
		return 0, call.refuse(api.CauseOther, "bad_request", fmt.Errorf("encode input: %w", err))
	}
	for _, path := range quotePaths {
		quoted, err := call.quote(ctx, path, body)
		if e, ok := errors.AsType[*api.Error](err); !ok || e.Reason != "no_quote" {
			return quoted, err
		}
	}
	return 0, call.refuse(api.CauseOther, "no_quote", ErrNoQuote)
}

// quote asks at one of the paths.
func (c *call) quote(ctx context.Context, path string, body []byte) (quoted price.Micros, err error) {
	req, err := c.ask(ctx, path, json.RawMessage(body))
	if err != nil {
		return 0, err
	}
	err = c.tell(req, func(e envelope) (ok bool) {
		quoted, ok = readQuote(e.Data)
		return ok && e.fine()
	})
	if err != nil {
		return 0, err
	}
	return quoted, nil
}

// readQuote finds what will be paid: the price after discounts, or else the
// price. A price of nothing is believed only when no other figure is there.
func readQuote(data json.RawMessage) (_ price.Micros, ok bool) {
	var q struct {
		Discounted *json.Number `json:"discounted_price"`
		Price      *json.Number
		Unit       *json.Number `json:"unit_price"`
		Currency   text
	}
	if json.Unmarshal(data, &q) != nil || q.Currency != "" && !strings.EqualFold(string(q.Currency), "USD") {
		return 0, false
	}
	figures := slices.DeleteFunc([]*json.Number{q.Discounted, q.Price, q.Unit}, func(n *json.Number) bool { return n == nil })
	for _, n := range figures {
		const most = 1e6 // dollars
		dollars, err := n.Float64()
		if err != nil || dollars < 0 || dollars > most {
			return 0, false
		}
		if dollars > 0 {
			return price.Of(dollars), true
		}
	}
	return 0, len(figures) > 0
}
