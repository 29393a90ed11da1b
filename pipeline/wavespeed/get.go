package wavespeed

import (
	"context"
	"errors"

	"github.com/captionmill/captionmill/pipeline/api"
)

// maxAnswer bounds the answer to a look, in bytes. It was paid for, so that more
// of it is put up with than of any other.
const maxAnswer = 16 << 20

var errID = errors.New("this is no prediction id of the API")

// Get looks at a prediction. It is free, and may be made again after any
// error whose verdict is Retry. A prediction that failed is no error; one that
// the API no longer knows is, with the cause CauseGone.
func (c *Client) Get(ctx context.Context, id string) (api.Prediction, error) {
	call := &call{Client: c, op: "get", subject: clean(id, maxSubject), rows: getRows, most: maxAnswer}
	if !validID(id) {
		return api.Prediction{}, call.refuse(api.CauseOther, "bad_request", errID)
	}
	// The answer to the submit names this URL too, but the key goes nowhere on
	// an answer's word.
	req, err := call.request(ctx, "GET", "predictions/"+id+"/result", nil)
	if err != nil {
		return api.Prediction{}, err
	}
	var p api.Prediction
	err = call.tell(req, func(e envelope) bool {
		p = call.prediction(e.Data)
		if p.ID == "" && p.Status != "" {
			p.ID = id // an answer to this URL that names no one
		}
		return p.ID == id && (e.fine() || p.Phase != api.Running)
	})
	if long, ok := errors.AsType[*api.Error](err); ok && errors.Is(err, errLong) {
		long.Cause, long.Reason = api.CauseLong, "answer_too_long"
	}
	if err != nil {
		return api.Prediction{}, err
	}
	return p, nil
}
