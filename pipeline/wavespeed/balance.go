package wavespeed

import (
	"context"
	"encoding/json"

	"github.com/captionmill/captionmill/pipeline/price"
)

// Balance is the money left in the account. The API's figure lags behind:
// refunds of failed predictions take up to three hours, the vendor says. A
// balance below zero reads as zero.
func (c *Client) Balance(ctx context.Context) (price.Micros, error) {
	call := &call{Client: c, op: "balance of the account at", subject: c.host(), rows: freeRows}
	req, err := call.request(ctx, "GET", "balance", nil)
	if err != nil {
		return 0, err
	}
	var data struct{ Balance json.Number }
	var dollars float64
	err = call.tell(req, func(e envelope) bool {
		if !e.fine() || json.Unmarshal(e.Data, &data) != nil {
			return false
		}
		n, err := data.Balance.Float64()
		dollars = n
		return err == nil
	})
	if err != nil {
		return 0, err
	}
	return price.Of(dollars), nil
}
