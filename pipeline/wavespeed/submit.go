package wavespeed

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/captionmill/captionmill/pipeline/api"
)

// isModelID tells whether a model can be called that: an owner and up to seven
// names, as in "wavespeed-ai/minicpm-v/image". It becomes part of a path, so that
// no name may be "..", nor begin with a dot at all.
func isModelID(id string) bool {
	names := 0
	for name := range strings.SplitSeq(id, "/") {
		if names++; name == "" || name[0] == '.' || name[0] == '-' || !made(name, "_-.") {
			return false
		}
	}
	return 2 <= names && names <= 8
}

// made tells whether a name is made of letters and digits of ASCII, and some marks.
func made(name, marks string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune(marks, r))
	})
}

// Submit asks a model once: exactly one request, never repeated, whatever
// happens to it. Input is a JSON object with the model's parameters, nil for none;
// it is sent as it stands. The API drops in silence those that it does not know,
// so the caller must know them.
//
// The prediction usually is Running, but may come back final. An error is an
// [*api.Error]; unless its verdict is Unsure, surely nothing was created.
func (c *Client) Submit(ctx context.Context, model string, input json.RawMessage) (api.Prediction, error) {
	call := &call{Client: c, op: "submit", subject: clean(model, maxSubject), rows: submitRows}
	if !isModelID(model) {
		err := fmt.Errorf("%q is no model id; write it like wavespeed-ai/minicpm-v/image", call.subject)
		return api.Prediction{}, call.refuse(api.CauseModel, "unknown_model", err)
	}
	if input == nil {
		input = json.RawMessage("{}") // an object, not null
	}
	req, err := call.post(ctx, model, input)
	if err != nil {
		return api.Prediction{}, err
	}
	return call.accepted(ctx, call.send(call.pay, req))
}

// accepted finds the prediction in the answer to a submit. An id is proof that
// it was created, even when the rest of the answer is broken.
func (c *call) accepted(ctx context.Context, r reply) (api.Prediction, error) {
	e, err := decode(r.body)
	if err != nil {
		e = salvage(r.body)
	}
	if p := c.prediction(e.Data); r.ok() && e.fine() && validID(p.ID) {
		return p, nil
	}
	return api.Prediction{}, c.judge(ctx, r, e)
}
